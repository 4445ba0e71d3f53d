import { randomUUID } from 'node:crypto';

/**
 * A new UUIDv7 (RFC 9562 §5.7): sorts by the millisecond it was made in, random within it.
 *
 * @param now ms since the Unix epoch, UTC
 */
export function newExchangeId(now: number): string {
  const time = Math.floor(now).toString(16).padStart(12, '0').slice(-12);
  // All but time and version is where a UUIDv4 has it, and node:crypto draws those by the hundred.
  return `${time.slice(0, 8)}-${time.slice(8)}-7${randomUUID().slice(15)}`;
}
