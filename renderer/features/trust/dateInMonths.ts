import { dateText } from './untilDate.ts';

/** The same day of the month, some months on; the last day of that month when it has none such. '2027-05-23' */
export function dateInMonths(months: number, now: number): string {
  const today = new Date(now);
  const day = new Date(today.getFullYear(), today.getMonth() + months, today.getDate(), 12);
  if (day.getDate() !== today.getDate()) day.setDate(0);
  return dateText(day.getTime());
}
