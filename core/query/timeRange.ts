import { MS_PER_DAY } from '#core/certificate/validity.ts';

/** A stretch of time that a value of a query stands for, ms UTC; both ends belong to it. */
export interface TimeRange {
  readonly from: number;
  readonly to: number;
}

/** Days of a unit. A month is a twelfth of a year: nobody counts on the day when asking for '>6m'. */
const units: Readonly<Record<string, number>> = { h: 1 / 24, d: 1, w: 7, m: 365.25 / 12, y: 365.25 };

/**
 * What a value says about a moment ahead: `<30d` before 30 days are over (also what is long past), `>2y` later than in two
 * years, `<2027-03-01` before that day begins, `2027`, `2027-03` or `2027-03-01` within it. `30d` alone means `<30d`.
 * Undefined when it says none of these. Days are those of UTC, as in certificates.
 */
export function timeAhead(value: string, now: number): TimeRange | undefined {
  const { sign, rest } = splitSign(value);
  const days = spanDays(rest);
  if (days !== undefined) return rangeOf(sign ?? '<', { from: now + days * MS_PER_DAY, to: now + days * MS_PER_DAY });
  const day = calendarRange(rest);
  return day === undefined ? undefined : rangeOf(sign, day);
}

/** As `timeAhead`, for a moment behind: `2d` and `<2d` are less than two days ago, `>1y` is more than a year ago. */
export function timeBehind(value: string, now: number): TimeRange | undefined {
  const { sign, rest } = splitSign(value);
  const days = spanDays(rest);
  if (days === undefined) {
    const day = calendarRange(rest);
    return day === undefined ? undefined : rangeOf(sign, day);
  }
  const at = now - days * MS_PER_DAY;
  return sign?.startsWith('>') === true ? { from: -Infinity, to: at } : { from: at, to: Infinity };
}

function splitSign(value: string): { readonly sign?: string; readonly rest: string } {
  const found = /^([<>]=?)(.*)$/.exec(value.trim());
  return found === null ? { rest: value.trim() } : { sign: found[1] ?? '', rest: (found[2] ?? '').trim() };
}

function spanDays(text: string): number | undefined {
  const found = /^(\d{1,5})([hdwmy])$/i.exec(text);
  const unit = units[found?.[2]?.toLowerCase() ?? ''];
  return unit === undefined ? undefined : Number(found?.[1]) * unit;
}

function calendarRange(text: string): TimeRange | undefined {
  const found = /^(\d{4})(?:-(\d\d)(?:-(\d\d))?)?$/.exec(text);
  if (found === null) return undefined;
  const year = Number(found[1]);
  const month = found[2] === undefined ? undefined : Number(found[2]) - 1;
  const day = found[3] === undefined ? undefined : Number(found[3]);
  const from = Date.UTC(year, month ?? 0, day ?? 1);
  // 31 February would be read as a day of March.
  if ((month ?? 0) > 11 || new Date(from).getUTCMonth() !== (month ?? 0)) return undefined;
  const next =
    month === undefined ? Date.UTC(year + 1, 0) : day === undefined ? Date.UTC(year, month + 1) : from + MS_PER_DAY;
  return { from, to: next - 1 };
}

function rangeOf(sign: string | undefined, { from, to }: TimeRange): TimeRange {
  switch (sign) {
    case '<':
      return { from: -Infinity, to: from - 1 };
    case '<=':
      return { from: -Infinity, to };
    case '>':
      return { from: to + 1, to: Infinity };
    case '>=':
      return { from, to: Infinity };
    default:
      return { from, to };
  }
}
