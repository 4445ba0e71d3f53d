import type { ExtensionValue } from '#core/certificate/certificate.ts';
import { content, sequence, tags, type DerNode } from '#core/certificate/der.ts';
import { policyNames, readOid } from '#core/certificate/oid.ts';
import { visibleAscii } from '#core/certificate/text.ts';
import { nonEmptySequence } from './generalName.ts';

/** id-qt-cps: the address of a certification practice statement. */
const CPS = '1.3.6.1.5.5.7.2.1';

/** RFC 5280 §4.2.1.4. */
export function readCertificatePolicies(node: DerNode): ExtensionValue {
  const policies = nonEmptySequence(node, 'certificatePolicies').map((policy) => {
    const [type, qualifiers] = sequence(policy, 'a policy', node);
    const oid = readOid(type, 'a policy', policy);
    const name = policyNames[oid];
    return {
      oid,
      ...(name !== undefined && { name }),
      cps: qualifiers === undefined ? [] : readStatements(qualifiers),
    };
  });
  return { kind: 'certificatePolicies', policies };
}

function readStatements(node: DerNode): readonly string[] {
  return nonEmptySequence(node, 'the qualifiers of a policy').flatMap((qualifier) => {
    const [type, value] = sequence(qualifier, 'a policy qualifier', node);
    const isStatement = readOid(type, 'a policy qualifier', qualifier) === CPS;
    return isStatement && value?.tag === tags.ia5String ? [visibleAscii(content(value))] : [];
  });
}
