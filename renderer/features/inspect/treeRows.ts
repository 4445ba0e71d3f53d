import type { Asn1Node } from '#core/certificate/tree.ts';
import type { Field } from '#core/certificate/field.ts';

/** One line of the tree. */
export interface TreeRow {
  readonly node: Asn1Node;
  /** From 1, as aria-level counts. */
  readonly level: number;
  /** Place among its siblings, from 1, and how many they are. */
  readonly position: number;
  readonly siblings: number;
  readonly isOpen: boolean;
}

/** The lines that are shown when the values at these offsets are open. An offset names a value: no two begin at one place. */
export function treeRows(top: Asn1Node, open: ReadonlySet<number>): readonly TreeRow[] {
  const rows: TreeRow[] = [];
  const add = (node: Asn1Node, level: number, position: number, siblings: number): void => {
    const isOpen = node.children.length > 0 && open.has(node.offset);
    rows.push({ node, level, position, siblings, isOpen });
    if (isOpen) node.children.forEach((child, index) => add(child, level + 1, index + 1, node.children.length));
  };
  add(top, 1, 1, 1);
  return rows;
}

/** The values from the top down to the deepest one that holds this byte. */
export function pathTo(top: Asn1Node, byte: number): readonly Asn1Node[] {
  const path: Asn1Node[] = [];
  let current: Asn1Node | undefined = holds(top, byte) ? top : undefined;
  while (current !== undefined) {
    path.push(current);
    current = childAt(current.children, byte);
  }
  return path;
}

/** By halving: a certificate of a thousand names has as many values in one list. */
function childAt(children: readonly Asn1Node[], byte: number): Asn1Node | undefined {
  let low = 0;
  let high = children.length - 1;
  while (low <= high) {
    const middle = (low + high) >> 1;
    const child = children[middle];
    if (child === undefined) return undefined;
    if (byte < child.offset) high = middle - 1;
    else if (byte >= endOf(child)) low = middle + 1;
    else return child;
  }
  return undefined;
}

function holds(node: Asn1Node, byte: number): boolean {
  return byte >= node.offset && byte < endOf(node);
}

/** First byte behind a value. */
export function endOf(node: Pick<Asn1Node, 'offset' | 'headerLength' | 'length'>): number {
  return node.offset + node.headerLength + node.length;
}

/** The value that is a field of the certificate. */
export function nodeOfField(top: Asn1Node, field: Field): Asn1Node | undefined {
  if (top.field === field) return top;
  for (const child of top.children) {
    const found = nodeOfField(child, field);
    if (found !== undefined) return found;
  }
  return undefined;
}

/** Values that are open at first: the certificate, what was signed, and its extensions, as far as they are few. */
export function openAtFirst(top: Asn1Node): ReadonlySet<number> {
  const [signed] = top.children;
  const extensions = signed?.children.find(({ label }) => label === 'extensions');
  const [list] = extensions?.children ?? [];
  return new Set([top, signed, extensions, list].flatMap((node) => (node === undefined ? [] : [node.offset])));
}

/** 'SEQ' for a narrow column. */
const shortTypes: Readonly<Record<string, string>> = {
  SEQUENCE: 'SEQ',
  'OBJECT IDENTIFIER': 'OID',
  'OCTET STRING': 'OCTETS',
  'BIT STRING': 'BITS',
};

export function shortType(type: string): string {
  return shortTypes[type] ?? type;
}
