import type { ExtensionValue } from '#core/certificate/certificate.ts';
import { guarded, readWhole, type DerNode } from '#core/certificate/der.ts';
import { readAcmeIdentifier } from './acmeIdentifier.ts';
import {
  readAltSignatureAlgorithm,
  readAltSignatureValue,
  readSubjectAltPublicKeyInfo,
} from './alternativeSignature.ts';
import { readBiometricInfo } from './biometricInfo.ts';
import { readAuthorityInfoAccess } from './authorityInfoAccess.ts';
import { readBasicConstraints } from './basicConstraints.ts';
import { readCabfOrganizationIdentifier } from './cabfOrganizationIdentifier.ts';
import { readCertificatePolicies } from './certificatePolicies.ts';
import { readCrlDistributionPoints, readFreshestCrl } from './crlDistributionPoints.ts';
import { readExtKeyUsage } from './extKeyUsage.ts';
import { readInhibitAnyPolicy } from './inhibitAnyPolicy.ts';
import { readIssuerAltName } from './issuerAltName.ts';
import { readAuthorityKeyIdentifier, readSubjectKeyIdentifier } from './keyIdentifier.ts';
import { readKeyUsage } from './keyUsage.ts';
import { readLogotype } from './logotype.ts';
import { readMarker } from './marker.ts';
import { readMasaUrl } from './masaUrl.ts';
import {
  readApplicationPolicies,
  readCaVersion,
  readCertificateTemplate,
  readCertificateType,
  readPreviousCaHash,
  readSecurityIdentifier,
} from './microsoft.ts';
import { readNameConstraints } from './nameConstraints.ts';
import { readNetscapeCertType, readNetscapeText } from './netscape.ts';
import { readPolicyConstraints } from './policyConstraints.ts';
import { readPolicyMappings } from './policyMappings.ts';
import { readPrivateKeyUsagePeriod } from './privateKeyUsagePeriod.ts';
import { readProxyCertInfo } from './proxyCertInfo.ts';
import { readQcStatements } from './qcStatements.ts';
import { isBareText, readSigstoreBareText, readSigstoreText, sigstoreNames } from './sigstore.ts';
import { readTimestampList } from './signedCertificateTimestampList.ts';
import { readSmimeCapabilities } from './smimeCapabilities.ts';
import { readStepProvisioner } from './stepProvisioner.ts';
import { readSubjectAltName } from './subjectAltName.ts';
import { readSubjectDirectoryAttributes } from './subjectDirectoryAttributes.ts';
import { readSubjectInfoAccess } from './subjectInfoAccess.ts';
import { readTlsFeature } from './tlsFeature.ts';

interface KnownExtension {
  /** RFC name. */
  readonly name: string;
  /** Absent: shown by name and bytes. */
  readonly read?: (node: DerNode) => ExtensionValue;
  /** For a value that is no ASN.1. */
  readonly readBytes?: (der: Uint8Array) => ExtensionValue;
  /**
   * The path check obeys it, or has nothing to obey, so it may be critical. Others that are critical refuse the path
   * (RFC 5280 §4.2); the set is the one OpenSSL's X509_supported_extension and BoringSSL's x509_vfy have for what TLS meets.
   */
  readonly obeyed?: true;
}

/**
 * Every extension we can name. To decode one more: write its file, add its line, give ExtensionValue its case. Decoding does
 * not make it `obeyed`: that takes a rule in the path check.
 */
