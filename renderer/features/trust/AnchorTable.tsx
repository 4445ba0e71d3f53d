import { useVirtualizer } from '@tanstack/react-virtual';
import { useEffect, useRef } from 'react';
import { anchorAfter } from './anchorKeys.ts';
import type { TrustRow } from './anchorRows.ts';
import { AnchorTableRow } from './AnchorTableRow.tsx';
import { GroupTableRow } from './GroupTableRow.tsx';
import type { Anchor } from '#core/trust/anchor.ts';
import { Button } from '#renderer/ui/Button.tsx';
import { EmptyState } from '#renderer/ui/EmptyState.tsx';
import { Hidden } from '#renderer/ui/Hidden.tsx';
import styles from './AnchorTable.module.css';

interface AnchorTableProps {
  readonly rows: readonly TrustRow[];
  readonly selected: Anchor | undefined;
  readonly onSelect: (anchor: Anchor | undefined) => void;
  readonly filter: string;
  readonly onClear: () => void;
  readonly now: number;
}

/** Heights of the design, pixels. */
const GROUP_HEIGHT = 34;
const ROW_HEIGHT = 42;

/** Every anchor of every source in one table; only the rows in sight are drawn. Arrows move, Enter opens, Esc closes the panel. */
export function AnchorTable({ rows, selected, onSelect, filter, onClear, now }: AnchorTableProps) {
  const scroller = useRef<HTMLDivElement>(null);
  const virtual = useVirtualizer({
    count: rows.length,
    getScrollElement: () => scroller.current,
    estimateSize: (index) => (rows[index]?.kind === 'group' ? GROUP_HEIGHT : ROW_HEIGHT),
    getItemKey: (index) => keyOf(rows[index]) ?? index,
    overscan: 8,
  });
  const at = selected === undefined ? -1 : rows.findIndex((row) => row.kind === 'anchor' && row.anchor === selected);
  useEffect(() => {
    if (at !== -1) virtual.scrollToIndex(at, { align: 'auto' });
  }, [at, virtual]);

  if (rows.length === 0) return <NothingFound filter={filter} onClear={onClear} />;
  return (
    <div
      className={styles['wrap']}
      role="grid"
      aria-label="Anchors"
      aria-rowcount={rows.length + 1}
      tabIndex={0}
      aria-activedescendant={at === -1 ? undefined : rowId(at)}
      onKeyDown={(event) => {
        // Keys in a row's switch are the switch's.
        if (event.target !== event.currentTarget) return;
        const next = anchorAfter(event.key, rows, at);
        if (event.key === 'Escape') onSelect(undefined);
        if (next === undefined) return;
        event.preventDefault();
        onSelect(next);
      }}
    >
      <ColumnHeads />
      <div ref={scroller} role="rowgroup" className={styles['scroller']}>
        <div role="presentation" style={{ height: virtual.getTotalSize(), position: 'relative' }}>
          {virtual.getVirtualItems().map((item) => {
            const row = rows[item.index];
            if (row === undefined) return null;
            const place = { id: rowId(item.index), index: item.index + 2, top: item.start, height: item.size };
            return row.kind === 'group' ? (
              <GroupTableRow key={item.key} row={row} place={place} />
            ) : (
              <AnchorTableRow
                key={item.key}
                row={row}
                place={place}
                isSelected={item.index === at}
                onSelect={onSelect}
                now={now}
              />
            );
          })}
        </div>
      </div>
    </div>
  );
}

function ColumnHeads() {
  return (
    <div role="row" className={styles['columns']} aria-rowindex={1}>
      <span role="columnheader">
        <Hidden>On</Hidden>
      </span>
      <span role="columnheader">Authority</span>
      <span role="columnheader">Trusted for</span>
      <span role="columnheader">Trusted until</span>
      <span role="columnheader">Certificate ends</span>
    </div>
  );
}

function NothingFound({ filter, onClear }: Pick<AnchorTableProps, 'filter' | 'onClear'>) {
  return (
    <div className={styles['wrap']}>
      <EmptyState title={`Nothing matches ${filter}`} action={<Button onPress={onClear}>Clear filter</Button>}>
        Every name, organisation, key, host and fingerprint of the list was looked at.
      </EmptyState>
    </div>
  );
}

function rowId(index: number): string {
  return `anchor-row-${index}`;
}

function keyOf(row: TrustRow | undefined): string | undefined {
  if (row === undefined) return undefined;
  return row.kind === 'group' ? row.source : `${row.anchor.source}:${row.anchor.sha256}`;
}
