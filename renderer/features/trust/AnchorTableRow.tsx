import type { AnchorRow, GroupRow } from './anchorRows.ts';
import { changeAnchor, switchSource } from './changeTrust.ts';
import { EndBadge } from './EndBadge.tsx';
import type { Anchor } from '#core/trust/anchor.ts';
import type { AnchorSource } from '#core/trust/verdict.ts';
import { Chip } from '#renderer/ui/Chip.tsx';
import { classes } from '#renderer/ui/classes.ts';
import { formatCount } from '#core/format.ts';
import { formatDate } from '#renderer/ui/format.ts';
import { Icon, type IconName } from '#renderer/ui/Icon.tsx';
import { Switch } from '#renderer/ui/Switch.tsx';
import styles from './AnchorTable.module.css';

/** Where a row is drawn. */
export interface RowPlace {
  readonly id: string;
  readonly index: number;
  readonly top: number;
  readonly height: number;
}

function placed(place: RowPlace) {
  return { top: place.top, height: place.height };
}

const sourceIcons: Record<AnchorSource, IconName> = { custom: 'custom', system: 'system', bundled: 'bundled' };

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

interface AnchorTableRowProps {
  readonly row: AnchorRow;
  readonly place: RowPlace;
  readonly isSelected: boolean;
  readonly onSelect: (anchor: Anchor) => void;
  readonly now: number;
}

export function AnchorTableRow({ row, place, isSelected, onSelect, now }: AnchorTableRowProps) {
  const { anchor } = row;
  return (
    <div
      role="row"
      id={place.id}
      aria-rowindex={place.index}
      aria-selected={isSelected}
      className={classes(styles['row'], isSelected && styles['selected'], !row.counts && styles['off'])}
      style={placed(place)}
      onClick={() => {
        onSelect(anchor);
      }}
    >
      <span
        role="gridcell"
        onClick={(event) => {
          event.stopPropagation();
        }}
      >
        {anchor.source === 'custom' ? (
          <Switch
            label={anchor.label}
            labelPlace="hidden"
            isSelected={anchor.enabled}
            onChange={(enabled) => void changeAnchor(anchor, { enabled })}
          />
        ) : null}
      </span>
      <span role="gridcell" className={styles['authority']}>
        <span className={styles['name']} title={anchor.subject}>
          {anchor.label}
        </span>
        <span className={styles['second']}>
          {[anchor.organization, anchor.key].filter((part) => part !== '').join(' · ')}
        </span>
      </span>
      <span role="gridcell" className={styles['scope']}>
        <Scope scope={anchor.scope} />
      </span>
      <span role="gridcell" className={styles['fact']}>
        {anchor.trustedUntil === undefined ? (
          <span className={styles['muted']}>no end</span>
        ) : (
          formatDate(anchor.trustedUntil)
        )}
      </span>
      <span role="gridcell" className={styles['fact']}>
        <EndBadge notBefore={anchor.notBefore} notAfter={anchor.notAfter} now={now} />
      </span>
    </div>
  );
}

/** As many chips as have room in every window; the rest is counted and told in full by the panel. */
const CHIPS = 2;

function Scope({ scope }: { readonly scope: readonly string[] }) {
  if (scope.length === 0) return <span className={styles['muted']}>everywhere</span>;
  return (
    <span className={styles['chips']} title={scope.join(', ')}>
      {scope.slice(0, CHIPS).map((pattern) => (
        <Chip key={pattern} value={pattern} />
      ))}
      {scope.length > CHIPS ? <Chip value={`+${scope.length - CHIPS}`} /> : null}
    </span>
  );
}
