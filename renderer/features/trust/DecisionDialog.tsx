import { AddToScopeDialog } from './AddToScopeDialog.tsx';
import { EnableAuthorityDialog } from './EnableAuthorityDialog.tsx';
import { EnableListDialog } from './EnableListDialog.tsx';
import { ExceptionDialog } from './ExceptionDialog.tsx';
import type { FindingAction } from './findingActions.ts';
import type { Refused } from './refused.ts';
import { RefuseCertificateDialog } from './RefuseCertificateDialog.tsx';
import { TrustCaDialog } from './TrustCaDialog.tsx';

/** What can be asked for about a refusal: about one finding, or about all of it. */
export type Asked =
  | FindingAction
  /** Refuse the server's certificate everywhere. */
  | { readonly kind: 'refuse' };

interface DecisionDialogProps {
  /** What was asked for; nothing is open without it. */
  readonly asked: Asked | undefined;
  readonly refused: Refused;
  readonly onAsk: (asked: Asked) => void;
  readonly onClose: () => void;
  /** Called when it is stored, with a sentence about it. */
  readonly onDecided: (words: string) => void;
}

/** The dialog of a decision about a refusal. */
export function DecisionDialog({ asked, refused, onAsk, onClose, onDecided }: DecisionDialogProps) {
  const { host, port, sent, certificates, findings } = refused;
  const leafPem = certificates[sent[0] ?? ''];
  switch (asked?.kind) {
    case 'trust-ca':
      return <TrustCaDialog sha256={asked.sha256} refused={refused} onClose={onClose} onTrusted={onDecided} />;
    case 'add-to-scope':
      return <AddToScopeDialog sha256={asked.sha256} host={host} port={port} onClose={onClose} onAdded={onDecided} />;
    case 'enable-list':
      return <EnableListDialog action={asked} onClose={onClose} onNarrower={onAsk} onDone={onDecided} />;
    case 'enable-authority':
      return <EnableAuthorityDialog action={asked} onClose={onClose} onDone={onDecided} />;
    case 'except':
      return leafPem === undefined ? null : (
        <ExceptionDialog
          leafPem={leafPem}
          host={host}
          port={port}
          findings={findings.map(({ finding }) => finding)}
          note={asked.note}
          onClose={onClose}
          onDone={onDecided}
        />
      );
    case 'refuse':
      return leafPem === undefined ? null : (
        <RefuseCertificateDialog pem={leafPem} host={host} port={port} onClose={onClose} onDone={onDecided} />
      );
    default:
      return null;
  }
}
