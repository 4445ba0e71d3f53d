import { useRef } from 'react';
import { useVirtualizer } from '@tanstack/react-virtual';
import { hexRow, hexRowCount } from './bodyText.ts';
import styles from './HexView.module.css';

/** Height of a row, px; the same as in the style sheet. */
const ROW = 20;

/** Bytes, sixteen in a row: where, which, and what can be read of them. */
export function HexView({ bytes, from }: { readonly bytes: Uint8Array; readonly from: number }) {
  const scroll = useRef<HTMLDivElement>(null);
  const rows = useVirtualizer({
    count: hexRowCount(bytes),
    getScrollElement: () => scroll.current,
    estimateSize: () => ROW,
    overscan: 20,
  });
  return (
    <div ref={scroll} className={styles['scroll']} tabIndex={0} role="region" aria-label="Bytes of the body">
      <div className={styles['rows']} style={{ height: rows.getTotalSize() }}>
        {rows.getVirtualItems().map(({ index, start }) => {
          const { offset, hex, text } = hexRow(bytes, index, from);
          return (
            <pre key={index} className={styles['row']} style={{ transform: `translateY(${String(start)}px)` }}>
              <span className={styles['offset']}>{offset}</span>
              {`  ${hex}  `}
              <span className={styles['text']}>{text}</span>
            </pre>
          );
        })}
      </div>
    </div>
  );
}
