import { outlineText } from './asn1Text.ts';
import type {
  BiometricItem,
  ExtensionValue,
  NamedOid,
  NetscapeTypeBit,
  QcStatement,
  SmimeCapability,
} from './certificate.ts';
import type { DescribedRow } from './describe.ts';
import { toHex, withColons } from './fingerprint.ts';
import { harmless } from './text.ts';
import { formatMoment } from './validity.ts';

/** What no rule of the path rests on: logs, and what trades, countries and vendors added. */
type RareKind =
  | 'precertificatePoison'
  | 'ocspNoCheck'
  | 'noRevAvail'
  | 'delegatedCredentials'
  | 'qcStatements'
  | 'privateKeyUsagePeriod'
  | 'smimeCapabilities'
  | 'subjectDirectoryAttributes'
  | 'acmeIdentifier'
  | 'cabfOrganizationIdentifier'
  | 'masaUrl'
  | 'microsoftCertificateType'
  | 'microsoftCaVersion'
  | 'microsoftPreviousCaHash'
  | 'microsoftCertificateTemplate'
  | 'microsoftApplicationPolicies'
  | 'microsoftSecurityIdentifier'
  | 'netscapeCertType'
  | 'subjectAltPublicKeyInfo'
  | 'altSignatureAlgorithm'
  | 'altSignatureValue'
  | 'stepProvisioner'
  | 'proxyCertInfo'
  | 'biometricInfo'
  | 'logotype';

type Value<K extends ExtensionValue['kind']> = Extract<ExtensionValue, { kind: K }>;

/** Their rows, as describeExtension makes those of the others. */
export function describeRareExtension(value: Value<RareKind>): readonly DescribedRow[] {
  switch (value.kind) {
    case 'precertificatePoison':
      return [
        { label: 'Pre-certificate', value: 'yes', note: 'made for transparency logs only: no server may use it' },
      ];
    case 'ocspNoCheck':
      return [{ label: 'OCSP no check', value: 'yes', note: 'the responder’s own certificate need not be checked' }];
    case 'noRevAvail':
      return [{ label: 'No revocation', value: 'yes', note: 'its issuer will never say that it is revoked' }];
    case 'delegatedCredentials':
      return [{ label: 'Delegated credentials', value: 'allowed', note: 'its key may sign short-lived keys for TLS' }];
    case 'qcStatements':
      return value.statements.map(statementRow);
    case 'privateKeyUsagePeriod':
      return [{ label: 'Key may sign', value: periodText(value) }];
    case 'smimeCapabilities':
      return [{ label: 'S/MIME capabilities', value: value.capabilities.map(capabilityText).join(', ') || 'none' }];
    case 'subjectDirectoryAttributes':
      return value.attributes.map((attribute) => ({
        label: 'Facts about the subject',
        value: `${attribute.name ?? attribute.oid}: ${attribute.values.map((value) => outlineText(value) ?? toHex(value)).join(', ') || 'none'}`,
      }));
    case 'acmeIdentifier':
      return [
        { ...bytesRow('ACME challenge', value.digest), note: 'only proves control of a name: no real certificate' },
      ];
    case 'cabfOrganizationIdentifier':
      return [organizationRow(value)];
    case 'masaUrl':
      return [{ label: 'Maker’s authority', value: value.url, mono: true, note: 'vouches for a new device' }];
    case 'microsoftCertificateType':
      return [{ label: 'Microsoft template', value: harmless(value.name) }];
    case 'microsoftCaVersion':
      return [caVersionRow(value)];
    case 'microsoftPreviousCaHash':
      return [{ ...bytesRow('Previous CA certificate', value.hash), note: 'its SHA-1' }];
    case 'microsoftCertificateTemplate':
      return [templateRow(value)];
    case 'microsoftApplicationPolicies':
      return [{ label: 'Application policies', value: namedText(value.purposes), note: 'Microsoft’s purposes' }];
    case 'microsoftSecurityIdentifier':
      return [{ label: 'Windows account', value: value.sid, mono: true }];
    case 'netscapeCertType':
      return [{ label: 'Netscape type', value: value.bits.map((bit) => typeNames[bit]).join(', ') || 'nothing' }];
    case 'subjectAltPublicKeyInfo':
      return [
        { label: 'Second public key', value: value.algorithm, note: 'for programs that know hybrid certificates' },
      ];
    case 'altSignatureAlgorithm':
      return [{ label: 'Second signature', value: value.algorithm, note: 'not checked' }];
    case 'altSignatureValue':
      return [{ label: 'Second signature', value: `${value.signature.length} bytes`, note: 'not checked' }];
    case 'stepProvisioner':
      return [provisionerRow(value)];
    case 'proxyCertInfo':
      return [proxyRow(value)];
    case 'biometricInfo':
      return value.items.map(biometricRow);
    case 'logotype':
      return value.logos.map(({ owner, url }) => ({
        label: 'Logo',
        value: url,
        mono: true,
        note: `of the ${owner === 'other' ? 'certificate' : owner}; not fetched`,
      }));
  }
}

