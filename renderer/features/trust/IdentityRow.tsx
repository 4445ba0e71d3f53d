import { EndBadge } from './EndBadge.tsx';
import { removeIdentity, switchIdentity } from './identityActions.ts';
import { IdentityDetail } from './IdentityDetail.tsx';
import { keyLines } from './identityRows.ts';
import { OpenRow } from './OpenRow.tsx';
import type { Protection } from './useProtection.ts';
import type { Identity } from '#core/trust/identity.ts';
import { Chip } from '#renderer/ui/Chip.tsx';
import { classes } from '#renderer/ui/classes.ts';
import { Glyph } from '#renderer/ui/Glyph.tsx';
import { Icon } from '#renderer/ui/Icon.tsx';
import { Switch } from '#renderer/ui/Switch.tsx';
import styles from './OpenTable.module.css';

interface IdentityRowProps {
  readonly identity: Identity;
  /** Whether this system protects keys; undefined until it has said so. */
  readonly system: Protection | undefined;
  readonly now: number;
  readonly onChange: () => void;
}

/** One client certificate in a line; opened, where its key is and what can be done. */
export function IdentityRow({ identity, system, now, onChange }: IdentityRowProps) {
  const { id, label, issuer, key, hosts, enabled, notBefore, notAfter } = identity;
  return (
    <OpenRow
      id={id}
      lead={
        <Switch
          label={`Offer ${label}`}
          labelPlace="hidden"
          isSelected={enabled}
          onChange={(on) => void switchIdentity(identity, on)}
        />
      }
      name={label}
      second={`${issuer} · ${key}`}
      cells={[
        <Hosts key="hosts" hosts={hosts} />,
        <Key key="key" identity={identity} />,
        <EndBadge key="ends" notBefore={notBefore} notAfter={notAfter} now={now} />,
      ]}
      isMuted={!enabled}
      onDelete={() => void removeIdentity(identity)}
    >
      <IdentityDetail identity={identity} system={system} onChange={onChange} />
    </OpenRow>
  );
}

/** Letters that have room in the column; the rest is counted and told by the opened row. */
const ROOM = 27;

function Hosts({ hosts }: { readonly hosts: readonly string[] }) {
  const [first = '', second = ''] = hosts;
  const shown = hosts.length > 1 && first.length + second.length <= ROOM - (hosts.length > 2 ? 4 : 0) ? 2 : 1;
  return (
    <span className={styles['chips']} title={hosts.join(', ')}>
      {hosts.slice(0, shown).map((host) => (
        <Chip key={host} value={host} />
      ))}
      {hosts.length > shown ? (
        <span className={styles['rest']}>
          <Chip value={`+${hosts.length - shown}`} />
        </span>
      ) : null}
    </span>
  );
}

function Key({ identity: { protection } }: Pick<IdentityRowProps, 'identity'>) {
  const { tone, state, second } = keyLines(protection);
  return (
    <>
      <div className={classes(styles['first'], tone === 'warning' && styles['warned'])}>
        {tone === 'warning' ? <Glyph kind="warning" size={14} name="hidden" /> : <Icon name="key" size={14} />}
        {state}
      </div>
      <div className={styles['second']} title={second}>
        {second}
      </div>
    </>
  );
}
