import type { ReactNode, Ref } from 'react';
import {
  FieldError,
  Group,
  Input,
  Label,
  Text,
  TextField as AriaTextField,
  type TextFieldProps as AriaTextFieldProps,
} from 'react-aria-components';
import { classes } from './classes.ts';
import { Icon, type IconName } from './Icon.tsx';
import styles from './Field.module.css';

export interface TextFieldProps extends Omit<AriaTextFieldProps, 'children' | 'className' | 'style'> {
  readonly label: string;
  /** 'hidden': the label is only its accessible name. */
  readonly labelPlace?: 'above' | 'hidden';
  readonly placeholder?: string;
  readonly icon?: IconName;
  /** For what goes on the wire: names, addresses, fingerprints. */
  readonly isMono?: boolean;
  /** Stands at its end, e.g. 'seconds'. */
  readonly unit?: string;
  readonly help?: ReactNode;
  /** What is wrong with it; makes it invalid. */
  readonly error?: string | undefined;
  readonly className?: string | undefined;
  readonly inputRef?: Ref<HTMLInputElement>;
}

/** One line of text with its label, its help and what is wrong with it. */
export function TextField({
  label,
  labelPlace = 'above',
  placeholder,
  icon,
  unit,
  help,
  error,
  ...props
}: TextFieldProps) {
  const { isMono = false, className, inputRef, ...rest } = props;
  return (
    <AriaTextField
      {...rest}
      isInvalid={error !== undefined}
      {...(labelPlace === 'hidden' ? { 'aria-label': label } : {})}
      className={classes(styles['group'], className)}
    >
      {labelPlace === 'above' ? <Label className={classes(styles['label'])}>{label}</Label> : null}
      <Group className={classes(styles['field'])}>
        {icon === undefined ? null : <Icon name={icon} size={14} />}
        <Input
          className={classes(styles['input'], isMono && styles['mono'])}
          spellCheck={false}
          autoComplete="off"
          {...(placeholder === undefined ? {} : { placeholder })}
          {...(inputRef === undefined ? {} : { ref: inputRef })}
        />
        {unit === undefined ? null : <span className={styles['unit']}>{unit}</span>}
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
