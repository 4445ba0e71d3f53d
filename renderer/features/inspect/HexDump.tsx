import { useEffect, useRef, useState, type KeyboardEvent, type MouseEvent } from 'react';
import { useVirtualizer } from '@tanstack/react-virtual';
import { classes } from '#renderer/ui/classes.ts';
import { columnAt, hexParts, hexRowCount, offsetText, ROW_BYTES, type HexMarks } from './hexRows.ts';
import type { Marking } from './useMarked.ts';
import styles from './HexDump.module.css';

/** Height of a row, px; the same as in the style sheet. */
const ROW = 18;
const PADDING = 6;

interface HexDumpProps {
  readonly der: Uint8Array;
  readonly marking: Marking;
  /** The byte at which reading ended. */
  readonly fault?: number | undefined;
}

/** The bytes, sixteen in a row, with those of the marked value lit up. A byte that is picked marks the value it belongs to. */
export function HexDump({ der, marking, fault }: HexDumpProps) {
  const scroll = useRef<HTMLDivElement>(null);
  const [cursor, setCursor] = useState(0);
  const rows = useVirtualizer({
    count: hexRowCount(der),
    getScrollElement: () => scroll.current,
    estimateSize: () => ROW,
    overscan: 16,
    paddingStart: PADDING,
    paddingEnd: PADDING,
  });
  const { marked } = marking;
  const offset = marked?.node.offset ?? (fault === undefined ? undefined : Math.min(fault, der.length - 1));
  useEffect(() => {
    if (offset === undefined || marked?.from === 'bytes') return;
    rows.scrollToIndex(Math.max(0, Math.floor(offset / ROW_BYTES) - 3), { align: 'start' });
    setCursor(offset);
    // Only when something else is marked: not while it is scrolled.
  }, [offset, marked, der]);

  const pick = (byte: number): void => {
    const target = Math.min(Math.max(byte, 0), der.length - 1);
    setCursor(target);
    rows.scrollToIndex(Math.floor(target / ROW_BYTES), { align: 'auto' });
    marking.markByte(target);
  };
  const keyDown = (event: KeyboardEvent): void => {
    const target = targetOf(event, cursor, der.length);
    if (target === undefined) return;
    event.preventDefault();
    pick(target);
  };
  const marks: HexMarks = { value: marked?.node, fault };
  return (
    <div
      ref={scroll}
      role="grid"
      aria-label="Bytes"
      aria-rowcount={hexRowCount(der)}
      aria-readonly="true"
      aria-activedescendant={`hex-${String(Math.floor(cursor / ROW_BYTES))}`}
      tabIndex={0}
      className={styles['dump']}
      onKeyDown={keyDown}
    >
      <div role="presentation" className={styles['rows']} style={{ height: rows.getTotalSize() }}>
        {rows.getVirtualItems().map(({ index, start }) => (
          <Row key={index} der={der} index={index} start={start} marks={marks} cursor={cursor} onPick={pick} />
        ))}
      </div>
    </div>
  );
}

function targetOf(event: KeyboardEvent, cursor: number, length: number): number | undefined {
  const page = ROW_BYTES * 16;
  const steps: Readonly<Record<string, number>> = {
    ArrowLeft: -1,
    ArrowRight: 1,
    ArrowUp: -ROW_BYTES,
    ArrowDown: ROW_BYTES,
    PageUp: -page,
    PageDown: page,
  };
  if (event.key === 'Home') return event.ctrlKey || event.metaKey ? 0 : cursor - (cursor % ROW_BYTES);
  if (event.key === 'End') return event.ctrlKey || event.metaKey ? length - 1 : cursor - (cursor % ROW_BYTES) + 15;
  const step = steps[event.key];
  return step === undefined ? undefined : cursor + step;
}

interface RowProps {
  readonly der: Uint8Array;
  readonly index: number;
  readonly start: number;
  readonly marks: HexMarks;
  readonly cursor: number;
  readonly onPick: (byte: number) => void;
}

function Row({ der, index, start, marks, cursor, onPick }: RowProps) {
  const parts = hexParts(der, index, marks);
  const pickAt = (event: MouseEvent<HTMLElement>, columnOf: (share: number) => number): void => {
    const { left, width } = event.currentTarget.getBoundingClientRect();
    onPick(index * ROW_BYTES + columnOf((event.clientX - left) / width));
  };
  return (
    <div
      id={`hex-${String(index)}`}
      role="row"
      aria-rowindex={index + 1}
      aria-selected={Math.floor(cursor / ROW_BYTES) === index}
      className={styles['row']}
      style={{ transform: `translateY(${String(start)}px)` }}
    >
      <span role="rowheader" className={styles['offset']}>
        {offsetText(index, der)}
      </span>
      <span
        role="gridcell"
        onClick={(event) => {
          pickAt(event, columnAt);
        }}
      >
        {parts.map(({ hex, mark }, at) => (
          <span key={at} className={classes(mark !== undefined && styles[mark])}>
            {hex}
          </span>
        ))}
      </span>
      <span
        role="gridcell"
        className={styles['text']}
        onClick={(event) => {
          pickAt(event, (share) => Math.min(ROW_BYTES - 1, Math.floor(share * ROW_BYTES)));
        }}
      >
        {parts.map(({ text, mark }, at) => (
          <span key={at} className={classes(mark !== undefined && styles[mark])}>
            {text}
          </span>
        ))}
      </span>
    </div>
  );
}
