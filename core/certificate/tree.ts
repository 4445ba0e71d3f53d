import { typeName, typeNames, valueText } from './asn1Text.ts';
import {
  content,
  guarded,
  readableChildren,
  readInside,
  readWhole,
  tags,
  type DerFailure,
  type DerNode,
} from './der.ts';
import type { Field } from './field.ts';
import { labelCertificate } from './treeLabels.ts';
import { ok, type Result } from '#core/result.ts';

/** One ASN.1 value as it lies in the bytes. Plain data: crosses the bridge by structuredClone. */
export interface Asn1Node {
  /** Of the identifier octet, in bytes from the start. */
  readonly offset: number;
  readonly headerLength: number;
  /** Of the content. */
  readonly length: number;
  /** Identifier octet. */
  readonly tag: number;
  /** 'SEQUENCE', 'INTEGER', '[0]', '[APPLICATION 3]'… */
  readonly type: string;
  /** What it is in a certificate: 'serialNumber', 'dNSName', 'subjectAltName'. Only `certificateTree` gives any. */
  readonly label?: string;
  /** Short text: the number, the name of the OID, the first bytes. Absent on what has children. */
  readonly value?: string;
  /** Key of the field it is, the same as in DescribedRow (core/certificate/field.ts); its descendants carry none. */
  readonly field?: Field;
  /** The children do not belong to the value itself: it is an OCTET STRING or BIT STRING whose bytes are ASN.1 again. */
  readonly encapsulates?: true;
  /** Why its content could not be read to the end. */
  readonly fault?: string;
  readonly children: readonly Asn1Node[];
}

/** A tree with more values than this is cut: several times a certificate with 1 000 names, and still no pause for the window. */
const MAX_NODES = 20_000;

/**
 * The values of any DER as a tree, or where and why there is none.
 *
 * It fails when the outermost value does not fill the bytes; what is wrong further inside is marked with `fault`, so that
 * a damaged certificate can be looked at.
 */
export function asn1Tree(der: Uint8Array): Result<Asn1Node, DerFailure> {
  return guarded(() => {
    const budget = { left: MAX_NODES };
    return growNode(readWhole(new Uint8Array(der)), 'plain', budget);
  });
}

/** The same with a label on every part of a certificate that has a name in RFC 5280 §4.1, and the field it is. */
export function certificateTree(der: Uint8Array): Result<Asn1Node, DerFailure> {
  const tree = asn1Tree(der);
  return tree.ok ? ok(labelCertificate(tree.value, der)) : tree;
}

interface Budget {
  left: number;
}

/** `tail`: the last value of a SEQUENCE that begins with an OID; its bytes are ASN.1 more often than not. */
type Place = 'plain' | 'tail';

function growNode(node: DerNode, place: Place, budget: Budget): Asn1Node {
  budget.left -= 1;
  const { offset, headerLength, length, tag } = node;
  const base = { offset, headerLength, length, tag, type: typeName(node) };
  if ((tag & 0x20) !== 0) {
    // One more than may be shown tells that there are more.
    const { nodes, fault } = readableChildren(node, budget.left + 1);
    const tail = nodes[0]?.tag === tags.oid ? nodes.length - 1 : -1;
    const grown: Asn1Node[] = [];
    for (const [at, child] of nodes.entries()) {
      if (budget.left <= 0) return { ...base, children: grown, fault: `cut: more than ${MAX_NODES} values` };
      grown.push(growNode(child, at === tail ? 'tail' : 'plain', budget));
    }
    return { ...base, children: grown, ...(fault !== undefined && { fault: fault.reason }) };
  }
  const inner = insideOf(node, place);
  if (inner !== undefined) return { ...base, children: [growNode(inner, 'plain', budget)], encapsulates: true };
  return { ...base, value: valueText(node), children: [] };
}

/** What a string of bytes holds, when that is ASN.1 to its end. A key identifier that merely begins like a short value is not. */
function insideOf(node: DerNode, place: Place): DerNode | undefined {
  if (node.tag !== tags.octetString && node.tag !== tags.bitString) return undefined;
  if (node.tag === tags.bitString && content(node)[0] !== 0) return undefined;
  const inner = readInside(node, node.tag === tags.bitString ? 1 : 0);
  if (inner === undefined) return undefined;
  const isConstructed = inner.tag === tags.sequence || inner.tag === tags.set;
  if (isConstructed) return readableChildren(inner, MAX_NODES).fault === undefined ? inner : undefined;
  const isExtension = place === 'tail' && node.tag === tags.octetString && typeNames[inner.tag] !== undefined;
  return isExtension ? inner : undefined;
}
