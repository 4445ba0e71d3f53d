import { ToggleButton, ToggleButtonGroup } from 'react-aria-components';
import { classes } from './classes.ts';
import styles from './Segments.module.css';

interface Segment<K extends string> {
  readonly id: K;
  readonly label: string;
  readonly isDisabled?: boolean;
}

interface SegmentsProps<K extends string> {
  /** Accessible name. */
  readonly label: string;
  readonly options: readonly Segment<K>[];
  readonly value: K;
  readonly onChange: (value: K) => void;
  readonly className?: string | undefined;
}

/** A choice between two to five words that all stay visible. */
export function Segments<K extends string>({ label, options, value, onChange, className }: SegmentsProps<K>) {
  return (
    <ToggleButtonGroup
      aria-label={label}
      selectionMode="single"
      disallowEmptySelection
      selectedKeys={[value]}
      onSelectionChange={(keys) => {
        const chosen = options.find((option) => keys.has(option.id));
        if (chosen !== undefined) onChange(chosen.id);
      }}
      className={classes(styles['segments'], className)}
    >
      {options.map((option) => (
        <ToggleButton
          key={option.id}
          id={option.id}
          isDisabled={option.isDisabled ?? false}
          className={classes(styles['segment'])}
        >
          {option.label}
        </ToggleButton>
      ))}
    </ToggleButtonGroup>
  );
}
