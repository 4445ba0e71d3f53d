import { certificateTree, asn1Tree, type Asn1Node } from '#core/certificate/tree.ts';
import type { DerFailure } from '#core/certificate/der.ts';

/** The values of a certificate as far as they can be read, and where that ended. */
export interface ReadableTree {
  /** Absent when not even the first value can be read. */
  readonly tree?: Asn1Node;
  readonly fault?: DerFailure;
}

/**
 * The tree of a certificate, also of one that is cut short or followed by something.
 *
 * The tree refuses a value that does not fill the bytes. For those, lengths that claim more than there is are set to what is
 * there, in a copy: offsets stay what they are, and `fault` says that the bytes are not well-formed.
 */
export function readableTree(der: Uint8Array): ReadableTree {
  const whole = certificateTree(der);
  if (whole.ok) return { tree: whole.value };
  const mended = mendedLengths(der);
  const tree = mended === undefined ? undefined : asTree(mended);
  return { ...(tree !== undefined && { tree }), fault: whole.error };
}

function asTree(der: Uint8Array): Asn1Node | undefined {
  const labelled = certificateTree(der);
  if (labelled.ok) return labelled.value;
  const plain = asn1Tree(der);
  return plain.ok ? plain.value : undefined;
}

interface Header {
  readonly start: number;
  /** First byte of the content. */
  readonly content: number;
  readonly length: number;
}

/** A copy in which every value that reaches over the end of what holds it ends there; undefined where no header is. */
function mendedLengths(der: Uint8Array): Uint8Array | undefined {
  const mended = new Uint8Array(der);
  const top = headerAt(mended, 0);
  if (mended[0] !== 0x30 || top === undefined) return undefined;
  // Bytes behind the outermost value count as its own; further in, what reaches too far is the last value of each list.
  let cut: Header | undefined = top;
  const end = mended.length;
  while (cut !== undefined) {
    if (!writeLength(mended, cut, end - cut.content)) return undefined;
    cut = isList(mended, cut) ? overrunIn(mended, cut.content, end) : undefined;
  }
  return mended;
}

function isList(bytes: Uint8Array, { start }: Header): boolean {
  return ((bytes[start] ?? 0) & 0x20) !== 0;
}

/** The value in a list that does not end where the list does. */
function overrunIn(bytes: Uint8Array, from: number, end: number): Header | undefined {
  for (let at = from; at < end;) {
    const header = headerAt(bytes, at);
    if (header === undefined || header.content > end) return undefined;
    if (header.content + header.length > end) return header;
    at = header.content + header.length;
  }
  return undefined;
}

/** Tag of one byte and definite length (X.690 §8.1.3); undefined for all else. */
function headerAt(bytes: Uint8Array, start: number): Header | undefined {
  const [tag, first] = bytes.subarray(start, start + 2);
  if (tag === undefined || first === undefined || (tag & 0x1f) === 0x1f) return undefined;
  if (first < 0x80) return { start, content: start + 2, length: first };
  const count = first & 0x7f;
  if (count === 0 || count > 4 || start + 2 + count > bytes.length) return undefined;
  let length = 0;
  for (const byte of bytes.subarray(start + 2, start + 2 + count)) length = length * 256 + byte;
  return { start, content: start + 2 + count, length };
}

/** In as many bytes as there are; false where it does not fit. */
function writeLength(bytes: Uint8Array, { start, content }: Header, length: number): boolean {
  const count = content - start - 2;
  if (length < 0 || length >= (count === 0 ? 0x80 : 256 ** count)) return false;
  if (count === 0) bytes[start + 1] = length;
  for (let at = 0; at < count; at++) bytes[content - 1 - at] = Math.floor(length / 256 ** at) % 256;
  return true;
}
