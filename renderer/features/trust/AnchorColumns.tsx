import type { AnchorColumn, AnchorSort } from './anchorSort.ts';
import { classes } from '#renderer/ui/classes.ts';
import { Hidden } from '#renderer/ui/Hidden.tsx';
import { Icon } from '#renderer/ui/Icon.tsx';
import styles from './AnchorTable.module.css';

interface AnchorColumnsProps {
  readonly sort: AnchorSort | undefined;
  readonly onSort: (column: AnchorColumn) => void;
  /** The column of a typed host is there only while one is. */
  readonly host: string | undefined;
}

const columns: readonly { readonly id: AnchorColumn; readonly label: string }[] = [
  { id: 'authority', label: 'Authority' },
  { id: 'scope', label: 'Trusted for' },
  { id: 'until', label: 'Trusted until' },
  { id: 'ends', label: 'Certificate ends' },
];

/** The heads of the columns. Pressing one sorts by it: up, down, and back to the store's own order. */
export function AnchorColumns({ sort, onSort, host }: AnchorColumnsProps) {
  const shown = host === undefined ? columns : [...columns, { id: 'host', label: 'This host' } as const];
  return (
    <div role="row" className={styles['columns']} aria-rowindex={1}>
      <span role="columnheader">
        <Hidden>On</Hidden>
      </span>
      {shown.map(({ id, label }) => {
        const direction = sort?.column === id ? sort.direction : undefined;
        return (
          <span key={id} role="columnheader" aria-sort={direction ?? 'none'} data-column={id}>
            <button
              type="button"
              className={classes(styles['head'], direction !== undefined && styles['sorted'])}
              title={id === 'host' ? `Whether it counts for ${host ?? ''}` : undefined}
              onClick={() => {
                onSort(id);
              }}
            >
              {label}
              <Icon name="down" size={10} className={direction === 'ascending' ? styles['up'] : undefined} />
            </button>
          </span>
        );
      })}
    </div>
  );
}
