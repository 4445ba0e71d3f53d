const DAY_MS = 86_400_000;

/**
 * '2027-06-30' (the end of that day here), '30d' from now, or nothing.
 *
 * @returns ms UTC; 'wrong' for anything else and for what is over already
 */
export function parseUntil(text: string | undefined, now: number): number | undefined | 'wrong' {
  if (text === undefined) return undefined;
  const days = /^(\d{1,5})d$/.exec(text)?.[1];
  const day = /^(\d{4})-(\d{2})-(\d{2})$/.exec(text);
  const end = days !== undefined ? now + Number(days) * DAY_MS : day === null ? NaN : endOfDay(day);
  return Number.isFinite(end) && end > now ? end : 'wrong';
}

/** NaN for a day that no month has. */
function endOfDay([, year, month, day]: readonly (string | undefined)[]): number {
  const date = new Date(Number(year), Number(month) - 1, Number(day), 23, 59, 59, 999);
  return date.getMonth() === Number(month) - 1 ? date.getTime() : NaN;
}
