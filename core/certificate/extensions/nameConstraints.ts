import type { ExtensionValue, GeneralName } from '#core/certificate/certificate.ts';
import { children, content, context, malformed, sequence, type DerNode } from '#core/certificate/der.ts';
import { nonEmptySequence, readGeneralName } from './generalName.ts';

/** RFC 5280 §4.2.1.10. An empty one is refused: it constrains nothing, yet whoever wrote it meant something. */
export function readNameConstraints(node: DerNode): ExtensionValue {
  let permitted: readonly GeneralName[] = [];
  let excluded: readonly GeneralName[] = [];
  for (const part of nonEmptySequence(node, 'nameConstraints')) {
    if (part.tag === context(0, 'constructed')) permitted = readSubtrees(part);
    else if (part.tag === context(1, 'constructed')) excluded = readSubtrees(part);
    else return malformed('nameConstraints holds something unknown', part);
  }
  return { kind: 'nameConstraints', permitted, excluded };
}

function readSubtrees(node: DerNode): readonly GeneralName[] {
  const subtrees = children(node);
  if (subtrees.length === 0) malformed('nameConstraints has an empty list', node);
  return subtrees.map((subtree) => {
    const [base, ...bounds] = sequence(subtree, 'a name constraint', node);
    if (base === undefined) return malformed('a name constraint without a name', subtree);
    // Minimum is always 0, which DER leaves out and some issuers write, and maximum is always absent (RFC 5280 §4.2.1.10): a
    // bound we ignored would widen the constraint.
    const [minimum, maximum] = bounds;
    const isZero = minimum?.tag === context(0, 'primitive') && content(minimum).join() === '0';
    if (maximum !== undefined || (minimum !== undefined && !isZero))
      malformed('a name constraint with a minimum or maximum', subtree);
    return readGeneralName(base, 'range');
  });
}
