import { MS_PER_DAY } from '#core/certificate/validity.ts';
import { formatDate } from '#renderer/ui/format.ts';

/** How long a new decision lasts unless told otherwise, days: long enough to mend the server, short enough to be noticed. */
export const DEFAULT_DAYS = 30;

const two = (value: number): string => String(value).padStart(2, '0');

/** A moment as a day in ISO 8601, in the time zone of this computer: '2026-12-23'. */
export function dateText(at: number): string {
  const date = new Date(at);
  return `${String(date.getFullYear()).padStart(4, '0')}-${two(date.getMonth() + 1)}-${two(date.getDate())}`;
}

/** The default of a field for a day, some days on. */
export function dateIn(days: number, now: number): string {
  return dateText(now + days * MS_PER_DAY);
}

/** The last millisecond of that day on this computer: who trusts until the 23rd means the whole 23rd. Undefined for no date. */
export function endOfDay(text: string): number | undefined {
  const parts = /^(\d{4})-(\d\d)-(\d\d)$/.exec(text.trim());
  if (parts === null) return undefined;
  const [year = 0, month = 0, day = 0] = parts.slice(1).map(Number);
  const end = new Date(year, month - 1, day, 23, 59, 59, 999);
  return end.getMonth() === month - 1 && end.getDate() === day ? end.getTime() : undefined;
}

/** The day that many days later; undefined where there is no day to begin from. */
export function stepDay(text: string, days: number): string | undefined {
  const end = endOfDay(text);
  // From noon: a day of 23 or 25 hours is still one day.
  return end === undefined ? undefined : dateText(end - MS_PER_DAY / 2 + days * MS_PER_DAY);
}

/** Whole days from today to that moment, by the calendar; negative when it lies behind. */
export function calendarDays(at: number, now: number): number {
  return Math.round((midnight(at) - midnight(now)) / MS_PER_DAY);
}

function midnight(at: number): number {
  const date = new Date(at);
  // Counted in UTC, so that a day of 23 or 25 hours is still one day.
  return Date.UTC(date.getFullYear(), date.getMonth(), date.getDate());
}

/** 'Ends tonight.', '23 Dec 2026, in 30 days.', 'That day is over.': when the end is and how far away. */
export function distanceWords(at: number, now: number): string {
  const days = calendarDays(at, now);
  if (days < 0) return 'That day is over.';
  if (days === 0) return 'Ends tonight.';
  if (days === 1) return 'Until tomorrow night.';
  if (days < 60) return `${formatDate(at)}, in ${days} days.`;
  if (days < 730) return `${formatDate(at)}, in ${Math.round(days / 30.44)} months.`;
  return `${formatDate(at)}, in ${Math.floor(days / 365.25)} years.`;
}

/** '23 Dec', with the year when it is another one than now. */
export function shortDate(at: number, now: number): string {
  const full = formatDate(at);
  return new Date(at).getFullYear() === new Date(now).getFullYear() ? full.replace(/ \d{4}$/, '') : full;
}

/** When a decision ends, as it is being chosen. `date` is kept while 'No end' is on, so that nothing typed is lost. */
export interface Until {
  readonly kind: 'never' | 'date';
  readonly date: string;
}

/** The moment a chosen end stands for; undefined without an end. */
export function untilOf(until: Until): number | undefined {
  return until.kind === 'never' ? undefined : endOfDay(until.date);
}

/** What is wrong with the end; undefined when it may be used. */
export function untilProblem(until: Until, now: number): string | undefined {
  if (until.kind === 'never') return undefined;
  const end = endOfDay(until.date);
  if (end === undefined) return 'Write the day as year-month-day, as in 2026-12-23.';
  return end < now ? 'That day is over.' : undefined;
}
