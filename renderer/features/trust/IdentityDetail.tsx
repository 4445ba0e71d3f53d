import { useState } from 'react';
import { protectIdentity, removeIdentity, showIdentity } from './identityActions.ts';
import { keyWords } from './identityRows.ts';
import type { Protection } from './useProtection.ts';
import type { Identity } from '#core/trust/identity.ts';
import { openTrustDialog } from '#renderer/state/trustDialogs.ts';
import { Button } from '#renderer/ui/Button.tsx';
import { formatDate } from '#renderer/ui/format.ts';
import styles from './OpenTable.module.css';

interface IdentityDetailProps {
  readonly identity: Identity;
  readonly system: Protection | undefined;
  readonly onChange: () => void;
}

/** Where its key is, for whom it is, and what can be done. */
export function IdentityDetail({ identity, system, onChange }: IdentityDetailProps) {
  const { subject, hosts, note, addedAt, origin, protection } = identity;
  return (
    <>
      <p className={styles['words']}>{keyWords(protection, system)}</p>
      <dl className={styles['facts']}>
        <dt>Subject</dt>
        <dd>
          <span>{subject}</span>
        </dd>
        <dt>Offered to</dt>
        <dd>
          <span>{hosts.join(', ')}, when asked for</span>
        </dd>
        <dt>Added</dt>
        <dd>
          <span>
            {formatDate(addedAt)}, from {origin}
          </span>
        </dd>
        {note === undefined ? null : (
          <>
            <dt>Note</dt>
            <dd>
              <span>{note}</span>
            </dd>
          </>
        )}
      </dl>
      <div className={styles['actions']}>
        {protection.kind === 'session' ? <Protect identity={identity} system={system} /> : null}
        {protection.kind === 'missing' ? (
          <Button
            size="small"
            icon="plus"
            onPress={() => {
              openTrustDialog({ kind: 'identity', hosts });
            }}
          >
            Add it again…
          </Button>
        ) : null}
        <Button size="small" icon="edit" onPress={onChange}>
          Change…
        </Button>
        <Button size="small" icon="certificate" onPress={() => void showIdentity(identity)}>
          Show certificate
        </Button>
        <Button size="small" variant="quiet" className={styles['remove']} onPress={() => void removeIdentity(identity)}>
          {protection.kind === 'session' ? 'Forget it' : 'Remove'}
        </Button>
      </div>
    </>
  );
}

/** The system may ask for a password before it is done. */
function Protect({ identity, system }: Pick<IdentityDetailProps, 'identity' | 'system'>) {
  const [isRunning, setRunning] = useState(false);
  const protect = async (): Promise<void> => {
    setRunning(true);
    await protectIdentity(identity);
    setRunning(false);
  };
  const why = system?.reason ?? 'This system has no secret store.';
  return (
    <Button
      size="small"
      icon="key"
      isDisabled={system?.available !== true || isRunning}
      why={isRunning ? 'The system is being asked.' : why}
      onPress={() => void protect()}
    >
      Protect it now…
    </Button>
  );
}
