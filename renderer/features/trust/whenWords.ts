import { calendarDays, shortDate } from './untilDate.ts';
import { formatTime } from '#renderer/ui/format.ts';

/** When something was, for a sentence: 'today 09:12', 'yesterday 16:22', '14 Oct', with the year when it is another one. */
export function whenWords(at: number, now: number): string {
  const days = calendarDays(at, now);
  if (days === 0) return `today ${formatTime(at)}`;
  return days === -1 ? `yesterday ${formatTime(at)}` : shortDate(at, now);
}
