import { extensionOf, type Certificate } from '#core/certificate/certificate.ts';
import { isObeyed } from '#core/certificate/extensions/table.ts';
import { attributeOf, shortName } from '#core/certificate/name.ts';
import { validityAt } from '#core/certificate/validity.ts';
import type { KnownCertificate } from './anchors.ts';
import { matchHost } from './host.ts';
import { keyIdsAgree } from './keyId.ts';
import { constraintViolation } from './nameConstraints.ts';
import { unmetPolicy } from './policies.ts';
import { profileBreaches, type Profile } from './profile.ts';
import { isSelfIssued, type FoundPath } from './search.ts';
import { isWeakSignature, weaknessOf } from '#core/certificate/strength.ts';
import type { Finding } from './verdict.ts';

const SERVER_AUTH = '1.3.6.1.5.5.7.3.1';
const ANY_PURPOSE = '2.5.29.37.0';

/** What a path is checked for. What a certificate shows by itself is kept here: it stands on many paths. */
export interface Circumstances {
  /** What checkHost says of the leaf: the same for every path, and too dear to be asked for each of a thousand. */
  readonly atHost: readonly Finding[];
  /** ms UTC. */
  readonly now: number;
  /** Default: 'relied-on'. */
  readonly profile?: Profile;
}

/**
 * Every fault of the certificates of a path (RFC 5280 §6.1, RFC 9525, and our floor for keys and hashes), all at once.
 * Whether the path ends in somebody trusted is not asked here.
 */
export function checkCertificates(
  path: FoundPath,
  { atHost, now, profile = 'relied-on' }: Circumstances,
): readonly Finding[] {
  const { chain } = path;
  const policyless = unmetPolicy(path);
  return chain.flatMap((known, index) => [
    ...(index === 0 ? [...atHost, ...checkServerUse(known)] : checkIssuer(path, index)),
    ...checkTime(known, now),
    ...checkReadable(known),
    ...checkProfile(path, index, profile),
    ...(index === policyless ? checkPolicy(known) : []),
    ...checkPurpose(known, index === 0 ? 'leaf' : 'issuer'),
    ...checkStrength(path, index),
    ...checkSignature(path, index),
    ...checkConstraints(path, index),
  ]);
}

/**
 * How many errors an issuer brings with it on any path from this leaf: those that do not depend on what else is on the path.
 * The search for a path goes around them.
 */
export function plainFaults(
  issuer: KnownCertificate,
  leaf: KnownCertificate,
  isAnchor: boolean,
  { now }: Pick<Circumstances, 'now'>,
): number {
  const { certificate } = issuer;
  const found = [
    ...checkAuthority(issuer, isAnchor),
    ...checkTime(issuer, now),
    ...checkReadable(issuer),
    ...checkPurpose(issuer, 'issuer'),
    ...checkKey(issuer),
  ];
  const forbids = violationOf(leaf.certificate, certificate) === undefined ? 0 : 1;
  return found.filter(({ severity }) => severity === 'error').length + forbids;
}

/** What every finding about a certificate carries: which one. */
export function about({ sha256, certificate }: KnownCertificate): {
  readonly certificate: string;
  readonly subject: string;
} {
  return { certificate: sha256, subject: shortName(certificate.subject) };
}

/** Whether the leaf is for this host (RFC 9525 §6). */
export function checkHost(leaf: KnownCertificate, host: string): readonly Finding[] {
  const { matches, offered, nearest } = matchHost(leaf.certificate, host);
  if (matches) return [];
  const base = { severity: 'error', ...about(leaf), asked: host } as const;
  if (offered.length > 0) return [{ kind: 'wrong-host', ...base, offered, ...(nearest !== undefined && { nearest }) }];
  const commonName = attributeOf(leaf.certificate.subject, 'CN');
  return [{ kind: 'no-san', ...base, ...(commonName !== undefined && { commonName }) }];
}

/** A server signs handshakes, or takes part in a key exchange; OpenSSL's KU_TLS is these three. */
function checkServerUse(leaf: KnownCertificate): readonly Finding[] {
  const usage = extensionOf(leaf.certificate, 'keyUsage')?.bits;
  const useful = ['digitalSignature', 'keyEncipherment', 'keyAgreement'] as const;
  if (usage === undefined || useful.some((bit) => usage.includes(bit))) return [];
  return [{ kind: 'key-usage', severity: 'error', ...about(leaf), missing: 'digitalSignature' }];
}

