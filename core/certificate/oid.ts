import { content, expectTag, malformed, tags, type DerNode } from './der.ts';

/** Dotted text of an OBJECT IDENTIFIER (X.690 §8.19). */
export function readOid(node: DerNode | undefined, what: string, parent: DerNode): string {
  const found = expectTag(node, tags.oid, what, parent);
  const text = oidText(content(found));
  return text ?? malformed(`${what} is not a well-formed object identifier`, found);
}

/** Dotted text of the content of an OBJECT IDENTIFIER; undefined when it is none. */
export function oidText(bytes: Uint8Array): string | undefined {
  const arcs: (number | bigint)[] = [];
  for (let at = 0; at < bytes.length;) {
    const end = arcEnd(bytes, at);
    if (end === undefined) return undefined;
    arcs.push(readArc(bytes.subarray(at, end)));
    at = end;
  }
  const [first, ...rest] = arcs;
  if (first === undefined) return undefined;
  // The first two arcs share one number: 40 × first + second, where only arc 2 may have a second above 39.
  const root = first >= 80 ? 2 : first >= 40 ? 1 : 0;
  const second = BigInt(first) - BigInt(root * 40);
  return [root, second, ...rest].join('.');
}

function arcEnd(bytes: Uint8Array, start: number): number | undefined {
  if (bytes[start] === 0x80) return undefined;
  for (let at = start; at < bytes.length; at++) if ((bytes[at] ?? 0) < 0x80) return at + 1;
  return undefined;
}

/** Arcs above 2^53 exist (UUIDs under 2.25): those are read as a BigInt. */
function readArc(bytes: Uint8Array): number | bigint {
  if (bytes.length <= 7) return bytes.reduce((value, byte) => value * 128 + (byte & 0x7f), 0);
  return bytes.reduce((value, byte) => value * 128n + BigInt(byte & 0x7f), 0n);
}

/** Short names of name attributes, as RFC 4514 §3, the LDAP registry and openssl write them. */
export const attributeLabels: Readonly<Record<string, string>> = {
  '2.5.4.3': 'CN',
  '2.5.4.4': 'SN',
  '2.5.4.5': 'serialNumber',
  '2.5.4.6': 'C',
  '2.5.4.7': 'L',
  '2.5.4.8': 'ST',
  '2.5.4.9': 'street',
  '2.5.4.10': 'O',
  '2.5.4.11': 'OU',
  '2.5.4.12': 'title',
  '2.5.4.13': 'description',
  '2.5.4.15': 'businessCategory',
  '2.5.4.16': 'postalAddress',
  '2.5.4.17': 'postalCode',
  '2.5.4.41': 'name',
  '2.5.4.42': 'GN',
  '2.5.4.43': 'initials',
  '2.5.4.44': 'generationQualifier',
  '2.5.4.46': 'dnQualifier',
  '2.5.4.65': 'pseudonym',
  '2.5.4.97': 'organizationIdentifier',
  '0.9.2342.19200300.100.1.1': 'UID',
  '0.9.2342.19200300.100.1.25': 'DC',
  '1.2.840.113549.1.9.1': 'emailAddress',
  '1.2.840.113549.1.9.2': 'unstructuredName',
  '1.3.6.1.4.1.311.60.2.1.1': 'jurisdictionL',
  '1.3.6.1.4.1.311.60.2.1.2': 'jurisdictionST',
  '1.3.6.1.4.1.311.60.2.1.3': 'jurisdictionC',
  // TCG EK Credential Profile 2.5 §3.2.9.
  '2.23.133.2.1': 'tpmManufacturer',
  '2.23.133.2.2': 'tpmModel',
  '2.23.133.2.3': 'tpmVersion',
};

