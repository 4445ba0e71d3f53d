import { concat } from '#core/certificate/bytes.ts';
import { guarded, lengthBytes, malformed, tags, type DerFailure } from '#core/certificate/der.ts';
import type { Result } from '#core/result.ts';

/**
 * The one value in the bytes with definite lengths: indefinite ones (X.690 §8.1.3.6) are counted, and strings in pieces
 * (§8.7.3) joined. PKCS#7 and PKCS#12 files of Windows, Java and NSS are written that way. What has neither inside is the bytes
 * themselves, so a certificate stays what its issuer signed. Bytes after the value are refused.
 */
export function toDefinite(bytes: Uint8Array): Result<Uint8Array, DerFailure> {
  return guarded(() => {
    if (bytes.length === 0) malformed('there are no bytes', { offset: 0 });
    const source: Source = { bytes, loose: [] };
    const end = scan(source, 0, bytes.length, 0);
    if (end !== bytes.length) malformed(`${bytes.length - end} bytes follow after the end`, { offset: end });
    return source.loose.length === 0 ? bytes : encode(source, 0, bytes.length).der;
  });
}

/** A PKCS#12 nests about ten deep before its next layer of bytes begins. */
const MAX_DEPTH = 32;

/** Values of indefinite length and strings in pieces, and the pieces: 16 MB in the blocks of 1000 bytes that Java writes are 16 000. */
const MAX_LOOSE = 100_000;

interface Source {
  readonly bytes: Uint8Array;
  /** Where values begin that are not as DER has them: indefinite, or a string in pieces. Ascending. */
  readonly loose: number[];
}

/**
 * Where the value ends, with all that is loose inside noted. Keeps nothing of the rest: sixteen megabytes may be eight million
 * values.
 */
function scan(source: Source, offset: number, end: number, depth: number): number {
  if (depth > MAX_DEPTH) malformed(`nested deeper than ${MAX_DEPTH} levels`, { offset });
  const { bytes, loose } = source;
  const { tag, length, start } = headerAt(bytes, offset, end);
  if ((tag & 0x20) === 0) {
    if (length === undefined) return malformed('an indefinite length of a primitive value', { offset });
    return start + length;
  }
  if (length === undefined || isString(tag)) loose.push(offset);
  if (loose.length > MAX_LOOSE) malformed(`more than ${MAX_LOOSE} values of indefinite length`, { offset });
  const until = length === undefined ? end : start + length;
  let at = start;
  while (at < until) {
    if (length === undefined && endsAt(bytes, at, end)) return at + 2;
    at = scan(source, at, until, depth + 1);
  }
  return length === undefined ? malformed('an indefinite length without an end', { offset: start }) : at;
}

/** The value that begins here, in definite lengths, and where the next one begins. It was scanned before. */
function encode(source: Source, offset: number, end: number): { readonly der: Uint8Array; readonly next: number } {
  const { bytes } = source;
  const { tag, length, start } = headerAt(bytes, offset, end);
  if (length !== undefined && !hasLoose(source, offset, start + length))
    return { der: bytes.subarray(offset, start + length), next: start + length };
  if (isString(tag)) {
    const pieces: Uint8Array[] = [];
    const next = takePieces(source, offset, end, pieces);
    return { der: around(Uint8Array.of(tag & ~0x20), pieces), next };
  }
  const { parts, next } = encodeInside(source, start, length === undefined ? undefined : start + length, end);
  return { der: around(bytes.subarray(offset, identifierEnd(bytes, offset, end)), parts), next };
}

