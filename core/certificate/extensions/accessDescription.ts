import type { AccessDescription } from '#core/certificate/certificate.ts';
import { malformed, sequence, type DerNode } from '#core/certificate/der.ts';
import { named, readOid } from '#core/certificate/oid.ts';
import { nonEmptySequence, readGeneralName } from './generalName.ts';

export const OCSP = '1.3.6.1.5.5.7.48.1';
export const CA_ISSUERS = '1.3.6.1.5.5.7.48.2';

/** IANA "SMI Security for PKIX Access Descriptor" (1.3.6.1.5.5.7.48); RFC 5280 §4.2.2, RFC 6487 §4.8.8, RFC 8182 §3.2. */
export const accessMethodNames: Readonly<Record<string, string>> = {
  [OCSP]: 'ocsp',
  [CA_ISSUERS]: 'caIssuers',
  '1.3.6.1.5.5.7.48.3': 'timeStamping',
  '1.3.6.1.5.5.7.48.5': 'caRepository',
  '1.3.6.1.5.5.7.48.10': 'rpkiManifest',
  '1.3.6.1.5.5.7.48.11': 'signedObject',
  '1.3.6.1.5.5.7.48.13': 'rpkiNotify',
};

/** The list that authorityInfoAccess and subjectInfoAccess hold (RFC 5280 §4.2.2). @throws Malformed */
export function readAccessDescriptions(node: DerNode, what: string): readonly AccessDescription[] {
  return nonEmptySequence(node, what).map((access) => {
    const [type, place] = sequence(access, 'an access description', node);
    const method = readOid(type, 'an access method', access);
    if (place === undefined) return malformed('an access method without a place', access);
    return { method: named(method, accessMethodNames), place: readGeneralName(place, 'address') };
  });
}
