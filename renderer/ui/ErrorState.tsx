import type { ReactNode } from 'react';
import styles from './State.module.css';

interface ErrorStateProps {
  /** What happened, in words. */
  readonly title: string;
  /** The facts, and what to do. */
  readonly children?: ReactNode;
  readonly action?: ReactNode;
}

/** Something could not be done. Said at once to a screen reader. */
export function ErrorState({ title, children, action }: ErrorStateProps) {
  return (
    <div className={styles['state']} role="alert">
      <h2 className={styles['title']}>{title}</h2>
      {children === undefined ? null : <div className={styles['text']}>{children}</div>}
      {action}
    </div>
  );
}
