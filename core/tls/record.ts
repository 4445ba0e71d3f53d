import { joinBytes } from './bytes.ts';

/** ContentType (RFC 8446 §5.1). */
export const contentType = { changeCipherSpec: 20, alert: 21, handshake: 22, applicationData: 23 } as const;

/** Longest fragment: TLSCiphertext of TLS 1.2 (RFC 5246 §6.2.3), which allows more than TLS 1.3. */
export const MAX_FRAGMENT_BYTES = 2 ** 14 + 2048;
const HEADER_BYTES = 5;

export type Side = 'client' | 'server';

/** One record of the record layer, as it was on the wire. */
export interface TlsRecord {
  readonly type: number;
  /** ms after TCP was connected: when its last byte passed. */
  readonly atMs: number;
  /** Type, version and length: what TLS 1.3 authenticates beside the fragment. */
  readonly header: Uint8Array;
  readonly fragment: Uint8Array;
}

/** Cuts one direction of a connection into records, however its bytes were split on the way. */
export class RecordReader {
  #pending: Uint8Array[] = [];
  #size = 0;
  #needed = HEADER_BYTES;
  #fault: string | undefined;

  /** Why reading stopped: these bytes are not TLS records. Nothing is read after that. */
  get fault(): string | undefined {
    return this.#fault;
  }

  /** The records that these bytes complete. */
  push(bytes: Uint8Array, atMs: number): readonly TlsRecord[] {
    if (this.#fault !== undefined) return [];
    this.#pending.push(bytes);
    this.#size += bytes.length;
    // Joined only when a whole header or record is there: a peer that sends byte by byte must not cost more than its bytes.
    if (this.#size < this.#needed) return [];
    return this.#cut(joinBytes(this.#pending), atMs);
  }

  #cut(bytes: Uint8Array, atMs: number): readonly TlsRecord[] {
    const records: TlsRecord[] = [];
    let at = 0;
    while (bytes.length - at >= HEADER_BYTES) {
      const header = bytes.subarray(at, at + HEADER_BYTES);
      const [type = 0, major = 0, , high = 0, low = 0] = header;
      const length = high * 256 + low;
      if (type < 20 || type > 24 || major !== 3 || length > MAX_FRAGMENT_BYTES) {
        this.#fault = type < 20 || type > 24 || major !== 3 ? 'no TLS record' : `a record of ${length} bytes`;
        this.#pending = [];
        return records;
      }
      if (bytes.length - at < HEADER_BYTES + length) break;
      at += HEADER_BYTES + length;
      records.push({ type, atMs, header, fragment: bytes.subarray(at - length, at) });
    }
    this.#keep(bytes.subarray(at));
    return records;
  }

  #keep(rest: Uint8Array): void {
    this.#pending = [rest];
    this.#size = rest.length;
    const [, , , high = 0, low = 0] = rest;
    this.#needed = rest.length < HEADER_BYTES ? HEADER_BYTES : HEADER_BYTES + high * 256 + low;
  }
}
