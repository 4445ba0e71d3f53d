import { useState } from 'react';
import { Failed } from './Failed.tsx';
import { RefusalEffects } from './RefusalEffects.tsx';
import { RefusedWhat } from './RefusedWhat.tsx';
import { useSha256 } from './useSha256.ts';
import { keyText } from '#core/certificate/publicKey.ts';
import { formatDay } from '#core/certificate/validity.ts';
import { explainTrustFailure } from '#core/trust/explainTrustFailure.ts';
import { patternFor } from '#core/trust/pattern.ts';
import { call } from '#renderer/call.ts';
import { applyTrust } from '#renderer/state/trust.ts';
import { Button } from '#renderer/ui/Button.tsx';
import { certificateName } from '#renderer/ui/chainSteps.ts';
import { decodePem } from '#renderer/ui/decodeBag.ts';
import { Dialog } from '#renderer/ui/Dialog.tsx';
import { TextField } from '#renderer/ui/TextField.tsx';

export interface RefuseCertificateDialogProps {
  readonly pem: string;
  /** Who showed it, when somebody did. */
  readonly host?: string | undefined;
  readonly port?: number | undefined;
  readonly onClose: () => void;
  /** Called when it is stored, with a sentence about it. */
  readonly onDone?: ((words: string) => void) | undefined;
}

/** Longest label that is stored. */
const MAX_LABEL = 200;

/** Refuse a certificate that somebody showed, or every certificate of its key, wherever it appears. Narrows trust. */
export function RefuseCertificateDialog({ pem, host, port = 443, onClose, onDone }: RefuseCertificateDialogProps) {
  const [kind, setKind] = useState<'certificate' | 'key'>('certificate');
  const [note, setNote] = useState('');
  const [error, setError] = useState<string>();
  // Decoded once: its bytes are what the hashes are made of.
  const [certificate] = useState(() => decodePem(pem));
  const sha256 = useSha256(certificate?.der);
  const keySha256 = useSha256(certificate?.publicKey.spki);
  if (certificate === undefined) return null;
  const name = certificateName(certificate);
  const refuse = async (): Promise<void> => {
    const noted = note.trim() === '' ? {} : { note: note.trim() };
    const result = await call('trust.refuse', { kind, of: { pem }, label: name.slice(0, MAX_LABEL), ...noted });
    if (!result.ok) {
      setError(explainTrustFailure(result.error));
      return;
    }
    applyTrust(result);
    onDone?.(`${kind === 'key' ? `The key of ${name}` : name} is refused wherever it appears.`);
    onClose();
  };
  return (
    <Dialog
      title={`Refuse ${name} everywhere`}
      subtitle={`${keyText(certificate.publicKey)} · until ${formatDay(certificate.notAfter)}`}
      width={560}
      onClose={onClose}
      footnote="Nothing is sent. It stands under Refused afterwards."
      actions={
        <>
          <Button onPress={onClose} autoFocus>
            Cancel
          </Button>
          <Button variant="primary" onPress={() => void refuse()}>
            {kind === 'key' ? 'Refuse this key' : 'Refuse this certificate'}
          </Button>
        </>
      }
    >
      <RefusedWhat kind={kind} onChange={setKind} sha256={kind === 'key' ? keySha256 : sha256} />
      <TextField label="Note" placeholder="Why, and who said so" value={note} onChange={setNote} />
      {sha256 === undefined ? null : (
        <RefusalEffects
          refused={{ kind, sha256, keySha256 }}
          shownBy={host === undefined ? undefined : patternFor(host, port)}
        />
      )}
      <Failed words={error} />
    </Dialog>
  );
}
