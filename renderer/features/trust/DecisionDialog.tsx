import { AddToScopeDialog } from './AddToScopeDialog.tsx';
import type { FindingAction } from './findingActions.ts';
import type { Refused } from './refused.ts';
import { TrustCaDialog } from './TrustCaDialog.tsx';

interface DecisionDialogProps {
  /** What was asked for; nothing is open without it. */
  readonly asked: FindingAction | undefined;
  readonly refused: Refused;
  readonly onClose: () => void;
  /** Called when it is stored, with a sentence about it. */
  readonly onDecided: (words: string) => void;
}

/** The dialog of a decision about a refusal. */
export function DecisionDialog({ asked, refused, onClose, onDecided }: DecisionDialogProps) {
  if (asked?.kind === 'trust-ca') {
    return <TrustCaDialog sha256={asked.sha256} refused={refused} onClose={onClose} onTrusted={onDecided} />;
  }
  if (asked?.kind === 'add-to-scope') {
    const { host, port } = refused;
    return <AddToScopeDialog sha256={asked.sha256} host={host} port={port} onClose={onClose} onAdded={onDecided} />;
  }
  return null;
}
