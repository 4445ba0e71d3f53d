import type { ReactNode } from 'react';
import { classes } from './classes.ts';
import { Glyph, type GlyphKind } from './Glyph.tsx';
import styles from './Badge.module.css';

interface BadgeProps {
  readonly tone?: 'plain' | 'trusted' | 'warning' | 'untrusted' | 'excepted';
  readonly glyph?: GlyphKind;
  readonly children: ReactNode;
}

/** A fact about a thing, in a word or two. */
export function Badge({ tone = 'plain', glyph, children }: BadgeProps) {
  return (
    <span className={classes(styles['badge'], styles[tone])}>
      {glyph === undefined ? null : <Glyph kind={glyph} size={12} name="hidden" />}
      {children}
    </span>
  );
}
