import type { GroupRow } from './anchorRows.ts';
import { placed, type RowPlace } from './rowPlace.ts';
import { formatCount } from '#core/format.ts';
import type { AnchorSource } from '#core/trust/verdict.ts';
import { classes } from '#renderer/ui/classes.ts';
import { Icon, type IconName } from '#renderer/ui/Icon.tsx';
import { LinkButton } from '#renderer/ui/LinkButton.tsx';
import { Switch } from '#renderer/ui/Switch.tsx';
import styles from './AnchorTable.module.css';

const sourceIcons: Record<AnchorSource, IconName> = { custom: 'custom', system: 'system', bundled: 'bundled' };

interface GroupTableRowProps {
  readonly row: GroupRow;
  readonly place: RowPlace;
  readonly onSwitch: (source: AnchorSource, enabled: boolean) => void;
  readonly onImport: () => void;
}

/** The head of a source: its switch, and how many it holds. */
export function GroupTableRow({ row, place, onSwitch, onImport }: GroupTableRowProps) {
  const { source, enabled, total } = row;
  return (
    <div
      role="row"
      id={place.id}
      aria-rowindex={place.index}
      className={classes(styles['row'], styles['group'])}
      style={placed(place)}
    >
      <span role="gridcell">
        {total === 0 ? null : (
          <Switch
            label={`${row.title} list`}
            labelPlace="hidden"
            isSelected={enabled}
            onChange={(wanted) => {
              onSwitch(source, wanted);
            }}
          />
        )}
      </span>
      <span role="gridcell" className={styles['groupName']}>
        <Icon name={sourceIcons[source]} size={14} />
        <b>{row.title}</b>
        <span className={styles['count']}>
          {row.shown === total ? formatCount(total) : `${formatCount(row.shown)} of ${formatCount(total)}`}
        </span>
        <span className={styles['second']}>
          {row.words}
          {total === 0 && source === 'custom' ? (
            <>
              {' '}
              <LinkButton onPress={onImport}>Import a file</LinkButton>, or trust one where a request was stopped.
            </>
          ) : null}
          {enabled || total === 0 ? '' : ' Switched off: none of them counts.'}
        </span>
      </span>
    </div>
  );
}
