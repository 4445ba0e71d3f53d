import { auditSentence, type AuditChange } from './auditSentence.ts';
import type { AuditEntry } from '#core/trust/anchor.ts';
import { classes } from '#renderer/ui/classes.ts';
import { formatDateTime, formatTime } from '#renderer/ui/format.ts';
import { Icon, type IconName } from '#renderer/ui/Icon.tsx';
import styles from './AuditTab.module.css';

/** One decision: time, what was done, the facts with before and after, and which way trust moved. */
export function AuditRow({ entry }: { readonly entry: AuditEntry }) {
  const sentence = auditSentence(entry);
  return (
    <li>
      <time title={formatDateTime(entry.at)}>{formatTime(entry.at)}</time>
      <span className={styles['pin']}>
        <Icon name={iconOf(entry)} />
      </span>
      <div>
        <p>
          <b>{sentence.subject}</b> {sentence.did}
        </p>
        {sentence.facts.length === 0 ? null : <p className={styles['facts']}>{sentence.facts.join(' · ')}</p>}
        {sentence.changes.map((change) => (
          <Change key={change.name} change={change} />
        ))}
      </div>
      <Direction direction={entry.direction} />
    </li>
  );
}

function Change({ change }: { readonly change: AuditChange }) {
  return (
    <p className={styles['facts']}>
      <s>{change.before}</s> <Icon name="arrow" size={12} label="became" /> {change.after}
    </p>
  );
}

function iconOf(entry: AuditEntry): IconName {
  if (entry.action === 'source-on' || entry.action === 'source-off') {
    return entry.subject === 'system' ? 'system' : 'bundled';
  }
  return 'custom';
}

function Direction({ direction }: { readonly direction: AuditEntry['direction'] }) {
  if (direction === 'neutral') return <span />;
  return (
    <span className={classes(styles['direction'], styles[direction])}>
      <Icon name={direction} size={12} />
      {direction}
    </span>
  );
}
