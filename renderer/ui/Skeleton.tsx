import { classes } from './classes.ts';
import styles from './Skeleton.module.css';

interface SkeletonProps {
  /** What is being loaded, for a screen reader. */
  readonly label: string;
  readonly lines?: number;
  readonly className?: string | undefined;
}

const widths = ['a', 'b', 'c'] as const;

/** Grey bars in place of content; they appear after 150 ms, so that what comes quickly does not flicker. */
export function Skeleton({ label, lines = 3, className }: SkeletonProps) {
  return (
    <div className={classes(styles['bones'], className)} role="status" aria-label={label}>
      {Array.from({ length: lines }, (_, index) => (
        <div key={index} className={classes(styles['bone'], styles[widths[index % 3] ?? 'a'])} />
      ))}
    </div>
  );
}
