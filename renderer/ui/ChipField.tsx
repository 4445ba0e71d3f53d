import { useId, useRef, useState, type ReactNode } from 'react';
import { Chip } from './Chip.tsx';
import { classes } from './classes.ts';
import field from './Field.module.css';
import styles from './Chip.module.css';

interface ChipFieldProps {
  readonly label: string;
  readonly values: readonly string[];
  readonly onChange: (values: readonly string[]) => void;
  readonly placeholder?: string;
  readonly help?: ReactNode;
  /** What is wrong with a value about to be added; undefined when it may be. */
  readonly validate?: (value: string) => string | undefined;
  readonly isDisabled?: boolean;
  readonly className?: string | undefined;
}

/**
 * Several short values: host patterns. Enter, comma, space and leaving the field add what was typed; Backspace in the empty
 * field takes the last one back into it for mending; a paste may hold many.
 */
export function ChipField({ label, values, onChange, placeholder, help, validate, ...props }: ChipFieldProps) {
  const { isDisabled = false, className } = props;
  const [typed, setTyped] = useState('');
  const [error, setError] = useState<string>();
  const input = useRef<HTMLInputElement>(null);
  const id = useId();

  const take = (text: string): void => {
    const added: string[] = [];
    for (const word of text.split(/[\s,;]+/).filter((part) => part !== '')) {
      const problem = validate?.(word);
      if (problem !== undefined) {
        setTyped(word);
        setError(problem);
        if (added.length > 0) onChange([...values, ...added]);
        return;
      }
      if (!values.includes(word) && !added.includes(word)) added.push(word);
    }
    setTyped('');
    setError(undefined);
    if (added.length > 0) onChange([...values, ...added]);
  };

  return (
    <div className={classes(field['group'], className)}>
      <label className={field['label']} htmlFor={id}>
        {label}
      </label>
      <div
        className={classes(field['field'], styles['field'])}
        data-invalid={error === undefined ? undefined : true}
        data-disabled={isDisabled || undefined}
        onClick={() => input.current?.focus()}
      >
        {values.map((value) => (
          <Chip
            key={value}
            value={value}
            isDisabled={isDisabled}
            onRemove={() => {
              onChange(values.filter((other) => other !== value));
              input.current?.focus();
            }}
          />
        ))}
        <input
          ref={input}
          id={id}
          className={classes(field['input'], styles['input'], field['mono'])}
          value={typed}
          placeholder={values.length === 0 ? (placeholder ?? '') : 'Add'}
          disabled={isDisabled}
          spellCheck={false}
          autoComplete="off"
          aria-invalid={error !== undefined}
          aria-describedby={`${id}-help`}
          onChange={(event) => {
            const text = event.target.value;
            setError(undefined);
            if (/[\s,;]/.test(text)) take(text);
            else setTyped(text);
          }}
          onBlur={() => {
            take(typed);
          }}
          onKeyDown={(event) => {
            if (event.key === 'Enter' && typed !== '') {
              event.preventDefault();
              take(typed);
            } else if (event.key === 'Backspace' && typed === '' && values.length > 0) {
              event.preventDefault();
              setTyped(values.at(-1) ?? '');
              onChange(values.slice(0, -1));
            }
          }}
        />
      </div>
      <div id={`${id}-help`}>
        {error === undefined ? null : <p className={field['error']}>{error}</p>}
        {error === undefined && help !== undefined ? <p className={field['help']}>{help}</p> : null}
      </div>
    </div>
  );
}
