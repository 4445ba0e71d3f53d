import { useState } from 'react';
import { Failed } from './Failed.tsx';
import type { FindingAction } from './findingActions.ts';
import { explainTrustFailure } from '#core/trust/explainTrustFailure.ts';
import { call } from '#renderer/call.ts';
import { showAnchor } from '#renderer/state/navigation.ts';
import { applyTrust, useTrust } from '#renderer/state/trust.ts';
import { Button } from '#renderer/ui/Button.tsx';
import { Chip } from '#renderer/ui/Chip.tsx';
import { Dialog } from '#renderer/ui/Dialog.tsx';
import styles from './AddToScopeDialog.module.css';

interface EnableAuthorityDialogProps {
  readonly action: Extract<FindingAction, { readonly kind: 'enable-authority' }>;
  readonly onClose: () => void;
  readonly onDone: (words: string) => void;
}

/** Switch one authority on again that was switched off by itself: for which hosts it then counts. */
export function EnableAuthorityDialog({ action: { sha256s, label }, onClose, onDone }: EnableAuthorityDialogProps) {
  const [error, setError] = useState<string>();
  const trust = useTrust();
  const anchors = trust.status === 'ready' ? trust.trust.anchors.filter(({ sha256 }) => sha256s.includes(sha256)) : [];
  // What is said about a custom entry stands above the lists that hold the same certificate.
  const scope = anchors.find(({ source }) => source === 'custom')?.scope ?? [];
  const enable = async (): Promise<void> => {
    const result = await call('trust.switch', { sha256s: [...sha256s], enabled: true });
    applyTrust(result);
    if (result.ok) onDone(`${label} is switched on.`);
    else setError(explainTrustFailure(result.error));
  };
  return (
    <Dialog
      title={`Switch ${label} on`}
      subtitle="You, or somebody at this computer, switched it off. See on the Trust page why."
      width={560}
      onClose={onClose}
      footnote="Nothing is sent."
      actions={
        <>
          <Button onPress={onClose} autoFocus>
            Cancel
          </Button>
          <Button variant="primary" isDisabled={anchors.length === 0} onPress={() => void enable()}>
            {scope.length === 0 ? 'Trust it for every host' : 'Trust it for these hosts'}
          </Button>
        </>
      }
    >
      <dl className={styles['scopes']}>
        <dt>It counts for</dt>
        <dd>{scope.length === 0 ? 'every host' : scope.map((pattern) => <Chip key={pattern} value={pattern} />)}</dd>
      </dl>
      <Button
        variant="quiet"
        size="small"
        className={styles['elsewhere']}
        onPress={() => {
          onClose();
          showAnchor(sha256s[0] ?? '');
        }}
      >
        See it on the Trust page
      </Button>
      <Failed words={error} />
    </Dialog>
  );
}
