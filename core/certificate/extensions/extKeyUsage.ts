import type { ExtensionValue } from '#core/certificate/certificate.ts';
import type { DerNode } from '#core/certificate/der.ts';
import { purposeNames, readOid } from '#core/certificate/oid.ts';
import { nonEmptySequence } from './generalName.ts';

/** RFC 5280 §4.2.1.12. */
export function readExtKeyUsage(node: DerNode): ExtensionValue {
  const purposes = nonEmptySequence(node, 'extKeyUsage').map((purpose) => {
    const oid = readOid(purpose, 'a purpose', node);
    const name = purposeNames[oid];
    return { oid, ...(name !== undefined && { name }) };
  });
  return { kind: 'extKeyUsage', purposes };
}
