import { useRef, type KeyboardEvent, type ReactNode } from 'react';
import { rowNames, useRowFocus } from './useRowFocus.ts';
import { nextRow } from './nextRow.ts';
import { Hidden } from '#renderer/ui/Hidden.tsx';
import styles from './OpenTable.module.css';

export interface OpenColumn {
  readonly label: string;
  /** Pixels; the one without takes what is left. */
  readonly width?: number;
  /** 'hidden': for a screen reader alone. */
  readonly place?: 'hidden';
  readonly isNumeric?: boolean;
}

interface OpenTableProps {
  /** Accessible name. */
  readonly label: string;
  readonly columns: readonly OpenColumn[];
  /** OpenRows. */
  readonly children: ReactNode;
}

/**
 * A table whose rows open in place. Each row has one button, its name: arrows, Home and End go from one to the next, Enter and Space
 * open it. The keys of a row that is open, but for these, are its own.
 */
export function OpenTable({ label, columns, children }: OpenTableProps) {
  const table = useRef<HTMLTableElement>(null);
  const onFocus = useRowFocus(table);
  const keyDown = (event: KeyboardEvent): void => {
    const names = rowNames(table.current);
    const next = names[nextRow(event.key, names.indexOf(event.target as HTMLElement), names.length) ?? -1];
    if (next === undefined) return;
    event.preventDefault();
    next.focus();
  };
  return (
    <div className={styles['scroller']}>
      <table ref={table} className={styles['table']} aria-label={label} onKeyDown={keyDown} onFocus={onFocus}>
        <colgroup>
          {columns.map(({ label: name, width }) => (
            <col key={name} {...(width === undefined ? {} : { style: { width } })} />
          ))}
        </colgroup>
        <thead>
          <tr>
            {columns.map(({ label: name, place, isNumeric = false }) => (
              <th key={name} scope="col" data-numeric={isNumeric || undefined}>
                {place === 'hidden' ? <Hidden>{name}</Hidden> : name}
              </th>
            ))}
          </tr>
        </thead>
        <tbody>{children}</tbody>
      </table>
    </div>
  );
}