const table: Readonly<Record<string, KnownExtension>> = {
  '2.5.29.14': { name: 'subjectKeyIdentifier', read: readSubjectKeyIdentifier },
  '2.5.29.15': { name: 'keyUsage', read: readKeyUsage, obeyed: true },
  '2.5.29.17': { name: 'subjectAltName', read: readSubjectAltName, obeyed: true },
  '2.5.29.18': { name: 'issuerAltName', read: readIssuerAltName },
  '2.5.29.19': { name: 'basicConstraints', read: readBasicConstraints, obeyed: true },
  '2.5.29.30': { name: 'nameConstraints', read: readNameConstraints, obeyed: true },
  '2.5.29.31': { name: 'cRLDistributionPoints', read: readCrlDistributionPoints, obeyed: true },
  '2.5.29.32': { name: 'certificatePolicies', read: readCertificatePolicies, obeyed: true },
  // We ask for no policy, and libraries process none unless told to: these three bind nobody here.
  '2.5.29.33': { name: 'policyMappings', read: readPolicyMappings, obeyed: true },
  '2.5.29.36': { name: 'policyConstraints', read: readPolicyConstraints, obeyed: true },
  '2.5.29.54': { name: 'inhibitAnyPolicy', read: readInhibitAnyPolicy, obeyed: true },
  '2.5.29.35': { name: 'authorityKeyIdentifier', read: readAuthorityKeyIdentifier },
  '2.5.29.37': { name: 'extKeyUsage', read: readExtKeyUsage, obeyed: true },
  '2.5.29.9': { name: 'subjectDirectoryAttributes', read: readSubjectDirectoryAttributes },
  '2.5.29.16': { name: 'privateKeyUsagePeriod', read: readPrivateKeyUsagePeriod },
  '2.5.29.46': { name: 'freshestCRL', read: readFreshestCrl },
  '2.5.29.72': { name: 'subjectAltPublicKeyInfo', read: readSubjectAltPublicKeyInfo },
  '2.5.29.73': { name: 'altSignatureAlgorithm', read: readAltSignatureAlgorithm },
  '2.5.29.74': { name: 'altSignatureValue', read: readAltSignatureValue },
  '2.5.29.56': { name: 'noRevAvail', read: readMarker('noRevAvail') },
  '1.3.6.1.5.5.7.1.1': { name: 'authorityInfoAccess', read: readAuthorityInfoAccess },
  '1.2.840.113549.1.9.15': { name: 'smimeCapabilities', read: readSmimeCapabilities },
  '1.3.6.1.5.5.7.1.2': { name: 'biometricInfo', read: readBiometricInfo },
  '1.3.6.1.5.5.7.1.3': { name: 'qcStatements', read: readQcStatements },
  '1.3.6.1.5.5.7.1.11': { name: 'subjectInfoAccess', read: readSubjectInfoAccess },
  '1.3.6.1.5.5.7.1.12': { name: 'logotype', read: readLogotype },
  '1.3.6.1.5.5.7.1.14': { name: 'proxyCertInfo', read: readProxyCertInfo },
  '1.3.6.1.5.5.7.1.24': { name: 'tlsFeature', read: readTlsFeature },
  '1.3.6.1.5.5.7.1.31': { name: 'acmeIdentifier', read: readAcmeIdentifier },
  '1.3.6.1.5.5.7.1.32': { name: 'masaUrl', read: readMasaUrl },
  '1.3.6.1.5.5.7.48.1.5': { name: 'ocspNoCheck', read: readMarker('ocspNoCheck') },
  '1.3.6.1.4.1.11129.2.4.2': { name: 'signedCertificateTimestampList', read: readTimestampList },
  '1.3.6.1.4.1.11129.2.4.3': { name: 'precertificatePoison', read: readMarker('precertificatePoison') },
  '1.3.6.1.4.1.311.20.2': { name: 'microsoftCertificateType', read: readCertificateType },
  '1.3.6.1.4.1.311.21.1': { name: 'microsoftCaVersion', read: readCaVersion },
  '1.3.6.1.4.1.311.21.2': { name: 'microsoftPreviousCaHash', read: readPreviousCaHash },
  '1.3.6.1.4.1.311.21.7': { name: 'microsoftCertificateTemplate', read: readCertificateTemplate },
  '1.3.6.1.4.1.311.21.10': { name: 'microsoftApplicationPolicies', read: readApplicationPolicies },
  '1.3.6.1.4.1.311.25.2': { name: 'microsoftSecurityIdentifier', read: readSecurityIdentifier },
  '1.3.6.1.4.1.44363.44': { name: 'delegatedCredentials', read: readMarker('delegatedCredentials') },
  '1.3.6.1.4.1.37476.9000.64.1': { name: 'stepProvisioner', read: readStepProvisioner },
  ...Object.fromEntries(
    Object.entries(sigstoreNames).map(([oid, name]): [string, KnownExtension] => [
      oid,
      isBareText(oid) ? { name, readBytes: readSigstoreBareText } : { name, read: readSigstoreText },
    ]),
  ),
  '2.16.840.1.113730.1.1': { name: 'netscapeCertType', read: readNetscapeCertType },
  '2.16.840.1.113730.1.2': { name: 'netscapeBaseUrl', read: readNetscapeText },
  '2.16.840.1.113730.1.3': { name: 'netscapeRevocationUrl', read: readNetscapeText },
  '2.16.840.1.113730.1.4': { name: 'netscapeCaRevocationUrl', read: readNetscapeText },
  '2.16.840.1.113730.1.7': { name: 'netscapeRenewalUrl', read: readNetscapeText },
  '2.16.840.1.113730.1.8': { name: 'netscapeCaPolicyUrl', read: readNetscapeText },
  '2.16.840.1.113730.1.12': { name: 'netscapeSslServerName', read: readNetscapeText },
  '2.16.840.1.113730.1.13': { name: 'netscapeComment', read: readNetscapeText },
  '2.23.140.3.1': { name: 'cabfOrganizationIdentifier', read: readCabfOrganizationIdentifier },
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
  const { read, readBytes } = table[oid] ?? {};
  if (readBytes !== undefined) return readBytes(der);
  if (read === undefined) return { kind: 'unknown' };
  const value = guarded(() => read(readWhole(der)));
  return value.ok ? value.value : { kind: 'malformed', reason: value.error.reason };
}
