import type { HistoryEntry } from '#core/history/entry.ts';

/** What the list draws, one below the other. */
export type HistoryRow =
  | { readonly kind: 'day'; readonly key: string; readonly label: string; readonly count: number | undefined }
  | { readonly kind: 'entry'; readonly key: string; readonly entry: HistoryEntry };

const WEEKDAYS = ['Sunday', 'Monday', 'Tuesday', 'Wednesday', 'Thursday', 'Friday', 'Saturday'];
const MONTHS = [
  'January',
  'February',
  'March',
  'April',
  'May',
  'June',
  'July',
  'August',
  'September',
  'October',
  'November',
  'December',
];

/**
 * Entries with a head before each day of this computer's time zone.
 *
 * The last day may go on in what is not loaded yet: it has a count only once everything is.
 *
 * @param now ms since the Unix epoch, UTC
 */
export function groupByDay(entries: readonly HistoryEntry[], total: number, now: number): readonly HistoryRow[] {
  const rows: HistoryRow[] = [];
  let from = 0;
  while (from < entries.length) {
    const first = entries[from];
    if (first === undefined) break;
    const day = startOfDay(first.startedAt);
    let to = from + 1;
    while (to < entries.length && startOfDay(entries[to]?.startedAt ?? 0) === day) to += 1;
    const isComplete = to < entries.length || entries.length >= total;
    rows.push({
      kind: 'day',
      key: `day ${String(day)} ${String(from)}`,
      label: dayLabel(day, now),
      count: isComplete ? to - from : undefined,
    });
    for (const entry of entries.slice(from, to)) rows.push({ kind: 'entry', key: entry.id, entry });
    from = to;
  }
  return rows;
}

function startOfDay(at: number): number {
  const date = new Date(at);
  return new Date(date.getFullYear(), date.getMonth(), date.getDate()).getTime();
}

/** 'Today', 'Yesterday', 'Friday 20 November', and with its year when that is another one. */
function dayLabel(day: number, now: number): string {
  const today = new Date(now);
  if (day === startOfDay(now)) return 'Today';
  // By the calendar, not by 24 hours: days of a clock change are longer or shorter.
  if (day === new Date(today.getFullYear(), today.getMonth(), today.getDate() - 1).getTime()) return 'Yesterday';
  const date = new Date(day);
  const year = date.getFullYear() === today.getFullYear() ? '' : ` ${String(date.getFullYear())}`;
  return `${WEEKDAYS[date.getDay()] ?? ''} ${String(date.getDate())} ${MONTHS[date.getMonth()] ?? ''}${year}`;
}
