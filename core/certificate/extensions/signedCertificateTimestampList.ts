import type { CertificateTimestamp, ExtensionValue } from '#core/certificate/certificate.ts';
import { content, expectTag, malformed, tags, type DerNode } from '#core/certificate/der.ts';
import { toHex } from '#core/certificate/fingerprint.ts';

/** RFC 5246 §7.4.1.4.1, the two bytes in front of a `digitally-signed`. RFC 6962 §2.1.4 allows the first and the fourth row. */
const algorithms: Readonly<Record<number, string>> = {
  0x0401: 'RSA with SHA-256',
  0x0501: 'RSA with SHA-384',
  0x0601: 'RSA with SHA-512',
  0x0403: 'ECDSA with SHA-256',
  0x0503: 'ECDSA with SHA-384',
  0x0603: 'ECDSA with SHA-512',
};

/** The last moment that a JavaScript Date can hold (ECMA-262 §21.4.1.1), in the year 275760. */
const LAST_MOMENT = 8.64e15;

/** RFC 6962 §3.3: an OCTET STRING around a list in the encoding of TLS. */
export function readTimestampList(node: DerNode): ExtensionValue {
  const outer = bytesOf(content(expectTag(node, tags.octetString, 'the list of timestamps', node)), node);
  const list = bytesOf(outer.vector(), node);
  outer.end();
  const timestamps: CertificateTimestamp[] = [];
  const laterVersions: number[] = [];
  while (list.more()) {
    const item = bytesOf(list.vector(), node);
    const version = item.number(1);
    if (version === 0) timestamps.push(readTimestamp(item));
    else laterVersions.push(version);
  }
  if (timestamps.length + laterVersions.length === 0) malformed('a list of timestamps without one', node);
  return { kind: 'signedCertificateTimestampList', timestamps, laterVersions };
}

function readTimestamp(item: Bytes): CertificateTimestamp {
  const logId = toHex(item.take(32));
  const timestamp = item.number(8);
  if (timestamp > LAST_MOMENT) item.refuse('a timestamp that no calendar has');
  const extensions = item.vector();
  const numbers = item.number(2);
  const signature = item.vector();
  item.end();
  const algorithm = algorithms[numbers] ?? `0x${numbers.toString(16).padStart(4, '0')}`;
  return { version: 1, logId, timestamp, algorithm, extensions, signature };
}

interface Bytes {
  readonly more: () => boolean;
  readonly take: (count: number) => Uint8Array;
  readonly number: (width: number) => number;
  /** Bytes with their length in two bytes before them. */
  readonly vector: () => Uint8Array;
  readonly end: () => void;
  readonly refuse: (reason: string) => never;
}

/** A reader from front to back; every fault is one of `node`. */
function bytesOf(source: Uint8Array, node: DerNode): Bytes {
  let at = 0;
  const refuse = (reason: string): never => malformed(reason, node);
  const take = (count: number): Uint8Array => {
    if (count > source.length - at) refuse('a timestamp that ends too early');
    at += count;
    return source.subarray(at - count, at);
  };
  const number = (width: number): number => take(width).reduce((value, byte) => value * 256 + byte, 0);
  return {
    more: () => at < source.length,
    take,
    number,
    vector: () => take(number(2)),
    end: () => {
      if (at < source.length) refuse(`${source.length - at} bytes follow a timestamp`);
    },
    refuse,
  };
}
