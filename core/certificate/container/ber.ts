import { concat } from '#core/certificate/bytes.ts';
import { guarded, lengthBytes, malformed, tags, type DerFailure } from '#core/certificate/der.ts';
import type { Result } from '#core/result.ts';

/**
 * The one value in the bytes with definite lengths: indefinite ones (X.690 §8.1.3.6) are counted, and strings in pieces
 * (§8.7.3) joined. PKCS#7 and PKCS#12 files of Windows, Java and NSS are written that way. What has neither inside is copied
 * byte for byte, so a certificate stays what its issuer signed. Bytes after the value are refused.
 */
export function toDefinite(bytes: Uint8Array): Result<Uint8Array, DerFailure> {
  return guarded(() => {
    if (bytes.length === 0) malformed('there are no bytes', { offset: 0 });
    const value = readValue(bytes, 0, bytes.length, 0);
    if (value.next !== bytes.length)
      malformed(`${bytes.length - value.next} bytes follow after the end`, { offset: value.next });
    return encode(value);
  });
}

/** A PKCS#12 nests about ten deep before its next layer of bytes begins. */
const MAX_DEPTH = 32;

interface BerValue {
  /** All of it as it was, when nothing inside needs to change. */
  readonly asIs?: Uint8Array;
  /** Identifier octets. */
  readonly identifier: Uint8Array;
  readonly content: Uint8Array;
  /** Where the next value begins. */
  readonly next: number;
}

function readValue(bytes: Uint8Array, offset: number, end: number, depth: number): BerValue {
  if (depth > MAX_DEPTH) malformed(`nested deeper than ${MAX_DEPTH} levels`, { offset });
  const identifier = bytes.subarray(offset, identifierEnd(bytes, offset, end));
  const tag = identifier[0] ?? 0;
  const { length, start } = readLength(bytes, offset + identifier.length, end, offset);
  const isConstructed = (tag & 0x20) !== 0;
  if (!isConstructed) {
    if (length === undefined) return malformed('an indefinite length of a primitive value', { offset });
    const next = start + length;
    return { identifier, content: bytes.subarray(start, next), next, asIs: bytes.subarray(offset, next) };
  }
  const { values, next } = readValues(
    bytes,
    start,
    length === undefined ? { end } : { exactly: start + length },
    depth,
  );
  const isString = tag >> 6 === 0 && tag !== tags.sequence && tag !== tags.set;
  if (isString) return { ...joinPieces(tag, values, offset), next };
  if (length !== undefined && values.every(({ asIs }) => asIs !== undefined))
    return { identifier, content: bytes.subarray(start, next), next, asIs: bytes.subarray(offset, next) };
  return { identifier, content: concat(values.map(encode)), next };
}

/** Until an exact place, or (indefinite) until two zero bytes. */
type Until = { readonly exactly: number } | { readonly end: number };

function readValues(
  bytes: Uint8Array,
  start: number,
  until: Until,
  depth: number,
): { readonly values: readonly BerValue[]; readonly next: number } {
  const values: BerValue[] = [];
  const end = 'exactly' in until ? until.exactly : until.end;
  let at = start;
  while (at < end) {
    if ('end' in until && bytes[at] === 0 && bytes[at + 1] === 0 && at + 1 < end) return { values, next: at + 2 };
    const value = readValue(bytes, at, end, depth + 1);
    values.push(value);
    at = value.next;
  }
  if ('end' in until) malformed('an indefinite length without an end', { offset: start });
  return { values, next: at };
}

/** A constructed string: the pieces must be of its own type. */
function joinPieces(tag: number, pieces: readonly BerValue[], offset: number): Omit<BerValue, 'next'> {
  const primitive = tag & ~0x20;
  if (primitive === tags.bitString || pieces.some(({ identifier }) => identifier[0] !== primitive))
    return malformed('a string whose pieces are no strings', { offset });
  return { identifier: Uint8Array.of(primitive), content: concat(pieces.map(({ content }) => content)) };
}

function identifierEnd(bytes: Uint8Array, offset: number, end: number): number {
  if (offset >= end) malformed('a value ends before its tag', { offset });
  if (((bytes[offset] ?? 0) & 0x1f) !== 0x1f) return offset + 1;
  for (let at = offset + 1; at < end && at < offset + 5; at++) if ((bytes[at] ?? 0) < 0x80) return at + 1;
  return malformed('a tag number that does not end', { offset });
}

function readLength(
  bytes: Uint8Array,
  at: number,
  end: number,
  offset: number,
): { readonly length: number | undefined; readonly start: number } {
  const first = at < end ? bytes[at] : undefined;
  if (first === undefined) return malformed('a value ends before its length', { offset });
  if (first === 0x80) return { length: undefined, start: at + 1 };
  const count = first > 0x80 ? first & 0x7f : 0;
  if (count > 4) malformed('a length of more than four bytes', { offset });
  const start = at + 1 + count;
  let length = count === 0 ? first : 0;
  for (let digit = at + 1; digit < start; digit++) length = length * 256 + (bytes[digit] ?? 0);
  if (start > end || length > end - start) malformed(`a length of ${length} runs past the end`, { offset });
  return { length, start };
}

function encode({ asIs, identifier, content }: BerValue): Uint8Array {
  return asIs ?? concat([identifier, lengthBytes(content.length), content]);
}
