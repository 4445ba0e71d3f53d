import { Button } from 'react-aria-components';
import { classes } from './classes.ts';
import { Icon } from './Icon.tsx';
import styles from './Chip.module.css';

interface ChipProps {
  readonly value: string;
  /** Muted word before the value, e.g. 'since:'. */
  readonly prefix?: string;
  /** With it the chip has a cross. */
  readonly onRemove?: () => void;
  readonly isDisabled?: boolean;
}

/** A value that can be read or removed; never a button by itself. */
export function Chip({ value, prefix, onRemove, isDisabled = false }: ChipProps) {
  return (
    <span className={classes(styles['chip'], onRemove !== undefined && styles['on'])}>
      {prefix === undefined ? null : <span className={styles['prefix']}>{prefix}</span>}
      <span className={styles['value']}>{value}</span>
      {onRemove === undefined ? null : (
        <Button
          className={classes(styles['remove'])}
          aria-label={`Remove ${value}`}
          onPress={onRemove}
          isDisabled={isDisabled}
        >
          <Icon name="close" size={10} />
        </Button>
      )}
    </span>
  );
}
