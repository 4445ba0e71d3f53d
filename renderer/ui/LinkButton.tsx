import type { ReactNode } from 'react';
import { Button } from 'react-aria-components';
import { classes } from './classes.ts';
import styles from './LinkButton.module.css';

interface LinkButtonProps {
  readonly onPress: () => void;
  readonly children: ReactNode;
  readonly className?: string | undefined;
}

/** An action inside a sentence. */
export function LinkButton({ onPress, children, className }: LinkButtonProps) {
  return (
    <Button onPress={onPress} className={classes(styles['link'], className)}>
      {children}
    </Button>
  );
}
