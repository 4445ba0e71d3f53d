import { calendarDays, shortDate } from './untilDate.ts';
import { MS_PER_DAY } from '#core/certificate/validity.ts';
import type { ExceptionEnd } from '#core/trust/exception.ts';
import { formatDate, formatTime } from '#renderer/ui/format.ts';

/** When an exception ends, as it is being chosen. `text` is kept while another kind is on, so that nothing typed is lost. */
export interface ExceptionUntil {
  readonly kind: ExceptionEnd['kind'];
  /** '2026-11-27 18:00', in the time zone of this computer. */
  readonly text: string;
}

const WEEKDAYS = ['Sunday', 'Monday', 'Tuesday', 'Wednesday', 'Thursday', 'Friday', 'Saturday'] as const;
const FRIDAY = 5;
/** When a working day is over for most: an exception is for the time in which somebody mends the server. */
const EVENING_HOUR = 18;

/** The end that is offered: Friday evening, at least a day away. Near, so that nobody has to remember to take it back. */
export function nearEnd(now: number): ExceptionUntil {
  const from = new Date(now + MS_PER_DAY);
  let end = evening(from, 0);
  for (let days = 1; end.getDay() !== FRIDAY || end.getTime() < from.getTime(); days++) end = evening(from, days);
  return { kind: 'date', text: momentText(end.getTime()) };
}

function evening(from: Date, days: number): Date {
  return new Date(from.getFullYear(), from.getMonth(), from.getDate() + days, EVENING_HOUR);
}

/** A moment as ISO 8601 has it, to the minute: '2026-11-27 18:00'. */
export function momentText(at: number): string {
  const date = new Date(at);
  const two = (value: number): string => String(value).padStart(2, '0');
  const day = `${String(date.getFullYear()).padStart(4, '0')}-${two(date.getMonth() + 1)}-${two(date.getDate())}`;
  return `${day} ${two(date.getHours())}:${two(date.getMinutes())}`;
}

/** The end of that minute, or of that day when no time is written. Undefined when it is no moment. */
export function momentOf(text: string): number | undefined {
  const parts = /^(\d{4})-(\d\d)-(\d\d)(?:[ T](\d\d):(\d\d))?$/.exec(text.trim());
  if (parts === null) return undefined;
  const [year = 0, month = 0, day = 0] = parts.slice(1, 4).map(Number);
  const hour = parts[4] === undefined ? 23 : Number(parts[4]);
  const minute = parts[5] === undefined ? 59 : Number(parts[5]);
  if (hour > 23 || minute > 59) return undefined;
  const end = new Date(year, month - 1, day, hour, minute, 59, 999);
  return end.getMonth() === month - 1 && end.getDate() === day ? end.getTime() : undefined;
}

/** The moment that many days later, at the same time of day; undefined where there is none to begin from. */
export function stepMoment(text: string, days: number): string | undefined {
  const at = momentOf(text);
  if (at === undefined) return undefined;
  const date = new Date(at);
  date.setDate(date.getDate() + days);
  return momentText(date.getTime());
}

/** What is wrong with the end; undefined when it may be used. */
export function endProblem(until: ExceptionUntil, now: number): string | undefined {
  if (until.kind !== 'date') return undefined;
  const at = momentOf(until.text);
  if (at === undefined) return 'Write day and time as in 2026-11-27 18:00.';
  return at < now ? 'That time has passed.' : undefined;
}

/** What `trust.except` takes for it. Undefined when the text is no moment. */
export function endOf({ kind, text }: ExceptionUntil): ExceptionEnd | undefined {
  if (kind !== 'date') return { kind };
  const at = momentOf(text);
  return at === undefined ? undefined : { kind, at };
}

/** 'once', 'for this run', 'forever', 'until Friday', 'until 16 Dec': on a button and in a sentence. */
export function endWords(end: ExceptionEnd, now: number): string {
  switch (end.kind) {
    case 'once':
      return 'once';
    case 'session':
      return 'for this run';
    case 'forever':
      return 'forever';
    case 'date':
      return `until ${nearDay(end.at, now)}`;
  }
}

/** Within a week the day has a name; today and tomorrow have their own. */
function nearDay(at: number, now: number): string {
  const days = calendarDays(at, now);
  if (days === 0) return `${formatTime(at)} today`;
  if (days === 1) return `tomorrow, ${formatTime(at)}`;
  return days > 1 && days < 7 ? (WEEKDAYS[new Date(at).getDay()] ?? '') : shortDate(at, now);
}

/** What the chosen end means, in a sentence or two. */
export function endHelp(until: ExceptionUntil, now: number): string {
  switch (until.kind) {
    case 'once':
      return 'For the next connection alone. Never stored: it is gone when Wireglass is closed.';
    case 'session':
      return 'Until Wireglass is closed. Never stored.';
    case 'forever':
      return 'Until you remove it. Nobody will be reminded: a date is safer.';
    case 'date': {
      const at = momentOf(until.text);
      return at === undefined ? '' : `${dayWords(at, now)}. No reminder: it simply stops again.`;
    }
  }
}

/** 'Friday evening, in 4 days'; further away with the date. */
function dayWords(at: number, now: number): string {
  const days = calendarDays(at, now);
  if (days === 0) return `Today at ${formatTime(at)}`;
  const away = days === 1 ? 'tomorrow' : `in ${days} days`;
  const date = new Date(at);
  const day = WEEKDAYS[date.getDay()] ?? '';
  return `${day} ${partOfDay(date.getHours())}${days < 7 ? '' : `, ${formatDate(at)}`}, ${away}`;
}

function partOfDay(hour: number): string {
  if (hour < 12) return 'morning';
  return hour < 17 ? 'afternoon' : 'evening';
}
