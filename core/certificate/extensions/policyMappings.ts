import type { ExtensionValue } from '#core/certificate/certificate.ts';
import { malformed, sequence, type DerNode } from '#core/certificate/der.ts';
import { named, policyNames, readOid } from '#core/certificate/oid.ts';
import { nonEmptySequence } from './generalName.ts';

/** RFC 5280 §4.2.1.5. */
export function readPolicyMappings(node: DerNode): ExtensionValue {
  const mappings = nonEmptySequence(node, 'policyMappings').map((mapping) => {
    const [issuer, subject, more] = sequence(mapping, 'a policy mapping', node);
    if (more !== undefined) malformed('a policy mapping of more than two policies', more);
    return {
      issuerDomain: named(readOid(issuer, 'a policy', mapping), policyNames),
      subjectDomain: named(readOid(subject, 'a policy', mapping), policyNames),
    };
  });
  return { kind: 'policyMappings', mappings };
}
