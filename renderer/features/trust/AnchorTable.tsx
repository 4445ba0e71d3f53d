import { useVirtualizer } from '@tanstack/react-virtual';
import { useEffect, useMemo, useRef, type KeyboardEvent } from 'react';
import { AnchorColumns } from './AnchorColumns.tsx';
import { rowAfter } from './anchorKeys.ts';
import type { AnchorRow, TrustRow } from './anchorRows.ts';
import type { AnchorColumn, AnchorSort } from './anchorSort.ts';
import { AnchorTableRow } from './AnchorTableRow.tsx';
import type { HostEffect } from './effectiveWords.ts';
import { GroupTableRow } from './GroupTableRow.tsx';
import type { AnchorSource } from '#core/trust/verdict.ts';
import { select, type Selection, type SelectMode } from '#renderer/ui/selection.ts';
import styles from './AnchorTable.module.css';

interface AnchorTableProps {
  readonly rows: readonly TrustRow[];
  /** Keys of the anchor rows, in their order. */
  readonly order: readonly string[];
  readonly selection: Selection;
  /** `mode`: how the row was chosen; 'all' by Ctrl A. */
  readonly onSelect: (selection: Selection, mode: SelectMode | 'all') => void;
  readonly sort: AnchorSort | undefined;
  readonly onSort: (column: AnchorColumn) => void;
  /** The typed host, and what it makes of a row; undefined while none is typed. */
  readonly host: { readonly name: string; readonly effect: (row: AnchorRow) => HostEffect } | undefined;
  readonly onSwitch: (row: AnchorRow, enabled: boolean) => void;
  readonly onSwitchGroup: (source: AnchorSource, enabled: boolean) => void;
  readonly onImport: () => void;
  /** The menu of what is chosen, at a place of the window. */
  readonly onMenu: (at: { readonly x: number; readonly y: number }) => void;
  /** Space, Delete, Enter, Esc and the menu key, which act on what is chosen. True when the key was used. */
  readonly onKey: (event: KeyboardEvent) => boolean;
  readonly now: number;
}

/** Heights of the design, pixels. */
const GROUP_HEIGHT = 34;
const ROW_HEIGHT = 42;
/** Where the menu of a row stands when a key opened it: under the name. */
const MENU_INDENT = 60;

/**
 * Every anchor of every source in one table; only the rows in sight are drawn. The table is one stop of Tab: arrows move, Shift
 * extends, Ctrl A takes all, Space switches, Delete removes.
 */
export function AnchorTable({ rows, order, selection, onSelect, host, now, ...props }: AnchorTableProps) {
  const scroller = useRef<HTMLDivElement>(null);
  const virtual = useVirtualizer({
    count: rows.length,
    getScrollElement: () => scroller.current,
    estimateSize: (index) => (rows[index]?.kind === 'group' ? GROUP_HEIGHT : ROW_HEIGHT),
    getItemKey: (index) => rows[index]?.key ?? index,
    overscan: 4,
  });
  const indexes = useMemo(() => new Map(rows.map(({ key }, index) => [key, index])), [rows]);
  const at = cursorRow(selection.cursor, indexes);
  useEffect(() => {
    const moved = cursorRow(selection.cursor, indexes);
    // The first row comes with the head of its group, which nothing else would bring back.
    if (moved !== undefined) virtual.scrollToIndex(moved === 1 ? 0 : moved, { align: 'auto' });
    // Not when the rows are others: the cursor's row may then be far away, and is not followed there.
  }, [selection.cursor, virtual]);

  const keyDown = (event: KeyboardEvent): void => {
    // Keys in a row's switch or a column's head are theirs.
    if (event.target !== event.currentTarget) return;
    const page = Math.floor((scroller.current?.clientHeight ?? 0) / ROW_HEIGHT);
    const next = rowAfter(event.key, order, selection.cursor, page);
    const isAll = event.key.toLowerCase() === 'a' && (event.ctrlKey || event.metaKey);
    if (next !== undefined) {
      const mode = event.shiftKey ? 'extend' : 'only';
      onSelect(select(selection, next, mode, order), mode);
    } else if (isAll) onSelect({ ...selection, ids: new Set(order) }, 'all');
    else if (!props.onKey(event)) return;
    event.preventDefault();
  };
  return (
    <div
      id="anchors"
      className={styles['wrap']}
      data-host={host === undefined ? undefined : true}
      role="grid"
      aria-label="Anchors"
      aria-multiselectable="true"
      aria-rowcount={rows.length + 1}
      tabIndex={0}
      aria-activedescendant={at === undefined ? undefined : rowId(at)}
      onKeyDown={keyDown}
      onContextMenu={(event) => {
        // Shift F10 and the menu key: the table has the focus, so the menu stands at the row with the cursor.
        if (event.target !== event.currentTarget || at === undefined) return;
        event.preventDefault();
        const place = document.getElementById(rowId(at))?.getBoundingClientRect();
        if (place !== undefined) props.onMenu({ x: place.left + MENU_INDENT, y: place.bottom });
      }}
    >
      <AnchorColumns sort={props.sort} onSort={props.onSort} host={host?.name} />
      <div ref={scroller} role="rowgroup" className={styles['scroller']}>
        <div role="presentation" style={{ height: virtual.getTotalSize(), position: 'relative' }}>
          {virtual.getVirtualItems().map((item) => {
            const row = rows[item.index];
            if (row === undefined) return null;
            // By its place, not by its anchor: what a filter changes is written into the rows there are, which is quicker than new ones.
            const place = { id: rowId(item.index), index: item.index + 2, top: item.start, height: item.size };
            return row.kind === 'group' ? (
              <GroupTableRow
                key={item.index}
                row={row}
                place={place}
                onSwitch={props.onSwitchGroup}
                onImport={props.onImport}
              />
            ) : (
              <AnchorTableRow
                key={item.index}
                row={row}
                place={place}
                isSelected={selection.ids.has(row.key)}
                isCursor={selection.cursor === row.key}
                onChoose={(key, mode) => {
                  onSelect(select(selection, key, mode, order), mode);
                }}
                onMenu={(key, place) => {
                  if (!selection.ids.has(key)) onSelect(select(selection, key, 'only', order), 'only');
                  props.onMenu(place);
                }}
                onSwitch={props.onSwitch}
                effect={host?.effect(row)}
                now={now}
              />
            );
          })}
        </div>
      </div>
    </div>
  );
}

function cursorRow(cursor: string | undefined, indexes: ReadonlyMap<string, number>): number | undefined {
  return cursor === undefined ? undefined : indexes.get(cursor);
}

function rowId(index: number): string {
  return `anchor-row-${index}`;
}
