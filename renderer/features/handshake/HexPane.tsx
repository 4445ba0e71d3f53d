import { useEffect, useRef, useState, type KeyboardEvent } from 'react';
import { useVirtualizer } from '@tanstack/react-virtual';
import { LINE, MOST_LINES } from './FieldTree.tsx';
import { hexOffset, hexRow, hexRowCount, ROW_BYTES } from './hexRows.ts';
import type { OutlineRow } from './outlineRows.ts';
import { classes } from '#renderer/ui/classes.ts';
import { Hidden } from '#renderer/ui/Hidden.tsx';
import styles from './OpenedMessage.module.css';

interface HexPaneProps {
  readonly label: string;
  readonly bytes: Uint8Array;
  /** The bytes that are marked. */
  readonly mark?: Pick<OutlineRow, 'from' | 'to' | 'name'> | undefined;
  /** The bytes that are brought into sight. */
  readonly picked?: Pick<OutlineRow, 'from' | 'to'> | undefined;
  readonly onPick?: (offset: number) => void;
  /** The pointer is over a byte; undefined: over none. */
  readonly onPoint?: (offset: number | undefined) => void;
}

/** Bytes, twelve in a row. Arrows move a cursor through them, and what it stands on is marked on both sides. */
export function HexPane({ label, bytes, mark, picked, onPick, onPoint }: HexPaneProps) {
  const scroll = useRef<HTMLDivElement>(null);
  const [cursor, setCursor] = useState<number>();
  const lines = useVirtualizer({
    count: hexRowCount(bytes),
    getScrollElement: () => scroll.current,
    estimateSize: () => LINE,
    overscan: 10,
  });
  const from = picked?.from;
  useEffect(() => {
    if (from !== undefined) lines.scrollToIndex(Math.floor(from / ROW_BYTES));
  }, [from, lines]);
  const go = (at: number): void => {
    setCursor(at);
    lines.scrollToIndex(Math.floor(at / ROW_BYTES));
    onPick?.(at);
  };
  const isCovered = (at: number): boolean => mark !== undefined && at >= mark.from && at < mark.to;
  return (
    <div
      ref={scroll}
      role="group"
      aria-label={label}
      tabIndex={0}
      className={styles['hex']}
      style={{ height: Math.min(hexRowCount(bytes), MOST_LINES) * LINE + 12 }}
      onPointerLeave={() => {
        onPoint?.(undefined);
      }}
      onKeyDown={(event) => {
        const at = cursorAfter(event, cursor ?? from ?? 0, bytes.length);
        if (at === undefined) return;
        event.preventDefault();
        event.stopPropagation();
        go(at);
      }}
    >
      <Hidden>
        <span role="status">
          {cursor === undefined
            ? ''
            : `${hexOffset(cursor, bytes.length)}: ${(bytes[cursor] ?? 0).toString(16).padStart(2, '0')}${mark === undefined ? '' : `, in ${mark.name}`}`}
        </span>
      </Hidden>
      {/* Read aloud, two digits after the other would only be noise: the status says where the cursor stands. */}
      <div className={styles['lines']} aria-hidden="true" style={{ height: lines.getTotalSize() }}>
        {lines.getVirtualItems().map(({ index, start }) => {
          const row = hexRow(bytes, index);
          const cell = (at: number, text: string, kind: string) => (
            <span
              key={kind + String(at)}
              {...(isCovered(at) ? { 'data-marked': true } : {})}
              className={classes(styles[kind], at === cursor && styles['cursor'])}
              onPointerEnter={() => {
                onPoint?.(at);
              }}
              onClick={() => {
                go(at);
              }}
            >
              {text}
            </span>
          );
          return (
            <div key={index} className={styles['hexRow']} style={{ transform: `translateY(${String(start)}px)` }}>
              <span className={styles['offset']}>{hexOffset(index * ROW_BYTES, bytes.length)}</span>
              <span className={styles['pairs']}>{row.map(({ at, hex }) => cell(at, hex, 'pair'))}</span>
              <span className={styles['chars']}>{row.map(({ at, text }) => cell(at, text, 'char'))}</span>
            </div>
          );
        })}
      </div>
    </div>
  );
}

/** Where the cursor stands after a key; undefined when the key is none of ours. */
function cursorAfter({ key }: KeyboardEvent, at: number, count: number): number | undefined {
  const moves: Readonly<Record<string, number>> = {
    ArrowRight: at + 1,
    ArrowLeft: at - 1,
    ArrowDown: at + ROW_BYTES,
    ArrowUp: at - ROW_BYTES,
    PageDown: at + ROW_BYTES * MOST_LINES,
    PageUp: at - ROW_BYTES * MOST_LINES,
    Home: 0,
    End: count - 1,
  };
  const next = moves[key];
  return next === undefined ? undefined : Math.min(Math.max(next, 0), count - 1);
}
