import type { ReactNode } from 'react';
import { classes } from './classes.ts';
import styles from './Table.module.css';

interface TableProps {
  /** Accessible name. */
  readonly label: string;
  readonly children: ReactNode;
  readonly className?: string | undefined;
}

/** A plain table in the house's lines: rows 28 high, heads small and muted. Numbers go into cells with `numeric`. */
export function Table({ label, children, className }: TableProps) {
  return (
    <table className={classes(styles['table'], className)} aria-label={label}>
      {children}
    </table>
  );
}
