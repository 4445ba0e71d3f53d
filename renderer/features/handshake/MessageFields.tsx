import { fieldLines } from './fieldLines.ts';
import { formatCount } from '#core/format.ts';
import type { TlsMessage } from '#core/tls/report.ts';
import { classes } from '#renderer/ui/classes.ts';
import styles from './Ladder.module.css';

/** Lines drawn. A message of ten thousand tiny certificates would freeze the window; the copied JSON has them all. */
const MOST_LINES = 300;

/** What a message said, field by field, where its bytes are not there to be shown beside them. */
export function MessageFields({ message }: { readonly message: TlsMessage }) {
  const lines = fieldLines(message);
  if (lines.length === 0) return <p className={styles['empty']}>This message has no fields.</p>;
  const left = lines.length - MOST_LINES;
  return (
    <dl className={styles['fields']} aria-label={`Fields of ${message.type}`} tabIndex={0}>
      {lines.slice(0, MOST_LINES).map((line) => (
        <div key={line.key} className={classes(styles[`depth${Math.min(line.depth, 3)}`])}>
          <dt>{line.name}</dt>
          <dd>{line.value}</dd>
        </div>
      ))}
      {left <= 0 ? null : (
        <div>
          <dt>and {formatCount(left)} more lines</dt>
          <dd>in the JSON that can be copied</dd>
        </div>
      )}
    </dl>
  );
}
