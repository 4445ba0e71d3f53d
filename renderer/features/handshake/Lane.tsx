import type { ReactNode } from 'react';
import { classes } from '#renderer/ui/classes.ts';
import styles from './Ladder.module.css';

interface LaneProps {
  /** Without it the lifelines alone. */
  readonly from?: 'client' | 'server';
  /** One line in the clear, two encrypted: told apart without colour. */
  readonly line?: 'clear' | 'encrypted';
  readonly tone?: 'plain' | 'fatal';
  readonly children?: ReactNode;
}

const words = { client: 'from the client', server: 'from the server' } as const;
const lineWords = { clear: 'in the clear', encrypted: 'encrypted' } as const;

/** The two lifelines, and between them the arrow of one message. */
export function Lane({ from, line = 'clear', tone = 'plain', children }: LaneProps) {
  return (
    <span className={classes(styles['lane'], styles[tone])}>
      {from === undefined ? null : (
        <span
          role="img"
          aria-label={`${words[from]}, ${lineWords[line]}`}
          className={classes(styles['arrow'], styles[from], styles[line])}
        />
      )}
      {children}
    </span>
  );
}
