import type { AccessDescription, ExtensionValue } from '#core/certificate/certificate.ts';
import type { DerNode } from '#core/certificate/der.ts';
import { CA_ISSUERS, OCSP, readAccessDescriptions } from './accessDescription.ts';

/** RFC 5280 §4.2.2.1. */
export function readAuthorityInfoAccess(node: DerNode): ExtensionValue {
  const ocsp: string[] = [];
  const caIssuers: string[] = [];
  const others: AccessDescription[] = [];
  for (const access of readAccessDescriptions(node, 'authorityInfoAccess')) {
    const { method, place } = access;
    if (place.kind === 'uri' && method.oid === OCSP) ocsp.push(place.value);
    else if (place.kind === 'uri' && method.oid === CA_ISSUERS) caIssuers.push(place.value);
    else others.push(access);
  }
  return { kind: 'authorityInfoAccess', ocsp, caIssuers, others };
}
