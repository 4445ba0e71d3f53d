import { auditSentence } from './auditSentence.ts';
import { rowHolds } from './rowFilter.ts';
import type { AuditEntry } from '#core/trust/anchor.ts';
import { formatDate } from '#renderer/ui/format.ts';

/** Whether an entry says every word that is searched for, in what is shown of it, its date and direction, and its fingerprints. */
export function auditHolds(entry: AuditEntry, filter: string): boolean {
  if (filter.trim() === '') return true;
  const { subject, did, facts, changes } = auditSentence(entry);
  const changed = changes.flatMap(({ name, before, after }) => [name, before, after]);
  const sentence = `${subject} ${did}`;
  return rowHolds(
    filter,
    [sentence, entry.label, ...facts, ...changed, entry.direction, formatDate(entry.at)],
    printsOf(entry),
  );
}

/** Every SHA-256 an entry is about: its subject, and those among what stood before and after. */
function printsOf({ subject, before = {}, after = {} }: AuditEntry): readonly string[] {
  const values = [subject.replace(/^(?:certificate|key):/, ''), ...Object.values(before), ...Object.values(after)];
  return values.filter((value): value is string => typeof value === 'string' && /^[0-9a-f]{64}$/.test(value));
}
