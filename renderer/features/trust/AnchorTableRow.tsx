import { useDrafts } from './anchorDrafts.ts';
import type { AnchorRow } from './anchorRows.ts';
import type { HostEffect } from './effectiveWords.ts';
import { EndBadge } from './EndBadge.tsx';
import { placed, type RowPlace } from './rowPlace.ts';
import { untilWords } from './untilWords.ts';
import { Badge } from '#renderer/ui/Badge.tsx';
import { Chip } from '#renderer/ui/Chip.tsx';
import { classes } from '#renderer/ui/classes.ts';
import { Icon } from '#renderer/ui/Icon.tsx';
import type { SelectMode } from '#renderer/ui/selection.ts';
import { Switch } from '#renderer/ui/Switch.tsx';
import styles from './AnchorTable.module.css';

interface AnchorTableRowProps {
  readonly row: AnchorRow;
  readonly place: RowPlace;
  readonly isSelected: boolean;
  readonly isCursor: boolean;
  readonly onChoose: (key: string, mode: SelectMode) => void;
  readonly onMenu: (key: string, at: { readonly x: number; readonly y: number }) => void;
  readonly onSwitch: (row: AnchorRow, enabled: boolean) => void;
  /** Whether it counts for the typed host; undefined while none is typed. */
  readonly effect: HostEffect | undefined;
  readonly now: number;
}

/** One anchor: its switch, who it is, for which hosts and until when. */
export function AnchorTableRow({ row, place, onChoose, onSwitch, effect, now, ...props }: AnchorTableRowProps) {
  const { anchor, state } = row;
  const isEdited = useDrafts((drafts) => anchor.source === 'custom' && drafts[anchor.sha256] !== undefined);
  return (
    <div
      role="row"
      id={place.id}
      aria-rowindex={place.index}
      aria-selected={props.isSelected}
      className={classes(
        styles['row'],
        props.isSelected && styles['selected'],
        props.isCursor && styles['cursor'],
        state !== 'on' && styles['off'],
      )}
      style={placed(place)}
      onContextMenu={(event) => {
        event.preventDefault();
        event.stopPropagation();
        props.onMenu(row.key, { x: event.clientX, y: event.clientY });
      }}
      onClick={(event) => {
        onChoose(row.key, event.shiftKey ? 'extend' : event.ctrlKey || event.metaKey ? 'toggle' : 'only');
      }}
    >
      <span
        role="gridcell"
        onClick={(event) => {
          event.stopPropagation();
        }}
      >
        <Switch
          label={anchor.label}
          labelPlace="hidden"
          isTabStop={false}
          isSelected={anchor.enabled && state !== 'refused'}
          isDisabled={state === 'refused'}
          onChange={(enabled) => {
            onSwitch(row, enabled);
          }}
        />
      </span>
      <span role="gridcell" className={styles['authority']} title={titleOf(row)}>
        <span className={styles['name']}>{anchor.label}</span>
        <span className={styles['second']}>
          {isEdited ? <b className={styles['edited']}>Not saved</b> : null}
          {[anchor.organization, anchor.key].filter((part) => part !== '').join(' · ')}
        </span>
      </span>
      <span role="gridcell" className={styles['scope']}>
        {state === 'refused' ? (
          <Badge tone="untrusted">refused</Badge>
        ) : (
          <Scope scope={anchor.scope} room={effect === undefined ? 'usual' : 'shared'} />
        )}
      </span>
      <span role="gridcell" className={styles['fact']} data-column="until">
        <Until until={anchor.trustedUntil} now={now} />
      </span>
      <span role="gridcell" className={styles['fact']}>
        <EndBadge notBefore={anchor.notBefore} notAfter={anchor.notAfter} now={now} />
      </span>
      {effect === undefined ? null : (
        <span role="gridcell" className={effect.counts ? styles['yes'] : styles['no']}>
          {effect.counts ? <Icon name="tick" size={14} /> : null}
          {effect.words}
        </span>
      )}
    </div>
  );
}

function titleOf({ anchor: { subject, organization, key, note } }: AnchorRow): string {
  return [subject, organization, key, note ?? ''].filter((part) => part !== '').join('\n');
}

function Until({ until, now }: { readonly until: number | undefined; readonly now: number }) {
  if (until === undefined) return <span className={styles['muted']}>no end</span>;
  if (until >= now) return untilWords(until, now);
  return <Badge>ended {untilWords(until, now).replace(/ \d{4}$/, '')}</Badge>;
}

/** Letters that have room in the column, without and with the column of a typed host. */
const ROOM = { usual: 29, shared: 24 } as const;

interface ScopeProps {
  readonly scope: readonly string[];
  readonly room: keyof typeof ROOM;
}

/** As many patterns as have room, one in a narrow window; what does not fit is counted, and told in full by the panel. */
function Scope({ scope, room }: ScopeProps) {
  if (scope.length === 0) return <span className={styles['muted']}>everywhere</span>;
  const [first = '', second = ''] = scope;
  const letters = first.length + second.length + (scope.length > 2 ? 4 : 0);
  const both = scope.length > 1 && letters <= ROOM[room];
  return (
    <span className={styles['chips']} title={scope.join(', ')}>
      <Chip value={first} />
      {both ? (
        <span className={styles['wide']}>
          <Chip value={second} />
        </span>
      ) : null}
      <More count={scope.length - (both ? 2 : 1)} className={both ? styles['wide'] : undefined} />
      {both ? <More count={scope.length - 1} className={styles['narrow']} /> : null}
    </span>
  );
}

function More({ count, className }: { readonly count: number; readonly className: string | undefined }) {
  if (count === 0) return null;
  return (
    <span className={classes(styles['rest'], className)}>
      <Chip value={`+${count}`} />
    </span>
  );
}
