import { useState } from 'react';
import { IdentityEditDialog } from './IdentityEditDialog.tsx';
import { identityRows } from './identityRows.ts';
import { IdentityRow } from './IdentityRow.tsx';
import { OpenTable, type OpenColumn } from './OpenTable.tsx';
import type { TrustTabProps } from './trustTabs.tsx';
import { useProtection } from './useProtection.ts';
import { openTrustDialog } from '#renderer/state/trustDialogs.ts';
import { Button } from '#renderer/ui/Button.tsx';
import { EmptyState } from '#renderer/ui/EmptyState.tsx';
import styles from './OpenTable.module.css';

const columns: readonly OpenColumn[] = [
  { label: 'On', width: 60, place: 'hidden' },
  { label: 'Identity' },
  { label: 'Offered to', width: 260 },
  { label: 'Private key', width: 220 },
  { label: 'Ends', width: 160 },
];

/** Every client certificate: to whom it may be shown, who protects its key, and when it ends. */
export function IdentitiesTab({ state, filter, now }: TrustTabProps) {
  const [edited, setEdited] = useState<string>();
  const protection = useProtection();
  const { identities } = state;
  const rows = identityRows(identities, filter);
  const editing = identities.find(({ id }) => id === edited);
  if (identities.length === 0) return <NoIdentity />;
  return (
    <div className={styles['list']}>
      <div className={styles['bar']}>
        <p>Never offered before the server itself is approved</p>
        <AddButton />
      </div>
      {rows.length === 0 ? (
        <EmptyState title={`Nothing matches ${filter}`}>
          Every name, host, issuer, note and fingerprint of the client certificates was looked at.
        </EmptyState>
      ) : (
        <OpenTable label="Client certificates" columns={columns}>
          {rows.map((identity) => (
            <IdentityRow
              key={identity.id}
              identity={identity}
              system={protection}
              now={now}
              onChange={() => {
                setEdited(identity.id);
              }}
            />
          ))}
        </OpenTable>
      )}
      {editing === undefined ? null : (
        <IdentityEditDialog
          identity={editing}
          onClose={() => {
            setEdited(undefined);
          }}
        />
      )}
    </div>
  );
}

function AddButton() {
  return (
    <Button
      icon="plus"
      size="small"
      onPress={() => {
        openTrustDialog({ kind: 'identity' });
      }}
    >
      Add…
    </Button>
  );
}

function NoIdentity() {
  return (
    <EmptyState title="No client certificate" action={<AddButton />}>
      A client certificate with its private key proves to a server who asks, for example ci-runner.p12 to *.corp. It is
      shown only to the hosts you name, when they ask for one, and never before the server itself is approved.
    </EmptyState>
  );
}
