import { concat } from './bytes.ts';
import { fail, ok, type Failure, type Result } from '#core/result.ts';

/**
 * A strict reader of DER (X.690 §10): definite lengths in their shortest form, low and high tag numbers, bounds and depth
 * checked. Ours, because the product shows offsets, must refuse trailing bytes (node and pkijs do not) and reads every
 * certificate of every handshake.
 *
 * The functions here throw `Malformed` at the first fault, so that a grammar reads as a grammar; `guarded` is the boundary
 * that makes a value of it. Nothing outside core/certificate sees the exception.
 */
export interface DerNode {
  /** All the bytes that were read; offsets count from its start. */
  readonly source: Uint8Array;
  /** Identifier octet: class, constructed bit and, below 31, the tag number. */
  readonly tag: number;
  /** Tag number, also when it needed more than one byte. */
  readonly number: number;
  readonly offset: number;
  readonly headerLength: number;
  /** Length of the content. */
  readonly length: number;
  readonly depth: number;
}

export type DerFailure = Failure<'malformed'> & {
  /** What is wrong, in words that can be shown. */
  readonly reason: string;
  /** Where, in bytes from the start. */
  readonly offset: number;
};

class Malformed extends Error {
  readonly offset: number;
  constructor(reason: string, offset: number) {
    super(reason);
    this.offset = offset;
  }
}

/** X.509 nests about twelve deep (a directory name in a distribution point); more than this is an attack on recursion. */
const MAX_DEPTH = 32;

/** Identifier octets of the universal types that X.509 uses (X.680 §8.6). */
export const tags = {
  boolean: 0x01,
  integer: 0x02,
  bitString: 0x03,
  octetString: 0x04,
  null: 0x05,
  oid: 0x06,
  utf8String: 0x0c,
  numericString: 0x12,
  printableString: 0x13,
  teletexString: 0x14,
  ia5String: 0x16,
  utcTime: 0x17,
  generalizedTime: 0x18,
  visibleString: 0x1a,
  universalString: 0x1c,
  bmpString: 0x1e,
  sequence: 0x30,
  set: 0x31,
} as const;

/** Identifier octet of a context-specific tag: [number], primitive or constructed. */
export const context = (number: number, form: 'primitive' | 'constructed'): number =>
  (form === 'constructed' ? 0xa0 : 0x80) | number;

/** Runs a grammar; what it found malformed becomes a failure. Any other exception is a bug and passes through. */
export function guarded<T>(read: () => T): Result<T, DerFailure> {
  try {
    return ok(read());
  } catch (error) {
    return failureOf(error);
  }
}

/** The same for a grammar that waits for something on the way. */
export async function guardedLater<T>(read: () => Promise<T>): Promise<Result<T, DerFailure>> {
  try {
    return ok(await read());
  } catch (error) {
    return failureOf(error);
  }
}

function failureOf(error: unknown): Result<never, DerFailure> {
  if (!(error instanceof Malformed)) throw error;
  const { message: reason, offset } = error;
  return fail({ kind: 'malformed', reason, offset, message: `${reason} (byte ${offset})` });
}

/** Ends a grammar: this node is not what it must be. */
export function malformed(reason: string, node: Pick<DerNode, 'offset'>): never {
  throw new Malformed(reason, node.offset);
}

/** The one value the bytes hold; bytes after it are refused. */
export function readWhole(source: Uint8Array): DerNode {
  if (source.length === 0) throw new Malformed('there are no bytes', 0);
  const node = readNode(source, 0, source.length, 0);
  const end = node.offset + node.headerLength + node.length;
  if (end !== source.length) throw new Malformed(`${source.length - end} bytes follow after the end`, end);
  return node;
}

/** Where the first value in the bytes ends; undefined when there is none. What follows is the caller's business. */
export function firstEnd(source: Uint8Array): number | undefined {
  const read = guarded(() => readNode(source, 0, source.length, 0));
  return read.ok ? read.value.headerLength + read.value.length : undefined;
}

