import { useEffect, useState } from 'react';
import { auditSentence } from './auditSentence.ts';
import type { AuditEntry } from '#core/trust/anchor.ts';
import { call } from '#renderer/call.ts';
import { formatDate, formatDateTime } from '#renderer/ui/format.ts';
import styles from './AnchorPanel.module.css';

/** How many are listed in the panel; the Audit tab has them all. */
const SHOWN = 20;

/** What was decided about one anchor, newest first. */
export function AnchorChanges({ sha256, revision }: { readonly sha256: string; readonly revision: number }) {
  const [entries, setEntries] = useState<readonly AuditEntry[]>([]);
  useEffect(() => {
    let isCurrent = true;
    void call('trust.audit', { subject: sha256, limit: SHOWN }).then((result) => {
      if (isCurrent && result.ok) setEntries(result.value.entries);
    });
    return () => {
      isCurrent = false;
    };
  }, [sha256, revision]);
  if (entries.length === 0) return null;
  return (
    <section>
      <h3 className={styles['label']}>Changes</h3>
      <ol className={styles['changes']}>
        {entries.map((entry) => (
          <li key={entry.id}>
            <time title={formatDateTime(entry.at)}>{formatDate(entry.at)}</time>
            <span>{changeWords(entry)}</span>
          </li>
        ))}
      </ol>
    </section>
  );
}

/** 'Was trusted', 'Hosts: everywhere → *.corp'. The subject is the panel's own. */
function changeWords(entry: AuditEntry): string {
  const { did, changes } = auditSentence(entry);
  const said = did.charAt(0).toUpperCase() + did.slice(1);
  if (changes.length === 0) return said;
  return `${said}: ${changes.map(({ before, after }) => `${before} → ${after}`).join('; ')}`;
}
