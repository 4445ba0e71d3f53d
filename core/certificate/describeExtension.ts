import { outlineText } from './asn1Text.ts';
import type { Extension, ExtensionValue, KeyUsageBit } from './certificate.ts';
import type { DescribedRow, DescribeOptions } from './describe.ts';
import { timestampRows } from './describeTimestamp.ts';
import { accessRow, pointRows } from './describePlace.ts';
import { afterCertificates, mappingRow, policyConstraintsRow, policyRow } from './describePolicy.ts';
import { describeRareExtension } from './describeRareExtension.ts';
import { extensionField } from './field.ts';
import { inGroups, toHex, withColons } from './fingerprint.ts';
import { nameText } from './nameText.ts';
import { harmless } from './text.ts';

/**
 * The rows of one extension, its meaning as note and "critical" behind it. The subjectAltName has none: its names are
 * shown with the subject. What we cannot decode is shown by name and bytes, never left out.
 */
export function describeExtension(
  extension: Extension,
  { timestamps }: Pick<DescribeOptions, 'timestamps'> = {},
): readonly DescribedRow[] {
  const field = extensionField(extension.oid);
  const rows = (
    extension.value.kind === 'signedCertificateTimestampList'
      ? timestampRows(extension.value, timestamps)
      : rowsOf(extension.value, extension)
  ).map((row) => ({ ...row, field }));
  if (!extension.critical) return rows;
  return rows.map((row) => ({ ...row, note: row.note === undefined ? 'critical' : `${row.note} · critical` }));
}

function rowsOf(
  value: Exclude<ExtensionValue, { kind: 'signedCertificateTimestampList' }>,
  extension: Extension,
): readonly DescribedRow[] {
  switch (value.kind) {
    case 'subjectAltName':
      return [];
    case 'basicConstraints':
      return [basicConstraintsRow(value)];
    case 'keyUsage':
      return [
        {
          label: 'Key usage',
          value: value.bits.map((bit) => bitNames[bit]).join(', ') || 'nothing',
          ...usageNote(value.bits),
        },
      ];
    case 'extKeyUsage':
      return [
        {
          label: 'Purpose',
          value: value.purposes.map(({ oid, name }) => purposeNames[name ?? ''] ?? name ?? oid).join(', '),
        },
      ];
    case 'subjectKeyIdentifier':
      return [{ label: 'Key identifier', value: withColons(toHex(value.id)), mono: true }];
    case 'authorityKeyIdentifier':
      return authorityRows(value);
    case 'nameConstraints':
      return [
        ...constraintRows('Only names under', value.permitted),
        ...constraintRows('No names under', value.excluded),
      ];
    case 'certificatePolicies':
      return value.policies.map(policyRow);
    case 'cRLDistributionPoints':
      return value.points.flatMap((point) => pointRows('Revocation list', point));
    case 'freshestCRL':
      return value.points.flatMap((point) => pointRows('Latest changes to it', point));
    case 'authorityInfoAccess':
      return [
        ...value.ocsp.map((url) => ({ label: 'OCSP responder', value: url, mono: true }) as const),
        ...value.caIssuers.map((url) => ({ label: 'Issuer’s certificate', value: url, mono: true }) as const),
        ...value.others.map((access) => accessRow('About the issuer', access)),
      ];
    case 'subjectInfoAccess':
      return value.accesses.map((access) => accessRow('About the subject', access));
    case 'policyMappings':
      return value.mappings.map(mappingRow);
    case 'policyConstraints':
      return [policyConstraintsRow(value)];
    case 'inhibitAnyPolicy':
      return [{ label: 'Any policy', value: 'not accepted', note: afterCertificates(value.skipCertificates) }];
    case 'issuerAltName':
      return [{ label: 'Issuer’s other names', value: value.names.map(nameText).join(', '), mono: true }];
    case 'tlsFeature':
      return [featureRow(value.features)];
    case 'malformed':
      return [{ label: labelOf(extension), value: 'cannot be read', note: value.reason }];
    case 'unknown':
      return [unknownRow(extension)];
    case 'sigstore':
      return [{ label: sigstoreLabel(extension), value: harmless(value.text), mono: true }];
    case 'netscapeText':
      return [{ label: labelOf(extension), value: harmless(value.text), mono: true }];
    default:
      return describeRareExtension(value);
  }
}

const bitNames: Readonly<Record<KeyUsageBit, string>> = {
  digitalSignature: 'Digital signature',
  nonRepudiation: 'Non-repudiation',
  keyEncipherment: 'Key encipherment',
  dataEncipherment: 'Data encipherment',
  keyAgreement: 'Key agreement',
  keyCertSign: 'Certificate signing',
  cRLSign: 'CRL signing',
  encipherOnly: 'Encipher only',
  decipherOnly: 'Decipher only',
};

/** What the combination allows in TLS terms, where it is one that says something. */
function usageNote(bits: readonly KeyUsageBit[]): { readonly note?: string } {
  const key = [...bits].sort().join();
  const note: Readonly<Record<string, string>> = {
    digitalSignature: 'may sign handshakes, nothing else',
    'digitalSignature,keyEncipherment': 'may sign handshakes and, in TLS 1.2, receive keys',
    'cRLSign,keyCertSign': 'may issue certificates and revocation lists, nothing else',
    'cRLSign,digitalSignature,keyCertSign': 'may issue certificates and revocation lists',
    keyCertSign: 'may issue certificates, nothing else',
  };
  const found = note[key];
  return found === undefined ? {} : { note: found };
}

