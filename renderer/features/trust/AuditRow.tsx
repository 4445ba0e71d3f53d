import { auditLink } from './auditLink.ts';
import { auditPin } from './auditPin.ts';
import { auditSentence, type AuditChange } from './auditSentence.ts';
import { shortDate } from './untilDate.ts';
import type { AuditEntry, TrustState } from '#core/trust/anchor.ts';
import { openEntry } from '#renderer/state/openEntry.ts';
import { classes } from '#renderer/ui/classes.ts';
import { formatDateTime, formatTime } from '#renderer/ui/format.ts';
import { Glyph } from '#renderer/ui/Glyph.tsx';
import { Icon } from '#renderer/ui/Icon.tsx';
import { LinkButton } from '#renderer/ui/LinkButton.tsx';
import styles from './AuditTab.module.css';

interface AuditRowProps {
  readonly entry: AuditEntry;
  /** What stands at its left: the time of a day, or the date of a month. */
  readonly by: 'time' | 'date';
  readonly state: TrustState;
}

/** One decision: time, what was done, the facts with before and after, and which way trust moved. Its name leads to what it is about. */
export function AuditRow({ entry, by, state }: AuditRowProps) {
  const { subject, did, facts, changes } = auditSentence(entry);
  const pin = auditPin(entry);
  const link = auditLink(entry, state);
  return (
    <li>
      <time title={formatDateTime(entry.at)} dateTime={new Date(entry.at).toISOString()}>
        {by === 'time' ? formatTime(entry.at) : shortDate(entry.at, entry.at)}
      </time>
      <span className={styles['pin']}>{'glyph' in pin ? <Glyph kind={pin.glyph} /> : <Icon name={pin.icon} />}</span>
      <div>
        <p>
          {link === undefined ? (
            <b>{subject}</b>
          ) : (
            <LinkButton className={styles['subject']} onPress={link}>
              {subject}
            </LinkButton>
          )}{' '}
          {did}
        </p>
        {changes.map((change) => (
          <Change key={change.name} change={change} isNamed={changes.length > 1} />
        ))}
        {facts.length === 0 && entry.action !== 'send-unchecked' ? null : (
          <p className={styles['facts']}>
            {facts.join(' · ')}
            {entry.action === 'send-unchecked' ? (
              <>
                {facts.length === 0 ? '' : ' · '}
                <LinkButton onPress={() => void openEntry(entry.subject)}>open exchange</LinkButton>
              </>
            ) : null}
          </p>
        )}
      </div>
      <Direction direction={entry.direction} />
    </li>
  );
}

/** Where several things changed at once, each says which. */
function Change({ change, isNamed }: { readonly change: AuditChange; readonly isNamed: boolean }) {
  return (
    <p className={styles['facts']}>
      {isNamed ? `${change.name}: ` : ''}
      <s>{change.before}</s> <Icon name="arrow" size={12} label="became" /> {change.after}
    </p>
  );
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
