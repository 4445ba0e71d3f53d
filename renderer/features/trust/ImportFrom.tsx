import { useState } from 'react';
import type { ImportAsk, Unaskable } from './importAsk.ts';
import type { Result } from '#core/result.ts';
import { Button } from '#renderer/ui/Button.tsx';
import { TextField } from '#renderer/ui/TextField.tsx';
import styles from './ImportDialog.module.css';

interface ImportFromProps {
  readonly label: string;
  readonly action: string;
  readonly placeholder: string;
  readonly typed: string;
  readonly onType: (typed: string) => void;
  /** What asking does, and to whom. */
  readonly help: string;
  readonly read: (typed: string) => Result<ImportAsk, Unaskable>;
  readonly onAsk: (name: string, asked: Result<ImportAsk, Unaskable>) => void;
}

/** A place on the network to read certificates from. Nobody is asked before the button, or Enter in the field, is pressed. */
export function ImportFrom({ label, action, placeholder, typed, onType, help, read, onAsk }: ImportFromProps) {
  const [problem, setProblem] = useState<string>();
  const ask = (): void => {
    const asked = read(typed);
    if (asked.ok) onAsk(typed, asked);
    else setProblem(asked.error.message);
  };
  return (
    <form
      noValidate
      className={styles['from']}
      onSubmit={(event) => {
        event.preventDefault();
        ask();
      }}
    >
      <TextField
        label={label}
        isMono
        placeholder={placeholder}
        value={typed}
        onChange={(value) => {
          onType(value);
          setProblem(undefined);
        }}
        help={help}
        error={problem}
      />
      <Button type="submit" isDisabled={typed.trim() === ''} why={`Write ${placeholder} first.`}>
        {action}
      </Button>
    </form>
  );
}
