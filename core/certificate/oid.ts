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
};
