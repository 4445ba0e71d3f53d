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
        <svg role="img" aria-label={`${words[from]}, ${lineWords[line]}`}>
          {line === 'clear' ? <Shaft from={from} y="50%" /> : null}
          {line === 'encrypted' ? <Shaft from={from} y="44%" /> : null}
          {line === 'encrypted' ? <Shaft from={from} y="56%" /> : null}
          <svg x={from === 'client' ? '100%' : '0'} y="50%" overflow="visible">
            <path d={from === 'client' ? 'M-9 -5 -1 0 -9 5z' : 'M9 -5 1 0 9 5z'} fill="currentColor" />
          </svg>
        </svg>
      )}
      {children}
    </span>
  );
}

function Shaft({ from, y }: { readonly from: 'client' | 'server'; readonly y: string }) {
  return (
    <line
      x1={from === 'client' ? '4%' : '6%'}
      x2={from === 'client' ? '94%' : '96%'}
      y1={y}
      y2={y}
      stroke="currentColor"
      strokeWidth="1.5"
    />
  );
}
