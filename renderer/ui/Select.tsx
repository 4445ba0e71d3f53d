import type { ReactNode } from 'react';
import {
  Button,
  Label,
  ListBox,
  ListBoxItem,
  Popover,
  Select as AriaSelect,
  SelectValue,
  Text,
} from 'react-aria-components';
import { classes } from './classes.ts';
import { Icon } from './Icon.tsx';
import field from './Field.module.css';
import overlay from './Overlay.module.css';
import styles from './Select.module.css';

export interface SelectOption<K extends string> {
  readonly id: K;
  readonly label: string;
}

interface SelectProps<K extends string> {
  readonly label: string;
  readonly labelPlace?: 'above' | 'hidden';
  readonly options: readonly SelectOption<K>[];
  readonly value: K;
  readonly onChange: (value: K) => void;
  readonly isDisabled?: boolean;
  readonly help?: ReactNode;
  readonly className?: string | undefined;
}

/** One of a few named values. */
export function Select<K extends string>({
  label,
  labelPlace = 'above',
  options,
  value,
  onChange,
  ...props
}: SelectProps<K>) {
  const { isDisabled = false, help, className } = props;
  return (
    <AriaSelect
      value={value}
      onChange={(key) => {
        const chosen = options.find((option) => option.id === key);
        if (chosen !== undefined) onChange(chosen.id);
      }}
      isDisabled={isDisabled}
      className={classes(field['group'], className)}
      {...(labelPlace === 'hidden' ? { 'aria-label': label } : {})}
    >
      {labelPlace === 'above' ? <Label className={classes(field['label'])}>{label}</Label> : null}
      <Button className={classes(styles['button'])}>
        <SelectValue className={classes(styles['value'])} />
        <Icon name="down" size={12} />
      </Button>
      {help === undefined ? null : (
        <Text slot="description" elementType="p" className={classes(field['help'])}>
          {help}
        </Text>
      )}
      <Popover className={classes(overlay['popover'])} offset={4}>
        <ListBox className={classes(overlay['list'])} items={options}>
          {(option) => (
            <ListBoxItem id={option.id} textValue={option.label} className={classes(overlay['item'])}>
              {({ isSelected }) => (
                <>
                  <Icon name="tick" size={12} className={isSelected ? undefined : styles['untold']} />
                  <span className={overlay['itemLabel']}>{option.label}</span>
                </>
              )}
            </ListBoxItem>
          )}
        </ListBox>
      </Popover>
    </AriaSelect>
  );
}
