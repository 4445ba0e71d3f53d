import type { Certificate } from './certificate.ts';

export const MS_PER_DAY = 86_400_000;

/**
 * Whole days until a certificate stops being valid, rounded down; negative once it has expired.
 *
 * `notAfter` itself is still valid: the period is inclusive (RFC 5280 §4.1.2.5).
 *
 * @param notAfter ms since the Unix epoch, UTC
 * @param now      ms since the Unix epoch, UTC; passed in, because core/ has no clock
 */
export function daysLeft(notAfter: number, now: number): number {
  return Math.floor((notAfter - now) / MS_PER_DAY);
}

/** Days from the first to the last moment of validity, rounded. A certificate for 90 days ends a second before the 90th. */
export function validDays(certificate: Pick<Certificate, 'notBefore' | 'notAfter'>): number {
  return Math.round((certificate.notAfter - certificate.notBefore) / MS_PER_DAY);
}

/**
 * Where a moment lies in the period. Certificates count whole seconds: the second of `notAfter` is valid to its end, so a
 * clock with milliseconds must not call it over half a second early.
 */
export function validityAt(
  certificate: Pick<Certificate, 'notBefore' | 'notAfter'>,
  now: number,
): 'valid' | 'expired' | 'not-yet-valid' {
  const second = Math.floor(now / 1000) * 1000;
  if (second < certificate.notBefore) return 'not-yet-valid';
  return second > certificate.notAfter ? 'expired' : 'valid';
}

const months = ['Jan', 'Feb', 'Mar', 'Apr', 'May', 'Jun', 'Jul', 'Aug', 'Sep', 'Oct', 'Nov', 'Dec'] as const;

/** '16 Dec 2026', in UTC. 'no end' for 31 Dec 9999, which says that there is none (RFC 5280 §4.1.2.5). */
export function formatDay(at: number): string {
  const date = new Date(at);
  if (date.getUTCFullYear() === 9999 && date.getUTCMonth() === 11) return 'no end';
  return `${date.getUTCDate()} ${months[date.getUTCMonth()] ?? ''} ${date.getUTCFullYear()}`;
}

/** '16 Dec 2026, 06:12:44 UTC'. */
export function formatMoment(at: number): string {
  const date = new Date(at);
  const two = (value: number) => String(value).padStart(2, '0');
  const clock = [date.getUTCHours(), date.getUTCMinutes(), date.getUTCSeconds()].map(two).join(':');
  return `${date.getUTCDate()} ${months[date.getUTCMonth()] ?? ''} ${date.getUTCFullYear()}, ${clock} UTC`;
}

/** '1 day', '23 days', '2 years' (from two years on): how long, in the largest unit that still says enough. */
export function formatDays(days: number): string {
  if (days >= 730) return `${Math.floor(days / 365)} years`;
  return days === 1 ? '1 day' : `${days} days`;
}
