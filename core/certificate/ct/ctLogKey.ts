import { fromBase64 } from '#core/certificate/pem.ts';
import { ctLogRow } from './ctLog.ts';
import { ctLogKeys, P256_PREFIX } from './logKeys.ts';

/** SubjectPublicKeyInfo of the log with this ID (lower-case hex); undefined when the shipped list does not know it. */
export function ctLogKey(logId: string): Uint8Array | undefined {
  const row = ctLogRow(logId);
  if (row === undefined) return undefined;
  const bytes = fromBase64(ctLogKeys[row] ?? '') ?? new Uint8Array();
  if (bytes.length !== 64) return bytes;
  const prefix = P256_PREFIX.match(/../g) ?? [];
  return Uint8Array.of(...prefix.map((digits) => parseInt(digits, 16)), ...bytes);
}
