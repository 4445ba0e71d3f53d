import { useEffect, useId, useRef, type KeyboardEvent } from 'react';
import { useVirtualizer } from '@tanstack/react-virtual';
import { parentOf, type OutlineRow } from './outlineRows.ts';
import { classes } from '#renderer/ui/classes.ts';
import { Icon } from '#renderer/ui/Icon.tsx';
import styles from './OpenedMessage.module.css';

/** Height of a line, px; the same as in the style sheet. */
export const LINE = 20;
/** Lines beyond these are scrolled: an opened row must not push the ladder out of sight. */
export const MOST_LINES = 14;

interface FieldTreeProps {
  readonly label: string;
  readonly rows: readonly OutlineRow[];
  readonly picked: string | undefined;
  readonly marked: string | undefined;
  readonly onPick: (key: string) => void;
  /** The pointer is over a line; undefined: over none. */
  readonly onPoint: (key: string | undefined) => void;
  readonly onFold: (key: string) => void;
}

/** The fields of a message as a tree: arrows move, right opens, left closes, as in any tree (WAI-ARIA 1.2, tree). */
export function FieldTree({ label, rows, picked, marked, onPick, onPoint, onFold }: FieldTreeProps) {
  const scroll = useRef<HTMLDivElement>(null);
  const id = useId();
  const lines = useVirtualizer({
    count: rows.length,
    getScrollElement: () => scroll.current,
    estimateSize: () => LINE,
    overscan: 10,
  });
  const at = rows.findIndex(({ key }) => key === picked);
  useEffect(() => {
    if (at >= 0) lines.scrollToIndex(at);
  }, [at, lines]);
  return (
    <div
      ref={scroll}
      role="tree"
      aria-label={label}
      tabIndex={0}
      className={styles['tree']}
      style={{ height: Math.min(rows.length, MOST_LINES) * LINE + 12 }}
      {...(at < 0 ? {} : { 'aria-activedescendant': `${id}-${picked ?? ''}` })}
      onFocus={() => {
        const first = rows[0];
        if (at < 0 && first !== undefined) onPick(first.key);
      }}
      onPointerLeave={() => {
        onPoint(undefined);
      }}
      onKeyDown={(event) => {
        const next = step(event, rows, at, onFold);
        if (next === undefined) return;
        event.preventDefault();
        // The ladder around it moves with the same arrows.
        event.stopPropagation();
        if (next !== 'stay') onPick(next);
      }}
    >
      <div role="presentation" className={styles['lines']} style={{ height: lines.getTotalSize() }}>
        {lines.getVirtualItems().map(({ index, start }) => {
          const row = rows[index];
          return row === undefined ? null : (
            <Line
              key={row.key}
              id={`${id}-${row.key}`}
              row={row}
              top={start}
              isPicked={row.key === picked}
              isMarked={row.key === marked}
              onPick={onPick}
              onPoint={onPoint}
              onFold={onFold}
            />
          );
        })}
      </div>
    </div>
  );
}

interface LineProps extends Pick<FieldTreeProps, 'onPick' | 'onPoint' | 'onFold'> {
  readonly id: string;
  readonly row: OutlineRow;
  readonly top: number;
  readonly isPicked: boolean;
  readonly isMarked: boolean;
}

function Line({ id, row, top, isPicked, isMarked, onPick, onPoint, onFold }: LineProps) {
  const { key, fold } = row;
  return (
    <div
      id={id}
      role="treeitem"
      aria-level={row.depth + 1}
      aria-posinset={row.place}
      aria-setsize={row.siblings}
      aria-selected={isPicked}
      {...(fold === 'none' ? {} : { 'aria-expanded': fold === 'open' })}
      className={classes(styles['line'], isMarked && styles['on'])}
      style={{ transform: `translateY(${String(top)}px)`, paddingLeft: 16 + row.depth * 14 }}
      onPointerEnter={() => {
        onPoint(key);
      }}
      onClick={() => {
        onPick(key);
        if (fold !== 'none') onFold(key);
      }}
    >
      <span className={styles['fold']}>
        {fold === 'none' ? null : <Icon name={fold === 'open' ? 'down' : 'right'} size={10} />}
      </span>
      <span className={styles['field']}>{row.name}</span>
      <span className={styles['value']} title={row.value}>
        {row.value}
      </span>
    </div>
  );
}

/** The line a key leads to; 'stay' when it folded something instead; undefined when the key is none of ours. */
function step(
  event: KeyboardEvent,
  rows: readonly OutlineRow[],
  at: number,
  onFold: (key: string) => void,
): string | 'stay' | undefined {
  const row = rows[at];
  switch (event.key) {
    case 'ArrowDown':
      return rows[Math.min(at + 1, rows.length - 1)]?.key;
    case 'ArrowUp':
      return rows[Math.max(at - 1, 0)]?.key;
    case 'Home':
      return rows[0]?.key;
    case 'End':
      return rows.at(-1)?.key;
    case 'ArrowRight':
      if (row?.fold === 'open') return rows[at + 1]?.key;
      if (row?.fold === 'closed') onFold(row.key);
      return 'stay';
    case 'ArrowLeft':
      if (row === undefined) return 'stay';
      if (row.fold !== 'open') return parentOf(row.key) ?? 'stay';
      onFold(row.key);
      return 'stay';
    case 'Enter':
    case ' ':
      if (row !== undefined && row.fold !== 'none') onFold(row.key);
      return 'stay';
    default:
      return undefined;
  }
}
