import type { ReactNode } from 'react';
import { Checkbox as AriaCheckbox } from 'react-aria-components';
import { classes } from './classes.ts';
import { Icon } from './Icon.tsx';
import styles from './Checkbox.module.css';

interface CheckboxProps {
  /** Accessible name; needed when it has no words beside it. */
  readonly label?: string;
  readonly isSelected: boolean;
  readonly isIndeterminate?: boolean;
  readonly onChange: (isSelected: boolean) => void;
  readonly isDisabled?: boolean;
  readonly children?: ReactNode;
  readonly className?: string | undefined;
}

export function Checkbox({ label, isSelected, onChange, children, className, ...props }: CheckboxProps) {
  return (
    <AriaCheckbox
      isSelected={isSelected}
      isIndeterminate={props.isIndeterminate ?? false}
      onChange={onChange}
      isDisabled={props.isDisabled ?? false}
      {...(label === undefined ? {} : { 'aria-label': label })}
      className={classes(styles['checkbox'], className)}
    >
      <span className={styles['box']}>
        {props.isIndeterminate === true ? <span className={styles['dash']} /> : <Icon name="tick" size={12} />}
      </span>
      {children}
    </AriaCheckbox>
  );
}