/**
 * Most values inside one. A certificate has at most as many (a megabyte of empty ones), a bundle has thousands; as many as 16 MB can
 * hold would fill the memory.
 */
const MAX_CHILDREN = 500_000;

/** The values inside a constructed one, in their order. */
export function children(node: DerNode): readonly DerNode[] {
  if ((node.tag & 0x20) === 0) malformed('a primitive value where a constructed one must be', node);
  if (node.depth >= MAX_DEPTH) malformed(`nested deeper than ${MAX_DEPTH} levels`, node);
  const found: DerNode[] = [];
  const end = node.offset + node.headerLength + node.length;
  for (let at = node.offset + node.headerLength; at < end;) {
    if (found.length === MAX_CHILDREN) malformed(`more than ${MAX_CHILDREN} values in one`, node);
    const child = readNode(node.source, at, end, node.depth + 1);
    found.push(child);
    at = child.offset + child.headerLength + child.length;
  }
  return found;
}

/**
 * As many of the values inside as can be read, and why there are no more: for showing what is malformed. Never throws.
 *
 * @param limit no more than so many: a megabyte of empty values is half a million
 */
export function readableChildren(
  node: DerNode,
  limit: number,
): {
  readonly nodes: readonly DerNode[];
  readonly fault?: DerFailure;
} {
  const nodes: DerNode[] = [];
  const read = guarded(() => {
    if (node.depth >= MAX_DEPTH) malformed(`nested deeper than ${MAX_DEPTH} levels`, node);
    const end = node.offset + node.headerLength + node.length;
    for (let at = node.offset + node.headerLength; at < end && nodes.length < limit;) {
      const child = readNode(node.source, at, end, node.depth + 1);
      nodes.push(child);
      at = child.offset + child.headerLength + child.length;
    }
  });
  return read.ok ? { nodes } : { nodes, fault: read.error };
}

/**
 * The one value that fills the content of a primitive one (extnValue, subjectPublicKey), with offsets in the same source;
 * undefined when the content is something else. @param skip bytes before it: 1 for a BIT STRING
 */
export function readInside(node: DerNode, skip: number): DerNode | undefined {
  const start = node.offset + node.headerLength + skip;
  const end = node.offset + node.headerLength + node.length;
  if (start >= end || node.depth >= MAX_DEPTH) return undefined;
  const read = guarded(() => readNode(node.source, start, end, node.depth + 1));
  if (!read.ok || start + read.value.headerLength + read.value.length !== end) return undefined;
  return read.value;
}

/** The content bytes: a view, not a copy. */
export function content(node: DerNode): Uint8Array {
  const start = node.offset + node.headerLength;
  return node.source.subarray(start, start + node.length);
}

/** Header and content: a view, not a copy. */
export function whole(node: DerNode): Uint8Array {
  return node.source.subarray(node.offset, node.offset + node.headerLength + node.length);
}

/** One value around this content: for what has to be hashed, never for what is shown. */
export function encodeDer(tag: number, body: Uint8Array): Uint8Array {
  return concat([Uint8Array.of(tag), lengthBytes(body.length), body]);
}

/** A length in its shortest form (X.690 §10.1). */
export function lengthBytes(length: number): Uint8Array {
  if (length < 0x80) return Uint8Array.of(length);
  const digits: number[] = [];
  for (let rest = length; rest > 0; rest = Math.floor(rest / 256)) digits.unshift(rest % 256);
  return Uint8Array.of(0x80 | digits.length, ...digits);
}

/** The node itself when it is there and has this identifier octet. */
export function expectTag(node: DerNode | undefined, tag: number, what: string, parent: DerNode): DerNode {
  if (node === undefined) return malformed(`${what} is missing`, parent);
  if (node.tag !== tag) malformed(`${what} has tag 0x${node.tag.toString(16)}, not 0x${tag.toString(16)}`, node);
  return node;
}

/** Children of a SEQUENCE that must be one. */
export function sequence(node: DerNode | undefined, what: string, parent: DerNode): readonly DerNode[] {
  return children(expectTag(node, tags.sequence, what, parent));
}

