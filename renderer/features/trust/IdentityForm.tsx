import { useState } from 'react';
import { identityChecks, type IdentityCheck } from './identityChecks.ts';
import { IdentityKeep } from './IdentityKeep.tsx';
import { patternProblem } from './scopeChoice.ts';
import { useAddIdentity } from './useAddIdentity.ts';
import { useProtection } from './useProtection.ts';
import { widerThan } from './suggestedScope.ts';
import { formatPlural } from '#core/format.ts';
import type { IdentityCandidate } from '#core/trust/identity.ts';
import { Button } from '#renderer/ui/Button.tsx';
import { ChipField } from '#renderer/ui/ChipField.tsx';
import { Dialog } from '#renderer/ui/Dialog.tsx';
import { Glyph } from '#renderer/ui/Glyph.tsx';
import { Icon } from '#renderer/ui/Icon.tsx';
import { LinkButton } from '#renderer/ui/LinkButton.tsx';
import { TextField } from '#renderer/ui/TextField.tsx';
import styles from './IdentityDialog.module.css';

interface IdentityFormProps {
  readonly candidate: IdentityCandidate;
  readonly password: 'used' | 'none';
  readonly initialHosts: readonly string[];
  readonly onBack: () => void;
  readonly onClose: (added?: string) => void;
  readonly onDone: ((words: string) => void) | undefined;
}

/** What was checked, what it is called, to whom it may be shown, and where its key is kept. */
export function IdentityForm({ candidate, password, initialHosts, onBack, onClose, onDone }: IdentityFormProps) {
  const [label, setLabel] = useState(candidate.subject.slice(0, 200));
  const [hosts, setHosts] = useState(initialHosts);
  const [note, setNote] = useState('');
  const protection = useProtection();
  const [wish, setWish] = useState<'protected' | 'session'>('protected');
  const keep = protection?.available === true ? wish : 'session';
  const adding = useAddIdentity(onClose, onDone);
  const wider = widerThan(hosts);
  const problem =
    adding.status === 'adding' || protection === undefined
      ? 'It is being worked on.'
      : label.trim() === ''
        ? 'Give it a name.'
        : hosts.length === 0
          ? 'Name at least one host: a client certificate is never for everybody.'
          : undefined;
  return (
    <Dialog
      title="Add a client certificate"
      subtitle={`${candidate.subject} · issued by ${candidate.issuer} · ${candidate.key}`}
      width={560}
      onClose={() => {
        onClose();
      }}
      footnote="Never offered before the server itself is approved."
      actions={
        <>
          <Button variant="quiet" onPress={onBack}>
            Back
          </Button>
          <Button
            onPress={() => {
              onClose();
            }}
          >
            Cancel
          </Button>
          <Button
            variant="primary"
            isDisabled={problem !== undefined}
            why={problem}
            onPress={() => {
              adding.add({ token: candidate.token, label: label.trim(), hosts: [...hosts], note: note.trim(), keep });
            }}
          >
            {addWords(hosts)}
          </Button>
        </>
      }
    >
      <Checks checks={identityChecks(candidate, password)} />
      <TextField label="Name" value={label} onChange={setLabel} maxLength={200} autoFocus />
      <ChipField
        label="Show it to"
        values={hosts}
        onChange={setHosts}
        placeholder="host, *.domain, address/mask, host:port"
        validate={patternProblem}
        help={
          <>
            Only to these, and only when they ask for one.
            {wider === undefined ? null : (
              <>
                {' '}
                <LinkButton
                  onPress={() => {
                    setHosts([wider]);
                  }}
                >
                  {wider}
                </LinkButton>{' '}
                would be wider.
              </>
            )}
          </>
        }
      />
      <IdentityKeep protection={protection} keep={keep} onKeep={setWish} />
      <TextField label="Note" placeholder="What it is for" value={note} onChange={setNote} />
      {adding.status === 'failed' ? (
        <p role="alert" className={styles['problem']}>
          {adding.words}
        </p>
      ) : null}
    </Dialog>
  );
}

function addWords(hosts: readonly string[]): string {
  const [only] = hosts;
  if (only === undefined) return 'Add';
  return hosts.length === 1 ? `Add for ${only}` : `Add for ${formatPlural(hosts.length, 'host pattern')}`;
}

function Checks({ checks }: { readonly checks: readonly IdentityCheck[] }) {
  return (
    <ul className={styles['checks']} aria-label="Checked">
      {checks.map(({ outcome, words }) => (
        <li key={words}>
          {outcome === 'good' ? (
            <Icon name="tick" size={14} label="Good" />
          ) : (
            <Glyph kind={outcome === 'warning' ? 'warning' : 'note'} size={14} />
          )}
          <span>{words}</span>
        </li>
      ))}
    </ul>
  );
}
