import type { IconName } from './Icon.tsx';
import { Button, type ButtonProps } from './Button.tsx';
import { classes } from './classes.ts';
import { Tooltip } from './Tooltip.tsx';
import styles from './Button.module.css';

interface IconButtonProps extends Omit<ButtonProps, 'children' | 'icon'> {
  readonly icon: IconName;
  /** What it does: its accessible name and its tip. */
  readonly label: string;
  readonly keys?: string;
}

/** A button that is only an icon; quiet unless told. Its tip says its name and its keys. */
export function IconButton({ icon, label, keys, variant = 'quiet', className, ...props }: IconButtonProps) {
  const button = (
    <Button
      {...props}
      icon={icon}
      variant={variant}
      aria-label={label}
      className={classes(styles['iconOnly'], className)}
    />
  );
  return props.isDisabled === true ? (
    button
  ) : (
    <Tooltip text={label} keys={keys}>
      {button}
    </Tooltip>
  );
}
