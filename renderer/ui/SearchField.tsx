import type { Ref } from 'react';
import {
  Button,
  Group,
  Input,
  SearchField as AriaSearchField,
  type SearchFieldProps as AriaSearchFieldProps,
} from 'react-aria-components';
import { classes } from './classes.ts';
import { Icon } from './Icon.tsx';
import styles from './Field.module.css';

interface SearchFieldProps extends Omit<AriaSearchFieldProps, 'children' | 'className' | 'style'> {
  /** Accessible name; the placeholder unless told. */
  readonly label: string;
  readonly placeholder?: string;
  readonly className?: string | undefined;
  readonly inputRef?: Ref<HTMLInputElement>;
}

/** A field that filters or finds. Esc and the cross empty it. */
export function SearchField({ label, placeholder = label, className, inputRef, ...props }: SearchFieldProps) {
  return (
    <AriaSearchField
      {...props}
      aria-label={label}
      className={({ isEmpty }) => classes(styles['group'], isEmpty && styles['empty'], className)}
    >
      <Group className={classes(styles['field'])}>
        <Icon name="search" size={14} />
        <Input
          className={classes(styles['input'])}
          placeholder={placeholder}
          spellCheck={false}
          {...(inputRef === undefined ? {} : { ref: inputRef })}
        />
        <Button className={classes(styles['clear'])} aria-label="Clear">
          <Icon name="close" size={12} />
        </Button>
      </Group>
    </AriaSearchField>
  );
}
