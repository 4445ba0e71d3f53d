import { useState } from 'react';
import { refuseAnchor } from './changeTrust.ts';
import { DryRunView } from './DryRunView.tsx';
import { useDryRun } from './useDryRun.ts';
import { usePem } from './usePem.ts';
import type { Anchor } from '#core/trust/anchor.ts';
import { Button } from '#renderer/ui/Button.tsx';
import { Dialog } from '#renderer/ui/Dialog.tsx';
import { FingerprintText } from '#renderer/ui/FingerprintText.tsx';
import { Segments } from '#renderer/ui/Segments.tsx';
import { TextField } from '#renderer/ui/TextField.tsx';
import styles from './AnchorDialogs.module.css';

interface RefuseDialogProps {
  readonly anchor: Anchor;
  readonly onClose: () => void;
}

const words = {
  certificate: 'This certificate, wherever it appears: in a chain, in a list of roots, in an exception.',
  key: 'Every certificate of its key, also one that is renewed or signed by somebody else.',
} as const;

/** Refuse an authority wherever it appears: by its certificate, or by its key. Narrower only; it can be taken back. */
export function RefuseDialog({ anchor, onClose }: RefuseDialogProps) {
  const [kind, setKind] = useState<'certificate' | 'key'>('certificate');
  const [note, setNote] = useState('');
  const pem = usePem(anchor.sha256);
  const effect = useDryRun({ kind: 'remove', sha256s: [anchor.sha256] });
  const refuse = async (): Promise<void> => {
    if (pem !== undefined && (await refuseAnchor(anchor, kind, pem, note))) onClose();
  };
  return (
    <Dialog
      title={`Refuse ${anchor.label} everywhere`}
      subtitle="Stronger than switching it off: nothing that comes from it is believed, whoever else vouches for it."
      width={560}
      onClose={onClose}
      footnote="Nothing is sent. It stands under Refused afterwards."
      actions={
        <>
          <Button onPress={onClose} autoFocus>
            Cancel
          </Button>
          <Button variant="danger" isDisabled={pem === undefined} onPress={() => void refuse()}>
            {kind === 'key' ? 'Refuse this key' : 'Refuse this certificate'}
          </Button>
        </>
      }
    >
      <section>
        <h3 className={styles['label']}>What is refused</h3>
        <Segments
          label="What is refused"
          options={[
            { id: 'certificate', label: 'The certificate' },
            { id: 'key', label: 'Its key' },
          ]}
          value={kind}
          onChange={setKind}
        />
        <p className={styles['help']}>{words[kind]}</p>
        <p className={styles['print']}>
          <FingerprintText hex={kind === 'key' ? anchor.keySha256 : anchor.sha256} />
        </p>
      </section>
      <TextField label="Note" placeholder="Why it is refused" value={note} onChange={setNote} />
      {effect === undefined ? null : <DryRunView state={effect} />}
    </Dialog>
  );
}
