import type { ReactNode, Ref } from 'react';
import {
  FieldError,
  Group,
  Label,
  Text,
  TextArea as AriaTextArea,
  TextField as AriaTextField,
  type TextFieldProps as AriaTextFieldProps,
} from 'react-aria-components';
import { classes } from './classes.ts';
import styles from './Field.module.css';

interface TextAreaProps extends Omit<AriaTextFieldProps, 'children' | 'className' | 'style'> {
  readonly label: string;
  readonly labelPlace?: 'above' | 'hidden';
  readonly placeholder?: string;
  readonly rows?: number;
  readonly isMono?: boolean;
  readonly help?: ReactNode;
  readonly error?: string | undefined;
  readonly className?: string | undefined;
  readonly areaRef?: Ref<HTMLTextAreaElement>;
}

/** Several lines of text with their label, their help and what is wrong with them. */
export function TextArea({ label, labelPlace = 'above', placeholder, rows = 2, help, error, ...props }: TextAreaProps) {
  const { isMono = false, className, areaRef, ...rest } = props;
  return (
    <AriaTextField
      {...rest}
      isInvalid={error !== undefined}
      {...(labelPlace === 'hidden' ? { 'aria-label': label } : {})}
      className={classes(styles['group'], className)}
    >
      {labelPlace === 'above' ? <Label className={classes(styles['label'])}>{label}</Label> : null}
      <Group className={classes(styles['field'])}>
        <AriaTextArea
          rows={rows}
          spellCheck={!isMono}
          className={classes(styles['input'], styles['area'], isMono && styles['mono'])}
          {...(placeholder === undefined ? {} : { placeholder })}
          {...(areaRef === undefined ? {} : { ref: areaRef })}
        />
      </Group>
      {help === undefined || error !== undefined ? null : (
        <Text slot="description" elementType="p" className={classes(styles['help'])}>
          {help}
        </Text>
      )}
      <FieldError className={classes(styles['error'])}>{error}</FieldError>
    </AriaTextField>
  );
}