/** What stands inside a constructed value. Neighbours that are as DER has them stay in one piece. @param until undefined: until two zero bytes */
function encodeInside(
  source: Source,
  start: number,
  until: number | undefined,
  end: number,
): { readonly parts: readonly Uint8Array[]; readonly next: number } {
  const { bytes } = source;
  const parts: Uint8Array[] = [];
  let kept = start;
  let at = start;
  const keep = () => parts.push(bytes.subarray(kept, at));
  while (until === undefined ? !endsAt(bytes, at, end) : at < until) {
    const { length, start: inside } = headerAt(bytes, at, until ?? end);
    if (length !== undefined && !hasLoose(source, at, inside + length)) {
      at = inside + length;
      continue;
    }
    keep();
    const value = encode(source, at, until ?? end);
    parts.push(value.der);
    at = value.next;
    kept = at;
  }
  keep();
  return { parts, next: until === undefined ? at + 2 : at };
}

/** The pieces of a string, which must be of its own type; where the next value begins. */
function takePieces(source: Source, offset: number, end: number, pieces: Uint8Array[]): number {
  const { bytes } = source;
  const { tag, length, start } = headerAt(bytes, offset, end);
  const primitive = tag & ~0x20;
  if (primitive === tags.bitString) malformed('a string whose pieces are no strings', { offset });
  let at = start;
  while (length === undefined ? !endsAt(bytes, at, end) : at < start + length) {
    const piece = headerAt(bytes, at, end);
    if (pieces.length === MAX_LOOSE) malformed(`a string of more than ${MAX_LOOSE} pieces`, { offset });
    if (piece.tag === tag) at = takePieces(source, at, end, pieces);
    else if (piece.tag === primitive && piece.length !== undefined) {
      at = piece.start + piece.length;
      pieces.push(bytes.subarray(piece.start, at));
    } else malformed('a string whose pieces are no strings', { offset });
  }
  return length === undefined ? at + 2 : at;
}

/** One value of these parts, behind its identifier octets. */
function around(identifier: Uint8Array, parts: readonly Uint8Array[]): Uint8Array {
  const length = parts.reduce((sum, part) => sum + part.length, 0);
  return concat([identifier, lengthBytes(length), ...parts]);
}

function isString(tag: number): boolean {
  return (tag & 0x20) !== 0 && tag >> 6 === 0 && tag !== tags.sequence && tag !== tags.set;
}

/** Two zero bytes end an indefinite length. */
function endsAt(bytes: Uint8Array, at: number, end: number): boolean {
  return at + 1 < end && bytes[at] === 0 && bytes[at + 1] === 0;
}

/** Whether something loose begins from here on and before there. */
function hasLoose({ loose }: Source, from: number, to: number): boolean {
  let low = 0;
  let high = loose.length;
  while (low < high) {
    const middle = (low + high) >> 1;
    if ((loose[middle] ?? 0) < from) low = middle + 1;
    else high = middle;
  }
  return (loose[low] ?? to) < to;
}

function identifierEnd(bytes: Uint8Array, offset: number, end: number): number {
  if (offset >= end) malformed('a value ends before its tag', { offset });
  if (((bytes[offset] ?? 0) & 0x1f) !== 0x1f) return offset + 1;
  for (let at = offset + 1; at < end && at < offset + 5; at++) if ((bytes[at] ?? 0) < 0x80) return at + 1;
  return malformed('a tag number that does not end', { offset });
}

/** `length` is undefined when it is indefinite; `start`: where the content begins. */
function headerAt(
  bytes: Uint8Array,
  offset: number,
  end: number,
): { readonly tag: number; readonly length: number | undefined; readonly start: number } {
  const at = identifierEnd(bytes, offset, end);
  const tag = bytes[offset] ?? 0;
  const first = at < end ? bytes[at] : undefined;
  if (first === undefined) return malformed('a value ends before its length', { offset });
  if (first === 0x80) return { tag, length: undefined, start: at + 1 };
  const count = first > 0x80 ? first & 0x7f : 0;
  if (count > 4) malformed('a length of more than four bytes', { offset });
  const start = at + 1 + count;
  let length = count === 0 ? first : 0;
  for (let digit = at + 1; digit < start; digit++) length = length * 256 + (bytes[digit] ?? 0);
  if (start > end || length > end - start) malformed(`a length of ${length} runs past the end`, { offset });
  return { tag, length, start };
}
