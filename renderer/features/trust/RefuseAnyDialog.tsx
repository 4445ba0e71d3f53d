import { useState } from 'react';
import { Failed } from './Failed.tsx';
import { readRefused } from './readRefused.ts';
import { refuse } from './refusedActions.ts';
import { RefusalEffects } from './RefusalEffects.tsx';
import { RefusedWhat } from './RefusedWhat.tsx';
import { useSha256 } from './useSha256.ts';
import { certificateName } from '#renderer/ui/chainSteps.ts';
import { Button } from '#renderer/ui/Button.tsx';
import { Dialog } from '#renderer/ui/Dialog.tsx';
import { TextArea } from '#renderer/ui/TextArea.tsx';
import { TextField } from '#renderer/ui/TextField.tsx';

/** Longest label that is stored. */
const MAX_LABEL = 200;

/** Refuse a certificate or a key that is pasted, or known by its number alone. Narrows trust. */
export function RefuseAnyDialog({ onClose }: { readonly onClose: () => void }) {
  const [text, setText] = useState('');
  const [read, setRead] = useState(() => readRefused(''));
  const [wanted, setWanted] = useState<'certificate' | 'key'>('certificate');
  const [name, setName] = useState('');
  const [note, setNote] = useState('');
  const [error, setError] = useState<string>();
  const certificate = read.kind === 'certificate' ? read.certificate : undefined;
  const certificateHash = useSha256(certificate?.der);
  const keyHash = useSha256(certificate?.publicKey.spki);
  const kind = read.kind === 'pin' ? 'key' : wanted;
  const sha256 = certificate === undefined ? numberOf(read) : kind === 'key' ? keyHash : certificateHash;
  const subject = certificate === undefined ? '' : certificateName(certificate).slice(0, MAX_LABEL);
  const store = async (): Promise<void> => {
    if (sha256 === undefined) return;
    const label = name.trim() || subject;
    const failed = await refuse({
      kind,
      of: read.kind === 'certificate' ? { pem: read.pem } : { sha256 },
      ...(label === '' ? {} : { label }),
      ...(note.trim() === '' ? {} : { note: note.trim() }),
    });
    if (failed === undefined) onClose();
    else setError(failed);
  };
  return (
    <Dialog
      title="Refuse a certificate or a key"
      subtitle="Wherever it appears, whoever signed it: in a chain, in a list of roots, in an exception."
      width={560}
      onClose={onClose}
      footnote="Nothing is sent. It can be taken back."
      actions={
        <>
          <Button onPress={onClose}>Cancel</Button>
          <Button
            variant="primary"
            isDisabled={sha256 === undefined}
            why="Paste a certificate, a fingerprint or a pin first."
            onPress={() => void store()}
          >
            {kind === 'key' ? 'Refuse this key' : 'Refuse this certificate'}
          </Button>
        </>
      }
    >
      <TextArea
        label="Certificate in PEM, SHA-256 fingerprint, or pin of a key"
        placeholder="-----BEGIN CERTIFICATE-----, 5E:C1:…:0B or sha256/9Tq4…="
        rows={4}
        isMono
        value={text}
        onChange={(typed) => {
          setText(typed);
          setRead(readRefused(typed));
          setError(undefined);
        }}
        autoFocus
        error={read.kind === 'problem' ? read.words : undefined}
        help={
          read.kind === 'certificate'
            ? `${subject}${read.others === 0 ? '' : `, the first of ${read.others + 1}: the others are not refused`}`
            : undefined
        }
      />
      {read.kind === 'certificate' || read.kind === 'number' ? (
        <RefusedWhat kind={kind} onChange={setWanted} sha256={sha256} />
      ) : null}
      {read.kind === 'pin' ? <p>A pin is the number of a key: every certificate of that key is refused.</p> : null}
      {read.kind === 'number' || read.kind === 'pin' ? (
        <TextField label="Name" placeholder="What it is" value={name} onChange={setName} maxLength={MAX_LABEL} />
      ) : null}
      <TextField label="Note" placeholder="Why, and who said so" value={note} onChange={setNote} />
      {certificateHash === undefined ? null : (
        <RefusalEffects refused={{ kind, sha256: certificateHash, keySha256: keyHash }} shownBy={undefined} />
      )}
      <Failed words={error} />
    </Dialog>
  );
}

function numberOf(read: ReturnType<typeof readRefused>): string | undefined {
  return read.kind === 'number' || read.kind === 'pin' ? read.sha256 : undefined;
}
