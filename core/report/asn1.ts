import type { Asn1Node } from '#core/certificate/tree.ts';
import { toned, type Line } from './line.ts';

/**
 * The ASN.1 tree as `openssl asn1parse` lays it out (offset, depth, header and content length, type), with the names of a
 * certificate's parts and the values beside it.
 */
export function reportAsn1(node: Asn1Node, depth = 0): readonly Line[] {
  const place = `${String(node.offset).padStart(6)}:d=${String(depth).padEnd(2)} hl=${node.headerLength} l=${String(node.length).padStart(5)} `;
  const words = [
    ...(node.label === undefined ? [] : [` ${node.label}`]),
    ...(node.value === undefined || node.value === '' ? [] : [`  ${node.value}`]),
  ];
  const line: Line = [
    toned('dim', place),
    `${'  '.repeat(depth)}${node.type}`,
    ...words,
    ...(node.fault === undefined ? [] : [toned('bad', `  ${node.fault}`)]),
  ];
  return [line, ...node.children.flatMap((child) => reportAsn1(child, depth + 1))];
}