/** Key purposes (RFC 5280 §4.2.1.12 and what is met in the field), in the RFC's spelling where there is one. */
export const purposeNames: Readonly<Record<string, string>> = {
  '1.3.6.1.5.5.7.3.1': 'serverAuth',
  '1.3.6.1.5.5.7.3.2': 'clientAuth',
  '1.3.6.1.5.5.7.3.3': 'codeSigning',
  '1.3.6.1.5.5.7.3.4': 'emailProtection',
  '1.3.6.1.5.5.7.3.5': 'ipsecEndSystem',
  '1.3.6.1.5.5.7.3.6': 'ipsecTunnel',
  '1.3.6.1.5.5.7.3.7': 'ipsecUser',
  '1.3.6.1.5.5.7.3.8': 'timeStamping',
  '1.3.6.1.5.5.7.3.9': 'OCSPSigning',
  '1.3.6.1.5.5.7.3.17': 'ipsecIKE',
  '2.5.29.37.0': 'anyExtendedKeyUsage',
  '1.3.6.1.4.1.311.10.3.3': 'msSGC',
  '1.3.6.1.4.1.311.10.3.4': 'msEFS',
  '1.3.6.1.4.1.311.10.3.12': 'msDocumentSigning',
  '1.3.6.1.4.1.311.20.2.2': 'msSmartcardLogin',
  '2.16.840.1.113730.4.1': 'nsSGC',
  '1.3.6.1.5.2.3.4': 'pkInitClient',
  '1.3.6.1.5.2.3.5': 'pkInitKDC',
  '1.3.6.1.5.5.7.3.36': 'documentSigning',
  '1.3.6.1.5.5.7.3.13': 'eapOverPPP',
  '1.3.6.1.5.5.7.3.14': 'eapOverLAN',
  '1.3.6.1.5.5.7.3.21': 'secureShellClient',
  '1.3.6.1.5.5.7.3.22': 'secureShellServer',
  '1.3.6.1.5.5.7.3.31': 'brandIndicator',
  '1.3.6.1.4.1.311.10.3.13': 'msLifetimeSigning',
  '1.3.6.1.4.1.11129.2.4.4': 'ctPrecertificateSigning',
  '2.23.133.8.1': 'tcgEndorsementKey',
  '2.23.133.8.2': 'tcgPlatformAttribute',
  '2.23.133.8.3': 'tcgAttestationIdentityKey',
};

/** The OID with its name in a table, when it has one. */
export function named(
  oid: string,
  names: Readonly<Record<string, string>>,
): { readonly oid: string; readonly name?: string } {
  const name = names[oid];
  return { oid, ...(name !== undefined && { name }) };
}

/**
 * Certificate policies worth a name: anyPolicy, CA/Browser Forum (Baseline, EV, code signing and S/MIME documents) and ETSI
 * (EN 319 411-1 §5.3, EN 319 411-2 §5.3).
 */
