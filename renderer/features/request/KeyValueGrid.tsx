import { useRef, type ClipboardEvent } from 'react';
import { Checkbox } from '#renderer/ui/Checkbox.tsx';
import { IconButton } from '#renderer/ui/IconButton.tsx';
import type { Pair } from './pastedLines.ts';
import styles from './KeyValueGrid.module.css';

/** A row as the grid needs it. */
export interface GridRow {
  readonly id: string;
  readonly isOn: boolean;
  readonly name: string;
  readonly value: string;
}

interface KeyValueGridProps<R extends GridRow> {
  /** Accessible name, e.g. 'Request headers'. */
  readonly label: string;
  /** What a row is, e.g. 'header'. */
  readonly noun: string;
  readonly rows: readonly R[];
  readonly onChange: (rows: readonly R[]) => void;
  /** A row out of a name and a value; with `from`, that row changed. */
  readonly make: (name: string, value: string, from?: R) => R;
  /** Rows out of a paste; undefined when it is text for one cell. */
  readonly readPaste: (text: string) => readonly Pair[] | undefined;
}

/** Names and values, each row with its switch. Typing into the last, empty row adds one. */
export function KeyValueGrid<R extends GridRow>({
  label,
  noun,
  rows,
  onChange,
  make,
  readPaste,
}: KeyValueGridProps<R>) {
  const table = useRef<HTMLTableElement>(null);
  const replace = (row: R, next: R): void => {
    onChange(rows.map((other) => (other.id === row.id ? next : other)));
  };
  const paste = (event: ClipboardEvent, row: R | undefined): void => {
    const pairs = readPaste(event.clipboardData.getData('text/plain'));
    if (pairs === undefined) return;
    event.preventDefault();
    const added = pairs.map(([name, value]) => make(name, value));
    const index = row === undefined ? rows.length : rows.indexOf(row);
    const isEmpty = row === undefined || (row.name === '' && row.value === '');
    onChange([...rows.slice(0, isEmpty ? index : index + 1), ...added, ...rows.slice(index + 1)]);
  };
  const remove = (index: number): void => {
    onChange(rows.filter((_, other) => other !== index));
    requestAnimationFrame(() => table.current?.querySelectorAll<HTMLElement>('[data-name]')[index]?.focus());
  };

  // The empty last row has the place, and so the key, of the row it becomes: typing goes on in the same cell.
  const shown: readonly (R | undefined)[] = [...rows, undefined];
  return (
    <table ref={table} className={styles['grid']} aria-label={label}>
      <tbody>
        {shown.map((row, index) => (
          <tr key={index} className={row?.isOn === false ? styles['off'] : undefined}>
            <td className={styles['tick']}>
              {row === undefined ? null : (
                <Checkbox
                  label={`Send ${noun} ${row.name === '' ? String(index + 1) : row.name}`}
                  isSelected={row.isOn}
                  onChange={(isOn) => {
                    replace(row, { ...row, isOn });
                  }}
                />
              )}
            </td>
            {(['name', 'value'] as const).map((cell) => (
              <td key={cell} className={styles[cell]}>
                <input
                  {...(cell === 'name' ? { 'data-name': '' } : {})}
                  aria-label={
                    row === undefined ? `New ${noun}, ${cell}` : `${capital(noun)} ${String(index + 1)}, ${cell}`
                  }
                  placeholder={row === undefined ? cell : ''}
                  value={row?.[cell] ?? ''}
                  spellCheck={false}
                  autoComplete="off"
                  onPaste={(event) => {
                    paste(event, row);
                  }}
                  onChange={(event) => {
                    const text = event.target.value;
                    const name = cell === 'name' ? text : (row?.name ?? '');
                    const value = cell === 'value' ? text : (row?.value ?? '');
                    if (row === undefined) onChange([...rows, make(name, value)]);
                    else replace(row, make(name, value, row));
                  }}
                />
              </td>
            ))}
            <td className={styles['remove']}>
              {row === undefined ? null : (
                <IconButton
                  icon="close"
                  size="small"
                  label={`Remove ${noun} ${row.name}`}
                  onPress={() => {
                    remove(index);
                  }}
                />
              )}
            </td>
          </tr>
        ))}
      </tbody>
    </table>
  );
}

function capital(noun: string): string {
  return noun.charAt(0).toUpperCase() + noun.slice(1);
}
