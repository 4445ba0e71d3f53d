import { extensionOf, type Certificate, type Extension, type ExtensionValue } from '#core/certificate/certificate.ts';
import { attributeOf, sameBytes } from '#core/certificate/name.ts';
import type { Severity } from './verdict.ts';

/**
 * Rules that certificates are written by, beside those that a path is proven by.
 *
 * relied-on  those without which nobody knows what a certificate means, and slips worth knowing about
 * whole      all of RFC 5280 §4 and the Baseline Requirements that can be seen in a certificate, asked of anchors too
 */
export type Profile = 'relied-on' | 'whole';

/** Where a certificate stands on its path. */
export interface Place {
  readonly role: 'leaf' | 'issuer';
  readonly isAnchor: boolean;
  readonly selfIssued: boolean;
}

export interface Breach {
  readonly severity: Extract<Severity, 'error' | 'warning'>;
  readonly reason: string;
}

interface Rule extends Breach {
  /** The profile it belongs to; what is relied on is in the whole as well. */
  readonly profile: Profile;
  broken(certificate: Certificate, place: Place): boolean;
}

/**
 * Errors are what no serving certificate in use has and no client can make sense of. The rest binds those who issue: libraries
 * let it pass, and so do we, by name. RFC 5280 §4.1.2.2 even asks clients to be gentle with serial numbers.
 *
 * To add a rule: its line here, and a certificate that breaks it in profile.test.ts.
 */