export const policyNames: Readonly<Record<string, string>> = {
  '2.5.29.32.0': 'Any policy',
  '2.23.140.1.1': 'Extended validation',
  '2.23.140.1.2.1': 'Domain validated',
  '2.23.140.1.2.2': 'Organization validated',
  '2.23.140.1.2.3': 'Individual validated',
  '2.23.140.1.3': 'Extended validation code signing',
  '2.23.140.1.4.1': 'Code signing',
  '2.23.140.1.4.2': 'Time stamping',
  '2.23.140.1.5.1.1': 'S/MIME mailbox validated, legacy',
  '2.23.140.1.5.1.2': 'S/MIME mailbox validated, multipurpose',
  '2.23.140.1.5.1.3': 'S/MIME mailbox validated, strict',
  '2.23.140.1.5.2.1': 'S/MIME organization validated, legacy',
  '2.23.140.1.5.2.2': 'S/MIME organization validated, multipurpose',
  '2.23.140.1.5.2.3': 'S/MIME organization validated, strict',
  '2.23.140.1.5.3.1': 'S/MIME sponsor validated, legacy',
  '2.23.140.1.5.3.2': 'S/MIME sponsor validated, multipurpose',
  '2.23.140.1.5.3.3': 'S/MIME sponsor validated, strict',
  '2.23.140.1.5.4.1': 'S/MIME individual validated, legacy',
  '2.23.140.1.5.4.2': 'S/MIME individual validated, multipurpose',
  '2.23.140.1.5.4.3': 'S/MIME individual validated, strict',
  '0.4.0.2042.1.1': 'ETSI normalized (NCP)',
  '0.4.0.2042.1.2': 'ETSI normalized with a secure device (NCP+)',
  '0.4.0.2042.1.3': 'ETSI lightweight (LCP)',
  '0.4.0.2042.1.4': 'ETSI extended validation (EVCP)',
  '0.4.0.2042.1.6': 'ETSI domain validated (DVCP)',
  '0.4.0.2042.1.7': 'ETSI organization validated (OVCP)',
  '0.4.0.194112.1.0': 'EU qualified, natural person (QCP-n)',
  '0.4.0.194112.1.1': 'EU qualified, legal person (QCP-l)',
  '0.4.0.194112.1.2': 'EU qualified, natural person, secure device (QCP-n-qscd)',
  '0.4.0.194112.1.3': 'EU qualified, legal person, secure device (QCP-l-qscd)',
  '0.4.0.194112.1.4': 'EU qualified website (QCP-w)',
  // Extended validation under an authority's own number: what browsers went by before 2.23.140.1.1, and many still write. As
  // Mozilla lists them (security/certverifier/ExtendedValidation.cpp), under today's names of the authorities.
  '2.16.840.1.114412.2.1': 'Extended validation (DigiCert)',
  '2.16.840.1.114413.1.7.23.3': 'Extended validation (GoDaddy)',
  '2.16.840.1.114414.1.7.23.3': 'Extended validation (Starfield)',
  '1.3.6.1.4.1.6449.1.2.1.5.1': 'Extended validation (Sectigo)',
  '2.16.840.1.114028.10.1.2': 'Extended validation (Entrust)',
  '1.3.6.1.4.1.4146.1.1': 'Extended validation (GlobalSign)',
  '1.3.6.1.4.1.8024.0.2.100.1.2': 'Extended validation (QuoVadis)',
  '2.16.756.1.89.1.2.1.1': 'Extended validation (SwissSign)',
  '1.2.392.200091.100.721.1': 'Extended validation (SECOM)',
  '2.16.578.1.26.1.3.3': 'Extended validation (Buypass)',
  '1.3.6.1.4.1.7879.13.24.1': 'Extended validation (Telekom Security)',
  '1.3.6.1.4.1.782.1.2.1.8.1': 'Extended validation (Network Solutions)',
  '2.16.840.1.114404.1.1.2.4.1': 'Extended validation (Trustwave)',
  '1.3.159.1.17.1': 'Extended validation (Actalis)',
  '1.2.616.1.113527.2.5.1.1': 'Extended validation (Certum)',
  '1.3.6.1.4.1.17326.10.14.2.1.2': 'Extended validation (Camerfirma)',
  '1.3.6.1.4.1.4788.2.202.1': 'Extended validation (D-Trust)',
  '2.16.840.1.113733.1.7.23.6': 'Extended validation (Symantec)',
  '2.16.840.1.113733.1.7.48.1': 'Extended validation (Thawte)',
  '1.3.6.1.4.1.14370.1.6': 'Extended validation (GeoTrust)',
  '1.3.6.1.4.1.34697.2.1': 'Extended validation (AffirmTrust)',
  '1.3.6.1.4.1.40869.1.1.22.3': 'Extended validation (TWCA)',
  '2.16.156.112554.3': 'Extended validation (CFCA)',
  '1.3.6.1.4.1.14777.6.1.1': 'Extended validation (Izenpe)',
  '1.3.6.1.4.1.6334.1.100.1': 'Extended validation (Cybertrust)',
  '2.16.756.5.14.7.4.8': 'Extended validation (WISeKey)',
  '1.3.6.1.4.1.44947.1.1.1': 'Domain validated (Let’s Encrypt)',
  '1.3.6.1.4.1.11129.2.5.3': 'Google Trust Services',
  '1.3.6.1.4.1.311.42.1': 'Microsoft public TLS',
};
