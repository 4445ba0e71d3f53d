import type { ReactNode } from 'react';
import {
  FieldError,
  Group,
  Label,
  Text,
  TextField as AriaTextField,
  type TextFieldProps as AriaTextFieldProps,
} from 'react-aria-components';
import { classes } from './classes.ts';
import styles from './Field.module.css';

export interface FieldProps extends Omit<AriaTextFieldProps, 'children' | 'className' | 'style'> {
  readonly label: string;
  /** 'hidden': the label is only its accessible name. */
  readonly labelPlace?: 'above' | 'hidden';
  readonly help?: ReactNode;
  /** What is wrong with it; makes it invalid. */
  readonly error?: string | undefined;
  readonly className?: string | undefined;
}

/** What a field of text has around it: its label, its frame, its help or what is wrong with it. */
export function Field({
  label,
  labelPlace = 'above',
  help,
  error,
  className,
  children,
  ...rest
}: FieldProps & { readonly children: ReactNode }) {
  return (
    <AriaTextField
      {...rest}
      isInvalid={error !== undefined}
      {...(labelPlace === 'hidden' ? { 'aria-label': label } : {})}
      className={classes(styles['group'], className)}
    >
      {labelPlace === 'above' ? <Label className={classes(styles['label'])}>{label}</Label> : null}
      <Group className={classes(styles['field'])}>{children}</Group>
      {help === undefined || error !== undefined ? null : (
        <Text slot="description" elementType="p" className={classes(styles['help'])}>
          {help}
        </Text>
      )}
      <FieldError className={classes(styles['error'])}>{error}</FieldError>
    </AriaTextField>
  );
}
