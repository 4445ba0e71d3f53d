import type { ReactNode } from 'react';
import { classes } from './classes.ts';
import styles from './Glyph.module.css';

/** Silhouettes differ, so that colour only repeats them. `--glyph-ground` is the surface that shows through the knocked-out line. */
const drawings = {
  trusted: (
    <>
      <path d="M5 7.2V5.1a3 3 0 0 1 6 0v2.1" className={styles['line']} strokeWidth="1.6" />
      <path
        className={styles['solid']}
        d="M4.2 6.9h7.6c.8 0 1.3.5 1.3 1.3v4.5c0 .8-.5 1.3-1.3 1.3H4.2c-.8 0-1.3-.5-1.3-1.3V8.2c0-.8.5-1.3 1.3-1.3z"
      />
      <path d="m5.9 10.5 1.5 1.4 2.8-2.9" className={styles['knockout']} strokeWidth="1.4" />
    </>
  ),
  excepted: (
    <path d="M8 1.5 14.5 8 8 14.5 1.5 8zM5.6 8.1l1.7 1.7 3.2-3.3" className={styles['line']} strokeWidth="1.5" />
  ),
  untrusted: (
    <>
      <path className={styles['solid']} d="M5.3 1.3h5.4l4 4v5.4l-4 4H5.3l-4-4V5.3z" />
      <path d="m5.6 5.6 4.8 4.8M10.4 5.6l-4.8 4.8" className={styles['knockout']} strokeWidth="1.6" />
    </>
  ),
  unchecked: (
    <>
      <path d="M8.7 7V4.5a2.9 2.9 0 0 1 5.8 0V6M4.1 10.65h4" className={styles['line']} strokeWidth="1.6" />
      <rect x="1.3" y="7" width="9.6" height="7.3" rx="1.4" className={styles['line']} strokeWidth="1.6" />
    </>
  ),
  warning: <path d="M8 2.2 14.6 13.6H1.4zM8 6.5v3.2M8 11.6h.01" className={styles['line']} strokeWidth="1.5" />,
  note: (
    <>
      <circle cx="8" cy="8" r="6" className={styles['line']} strokeWidth="1.5" />
      <path d="M8 7.5V11M8 5h.01" className={styles['line']} strokeWidth="1.5" />
    </>
  ),
  failed: (
    <path
      d="M12.6 4.2A6 6 0 0 0 3 4.7M3.4 11.8a6 6 0 0 0 9.6-.5M6.3 6.3l3.4 3.4M9.7 6.3 6.3 9.7"
      className={styles['line']}
      strokeWidth="1.5"
    />
  ),
  plain: <path d="M2.5 8h2M6.9 8h2.2M11.5 8h2" className={styles['line']} strokeWidth="1.8" />,
} satisfies Record<string, ReactNode>;

export type GlyphKind = keyof typeof drawings;

/** The word that belongs to a glyph: its accessible name, and what stands beside it at least once per region. */
export const glyphWords: Readonly<Record<GlyphKind, string>> = {
  trusted: 'Trusted',
  excepted: 'Excepted',
  untrusted: 'Untrusted',
  unchecked: 'Unchecked',
  warning: 'Warning',
  note: 'Note',
  failed: 'No verdict',
  plain: 'Not encrypted',
};

interface GlyphProps {
  readonly kind: GlyphKind;
  /** Pixels; 16 unless told. */
  readonly size?: 12 | 13 | 14 | 16 | 20 | 28;
  /** 'hidden' where its word stands right beside it. */
  readonly name?: 'word' | 'hidden';
  readonly className?: string | undefined;
}

/** The picture of a verdict or a finding. Drawn only after a verdict. */
export function Glyph({ kind, size = 16, name = 'word', className }: GlyphProps) {
  return (
    <svg
      viewBox="0 0 16 16"
      width={size}
      height={size}
      className={classes(styles['glyph'], styles[kind], className)}
      {...(name === 'hidden' ? { 'aria-hidden': true } : { role: 'img', 'aria-label': glyphWords[kind] })}
    >
      {drawings[kind]}
    </svg>
  );
}
