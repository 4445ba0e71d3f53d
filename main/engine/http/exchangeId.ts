import { randomBytes } from 'node:crypto';

/**
 * A new UUIDv7 (RFC 9562 §5.7): sorts by the millisecond it was made in, random within it.
 *
 * @param now ms since the Unix epoch, UTC
 */
export function newExchangeId(now: number): string {
  const bytes = randomBytes(16);
  bytes.writeUIntBE(Math.floor(now), 0, 6);
  bytes.writeUInt8((bytes.readUInt8(6) & 0x0f) | 0x70, 6); // version 7
  bytes.writeUInt8((bytes.readUInt8(8) & 0x3f) | 0x80, 8); // variant 10
  const hex = bytes.toString('hex');
  return `${hex.slice(0, 8)}-${hex.slice(8, 12)}-${hex.slice(12, 16)}-${hex.slice(16, 20)}-${hex.slice(20)}`;
}
