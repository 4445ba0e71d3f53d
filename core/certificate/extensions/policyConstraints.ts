import type { ExtensionValue } from '#core/certificate/certificate.ts';
import { context, malformed, readSmallInteger, type DerNode } from '#core/certificate/der.ts';
import { nonEmptySequence } from './generalName.ts';

/** RFC 5280 §4.2.1.11: at least one of the two. */
export function readPolicyConstraints(node: DerNode): ExtensionValue {
  let value: Extract<ExtensionValue, { kind: 'policyConstraints' }> = { kind: 'policyConstraints' };
  for (const part of nonEmptySequence(node, 'policyConstraints')) {
    if (part.tag === context(0, 'primitive'))
      value = { ...value, requireExplicitPolicy: readSmallInteger(part, 'requireExplicitPolicy') };
    else if (part.tag === context(1, 'primitive'))
      value = { ...value, inhibitPolicyMapping: readSmallInteger(part, 'inhibitPolicyMapping') };
    else return malformed('policyConstraints holds something unknown', part);
  }
  return value;
}
