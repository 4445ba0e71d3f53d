import type { AnchorRow } from './anchorRows.ts';
import { changeAnchor } from './changeTrust.ts';
import { EndBadge } from './EndBadge.tsx';
import { placed, type RowPlace } from './rowPlace.ts';
import type { Anchor } from '#core/trust/anchor.ts';
import { Chip } from '#renderer/ui/Chip.tsx';
import { classes } from '#renderer/ui/classes.ts';
import { formatDate } from '#renderer/ui/format.ts';
import { Switch } from '#renderer/ui/Switch.tsx';
import styles from './AnchorTable.module.css';

interface AnchorTableRowProps {
  readonly row: AnchorRow;
  readonly place: RowPlace;
  readonly isSelected: boolean;
  readonly onSelect: (anchor: Anchor) => void;
  readonly now: number;
}

/** One anchor: its switch, who it is, for which hosts and until when. */
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
      <span
        role="gridcell"
        className={styles['authority']}
        title={[anchor.subject, anchor.organization, anchor.key].filter((part) => part !== '').join('\n')}
      >
        <span className={styles['name']}>{anchor.label}</span>
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
