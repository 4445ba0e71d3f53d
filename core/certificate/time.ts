import { content, malformed, tags, type DerNode } from './der.ts';

/**
 * ms since the epoch of a UTCTime or GeneralizedTime in the one form RFC 5280 §4.1.2.5 allows: with seconds, in UTC ('Z'),
 * without fractions. UTCTime years 50–99 are 1950–1999.
 */
export function readTime(node: DerNode): number {
  if (node.tag !== tags.utcTime && node.tag !== tags.generalizedTime) malformed('a time of an unknown type', node);
  const yearDigits = node.tag === tags.utcTime ? 2 : 4;
  const bytes = content(node);
  if (bytes.length !== yearDigits + 11 || bytes[bytes.length - 1] !== 0x5a)
    malformed('a time that is not in the form [YY]YYMMDDhhmmssZ', node);
  const number = (start: number, length: number): number => {
    let value = 0;
    for (let at = start; at < start + length; at++) {
      const digit = (bytes[at] ?? 0) - 0x30;
      if (digit < 0 || digit > 9) malformed('a time with something that is not a digit', node);
      value = value * 10 + digit;
    }
    return value;
  };
  const digits = number(0, yearDigits);
  const year = yearDigits === 4 ? digits : digits < 50 ? 2000 + digits : 1900 + digits;
  const at = yearDigits;
  return moment(
    { year, month: number(at, 2), day: number(at + 2, 2) },
    { hour: number(at + 4, 2), minute: number(at + 6, 2), second: number(at + 8, 2) },
    node,
  );
}

interface Day {
  readonly year: number;
  readonly month: number;
  readonly day: number;
}
interface Clock {
  readonly hour: number;
  readonly minute: number;
  readonly second: number;
}

function moment({ year, month, day }: Day, { hour, minute, second }: Clock, node: DerNode): number {
  // Date.UTC takes the years 0–99 for 1900–1999, so the year is set apart from the rest.
  const date = new Date(Date.UTC(2000, month - 1, day, hour, minute, second));
  date.setUTCFullYear(year, month - 1, day);
  const real = date.getUTCMonth() === month - 1 && date.getUTCDate() === day;
  if (!real || hour > 23 || minute > 59 || second > 59) malformed('a time that no calendar has', node);
  return date.getTime();
}
