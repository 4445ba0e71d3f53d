import type { ReactNode } from 'react';
import styles from './State.module.css';

interface EmptyStateProps {
  readonly title: string;
  /** One sentence on what will be here. */
  readonly children?: ReactNode;
  readonly action?: ReactNode;
}

/** What stands where nothing is yet: one sentence, one example, one action. */
export function EmptyState({ title, children, action }: EmptyStateProps) {
  return (
    <div className={styles['state']}>
      <h2 className={styles['title']}>{title}</h2>
      {children === undefined ? null : <div className={styles['text']}>{children}</div>}
      {action}
    </div>
  );
}
