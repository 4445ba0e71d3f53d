import { createSecretKey, type KeyObject } from 'node:crypto';
import type { TlsRecord } from '#core/tls/record.ts';
import type { RecordPlace } from '#core/tls/transcript.ts';

/** Opens the records of one direction under one key, each once and in their order. Never throws. */
export interface RecordCipher {
  open(place: RecordPlace, record: TlsRecord): Uint8Array | 'unable';
}

/** From the secret that the key log gives for the place. */
export type MakeCipher = (secret: KeyObject, place: RecordPlace) => RecordCipher;

/** What TLS 1.2 and before authenticate beside the content (RFC 5246 §6.2.3.1): sequence number, type, version, length. */
export function authenticatedHeader(sequence: number, header: Uint8Array, length: number): Uint8Array {
  const data = Buffer.alloc(13);
  data.writeUInt32BE(sequence, 4);
  data.set(header.subarray(0, 3), 8);
  data.writeUInt16BE(length, 11);
  return data;
}

/** The bytes as a key object; the bytes themselves are overwritten. */
export function secretKey(bytes: Uint8Array): KeyObject {
  const key = createSecretKey(bytes);
  bytes.fill(0);
  return key;
}
