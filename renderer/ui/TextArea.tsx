import { TextArea as AriaTextArea } from 'react-aria-components';
import { classes } from './classes.ts';
import { Field, type FieldProps } from './Field.tsx';
import styles from './Field.module.css';

interface TextAreaProps extends FieldProps {
  readonly placeholder?: string;
  readonly rows?: number;
  readonly isMono?: boolean;
}

/** Several lines of text with their label, their help and what is wrong with them. */
export function TextArea({ placeholder, rows = 2, isMono = false, ...field }: TextAreaProps) {
  return (
    <Field {...field}>
      <AriaTextArea
        rows={rows}
        spellCheck={!isMono}
        className={classes(styles['input'], styles['area'], isMono && styles['mono'])}
        {...(placeholder === undefined ? {} : { placeholder })}
      />
    </Field>
  );
}
