import { useState } from 'react';
import { fileWords } from './fileWords.ts';
import { PasswordField } from './PasswordField.tsx';
import { formatNames } from '#core/certificate/container/contained.ts';
import type { ImportRead } from '#core/trust/importRead.ts';
import { Button } from '#renderer/ui/Button.tsx';
import styles from './ImportDialog.module.css';

interface LockedFilesProps {
  readonly locked: ImportRead['locked'];
  readonly state: 'waiting' | 'opening';
  readonly onOpen: (name: string, password: string) => void;
}

/** A field for the password of each file that is locked. A password is used once and not kept. */
export function LockedFiles({ locked, state, onOpen }: LockedFilesProps) {
  const names = locked.map(({ name }) => name);
  if (names.length === 0) return null;
  return (
    <section aria-label="Locked files" className={styles['lockedFiles']}>
      {locked.map((file, index) => (
        <LockedFile
          key={file.name}
          file={file}
          name={fileWords(file.name, names)}
          isFirst={index === 0}
          state={state}
          onOpen={(password) => {
            onOpen(file.name, password);
          }}
        />
      ))}
    </section>
  );
}

interface LockedFileProps {
  readonly name: string;
  readonly isFirst: boolean;
  readonly file: ImportRead['locked'][number];
  readonly state: 'waiting' | 'opening';
  readonly onOpen: (password: string) => void;
}

function LockedFile({ file, name, isFirst, state, onOpen }: LockedFileProps) {
  const [password, setPassword] = useState('');
  /** A wrong answer stays marked as wrong until another one is being typed. */
  const [typedSince, setTypedSince] = useState<'no' | 'yes'>('no');
  const wrong = file.tried && typedSince === 'no' && state === 'waiting';
  return (
    <form
      noValidate
      className={styles['from']}
      onSubmit={(event) => {
        event.preventDefault();
        if (state === 'opening') return;
        setTypedSince('no');
        onOpen(password);
      }}
    >
      <PasswordField
        label={`Password of ${name}`}
        autoFocus={isFirst}
        value={password}
        onChange={(typed) => {
          setPassword(typed);
          setTypedSince('yes');
        }}
        help={`It is a locked ${formatNames[file.format]} file. The password is used once and not kept.`}
        error={wrong ? `The password does not open this ${formatNames[file.format]} file.` : undefined}
      />
      <Button type="submit" isDisabled={state === 'opening'} why="It is being opened.">
        Open
      </Button>
    </form>
  );
}
