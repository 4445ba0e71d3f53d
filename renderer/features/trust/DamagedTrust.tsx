import { useState } from 'react';
import { explainTrustFailure } from '#core/trust/explainTrustFailure.ts';
import type { TrustFailure } from '#core/trust/anchor.ts';
import { call } from '#renderer/call.ts';
import { notify } from '#renderer/state/notice.ts';
import { applyTrust } from '#renderer/state/trust.ts';
import { Button } from '#renderer/ui/Button.tsx';
import { Dialog } from '#renderer/ui/Dialog.tsx';
import { ErrorState } from '#renderer/ui/ErrorState.tsx';
import styles from './TrustPage.module.css';

/** How the trust file can be replaced, and what is said when it was. */
const repaired = {
  'restore-copy': 'The trust of the last good start is in force again',
  'start-anew': 'Trust was begun anew',
} as const;

/** The trust file is damaged: what that means, and the two ways on. Nothing is chosen for the user. */
export function DamagedTrust({ error }: { readonly error: Extract<TrustFailure, { readonly kind: 'damaged' }> }) {
  const [problem, setProblem] = useState<string>();
  const [isAsking, setAsking] = useState(false);
  const repair = async (how: keyof typeof repaired): Promise<void> => {
    setAsking(false);
    const result = await call('trust.repair', { how });
    if (result.ok) {
      applyTrust(result);
      notify(repaired[how]);
    } else {
      setProblem(problemOf(result.error));
    }
  };
  return (
    <div className={styles['page']}>
      <header className={styles['head']}>
        <h1>Trust</h1>
      </header>
      <ErrorState
        title="The trust file is damaged"
        action={
          <div className={styles['ways']}>
            <Button icon="refresh" onPress={() => void repair('restore-copy')}>
              Restore the last good copy
            </Button>
            <Button
              variant="quiet"
              onPress={() => {
                setAsking(true);
              }}
            >
              Start anew…
            </Button>
          </div>
        }
      >
        <p>
          {explainTrustFailure(error)} A copy is made at every good start: going back to it loses what was decided
          since. Either way the damaged file is put aside, not deleted.
        </p>
        {problem === undefined ? null : <p className={styles['problem']}>{problem}</p>}
      </ErrorState>
      {isAsking ? (
        <StartAnew
          onClose={() => {
            setAsking(false);
          }}
          onYes={() => void repair('start-anew')}
        />
      ) : null}
    </div>
  );
}

function StartAnew({ onClose, onYes }: { readonly onClose: () => void; readonly onYes: () => void }) {
  return (
    <Dialog
      role="alertdialog"
      title="Start anew, with nothing decided?"
      width={440}
      onClose={onClose}
      actions={
        <>
          <Button autoFocus onPress={onClose}>
            Cancel
          </Button>
          <Button variant="danger" onPress={onYes}>
            Start anew
          </Button>
        </>
      }
    >
      <p>
        Your own authorities, with their hosts and ends, are no longer trusted. The lists of this computer and of
        Mozilla are both on again, also if you had switched them off.
      </p>
    </Dialog>
  );
}

function problemOf(error: TrustFailure): string {
  return error.kind === 'unreadable' && error.code === 'ENOENT'
    ? 'There is no copy to go back to. You can start anew.'
    : explainTrustFailure(error);
}
