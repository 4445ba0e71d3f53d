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
 * The tree refuses a value that does not fill the bytes. For those, the length that the first header claims is set to what is
 * there, in a copy: offsets stay what they are, and what was cut is marked where it is missing.
 */
export function readableTree(der: Uint8Array): ReadableTree {
  const whole = certificateTree(der);
  if (whole.ok) return { tree: whole.value };
  const mended = mendedLength(der);
  const tree = mended === undefined ? undefined : asTree(mended);
  return { ...(tree !== undefined && { tree }), fault: whole.error };
}

function asTree(der: Uint8Array): Asn1Node | undefined {
  const labelled = certificateTree(der);
  if (labelled.ok) return labelled.value;
  const plain = asn1Tree(der);
  return plain.ok ? plain.value : undefined;
}

/** The bytes with the length of the outer SEQUENCE made to fit, where its header has room for it. */
function mendedLength(der: Uint8Array): Uint8Array | undefined {
  const [tag, first = 0] = der;
  const count = first < 0x80 ? 0 : first & 0x7f;
  const length = der.length - 2 - count;
  if (tag !== 0x30 || count > 4 || length < 0) return undefined;
  if (count === 0 && length >= 0x80) return undefined;
  const mended = new Uint8Array(der);
  if (count === 0) mended[1] = length;
  for (let at = 0; at < count; at++) mended[1 + count - at] = Math.floor(length / 256 ** at) % 256;
  return mended;
}