/** May this certificate issue the one before it (RFC 5280 §6.1.4 k–n)? Asked of anchors too, as libraries do. */
function checkIssuer({ chain, anchor }: FoundPath, index: number): readonly Finding[] {
  const issuer = chain[index];
  if (issuer === undefined) return [];
  const limit = extensionOf(issuer.certificate, 'basicConstraints')?.pathLength;
  const findings = checkAuthority(issuer, anchor?.sha256 === issuer.sha256);
  if (limit === undefined) return findings;
  const actual = chain.slice(1, index).filter((below) => !isSelfIssued(below.certificate)).length;
  if (actual <= limit) return findings;
  return [...findings, { kind: 'path-too-long', severity: 'error', ...about(issuer), limit, actual }];
}

/** May it issue at all? */
function checkAuthority(issuer: KnownCertificate, isAnchor: boolean): readonly Finding[] {
  const { certificate } = issuer;
  const base = { severity: 'error', ...about(issuer) } as const;
  const findings: Finding[] = [];
  // A version 1 certificate cannot say that it is a CA. As an anchor the person who trusted it said so (RFC 5280 §6.1.4 k).
  const isOldRoot = certificate.version < 3 && isAnchor;
  if (extensionOf(certificate, 'basicConstraints')?.ca !== true && !isOldRoot)
    findings.push({ kind: 'not-a-ca', ...base, reason: certificate.version < 3 ? 'v1' : 'basic-constraints' });
  const usage = extensionOf(certificate, 'keyUsage')?.bits;
  if (usage !== undefined && !usage.includes('keyCertSign'))
    findings.push({ kind: 'key-usage', ...base, missing: 'keyCertSign' });
  return findings;
}

function checkTime(known: KnownCertificate, now: number): readonly Finding[] {
  const { notBefore, notAfter } = known.certificate;
  switch (validityAt(known.certificate, now)) {
    case 'expired':
      return [{ kind: 'expired', severity: 'error', ...about(known), notAfter, now }];
    case 'not-yet-valid':
      return [{ kind: 'not-yet-valid', severity: 'error', ...about(known), notBefore, now }];
    case 'valid':
      return [];
  }
}

/** What is checked here rests on these; all others only inform, unless they are critical. */
const reliedOn: ReadonlySet<string> = new Set([
  'basicConstraints',
  'keyUsage',
  'extKeyUsage',
  'subjectAltName',
  'nameConstraints',
  'authorityKeyIdentifier',
  'subjectKeyIdentifier',
  'policyConstraints',
  'policyMappings',
  'inhibitAnyPolicy',
]);

function checkReadable(known: KnownCertificate): readonly Finding[] {
  const { certificate } = known;
  const error = { kind: 'malformed', severity: 'error', ...about(known) } as const;
  const findings: Finding[] = [];
  const seen = new Set<string>();
  for (const { oid, name = oid, critical, value } of certificate.extensions) {
    if (seen.has(oid)) findings.push({ ...error, reason: `the extension ${name} occurs twice` });
    seen.add(oid);
    if (value.kind === 'malformed') {
      const severity = reliedOn.has(name) || critical ? 'error' : 'warning';
      findings.push({ ...error, severity, reason: `the extension ${name} cannot be read: ${value.reason}` });
    }
    if (critical && !isObeyed(oid))
      findings.push({ kind: 'unknown-critical-extension', severity: 'error', ...about(known), oid });
  }
  if (!certificate.signatureMatches)
    findings.push({ ...error, reason: 'it names two different signature algorithms, one inside and one outside' });
  // RFC 5480 §2.1.1: curves are named. Parameters spelled out let anyone make a key that fits (CVE-2020-0601).
  if (certificate.publicKey.type === 'EC' && certificate.publicKey.curve === undefined)
    findings.push({ ...error, reason: 'its key spells out the parameters of a curve instead of naming one' });
  return findings;
}

function checkPolicy(known: KnownCertificate): readonly Finding[] {
  const reason = 'an authority above it demands a policy (policyConstraints), and no policy holds for the whole chain';
  return [{ kind: 'malformed', severity: 'error', ...about(known), reason }];
}

function checkProfile({ chain, anchor }: FoundPath, index: number, profile: Profile): readonly Finding[] {
  const known = chain[index];
  if (known === undefined) return [];
  const place = {
    role: index === 0 ? 'leaf' : 'issuer',
    isAnchor: anchor?.sha256 === known.sha256,
    selfIssued: isSelfIssued(known.certificate),
  } as const;
  return profileBreaches(known.certificate, place, profile).map((breach) => ({
    kind: 'malformed',
    ...about(known),
    ...breach,
  }));
}

