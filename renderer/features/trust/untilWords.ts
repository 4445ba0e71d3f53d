import { calendarDays } from './untilDate.ts';
import { formatDate, formatTime } from '#renderer/ui/format.ts';

/** When trust ends, for a column: a date, and the time of day where it is today or tomorrow and not the end of the day. */
export function untilWords(at: number, now: number): string {
  const days = calendarDays(at, now);
  const time = formatTime(at);
  const withTime = time === '23:59' ? '' : ` ${time}`;
  if (days === 0) return withTime === '' ? 'tonight' : `today${withTime}`;
  if (days === 1) return `tomorrow${withTime}`;
  return formatDate(at);
}
