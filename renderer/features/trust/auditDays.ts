import { calendarDays } from './untilDate.ts';
import type { AuditEntry } from '#core/trust/anchor.ts';
import { formatDate } from '#renderer/ui/format.ts';

export interface AuditDay {
  readonly title: string;
  readonly entries: readonly AuditEntry[];
}

/** The entries by the day they were made on, newest first: Today, Yesterday, then the date. */
export function auditDays(entries: readonly AuditEntry[], now: number): readonly AuditDay[] {
  const days = new Map<string, AuditEntry[]>();
  for (const entry of entries) {
    const title = titleOf(entry.at, now);
    const day = days.get(title);
    if (day === undefined) days.set(title, [entry]);
    else day.push(entry);
  }
  return [...days].map(([title, own]) => ({ title, entries: own }));
}

function titleOf(at: number, now: number): string {
  const ago = -calendarDays(at, now);
  if (ago === 0) return 'Today';
  return ago === 1 ? 'Yesterday' : formatDate(at);
}