/** DER knows two booleans, 00 and FF (X.690 §11.1). */
export function readBoolean(node: DerNode): boolean {
  const value = node.source[node.offset + node.headerLength];
  if (node.length !== 1 || (value !== 0 && value !== 0xff)) malformed('a BOOLEAN that is neither 00 nor FF', node);
  return value === 0xff;
}

/** Content of an INTEGER: two's complement, shortest form (X.690 §8.3.2). */
export function readInteger(node: DerNode): Uint8Array {
  const bytes = content(node);
  const [first, second] = bytes;
  if (first === undefined) return malformed('an INTEGER without content', node);
  if (second !== undefined && ((first === 0 && second < 0x80) || (first === 0xff && second >= 0x80)))
    malformed('an INTEGER that is not in its shortest form', node);
  return bytes;
}

/** A small non-negative INTEGER as a number: version, path length, salt length. */
export function readSmallInteger(node: DerNode, what: string): number {
  const bytes = readInteger(node);
  if ((bytes[0] ?? 0) >= 0x80) malformed(`${what} is negative`, node);
  if (bytes.length > 4) malformed(`${what} is too large`, node);
  return bytes.reduce((sum, byte) => sum * 256 + byte, 0);
}

/** Bits of a BIT STRING and how many at the end are unused (X.690 §8.6, §11.2). */
export function readBitString(node: DerNode): { readonly bytes: Uint8Array; readonly unused: number } {
  const unused = node.source[node.offset + node.headerLength];
  if (node.length === 0 || unused === undefined || unused > 7 || (unused > 0 && node.length === 1))
    return malformed('a BIT STRING with a wrong count of unused bits', node);
  const bytes = content(node).subarray(1);
  if (unused > 0 && ((bytes[bytes.length - 1] ?? 0) & ((1 << unused) - 1)) !== 0)
    malformed('a BIT STRING whose unused bits are not zero', node);
  return { bytes, unused };
}

function readNode(source: Uint8Array, offset: number, end: number, depth: number): DerNode {
  const tag = source[offset];
  if (tag === undefined || offset >= end) throw new Malformed('a value ends before its tag', offset);
  let at = offset + 1;
  let number = tag & 0x1f;
  if (number === 0x1f) [number, at] = readHighTag(source, at, end);
  const first = at < end ? source[at] : undefined;
  if (first === undefined) throw new Malformed('a value ends before its length', offset);
  at += 1;
  let length = first;
  if (first === 0x80) throw new Malformed('an indefinite length, which DER forbids', offset);
  if (first > 0x80) [length, at] = readLongLength(source, first & 0x7f, at, end, offset);
  if (length > end - at) throw new Malformed(`a length of ${length} runs past the end`, offset);
  return { source, tag, number, offset, headerLength: at - offset, length, depth };
}

/** Tag numbers from 31 up: base 128, shortest form (X.690 §8.1.2.4). Four bytes hold more than any format uses. */
function readHighTag(source: Uint8Array, start: number, end: number): [number, number] {
  let number = 0;
  for (let at = start; at < end && at < start + 4; at++) {
    const byte = source[at] ?? 0;
    if (at === start && byte === 0x80) break;
    number = number * 128 + (byte & 0x7f);
    if (byte < 0x80 && number >= 31) return [number, at + 1];
    if (byte < 0x80) break;
  }
  throw new Malformed('a tag number that is not in its shortest form', start - 1);
}

function readLongLength(
  source: Uint8Array,
  count: number,
  start: number,
  end: number,
  offset: number,
): [number, number] {
  // Four length bytes reach 4 GiB; nothing we are given is longer.
  if (count > 4) throw new Malformed('a length of more than four bytes', offset);
  if (start + count > end) throw new Malformed('a value ends inside its length', offset);
  let length = 0;
  for (let at = start; at < start + count; at++) length = length * 256 + (source[at] ?? 0);
  if (length < 0x80 || source[start] === 0) throw new Malformed('a length that is not in its shortest form', offset);
  return [length, start + count];
}
