import type { ReactNode, Ref } from 'react';
import { Button as AriaButton, type ButtonProps as AriaButtonProps } from 'react-aria-components';
import { classes } from './classes.ts';
import { Icon, type IconName } from './Icon.tsx';
import { Tooltip } from './Tooltip.tsx';
import styles from './Button.module.css';

export interface ButtonProps extends Omit<AriaButtonProps, 'children' | 'className' | 'style'> {
  readonly variant?: 'default' | 'primary' | 'quiet' | 'danger';
  readonly size?: 'normal' | 'small' | 'large';
  readonly icon?: IconName | undefined;
  /** Why it cannot be pressed. It then stays reachable by keyboard, so that the tip can be read. */
  readonly why?: string | undefined;
  readonly children?: ReactNode;
  readonly className?: string | undefined;
  readonly ref?: Ref<HTMLButtonElement>;
}

/** A button with words. With `isDisabled` and `why` the tip says what is missing. */
export function Button({ variant = 'default', size = 'normal', icon, why, isDisabled = false, ...props }: ButtonProps) {
  const { children, className, onPress, ...rest } = props;
  const explained = isDisabled && why !== undefined;
  const button = (
    <AriaButton
      {...rest}
      {...(explained ? { 'aria-disabled': true } : onPress === undefined ? {} : { onPress })}
      isDisabled={isDisabled && !explained}
      data-variant={variant}
      data-blocked={isDisabled || undefined}
      className={classes(styles['button'], styles[variant], styles[size], className)}
    >
      {icon === undefined ? null : <Icon name={icon} />}
      {children}
    </AriaButton>
  );
  return explained ? <Tooltip text={why}>{button}</Tooltip> : button;
}
