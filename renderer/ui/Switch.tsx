import { Switch as AriaSwitch } from 'react-aria-components';
import { classes } from './classes.ts';
import styles from './Switch.module.css';

interface SwitchProps {
  readonly label: string;
  /** 'hidden': the label is only its accessible name. */
  readonly labelPlace?: 'beside' | 'hidden';
  readonly isSelected: boolean;
  readonly onChange: (isSelected: boolean) => void;
  readonly isDisabled?: boolean;
  /** In a grid the grid is the stop of Tab, and its keys work the switch. */
  readonly isTabStop?: boolean;
  readonly className?: string | undefined;
}

/** On or off, at once. Position and shape tell on from off; ink, not accent. */
export function Switch({
  label,
  labelPlace = 'beside',
  isSelected,
  onChange,
  isDisabled = false,
  isTabStop = true,
  className,
}: SwitchProps) {
  return (
    <AriaSwitch
      isSelected={isSelected}
      onChange={onChange}
      isDisabled={isDisabled}
      excludeFromTabOrder={!isTabStop}
      {...(labelPlace === 'hidden' ? { 'aria-label': label } : {})}
      className={classes(styles['switch'], className)}
    >
      <span className={styles['track']} />
      {labelPlace === 'beside' ? <span>{label}</span> : null}
    </AriaSwitch>
  );
}
