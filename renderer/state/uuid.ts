/**
 * A UUIDv7 (RFC 9562 §5.7): 48 bits of time, then random bits, so that ids sort by when they were made.
 *
 * @param now    ms since the Unix epoch, UTC
 * @param random ten bytes from a cryptographic generator
 */
export function uuidV7(now: number, random: Uint8Array): string {
  const bytes = new Uint8Array(16);
  for (let index = 0, rest = now; index < 6; index++, rest = Math.floor(rest / 256)) bytes[5 - index] = rest % 256;
  bytes.set(random.subarray(0, 10), 6);
  bytes[6] = 0x70 | ((bytes[6] ?? 0) & 0x0f);
  bytes[8] = 0x80 | ((bytes[8] ?? 0) & 0x3f);
  const hex = Array.from(bytes, (byte) => byte.toString(16).padStart(2, '0')).join('');
  return [hex.slice(0, 8), hex.slice(8, 12), hex.slice(12, 16), hex.slice(16, 20), hex.slice(20)].join('-');
}

/** A fresh id for an exchange or an export. */
export function newId(): string {
  return uuidV7(Date.now(), crypto.getRandomValues(new Uint8Array(10)));
}