const rules: readonly Rule[] = [
  {
    // RFC 5280 §4.1.2.4, and §4.1.2.6 for authorities. Every nameless certificate would be the issuer of every other.
    profile: 'relied-on',
    severity: 'error',
    reason: 'it does not name its issuer',
    broken: ({ issuer }, { isAnchor }) => issuer.rdns.length === 0 && !isAnchor,
  },
  {
    // RFC 5280 §4.1.2.9. What a version 2 certificate says in extensions, clients of its version do not read.
    profile: 'relied-on',
    severity: 'error',
    reason: 'it has extensions, but is not of version 3',
    broken: ({ version, extensions }) => version < 3 && extensions.length > 0,
  },
  {
    // RFC 5280 §4.2.1.10.
    profile: 'relied-on',
    severity: 'error',
    reason: 'it constrains the names of others without being an authority',
    broken: (certificate, { role }) => role === 'leaf' && !isCa(certificate) && has(certificate, 'nameConstraints'),
  },
  {
    // RFC 5280 §6.1.4 a.
    profile: 'relied-on',
    severity: 'error',
    reason: 'it maps a policy to or from "any", which is no policy',
    broken: (certificate, { role }) =>
      role === 'issuer' &&
      (extensionOf(certificate, 'policyMappings')?.mappings ?? []).some(({ issuerDomain, subjectDomain }) =>
        [issuerDomain.oid, subjectDomain.oid].includes(ANY_POLICY),
      ),
  },
  {
    // RFC 8017 §3.1: odd and at least 3. With 1 everybody can sign; an even one fits no key.
    profile: 'relied-on',
    severity: 'error',
    reason: 'its RSA key has an exponent with which anybody can sign',
    broken: ({ publicKey: { exponent } }) => exponent !== undefined && (exponent === '1' || /[02468]$/.test(exponent)),
  },
  {
    // RFC 5280 §4.1.2.2.
    profile: 'relied-on',
    severity: 'warning',
    reason: 'its serial number is not a positive number',
    broken: ({ serial }) => /^(?:00)*$|^[89a-f]/.test(serial),
  },
  {
    // RFC 5280 §4.1.2.2: 20 octets. As a number without its sign byte, as BoringSSL and certlint count.
    profile: 'relied-on',
    severity: 'warning',
    reason: 'its serial number is longer than 20 bytes',
    broken: ({ serial }) => serial.length > 40,
  },
  {
    // RFC 5280 §4.1.2.6.
    profile: 'relied-on',
    severity: 'warning',
    reason: 'its subject is empty, yet its alternative names are not critical',
    broken: (certificate) =>
      certificate.subject.rdns.length === 0 && named(certificate, 'subjectAltName')?.critical === false,
  },
  {
    // RFC 5280 §4.2.1.9.
    profile: 'relied-on',
    severity: 'warning',
    reason: 'it may sign certificates (keyCertSign), but is not an authority',
    broken: (certificate) => certificate.version === 3 && maySign(certificate) && !isCa(certificate),
  },
  {
    // RFC 5280 §4.2.1.9: only with cA, and with keyCertSign where a key usage is given.
    profile: 'relied-on',
    severity: 'warning',
    reason: 'it limits the length of paths, but may not sign certificates',
    broken: (certificate) => {
      const usage = extensionOf(certificate, 'keyUsage');
      return (
        extensionOf(certificate, 'basicConstraints')?.pathLength !== undefined &&
        (!isCa(certificate) || (usage !== undefined && !usage.bits.includes('keyCertSign')))
      );
    },
  },
  {
    // RFC 5280 §4.2.1.1.
    profile: 'whole',
    severity: 'warning',
    reason: 'it does not say which key signed it (authorityKeyIdentifier)',
    broken: (certificate, { selfIssued }) =>
      !selfIssued && extensionOf(certificate, 'authorityKeyIdentifier')?.id === undefined,
  },
  {
    // RFC 5280 §4.2.1.2.
    profile: 'whole',
    severity: 'warning',
    reason: 'it is an authority without an identifier of its key (subjectKeyIdentifier)',
    broken: (certificate) => isCa(certificate) && !has(certificate, 'subjectKeyIdentifier'),
  },
  {
    // RFC 5280 §4.1.2.6.
    profile: 'whole',
    severity: 'warning',
    reason: 'it is an authority without a name',
    broken: (certificate) => isCa(certificate) && certificate.subject.rdns.length === 0,
  },
  {
    // RFC 5280 §4.2.1.9.
    profile: 'whole',
    severity: 'warning',
    reason: 'it is an authority, but does not say so critically (basicConstraints)',
    broken: (certificate) => isCa(certificate) && named(certificate, 'basicConstraints')?.critical === false,
  },
  {
    // RFC 5280 §4.2.1.10, §4.2.1.11, §4.2.1.14.
    profile: 'whole',
    severity: 'warning',
    reason: 'it has constraints that are not critical',
    broken: (certificate) =>
      ['nameConstraints', 'policyConstraints', 'inhibitAnyPolicy'].some(
        (name) => named(certificate, name)?.critical === false,
      ),
  },
  {
    // RFC 5280 §4.2.1.10: a host stands for itself and all below; the leading dot is OpenSSL's.
    profile: 'whole',
    severity: 'warning',
    reason: 'it constrains host names with a leading dot',
    broken: (certificate) => {
      const constraints = extensionOf(certificate, 'nameConstraints');
      const names = [...(constraints?.permitted ?? []), ...(constraints?.excluded ?? [])];
      return names.some((name) => name.kind === 'dns' && name.value.startsWith('.'));
    },
  },
  {
    // RFC 5280 §4.2.1.6: the preferred syntax of RFC 1034 §3.5, as RFC 1123 §2.1 widened it; the star is RFC 9525's.
    profile: 'whole',
    severity: 'warning',
    reason: 'one of its DNS names is not a host name',
    broken: (certificate, { role }) =>
      role === 'leaf' && dnsNames(certificate).some((name) => !hostName.test(name) || name.length > 253),
  },
  {
    // Baseline Requirements §7.1.2.7.12: not critical unless the subject is empty.
    profile: 'whole',
    severity: 'warning',
    reason: 'its alternative names are critical although it has a subject',
    broken: (certificate) =>
      certificate.subject.rdns.length > 0 && named(certificate, 'subjectAltName')?.critical === true,
  },
  {
    // Baseline Requirements §7.1.4.3.
    profile: 'whole',
    severity: 'warning',
    reason: 'its common name is not, letter for letter, one of its alternative names',
    broken: (certificate, { role }) => {
      const commonName = attributeOf(certificate.subject, 'CN');
      if (role === 'issuer' || commonName === undefined) return false;
      return !dnsNames(certificate).includes(commonName) && !addresses(certificate).includes(commonName);
    },
  },
  {
    // Baseline Requirements §7.1.2.7.8.
    profile: 'whole',
    severity: 'warning',
    reason: 'it is an authority, used as the certificate of a server',
    broken: (certificate, { role }) => role === 'leaf' && isCa(certificate),
  },
  {
    // Baseline Requirements §7.1.2.7.6.
    profile: 'whole',
    severity: 'warning',
    reason: 'it does not say what it is for (extKeyUsage)',
    broken: (certificate, { role }) => role === 'leaf' && !has(certificate, 'extKeyUsage'),
  },
  {
    // Baseline Requirements §7.1.2.7.10.
    profile: 'whole',
    severity: 'warning',
    reason: 'it is for any purpose (anyExtendedKeyUsage)',
    broken: (certificate, { role }) =>
      role === 'leaf' &&
      extensionOf(certificate, 'extKeyUsage')?.purposes.some(({ oid }) => oid === ANY_PURPOSE) === true,
  },
  {
    // Baseline Requirements §7.1.2.7.6.
    profile: 'whole',
    severity: 'warning',
    reason: 'its purposes are critical (extKeyUsage)',
    broken: (certificate, { role }) => role === 'leaf' && named(certificate, 'extKeyUsage')?.critical === true,
  },
  {
    // Baseline Requirements §7.1.2.1.2.
    profile: 'whole',
    severity: 'warning',
    reason: 'it is a root with a list of purposes (extKeyUsage)',
    broken: (certificate, place) => isRoot(certificate, place) && has(certificate, 'extKeyUsage'),
  },
  {
    // Baseline Requirements §7.1.2.1.3.
    profile: 'whole',
    severity: 'warning',
    reason: 'it is a root whose authorityKeyIdentifier is not its own key identifier alone',
    broken: (certificate, place) => {
      const authority = extensionOf(certificate, 'authorityKeyIdentifier');
      if (authority === undefined || !isRoot(certificate, place)) return false;
      const own = extensionOf(certificate, 'subjectKeyIdentifier')?.id;
      const same = authority.id !== undefined && own !== undefined && sameBytes(authority.id, own);
      return !same || authority.issuer !== undefined || authority.serial !== undefined;
    },
  },
  {
    // Baseline Requirements §6.1.5 and §7.1.3.1.
    profile: 'whole',
    severity: 'warning',
    reason: 'its key is a DSA key, which public authorities do not certify',
    broken: ({ publicKey }) => publicKey.type === 'DSA',
  },
  {
    // Baseline Requirements §6.1.5.
    profile: 'whole',
    severity: 'warning',
    reason: 'the size of its RSA key is no whole number of bytes',
    broken: ({ publicKey }) => publicKey.type === 'RSA' && publicKey.bits % 8 !== 0,
  },
];

