import { useState } from 'react';
import { Button } from '#renderer/ui/Button.tsx';
import { TextField } from '#renderer/ui/TextField.tsx';
import styles from './PasswordField.module.css';

interface PasswordFieldProps {
  readonly label: string;
  readonly value: string;
  readonly onChange: (value: string) => void;
  readonly help?: string;
  readonly error?: string | undefined;
  readonly autoFocus?: boolean;
}

/** A password, hidden until somebody wants to see what they typed. */
export function PasswordField({ label, value, onChange, help, error, autoFocus = false }: PasswordFieldProps) {
  const [shown, setShown] = useState<'no' | 'yes'>('no');
  return (
    <div className={styles['password']}>
      <TextField
        label={label}
        type={shown === 'yes' ? 'text' : 'password'}
        isMono={shown === 'yes'}
        value={value}
        onChange={onChange}
        autoFocus={autoFocus}
        error={error}
        {...(help === undefined ? {} : { help })}
      />
      <Button
        variant="quiet"
        aria-label={shown === 'yes' ? `Hide the ${inSentence(label)}` : `Show the ${inSentence(label)}`}
        onPress={() => {
          setShown(shown === 'yes' ? 'no' : 'yes');
        }}
      >
        {shown === 'yes' ? 'Hide' : 'Show'}
      </Button>
    </div>
  );
}

function inSentence(label: string): string {
  return label.charAt(0).toLowerCase() + label.slice(1);
}
