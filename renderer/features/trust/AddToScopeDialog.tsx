import { useState } from 'react';
import type { Anchor } from '#core/trust/anchor.ts';
import { explainTrustFailure } from '#core/trust/explainTrustFailure.ts';
import { patternFor } from '#core/trust/pattern.ts';
import { call } from '#renderer/call.ts';
import { showAnchor } from '#renderer/state/navigation.ts';
import { applyTrust, useTrust } from '#renderer/state/trust.ts';
import { Button } from '#renderer/ui/Button.tsx';
import { Chip } from '#renderer/ui/Chip.tsx';
import { Dialog } from '#renderer/ui/Dialog.tsx';
import styles from './AddToScopeDialog.module.css';

interface AddToScopeDialogProps {
  /** The custom anchor. */
  readonly sha256: string;
  readonly host: string;
  readonly port: number;
  readonly onClose: () => void;
  readonly onAdded: (words: string) => void;
}

/** An authority that is trusted for other hosts is trusted for this one too: exactly this host and port. */
export function AddToScopeDialog({ sha256, host, port, onClose, onAdded }: AddToScopeDialogProps) {
  const [error, setError] = useState<string>();
  const trust = useTrust();
  const anchor =
    trust.status === 'ready'
      ? trust.trust.anchors.find((each) => each.source === 'custom' && each.sha256 === sha256)
      : undefined;
  const [now] = useState(() => Date.now());
  if (anchor === undefined) return null;
  const added = patternFor(host, port);

  const problem = problemOf(anchor, now);

  const add = async (): Promise<void> => {
    const result = await call('trust.update', { sha256, scope: [...anchor.scope, added] });
    if (!result.ok) {
      setError(explainTrustFailure(result.error));
      return;
    }
    applyTrust(result);
    onAdded(`${anchor.label} is now trusted for ${added} too.`);
  };

  return (
    <Dialog
      title={`Trust ${anchor.label} for one more host`}
      subtitle="You trust this authority already. Its end and its other hosts stay as they are."
      width={560}
      onClose={onClose}
      footnote="Nothing is sent."
      actions={
        <>
          <Button onPress={onClose} autoFocus>
            Cancel
          </Button>
          <Button variant="primary" isDisabled={problem !== undefined} why={problem} onPress={() => void add()}>
            Add 1 host
          </Button>
        </>
      }
    >
      <dl className={styles['scopes']}>
        <dt>Until now</dt>
        <dd>
          {anchor.scope.map((pattern) => (
            <Chip key={pattern} value={pattern} />
          ))}
        </dd>
        <dt>Added</dt>
        <dd>
          <Chip value={added} />
        </dd>
      </dl>
      <Button
        variant="quiet"
        size="small"
        className={styles['elsewhere']}
        onPress={() => {
          onClose();
          showAnchor(sha256);
        }}
      >
        Change its hosts on the Trust page
      </Button>
      {error === undefined ? null : (
        <p className={styles['error']} role="alert">
          {error}
        </p>
      )}
    </Dialog>
  );
}

/** Why one more host would not help: the anchor speaks for nobody. */
function problemOf({ enabled, trustedUntil }: Anchor, now: number): string | undefined {
  if (!enabled) return 'It is switched off. Switch it on on the Trust page first.';
  if (trustedUntil !== undefined && trustedUntil < now) return 'Its end has passed. Change it on the Trust page first.';
  return undefined;
}
