import type { Ref } from 'react';
import { Input } from 'react-aria-components';
import { classes } from './classes.ts';
import { Field, type FieldProps } from './Field.tsx';
import { Icon, type IconName } from './Icon.tsx';
import styles from './Field.module.css';

export interface TextFieldProps extends FieldProps {
  readonly placeholder?: string;
  readonly icon?: IconName;
  /** For what goes on the wire: names, addresses, fingerprints. */
  readonly isMono?: boolean;
  /** Stands at its end, e.g. 'seconds'. */
  readonly unit?: string;
  readonly inputRef?: Ref<HTMLInputElement>;
}

/** One line of text with its label, its help and what is wrong with it. */
export function TextField({ placeholder, icon, unit, isMono = false, inputRef, ...field }: TextFieldProps) {
  return (
    <Field {...field}>
      {icon === undefined ? null : <Icon name={icon} size={14} />}
      <Input
        className={classes(styles['input'], isMono && styles['mono'])}
        spellCheck={false}
        autoComplete="off"
        {...(placeholder === undefined ? {} : { placeholder })}
        {...(inputRef === undefined ? {} : { ref: inputRef })}
      />
      {unit === undefined ? null : <span className={styles['unit']}>{unit}</span>}
    </Field>
  );
}
