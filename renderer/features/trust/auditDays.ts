import { calendarDays } from './untilDate.ts';
import type { AuditEntry } from '#core/trust/anchor.ts';

export interface AuditDay {
  readonly title: string;
  /** 'time': every entry is of one day; 'date': of a month. */
  readonly by: 'time' | 'date';
  readonly entries: readonly AuditEntry[];
}

const WEEKDAYS = ['Sunday', 'Monday', 'Tuesday', 'Wednesday', 'Thursday', 'Friday', 'Saturday'] as const;
const MONTHS = [
  ...(['January', 'February', 'March', 'April', 'May', 'June'] as const),
  ...(['July', 'August', 'September', 'October', 'November', 'December'] as const),
];
/** As long as this back a day has its own heading; before, a month. */
const DAYS = 7;

/** The entries by the day they were made on, newest first: Today, Yesterday, the days of the last week, then the months. */
export function auditDays(entries: readonly AuditEntry[], now: number): readonly AuditDay[] {
  const days = new Map<string, { readonly by: AuditDay['by']; readonly entries: AuditEntry[] }>();
  for (const entry of entries) {
    const { title, by } = headOf(entry.at, now);
    const day = days.get(title);
    if (day === undefined) days.set(title, { by, entries: [entry] });
    else day.entries.push(entry);
  }
  return [...days].map(([title, day]) => ({ title, ...day }));
}

function headOf(at: number, now: number): Pick<AuditDay, 'title' | 'by'> {
  const ago = -calendarDays(at, now);
  // A clock that was set back makes entries of the future: they have a date, too.
  if (ago === 0) return { title: 'Today', by: 'time' };
  if (ago === 1) return { title: 'Yesterday', by: 'time' };
  const date = new Date(at);
  const month = MONTHS[date.getMonth()] ?? '';
  if (ago > 1 && ago < DAYS)
    return { title: `${WEEKDAYS[date.getDay()] ?? ''} ${date.getDate()} ${month}`, by: 'time' };
  return { title: `${month} ${date.getFullYear()}`, by: 'date' };
}
