import type { ExtensionValue } from '#core/certificate/certificate.ts';
import { malformed, sequence, type DerNode } from '#core/certificate/der.ts';
import { readOid } from '#core/certificate/oid.ts';
import { nonEmptySequence, readGeneralName } from './generalName.ts';

const OCSP = '1.3.6.1.5.5.7.48.1';
const CA_ISSUERS = '1.3.6.1.5.5.7.48.2';

/** RFC 5280 §4.2.2.1. Places that are no URL, and methods other than these two, are left out. */
export function readAuthorityInfoAccess(node: DerNode): ExtensionValue {
  const ocsp: string[] = [];
  const caIssuers: string[] = [];
  for (const access of nonEmptySequence(node, 'authorityInfoAccess')) {
    const [type, place] = sequence(access, 'an access description', node);
    const method = readOid(type, 'an access method', access);
    if (place === undefined) return malformed('an access method without a place', access);
    const name = readGeneralName(place, 'address');
    if (name.kind !== 'uri') continue;
    if (method === OCSP) ocsp.push(name.value);
    if (method === CA_ISSUERS) caIssuers.push(name.value);
  }
  return { kind: 'authorityInfoAccess', ocsp, caIssuers };
}
