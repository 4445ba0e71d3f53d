import { fieldLines } from './fieldLines.ts';
import type { TlsMessage } from '#core/tls/report.ts';
import { classes } from '#renderer/ui/classes.ts';
import styles from './Ladder.module.css';

/** A row of the ladder, opened: what the message said, field by field. */
export function MessageFields({ message }: { readonly message: TlsMessage }) {
  const lines = fieldLines(message);
  if (lines.length === 0) return <p className={styles['empty']}>This message has no fields.</p>;
  return (
    <dl className={styles['fields']} aria-label={`Fields of ${message.type}`} tabIndex={0}>
      {lines.map((line) => (
        <div key={line.key} className={classes(styles[`depth${Math.min(line.depth, 3)}`])}>
          <dt>{line.name}</dt>
          <dd>{line.value}</dd>
        </div>
      ))}
    </dl>
  );
}