/**
 * A list of purposes must have "TLS server", on issuers too: libraries ask it of the whole path. For a server "any purpose" is
 * not enough, as for OpenSSL, BoringSSL and the Baseline Requirements §7.1.2.7.10; an issuer says with it that it limits
 * nobody (RFC 5280 §4.2.1.12, Baseline Requirements §7.1.2.2.5).
 */
function checkPurpose(known: KnownCertificate, role: 'leaf' | 'issuer'): readonly Finding[] {
  const purposes = extensionOf(known.certificate, 'extKeyUsage')?.purposes;
  const enough = role === 'leaf' ? [SERVER_AUTH] : [SERVER_AUTH, ANY_PURPOSE];
  if (purposes === undefined || purposes.some(({ oid }) => enough.includes(oid))) return [];
  const named = purposes.map(({ oid, name }) => name ?? oid);
  return [{ kind: 'wrong-purpose', severity: 'error', ...about(known), purposes: named }];
}

function checkStrength({ chain, anchor }: FoundPath, index: number): readonly Finding[] {
  const known = chain[index];
  if (known === undefined) return [];
  const { signatureAlgorithm } = known.certificate;
  const findings = [...checkKey(known)];
  // Nobody relies on the signature of an anchor, nor on the one a root made for itself. Self-issued certificates below the
  // top (key rollover) are signed by another key, and that signature carries the path.
  const isTop = index === chain.length - 1;
  const relied = anchor?.sha256 !== known.sha256 && !(isTop && isSelfIssued(known.certificate));
  if (relied && isWeakSignature(signatureAlgorithm))
    findings.push({
      kind: 'weak-signature',
      severity: 'error',
      ...about(known),
      algorithm: signatureAlgorithm.hash ?? signatureAlgorithm.name,
    });
  return findings;
}

function checkKey(known: KnownCertificate): readonly Finding[] {
  const { publicKey } = known.certificate;
  const weakness = weaknessOf(publicKey);
  if (weakness === undefined) return [];
  return [{ kind: 'weak-key', severity: 'error', ...about(known), bits: publicKey.bits, ...weakness }];
}

function checkSignature({ chain, broken }: FoundPath, index: number): readonly Finding[] {
  const known = chain[index];
  const issuer = chain[index + 1];
  if (known === undefined || issuer === undefined) return [];
  if (broken.includes(index))
    return [
      { kind: 'bad-signature', severity: 'error', ...about(known), issuer: shortName(issuer.certificate.subject) },
    ];
  // A hint that leads astray (RFC 5280 §4.2.1.1): the signature proves the link, yet OpenSSL does not even look at it then.
  if (keyIdsAgree(known.certificate, issuer.certificate) !== 'differ') return [];
  const reason = 'it names another key as its issuer’s (authorityKeyIdentifier) than the one that signed it';
  return [{ kind: 'malformed', severity: 'warning', ...about(known), reason }];
}

/** The constraints of every issuer above bind the leaf, and what lies between unless it is self-issued (RFC 5280 §6.1.3 b, c). */
function checkConstraints({ chain }: FoundPath, index: number): readonly Finding[] {
  const known = chain[index];
  if (known === undefined || (index > 0 && isSelfIssued(known.certificate))) return [];
  for (const issuer of chain.slice(index + 1)) {
    const name = violationOf(known.certificate, issuer.certificate);
    if (name !== undefined) return [{ kind: 'name-constraint', severity: 'error', ...about(known), name }];
  }
  return [];
}

/** What was found, by certificate and issuer: the same pair stands on many paths, and comparing thousands of names takes its time. */
const violations = new WeakMap<Certificate, WeakMap<Certificate, { readonly name: string | undefined }>>();

function violationOf(certificate: Certificate, issuer: Certificate): string | undefined {
  const constraints = extensionOf(issuer, 'nameConstraints');
  if (constraints === undefined) return undefined;
  const ofCertificate =
    violations.get(certificate) ?? new WeakMap<Certificate, { readonly name: string | undefined }>();
  violations.set(certificate, ofCertificate);
  const known = ofCertificate.get(issuer) ?? { name: constraintViolation(certificate, constraints) };
  ofCertificate.set(issuer, known);
  return known.name;
}
