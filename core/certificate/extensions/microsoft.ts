import type { ExtensionValue } from '#core/certificate/certificate.ts';
import {
  children,
  content,
  context,
  expectTag,
  malformed,
  readSmallInteger,
  sequence,
  tags,
  type DerNode,
} from '#core/certificate/der.ts';
import { named, purposeNames, readOid } from '#core/certificate/oid.ts';
import { expectText, visibleAscii } from '#core/certificate/text.ts';
import { nonEmptySequence } from './generalName.ts';

// The extensions of Active Directory Certificate Services, as [MS-WCCE] §2.2.2.7 gives them.

/** szOID_ENROLL_CERTTYPE_EXTENSION: the name of a version 1 template. */
export function readCertificateType(node: DerNode): ExtensionValue {
  return { kind: 'microsoftCertificateType', name: expectText(node, 'the certificate type', node) };
}

/** szOID_CERTSRV_CA_VERSION: the certificate's index in the lower 16 bits, the key's in the upper. */
export function readCaVersion(node: DerNode): ExtensionValue {
  const version = readSmallInteger(expectTag(node, tags.integer, 'the CA version', node), 'the CA version');
  return { kind: 'microsoftCaVersion', certificateIndex: version & 0xffff, keyIndex: version >>> 16 };
}

/** szOID_CERTSRV_PREVIOUS_CERT_HASH: SHA-1 of the authority's certificate before this one. */
export function readPreviousCaHash(node: DerNode): ExtensionValue {
  return {
    kind: 'microsoftPreviousCaHash',
    hash: content(expectTag(node, tags.octetString, 'the hash of the previous certificate', node)),
  };
}

/** szOID_CERTIFICATE_TEMPLATE: a version 2 template. */
export function readCertificateTemplate(node: DerNode): ExtensionValue {
  const [type, major, minor, more] = sequence(node, 'the certificate template', node);
  if (more !== undefined) malformed('a certificate template with more than two versions', more);
  const version = (part: DerNode) =>
    readSmallInteger(expectTag(part, tags.integer, 'the version of the template', node), 'the version of the template');
  return {
    kind: 'microsoftCertificateTemplate',
    oid: readOid(type, 'the certificate template', node),
    ...(major !== undefined && { major: version(major) }),
    ...(minor !== undefined && { minor: version(minor) }),
  };
}

/** szOID_APPLICATION_CERT_POLICIES: the syntax of certificatePolicies with key purposes in it. */
export function readApplicationPolicies(node: DerNode): ExtensionValue {
  const purposes = nonEmptySequence(node, 'the application policies').map((policy) => {
    const [type] = sequence(policy, 'an application policy', node);
    return named(readOid(type, 'an application policy', policy), purposeNames);
  });
  return { kind: 'microsoftApplicationPolicies', purposes };
}

/** szOID_NTDS_OBJECTSID, inside the extension of KB5014754 as an otherName. */
const OBJECT_SID = '1.3.6.1.4.1.311.25.2.1';

/** szOID_NTDS_CA_SECURITY_EXT: the account's security identifier, text in an OCTET STRING. */
export function readSecurityIdentifier(node: DerNode): ExtensionValue {
  const [name] = sequence(node, 'the security identifier', node);
  const [type, explicit] = children(expectTag(name, context(0, 'constructed'), 'the security identifier', node));
  if (readOid(type, 'the kind of security identifier', node) !== OBJECT_SID || explicit === undefined)
    return malformed('a security identifier of an unknown kind', node);
  const [value] = children(explicit);
  return {
    kind: 'microsoftSecurityIdentifier',
    sid: visibleAscii(content(expectTag(value, tags.octetString, 'the security identifier', explicit))),
  };
}
