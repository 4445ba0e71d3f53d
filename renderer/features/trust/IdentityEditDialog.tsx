import { useState } from 'react';
import { Failed } from './Failed.tsx';
import { changeIdentity } from './identityActions.ts';
import { patternProblem } from './scopeChoice.ts';
import type { Identity } from '#core/trust/identity.ts';
import { Button } from '#renderer/ui/Button.tsx';
import { ChipField } from '#renderer/ui/ChipField.tsx';
import { Dialog } from '#renderer/ui/Dialog.tsx';
import { TextField } from '#renderer/ui/TextField.tsx';

interface IdentityEditDialogProps {
  readonly identity: Identity;
  readonly onClose: () => void;
}

/** What a client certificate is called, to whom it may be shown, and the note. Its key stays where it is. */
export function IdentityEditDialog({ identity, onClose }: IdentityEditDialogProps) {
  const [label, setLabel] = useState(identity.label);
  const [hosts, setHosts] = useState(identity.hosts);
  const [note, setNote] = useState(identity.note ?? '');
  const [error, setError] = useState<string>();
  const change = {
    ...(label.trim() === identity.label ? {} : { label: label.trim() }),
    ...(hosts.join('\n') === identity.hosts.join('\n') ? {} : { hosts: [...hosts] }),
    ...(note.trim() === (identity.note ?? '') ? {} : { note: note.trim() }),
  };
  const problem =
    label.trim() === ''
      ? 'It needs a name.'
      : hosts.length === 0
        ? 'Name at least one host: a client certificate is never for everybody.'
        : Object.keys(change).length === 0
          ? 'Nothing was changed.'
          : undefined;
  const store = async (): Promise<void> => {
    const changed = await changeIdentity(identity, change);
    if (changed.ok) onClose();
    else setError(changed.error.message);
  };
  return (
    <Dialog
      title={identity.label}
      subtitle={`${identity.subject} · issued by ${identity.issuer} · ${identity.key}`}
      width={560}
      onClose={onClose}
      footnote="Never offered before the server itself is approved."
      actions={
        <>
          <Button onPress={onClose}>Cancel</Button>
          <Button variant="primary" isDisabled={problem !== undefined} why={problem} onPress={() => void store()}>
            Save
          </Button>
        </>
      }
    >
      <TextField label="Name" value={label} onChange={setLabel} maxLength={200} autoFocus />
      <ChipField
        label="Show it to"
        values={hosts}
        onChange={setHosts}
        placeholder="host, *.domain, address/mask, host:port"
        validate={patternProblem}
        help="Only to these, and only when they ask for one."
      />
      <TextField label="Note" placeholder="What it is for" value={note} onChange={setNote} />
      <Failed words={error} />
    </Dialog>
  );
}