const purposeNames: Readonly<Record<string, string>> = {
  serverAuth: 'TLS server',
  clientAuth: 'TLS client',
  codeSigning: 'Code signing',
  emailProtection: 'E-mail',
  timeStamping: 'Time stamping',
  OCSPSigning: 'OCSP signing',
  anyExtendedKeyUsage: 'Any purpose',
  msSmartcardLogin: 'Smart card logon',
  ipsecIKE: 'IPsec',
  pkInitKDC: 'Kerberos server',
  pkInitClient: 'Kerberos client',
};

function basicConstraintsRow({ ca, pathLength }: Extract<ExtensionValue, { kind: 'basicConstraints' }>): DescribedRow {
  const label = 'Basic constraints';
  if (!ca) return { label, value: 'Not a CA', note: 'cannot issue certificates' };
  if (pathLength === undefined) return { label, value: 'CA', note: 'may issue certificates and further CAs' };
  if (pathLength === 0) return { label, value: 'CA, path length 0', note: 'may issue certificates, but no further CA' };
  return {
    label,
    value: `CA, path length ${pathLength}`,
    note: `at most ${pathLength} further CA${pathLength === 1 ? '' : 's'} below it`,
  };
}

function authorityRows({
  id,
  issuer,
  serial,
}: Extract<ExtensionValue, { kind: 'authorityKeyIdentifier' }>): readonly DescribedRow[] {
  const label = 'Issuer’s key identifier';
  const names = [
    ...(issuer ?? []).map(nameText),
    ...(serial === undefined ? [] : [`serial ${withColons(serial)}`]),
  ].join(', ');
  const note = names === '' ? {} : { note: names };
  if (id !== undefined) return [{ label, value: withColons(toHex(id)), mono: true, ...note }];
  return [{ label, value: names === '' ? 'empty' : names }];
}

function constraintRows(
  label: string,
  names: Extract<ExtensionValue, { kind: 'nameConstraints' }>['permitted'],
): readonly DescribedRow[] {
  if (names.length === 0) return [];
  return [
    {
      label,
      value: names.map((name) => (name.kind === 'dns' && name.value === '' ? 'every name' : nameText(name))).join(', '),
      mono: true,
    },
  ];
}

function featureRow(features: readonly number[]): DescribedRow {
  const names = features.map(
    (feature) => ({ 5: 'status_request', 17: 'status_request_v2' })[feature] ?? String(feature),
  );
  const staples = features.includes(5) || features.includes(17);
  return {
    label: 'TLS feature',
    value: names.join(', ') || 'none',
    ...(staples && { note: 'the server must staple a proof that it is not revoked' }),
  };
}

/** Plain words for extensions that are shown by their name: malformed, without a decoder, or with nothing but a text. */
const labels: Readonly<Record<string, string>> = {
  signedCertificateTimestampList: 'Transparency logs',
  precertificatePoison: 'Pre-certificate',
  policyConstraints: 'Policy constraints',
  policyMappings: 'Policy mappings',
  inhibitAnyPolicy: 'Inhibit any policy',
  issuerAltName: 'Issuer alternative name',
  netscapeCertType: 'Netscape type',
  netscapeBaseUrl: 'Netscape base address',
  netscapeRevocationUrl: 'Netscape revocation address',
  netscapeCaRevocationUrl: 'Netscape CA revocation address',
  netscapeRenewalUrl: 'Netscape renewal address',
  netscapeCaPolicyUrl: 'Netscape policy address',
  netscapeSslServerName: 'Netscape server name',
  netscapeComment: 'Netscape comment',
  ocspNoCheck: 'OCSP no check',
  qcStatements: 'Qualified certificate statements',
  microsoftCertificateTemplate: 'Microsoft template',
  microsoftCaVersion: 'Microsoft CA version',
  logotype: 'Logo',
  biometricInfo: 'Biometric data',
  proxyCertInfo: 'Proxy certificate',
};

function labelOf({ oid, name }: Extension): string {
  return labels[name ?? ''] ?? name ?? oid;
}

/** 'sigstoreBuildSignerUri' → 'Sigstore build signer URI'. */
function sigstoreLabel({ name }: Extension): string {
  const words = (name ?? '').replace(/[A-Z]/g, (letter) => ` ${letter.toLowerCase()}`);
  return words.replace(/^s/, 'S').replace(/ (?:uri|sha|id)$/, (word) => word.toUpperCase());
}

/** Bytes shown of what we cannot decode; the rest is counted. A logo is some hundred bytes, which tell nobody anything. */
const SHOWN_BYTES = 32;

function unknownRow(extension: Extension): DescribedRow {
  const { der, oid, name } = extension;
  const more = der.length > SHOWN_BYTES ? ' …' : '';
  const outline = outlineText(der);
  const size = `${der.length} bytes, not decoded${outline === undefined ? '' : ` · ${outline}`}`;
  return {
    label: labelOf(extension),
    value: der.length === 0 ? '(empty)' : `${inGroups(toHex(der.subarray(0, SHOWN_BYTES)))}${more}`,
    mono: true,
    note: name === undefined ? size : `${oid} · ${size}`,
  };
}
