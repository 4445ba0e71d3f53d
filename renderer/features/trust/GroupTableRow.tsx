import type { GroupRow } from './anchorRows.ts';
import { switchSource } from './changeTrust.ts';
import { placed, type RowPlace } from './rowPlace.ts';
import { formatCount } from '#core/format.ts';
import type { AnchorSource } from '#core/trust/verdict.ts';
import { classes } from '#renderer/ui/classes.ts';
import { Icon, type IconName } from '#renderer/ui/Icon.tsx';
import { Switch } from '#renderer/ui/Switch.tsx';
import styles from './AnchorTable.module.css';

const sourceIcons: Record<AnchorSource, IconName> = { custom: 'custom', system: 'system', bundled: 'bundled' };

/** The head of a source: its switch, and how many it holds. */
export function GroupTableRow({ row, place }: { readonly row: GroupRow; readonly place: RowPlace }) {
  const { source } = row;
  return (
    <div
      role="row"
      id={place.id}
      aria-rowindex={place.index}
      className={classes(styles['row'], styles['group'])}
      style={placed(place)}
    >
      <span role="gridcell">
        {row.enabled === undefined || source === 'custom' ? null : (
          <Switch
            label={`${row.title} list`}
            labelPlace="hidden"
            isSelected={row.enabled}
            onChange={(enabled) => void switchSource(source, enabled)}
          />
        )}
      </span>
      <span role="gridcell" className={styles['groupName']}>
        <Icon name={sourceIcons[source]} size={14} />
        <b>{row.title}</b>
        <span className={styles['count']}>
          {row.shown === row.total ? formatCount(row.total) : `${formatCount(row.shown)} of ${formatCount(row.total)}`}
        </span>
        <span className={styles['second']}>
          {row.total === 0 && source === 'custom'
            ? 'None yet. Import a file, or trust one where a request was stopped.'
            : row.words}
          {row.enabled === false ? ' Switched off: none of them counts.' : ''}
        </span>
      </span>
    </div>
  );
}
