import { classes } from './classes.ts';
import styles from './FindingNumber.module.css';

interface FindingNumberProps {
  readonly number: number;
  /** 'gone': struck through, the decision takes it away. */
  readonly tone?: 'problem' | 'neutral' | 'gone';
}

/** The number that links a finding to its certificate in the graph. */
export function FindingNumber({ number, tone = 'problem' }: FindingNumberProps) {
  return <span className={classes(styles['number'], styles[tone])}>{number}</span>;
}