/** Every rule a certificate breaks, in the order of the table. An anchor was chosen by a person: it is asked for the whole only. */
export function profileBreaches(certificate: Certificate, place: Place, profile: Profile): readonly Breach[] {
  return rules
    .filter(
      (rule) =>
        (profile === 'whole' || (rule.profile === 'relied-on' && !place.isAnchor)) && rule.broken(certificate, place),
    )
    .map(({ severity, reason }) => ({ severity: place.isAnchor ? 'warning' : severity, reason }));
}

const ANY_PURPOSE = '2.5.29.37.0';
const ANY_POLICY = '2.5.29.32.0';

const label = '[a-z0-9](?:[a-z0-9-]{0,61}[a-z0-9])?';
const hostName = new RegExp(`^(?:\\*\\.)?${label}(?:\\.${label})*$`, 'i');

function named(certificate: Certificate, name: string): Extension | undefined {
  return certificate.extensions.find((extension) => extension.name === name);
}

/** Readable or not: what cannot be read is another fault. */
function has(certificate: Certificate, name: ExtensionValue['kind']): boolean {
  return named(certificate, name) !== undefined;
}

function isCa(certificate: Certificate): boolean {
  return extensionOf(certificate, 'basicConstraints')?.ca === true;
}

function maySign(certificate: Certificate): boolean {
  return extensionOf(certificate, 'keyUsage')?.bits.includes('keyCertSign') === true;
}

function isRoot(certificate: Certificate, { selfIssued, role }: Place): boolean {
  return selfIssued && role === 'issuer' && isCa(certificate);
}

function dnsNames(certificate: Certificate): readonly string[] {
  return (extensionOf(certificate, 'subjectAltName')?.names ?? []).flatMap((name) =>
    name.kind === 'dns' ? [name.value] : [],
  );
}

function addresses(certificate: Certificate): readonly string[] {
  return (extensionOf(certificate, 'subjectAltName')?.names ?? []).flatMap((name) =>
    name.kind === 'ip' ? [name.value] : [],
  );
}
