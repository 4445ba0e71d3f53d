import { useEffect, useMemo, useRef, useState, type KeyboardEvent } from 'react';
import { useVirtualizer } from '@tanstack/react-virtual';
import type { HistoryEntry } from '#core/history/entry.ts';
import { openEntry } from '#renderer/state/openEntry.ts';
import { readOlder, removeEntries } from '#renderer/state/history.ts';
import { formatCount } from '#core/format.ts';
import { ContextMenu } from '#renderer/ui/Menu.tsx';
import { entryMenu } from './entryMenu.ts';
import { HistoryRow } from './HistoryRow.tsx';
import { groupByDay } from './rows.ts';
import { select, type SelectMode } from '#renderer/ui/selection.ts';
import { useSelection } from './useSelection.ts';
import styles from './HistoryList.module.css';

/** Heights, px; the same as in the style sheets. */
const DAY = 26;
const ENTRY = 46;
/** Where the menu of a row stands when a key opened it, px: under the path. */
const MENU_INDENT = 32;
/** So many rows before the end the next page is read. */
const AHEAD = 20;

interface HistoryListProps {
  readonly entries: readonly HistoryEntry[];
  readonly total: number;
  readonly onExport: (ids: readonly string[]) => void;
}

/** The list itself: arrows move, Enter opens, Delete deletes, Shift and Ctrl choose several. */
export function HistoryList({ entries, total, onExport }: HistoryListProps) {
  const scroll = useRef<HTMLDivElement>(null);
  const rows = useMemo(() => groupByDay(entries, total, Date.now()), [entries, total]);
  const order = useMemo(() => entries.map((entry) => entry.id), [entries]);
  const [selection, setSelection] = useSelection(order);
  const [menuAt, setMenuAt] = useState<{ readonly x: number; readonly y: number }>();
  const list = useVirtualizer({
    count: rows.length,
    getScrollElement: () => scroll.current,
    estimateSize: (index) => (rows[index]?.kind === 'day' ? DAY : ENTRY),
    getItemKey: (index) => rows[index]?.key ?? index,
    overscan: 8,
  });

  const items = list.getVirtualItems();
  const lastShown = items.at(-1)?.index ?? 0;
  useEffect(() => {
    if (entries.length < total && lastShown >= rows.length - AHEAD) void readOlder();
  }, [entries.length, total, lastShown, rows.length]);

  const choose = (id: string, mode: SelectMode): void => {
    setSelection(select(selection, id, mode, order));
    list.scrollToIndex(
      rows.findIndex((row) => row.key === id),
      { align: 'auto' },
    );
  };
  const keyDown = (event: KeyboardEvent): void => {
    const at = selection.cursor === undefined ? -1 : order.indexOf(selection.cursor);
    const page = Math.max(1, Math.floor((scroll.current?.clientHeight ?? 0) / ENTRY) - 1);
    const steps: Readonly<Record<string, number>> = { ArrowDown: 1, ArrowUp: -1, PageDown: page, PageUp: -page };
    const step = event.key === 'Home' ? -order.length : event.key === 'End' ? order.length : steps[event.key];
    const target = step === undefined ? undefined : order[Math.min(Math.max(at + step, 0), order.length - 1)];
    if (target !== undefined) choose(target, event.shiftKey ? 'extend' : 'only');
    else if (event.key === 'Enter' && selection.cursor !== undefined) void openEntry(selection.cursor);
    else if (event.key === 'Delete' && selection.ids.size > 0) void removeEntries([...selection.ids]);
    else if (event.key.toLowerCase() === 'a' && (event.ctrlKey || event.metaKey)) {
      setSelection({ ...selection, ids: new Set(order) });
    } else return;
    event.preventDefault();
  };

  return (
    <>
      <div
        ref={scroll}
        className={styles['scroll']}
        role="listbox"
        aria-label="Exchanges"
        aria-multiselectable="true"
        tabIndex={0}
        {...(selection.cursor === undefined ? {} : { 'aria-activedescendant': `entry-${selection.cursor}` })}
        onKeyDown={keyDown}
        onContextMenu={(event) => {
          // Shift F10 and the menu key: the list has the focus, so the menu stands at the row with the cursor.
          if (event.target !== event.currentTarget || selection.cursor === undefined) return;
          event.preventDefault();
          if (!selection.ids.has(selection.cursor)) choose(selection.cursor, 'only');
          const row = document.getElementById(`entry-${selection.cursor}`)?.getBoundingClientRect();
          if (row !== undefined) setMenuAt({ x: row.left + MENU_INDENT, y: row.bottom });
        }}
        onFocus={() => {
          if (selection.cursor === undefined && order[0] !== undefined)
            setSelection({ ...selection, cursor: order[0] });
        }}
      >
        <div className={styles['rows']} role="presentation" style={{ height: list.getTotalSize() }}>
          {items.map(({ index, start, key }) => {
            const row = rows[index];
            if (row === undefined) return null;
            const place = { transform: `translateY(${String(start)}px)` };
            return row.kind === 'day' ? (
              <div key={key} className={styles['day']} style={place} role="presentation" aria-hidden="true">
                <span>{row.label}</span>
                <span className={styles['count']}>{row.count === undefined ? '' : formatCount(row.count)}</span>
              </div>
            ) : (
              <HistoryRow
                key={key}
                entry={row.entry}
                place={place}
                position={order.indexOf(row.entry.id) + 1}
                total={total}
                isSelected={selection.ids.has(row.entry.id)}
                isCursor={selection.cursor === row.entry.id}
                onChoose={(mode) => {
                  choose(row.entry.id, mode);
                  if (mode === 'only') void openEntry(row.entry.id);
                }}
                onMenu={(at) => {
                  if (!selection.ids.has(row.entry.id)) choose(row.entry.id, 'only');
                  setMenuAt(at);
                }}
              />
            );
          })}
        </div>
      </div>
      {menuAt === undefined ? null : (
        <ContextMenu
          label="Exchange"
          at={menuAt}
          onClose={() => {
            setMenuAt(undefined);
          }}
          entries={entryMenu(entries, selection, onExport)}
        />
      )}
    </>
  );
}