function statementRow(statement: QcStatement): DescribedRow {
  const label = 'Qualified certificate';
  switch (statement.kind) {
    case 'compliance':
      return { label, value: 'yes', note: 'says that it meets the law on qualified certificates' };
    case 'secure-device':
      return { label, value: 'key in a qualified device' };
    case 'limit':
      return { label, value: `transactions up to ${limitText(statement)}` };
    case 'retention':
      return { label, value: `records kept for ${statement.years} years after its end` };
    case 'disclosure': {
      const places = statement.places.map(({ url, language }) => `${harmless(url)} (${harmless(language)})`);
      return { label: 'Disclosure statement', value: places.join(', ') || 'none', mono: true };
    }
    case 'type':
      return { label, value: `for ${namedText(statement.types)}` };
    case 'legislation':
      return { label, value: `under the law of ${statement.countries.map(harmless).join(', ') || 'no country'}` };
    case 'psd2':
      return {
        label: 'Payment services',
        value: namedText(statement.roles),
        note: `PSD2, registered with ${harmless(statement.authority)} (${harmless(statement.authorityId)})`,
      };
    case 'other':
      return { label, value: statement.name ?? statement.oid, note: `${statement.oid}, not decoded` };
  }
}

function limitText({ amount, exponent, currency }: Extract<QcStatement, { kind: 'limit' }>): string {
  return `${amount}${exponent === 0 ? '' : ` × 10^${exponent}`} ${harmless(currency)}`;
}

function periodText({ notBefore, notAfter }: Value<'privateKeyUsagePeriod'>): string {
  return [
    ...(notBefore === undefined ? [] : [`from ${formatMoment(notBefore)}`]),
    ...(notAfter === undefined ? [] : [`until ${formatMoment(notAfter)}`]),
  ].join(' ');
}

function capabilityText({ oid, name, parameters }: SmimeCapability): string {
  return `${name ?? oid}${parameters === undefined ? '' : ` (${toHex(parameters)})`}`;
}

function namedText(oids: readonly NamedOid[]): string {
  return oids.map(({ oid, name }) => name ?? oid).join(', ') || 'none';
}

function bytesRow(label: string, bytes: Uint8Array): DescribedRow {
  return { label, value: withColons(toHex(bytes)), mono: true };
}

/** The form of the organizationIdentifier attribute (ETSI EN 319 412-1 §5.1.4): 'VATDE-123456789', 'NTRUS+CA-123'. */
function organizationRow({ scheme, country, state, reference }: Value<'cabfOrganizationIdentifier'>): DescribedRow {
  const place = state === undefined ? country : `${country}+${state}`;
  return { label: 'Organization identifier', value: harmless(`${scheme}${place}-${reference}`), mono: true };
}

function provisionerRow({ type, name, credential, pairs }: Value<'stepProvisioner'>): DescribedRow {
  const details = pairs.flatMap((key, at) => (at % 2 === 0 ? [`${key} ${pairs[at + 1] ?? ''}`] : []));
  const note = [...(credential === '' ? [] : [credential]), ...details].map(harmless).join(' · ');
  return { label: 'step-ca provisioner', value: harmless(`${type} ${name}`), ...(note !== '' && { note }) };
}

function proxyRow({ language, pathLength }: Value<'proxyCertInfo'>): DescribedRow {
  const limit = pathLength === undefined ? '' : ` · at most ${pathLength} more below it`;
  return { label: 'Proxy certificate', value: language.name ?? language.oid, note: `rights handed on${limit}` };
}

function biometricRow({ type, digest, url }: BiometricItem): DescribedRow {
  return { ...bytesRow('Biometric data', digest), note: `hash of a ${type}${url === undefined ? '' : ` at ${url}`}` };
}

function caVersionRow({ certificateIndex, keyIndex }: Value<'microsoftCaVersion'>): DescribedRow {
  return {
    label: 'Microsoft CA version',
    value: `V${certificateIndex}.${keyIndex}`,
    note: `certificate renewed ${times(certificateIndex)}, key number ${keyIndex}`,
  };
}

function times(count: number): string {
  return count === 1 ? 'once' : `${count} times`;
}

function templateRow({ oid, major, minor }: Value<'microsoftCertificateTemplate'>): DescribedRow {
  const version = [major, minor].filter((part) => part !== undefined).join('.');
  return { label: 'Microsoft template', value: oid, mono: true, ...(version !== '' && { note: `version ${version}` }) };
}

const typeNames: Readonly<Record<NetscapeTypeBit, string>> = {
  sslClient: 'TLS client',
  sslServer: 'TLS server',
  smime: 'S/MIME',
  objectSigning: 'Code signing',
  reserved: 'reserved',
  sslCA: 'TLS CA',
  smimeCA: 'S/MIME CA',
  objectSigningCA: 'Code signing CA',
};
