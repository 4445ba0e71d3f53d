import type { ExtensionValue } from '#core/certificate/certificate.ts';
import { guarded, readWhole, type DerNode } from '#core/certificate/der.ts';
import { readAuthorityInfoAccess } from './authorityInfoAccess.ts';
import { readBasicConstraints } from './basicConstraints.ts';
import { readCertificatePolicies } from './certificatePolicies.ts';
import { readCrlDistributionPoints } from './crlDistributionPoints.ts';
import { readExtKeyUsage } from './extKeyUsage.ts';
import { readAuthorityKeyIdentifier, readSubjectKeyIdentifier } from './keyIdentifier.ts';
import { readKeyUsage } from './keyUsage.ts';
import { readNameConstraints } from './nameConstraints.ts';
import { readSubjectAltName } from './subjectAltName.ts';
import { readTlsFeature } from './tlsFeature.ts';

interface KnownExtension {
  /** RFC name. */
  readonly name: string;
  /** Absent: shown by name and bytes. */
  readonly read?: (node: DerNode) => ExtensionValue;
  /**
   * The path check obeys it, or has nothing to obey, so it may be critical. Others that are critical refuse the path
   * (RFC 5280 §4.2); the set is the one OpenSSL's X509_supported_extension and BoringSSL's x509_vfy have for what TLS meets.
   */
  readonly obeyed?: true;
}

/** Every extension we can name. To decode one more: write its file, add its line, give ExtensionValue its case. */
const table: Readonly<Record<string, KnownExtension>> = {
  '2.5.29.14': { name: 'subjectKeyIdentifier', read: readSubjectKeyIdentifier },
  '2.5.29.15': { name: 'keyUsage', read: readKeyUsage, obeyed: true },
  '2.5.29.17': { name: 'subjectAltName', read: readSubjectAltName, obeyed: true },
  '2.5.29.18': { name: 'issuerAltName' },
  '2.5.29.19': { name: 'basicConstraints', read: readBasicConstraints, obeyed: true },
  '2.5.29.30': { name: 'nameConstraints', read: readNameConstraints, obeyed: true },
  '2.5.29.31': { name: 'cRLDistributionPoints', read: readCrlDistributionPoints, obeyed: true },
  '2.5.29.32': { name: 'certificatePolicies', read: readCertificatePolicies, obeyed: true },
  // We ask for no policy, and libraries process none unless told to: these three bind nobody here.
  '2.5.29.33': { name: 'policyMappings', obeyed: true },
  '2.5.29.36': { name: 'policyConstraints', obeyed: true },
  '2.5.29.54': { name: 'inhibitAnyPolicy', obeyed: true },
  '2.5.29.35': { name: 'authorityKeyIdentifier', read: readAuthorityKeyIdentifier },
  '2.5.29.37': { name: 'extKeyUsage', read: readExtKeyUsage, obeyed: true },
  '2.5.29.9': { name: 'subjectDirectoryAttributes' },
  '2.5.29.16': { name: 'privateKeyUsagePeriod' },
  '2.5.29.46': { name: 'freshestCRL' },
  '2.5.29.56': { name: 'noRevAvail' },
  '1.3.6.1.5.5.7.1.1': { name: 'authorityInfoAccess', read: readAuthorityInfoAccess },
  '1.3.6.1.5.5.7.1.3': { name: 'qcStatements' },
  '1.3.6.1.5.5.7.1.11': { name: 'subjectInfoAccess' },
  '1.3.6.1.5.5.7.1.12': { name: 'logotype' },
  '1.3.6.1.5.5.7.1.24': { name: 'tlsFeature', read: readTlsFeature },
  '1.3.6.1.5.5.7.1.31': { name: 'acmeIdentifier' },
  '1.3.6.1.5.5.7.48.1.5': { name: 'ocspNoCheck' },
  '1.3.6.1.4.1.11129.2.4.2': { name: 'signedCertificateTimestampList' },
  '1.3.6.1.4.1.11129.2.4.3': { name: 'precertificatePoison' },
  '1.3.6.1.4.1.311.20.2': { name: 'microsoftCertificateType' },
  '1.3.6.1.4.1.311.21.1': { name: 'microsoftCaVersion' },
  '1.3.6.1.4.1.311.21.2': { name: 'microsoftPreviousCaHash' },
  '1.3.6.1.4.1.311.21.7': { name: 'microsoftCertificateTemplate' },
  '1.3.6.1.4.1.311.21.10': { name: 'microsoftApplicationPolicies' },
  '1.3.6.1.4.1.311.25.2': { name: 'microsoftSecurityIdentifier' },
  '1.3.6.1.4.1.44363.44': { name: 'delegatedCredentials' },
  '2.16.840.1.113730.1.1': { name: 'netscapeCertType' },
  '2.16.840.1.113730.1.13': { name: 'netscapeComment' },
  '2.23.140.3.1': { name: 'cabfOrganizationIdentifier' },
};

/** RFC name of an extension; undefined when we do not know it. */
export function extensionName(oid: string): string | undefined {
  return table[oid]?.name;
}

/** True when a critical extension of this kind is understood, so that it does not refuse the path. */
export function isObeyed(oid: string): boolean {
  return table[oid]?.obeyed === true;
}

/** The decoded value of an extension: `unknown` without a decoder, `malformed` when its decoder refused the bytes. */
export function readExtensionValue(oid: string, der: Uint8Array): ExtensionValue {
  const read = table[oid]?.read;
  if (read === undefined) return { kind: 'unknown' };
  const value = guarded(() => read(readWhole(der)));
  return value.ok ? value.value : { kind: 'malformed', reason: value.error.reason };
}
