import { useState, type ClipboardEvent } from 'react';
import { droppedFiles } from './droppedFiles.ts';
import { FileDrop } from './FileDrop.tsx';
import { partOfText, partsOfFiles, partsOfPaths } from './identityParts.ts';
import { PasswordField } from './PasswordField.tsx';
import type { IdentityRead, IdentityReading } from './useIdentityRead.ts';
import { call } from '#renderer/call.ts';
import { Button } from '#renderer/ui/Button.tsx';
import { Dialog } from '#renderer/ui/Dialog.tsx';
import { Icon } from '#renderer/ui/Icon.tsx';
import { IconButton } from '#renderer/ui/IconButton.tsx';
import { Skeleton } from '#renderer/ui/Skeleton.tsx';
import { TextArea } from '#renderer/ui/TextArea.tsx';
import styles from './IdentityDialog.module.css';

interface IdentityChoiceProps {
  readonly reading: IdentityRead;
  readonly state: Exclude<IdentityReading, { readonly status: 'read' }>;
  readonly onClose: () => void;
}

/** Files, a drop or a paste that a client certificate and its key are put together from. Each that is added is read with the others. */
export function IdentityChoice({ reading, state, onClose }: IdentityChoiceProps) {
  const [text, setText] = useState('');
  const [password, setPassword] = useState('');
  const isLocked = state.status === 'locked';
  const choose = async (): Promise<void> => {
    const paths = await call('file.choose', { purpose: 'identity' });
    if (paths.length > 0) reading.add(partsOfPaths(paths));
  };
  const take = async (files: readonly File[]): Promise<void> => {
    const parts = await partsOfFiles(files);
    if (parts.ok) reading.add(parts.value);
    else reading.refuse(parts.error.message);
  };
  const paste = (event: ClipboardEvent): void => {
    if (event.clipboardData.files.length === 0) return;
    event.preventDefault();
    void droppedFiles(event.clipboardData).then(take);
  };
  const submit = (): void => {
    if (isLocked) {
      reading.unlock(password);
    } else {
      reading.add([partOfText(text)]);
      setText('');
    }
  };
  return (
    <Dialog
      title="Add a client certificate"
      subtitle="PKCS#12, or PEM files of the certificate and its key. Nothing is kept before the next step."
      width={560}
      onClose={() => {
        onClose();
      }}
      footnote="It is never offered before the server itself is approved."
      actions={
        <>
          <Button
            onPress={() => {
              onClose();
            }}
          >
            Cancel
          </Button>
          <Button
            variant="primary"
            isDisabled={state.status === 'reading' || (!isLocked && text.trim() === '')}
            why={state.status === 'reading' ? 'It is being read.' : 'Choose files, drop them here, or paste.'}
            onPress={submit}
          >
            {isLocked ? 'Open' : 'Look at it'}
          </Button>
        </>
      }
    >
      <FileDrop
        label="Drop the certificate and its key"
        onFiles={(files) => void take(files)}
        className={styles['choice']}
      >
        <div className={styles['choice']} onPaste={paste}>
          {state.status === 'choosing' && state.problem !== undefined ? (
            <p role="alert" className={styles['problem']}>
              {state.problem}
            </p>
          ) : null}
          <div className={styles['dropHere']}>
            <Icon name="identity" />
            <span>Drop files here, or</span>
            <Button icon="import" onPress={() => void choose()} autoFocus>
              {reading.parts.length === 0 ? 'Choose files…' : 'Add a file…'}
            </Button>
          </div>
          <Parts reading={reading} />
          {state.status === 'reading' ? <Skeleton label="Reading the client certificate" lines={2} /> : null}
          {isLocked ? (
            <form
              noValidate
              onSubmit={(event) => {
                event.preventDefault();
                submit();
              }}
            >
              <PasswordField
                key={state.attempt}
                label={`Password of ${state.name}`}
                value={password}
                onChange={setPassword}
                help="It is used once and not kept."
                error={state.attempt === 'wrong' ? `The password does not open ${state.name}.` : undefined}
                autoFocus
              />
            </form>
          ) : (
            <TextArea
              label="Or paste the certificate and its key"
              isMono
              rows={4}
              placeholder="-----BEGIN CERTIFICATE-----"
              value={text}
              onChange={setText}
            />
          )}
        </div>
      </FileDrop>
    </Dialog>
  );
}

function Parts({ reading }: { readonly reading: IdentityRead }) {
  if (reading.parts.length === 0) return null;
  return (
    <ul className={styles['parts']} aria-label="Files chosen">
      {reading.parts.map((part, index) => (
        // Two files from two folders may have one name.
        <li key={index}>
          <Icon name="file" size={14} />
          <span>{part.name}</span>
          <IconButton
            icon="close"
            size="small"
            label={`Leave out ${part.name}`}
            onPress={() => {
              reading.remove(part);
            }}
          />
        </li>
      ))}
    </ul>
  );
}
