import { useState } from 'react';
import { Button } from '#renderer/ui/Button.tsx';
import { Dialog } from '#renderer/ui/Dialog.tsx';
import { TextField } from '#renderer/ui/TextField.tsx';
import type { Reading } from './readSubject.ts';

interface PasswordDialogProps {
  readonly locked: Extract<Reading, { kind: 'locked' }>;
  readonly onAnswer: (password: string) => void;
  readonly onClose: () => void;
}

/** A key store is opened with its password, which is used once and not kept. */
export function PasswordDialog({ locked, onAnswer, onClose }: PasswordDialogProps) {
  const [password, setPassword] = useState('');
  const answer = (): void => {
    onAnswer(password);
  };
  return (
    <Dialog
      title={`${locked.name} is locked`}
      subtitle="It opens with its password, which is used once and not kept."
      width={440}
      onClose={onClose}
      actions={
        <>
          <Button onPress={onClose}>Cancel</Button>
          <Button variant="primary" onPress={answer}>
            Open
          </Button>
        </>
      }
    >
      {/* Without the browser's own check: the field stays marked as wrong until another answer was tried. */}
      <form
        noValidate
        onSubmit={(event) => {
          event.preventDefault();
          answer();
        }}
      >
        <TextField
          label="Password"
          type="password"
          value={password}
          onChange={setPassword}
          autoFocus
          {...(locked.attempt === 'wrong' ? { error: 'This is not its password.' } : {})}
        />
      </form>
    </Dialog>
  );
}
