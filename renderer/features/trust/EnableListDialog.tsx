import { useState } from 'react';
import { Failed } from './Failed.tsx';
import type { FindingAction } from './findingActions.ts';
import { formatPlural } from '#core/format.ts';
import { explainTrustFailure } from '#core/trust/explainTrustFailure.ts';
import { call } from '#renderer/call.ts';
import { applyTrust, useTrust } from '#renderer/state/trust.ts';
import { Button } from '#renderer/ui/Button.tsx';
import { Dialog } from '#renderer/ui/Dialog.tsx';
import { LinkButton } from '#renderer/ui/LinkButton.tsx';
import styles from './ExceptionDialog.module.css';

interface EnableListDialogProps {
  readonly action: Extract<FindingAction, { readonly kind: 'enable-list' }>;
  readonly onClose: () => void;
  /** The narrower way instead: trusting the one authority for this host. */
  readonly onNarrower: (action: FindingAction) => void;
  readonly onDone: (words: string) => void;
}

/** Switch a whole list on: how many authorities that is, and that they count for every host. */
export function EnableListDialog({ action: { source, narrower }, onClose, onNarrower, onDone }: EnableListDialogProps) {
  const [error, setError] = useState<string>();
  const trust = useTrust();
  const count = trust.status === 'ready' ? trust.trust.anchors.filter((anchor) => anchor.source === source).length : 0;
  const authorities = formatPlural(count, 'authority', 'authorities');
  const enable = async (): Promise<void> => {
    const result = await call('trust.setSource', { source, enabled: true });
    applyTrust(result);
    if (result.ok) onDone(`The ${names[source]} is switched on.`);
    else setError(explainTrustFailure(result.error));
  };
  return (
    <Dialog
      title={`Switch the ${names[source]} on`}
      subtitle={`${authorities}, each for every host.`}
      width={560}
      onClose={onClose}
      footnote="Nothing is sent. It can be switched off on the Trust page."
      actions={
        <>
          <Button onPress={onClose} autoFocus>
            Cancel
          </Button>
          <Button variant="primary" onPress={() => void enable()}>
            Trust {authorities} for every host
          </Button>
        </>
      }
    >
      <p>
        This widens trust for all that you ask, not for this server alone: any of these authorities could vouch for any
        host. Those that you switched off one by one stay off.
      </p>
      {narrower === undefined ? null : (
        <p className={styles['help']}>
          Narrower:{' '}
          <LinkButton
            onPress={() => {
              onNarrower(narrower);
            }}
          >
            trust {narrower.name} alone, for this host…
          </LinkButton>
        </p>
      )}
      <Failed words={error} />
    </Dialog>
  );
}

const names = { system: 'system’s list', bundled: 'bundled list' } as const;
