import { extensionOf, type Certificate, type Extension, type GeneralName } from '#core/certificate/certificate.ts';
import { toHex } from '#core/certificate/fingerprint.ts';
import { canonicalName, sameName, shortName } from '#core/certificate/name.ts';
import type { Hash, Signed, VerifySigned } from '#core/certificate/signed.ts';
import { isWeakSignature } from '#core/certificate/strength.ts';
import { validityAt } from '#core/certificate/validity.ts';
import { isAbout, keyBits } from './certId.ts';
import type { Crl } from './crl.ts';
import { findRevoked, knownEntryExtensions, type CrlEntry } from './crlEntry.ts';
import { decodeOcspResponse, type BasicOcsp, type OcspStatus, type SingleOcsp } from './ocsp.ts';
import type { RevocationProblem, RevocationSource, RevocationStatus } from './status.ts';

/** What an authority is asked about, and what it takes to believe it. */
export interface RevocationQuestion {
  readonly certificate: Certificate;
  readonly issuer: Certificate;
  /** ms UTC. */
  readonly now: number;
  readonly verify: VerifySigned;
}

export interface OcspQuestion extends RevocationQuestion {
  readonly source: Extract<RevocationSource, 'staple' | 'ocsp'>;
  /** DER. */
  readonly response: Uint8Array;
  readonly hash: Hash;
}

export interface CrlQuestion extends RevocationQuestion {
  readonly crl: Crl;
}

/** Clocks differ: what begins or ends this close to now is taken as current. OpenSSL's ocsp command allows as much. */
const SKEW_MS = 300_000;
/** Oldest OCSP word without an end that is relied on: Baseline Requirements §4.9.10 let none be valid for longer. */
const MAX_AGE_MS = 10 * 86_400_000;
const OCSP_SIGNING = '1.3.6.1.5.5.7.3.9';

/** Nothing to rely on, and why. */
export function unusable(source: RevocationSource, problem: RevocationProblem): RevocationStatus {
  return { source, status: 'unknown', problems: [problem] };
}

/**
 * What an OCSP response proves about a certificate (RFC 6960 §3.2): it is about this certificate, signed by its issuer or by
 * whom the issuer delegated it to, and current. Never throws, whatever the bytes are.
 */
export function judgeOcsp(question: OcspQuestion): RevocationStatus {
  const { source, certificate, issuer, hash, now } = question;
  const decoded = decodeOcspResponse(question.response);
  if (!decoded.ok) return unusable(source, 'malformed');
  const { status, basic } = decoded.value;
  if (basic === undefined) return unusable(source, refusals[status] ?? 'malformed');
  const single = newest(basic.responses.filter(({ id }) => isAbout(id, certificate, issuer, hash)));
  const signer = signerOf(basic, question);
  const from = { producedAt: basic.producedAt, ...(signer.name !== undefined && { responder: signer.name }) };
  if (single === undefined) return { ...unusable(source, 'other-certificate'), ...from };
  const problems = [
    ...signer.problems,
    ...(isWeakSignature(basic.signatureAlgorithm) ? (['weak-signature'] as const) : []),
    ...timeProblems({ ...single, newestMs: Math.max(single.thisUpdate, basic.producedAt), maxAgeMs: MAX_AGE_MS }, now),
    ...(hasUnknownCritical([...basic.extensions, ...single.extensions], ocspExtensions)
      ? (['unknown-critical-extension'] as const)
      : []),
  ];
  return { ...concluded(source, single, problems), ...from };
}

/**
 * What a revocation list proves about a certificate (RFC 5280 §6.3.3): it is of the certificate's issuer, covers the
 * certificate, is signed and current, and has it or not. Indirect lists, which public authorities do not make, are not used.
 */
export function judgeCrl({ crl, certificate, issuer, now, verify }: CrlQuestion): RevocationStatus {
  const found = findRevoked(crl.entries, certificate.serial);
  if (!found.ok) return unusable('crl', 'malformed');
  const entry = found.value;
  const others = entry?.extensions ?? [];
  const isPartial = crl.deltaBase !== undefined || crl.scope?.reasons !== undefined;
  const problems: readonly RevocationProblem[] = [
    ...(crl.scope?.indirect === true || !sameName(crl.issuer, certificate.issuer) ? (['other-issuer'] as const) : []),
    ...(covers(crl, certificate) ? [] : (['other-scope'] as const)),
    ...listSignatureProblems(crl, issuer, verify),
    ...timeProblems({ ...crl, newestMs: crl.thisUpdate }, now),
    ...(hasUnknownCritical(crl.extensions, listExtensions) || hasUnknownCritical(others, knownEntryExtensions)
      ? (['unknown-critical-extension'] as const)
      : []),
    // Being on a partial list is proof; not being on it is none.
    ...(isPartial && entry === undefined ? (['partial'] as const) : []),
  ];
  return { ...concluded('crl', wordOf(crl, entry), problems), responder: shortName(crl.issuer) };
}

const refusals: Readonly<Partial<Record<OcspStatus, RevocationProblem>>> = {
  malformedRequest: 'malformed-request',
  internalError: 'internal-error',
  tryLater: 'try-later',
  sigRequired: 'signature-required',
  unauthorized: 'unauthorized',
};

type Word = Pick<SingleOcsp, 'status' | 'revokedAt' | 'reason' | 'thisUpdate' | 'nextUpdate'>;

function wordOf({ thisUpdate, nextUpdate }: Crl, entry: CrlEntry | undefined): Word {
  const times = { thisUpdate, ...(nextUpdate !== undefined && { nextUpdate }) };
  // On a list of changes this takes an entry back.
  if (entry === undefined || entry.reason === 'removeFromCRL') return { status: 'good', ...times };
  const { revokedAt, reason } = entry;
  return { status: 'revoked', revokedAt, ...(reason !== undefined && { reason }), ...times };
}

function concluded(source: RevocationSource, word: Word, problems: readonly RevocationProblem[]): RevocationStatus {
  const { thisUpdate, nextUpdate, revokedAt, reason } = word;
  const times = { thisUpdate, ...(nextUpdate !== undefined && { nextUpdate }) };
  // What is revoked stays revoked, but for what was only put on hold: old word of it is as good as new.
  const lasting = word.status === 'revoked' && reason !== 'certificateHold';
  const relied = problems.length === 0 || (lasting && problems.every((problem) => problem === 'outdated'));
  if (!relied) return { source, status: 'unknown', ...times, problems };
  return {
    source,
    status: word.status,
    ...(revokedAt !== undefined && { revokedAt }),
    ...(reason !== undefined && { reason }),
    ...times,
    problems,
  };
}

function newest(answers: readonly SingleOcsp[]): SingleOcsp | undefined {
  return [...answers].sort((a, b) => b.thisUpdate - a.thisUpdate)[0];
}

interface Signer {
  readonly name?: string;
  readonly problems: readonly RevocationProblem[];
}

/** Who signed the response, and whether they may (RFC 6960 §4.2.2.2): the issuer's key, or one it certified for that. */
function signerOf(basic: BasicOcsp, { issuer, now, verify, hash }: OcspQuestion): Signer {
  if (verify(basic, issuer)) return { name: shortName(issuer.subject), problems: [] };
  const isNamed = (certificate: Certificate) =>
    basic.responder.by === 'name'
      ? sameName(certificate.subject, basic.responder.name)
      : toHex(hash('SHA-1', keyBits(certificate))) === basic.responder.keyHash;
  const named = basic.certificates.filter(isNamed);
  const signer = named.find((certificate) => verify(basic, certificate)) ?? named[0];
  if (signer === undefined)
    return isNamed(issuer)
      ? { name: shortName(issuer.subject), problems: ['bad-signature'] }
      : { problems: ['unknown-signer'] };
  return { name: shortName(signer.subject), problems: delegationProblems(basic, signer, { issuer, now, verify }) };
}

function delegationProblems(
  basic: BasicOcsp,
  signer: Certificate,
  { issuer, now, verify }: Pick<RevocationQuestion, 'issuer' | 'now' | 'verify'>,
): readonly RevocationProblem[] {
  const issued = sameName(signer.issuer, issuer.subject) && verify(signer, issuer);
  const purposes = extensionOf(signer, 'extKeyUsage')?.purposes ?? [];
  const allowed = issued && purposes.some(({ oid }) => oid === OCSP_SIGNING) && maySign(signer, 'digitalSignature');
  return [
    ...(verify(basic, signer) ? [] : (['bad-signature'] as const)),
    ...(allowed ? [] : (['signer-not-allowed'] as const)),
    ...(validityAt(signer, now) === 'valid' ? [] : (['signer-expired'] as const)),
    ...(isWeakSignature(signer.signatureAlgorithm) ? (['weak-signature'] as const) : []),
  ];
}

function listSignatureProblems(crl: Crl, issuer: Certificate, verify: VerifySigned): readonly RevocationProblem[] {
  const signed: Signed = crl;
  return [
    ...(crl.signatureMatches && verify(signed, issuer) ? [] : (['bad-signature'] as const)),
    ...(maySign(issuer, 'cRLSign') ? [] : (['signer-not-allowed'] as const)),
    ...(isWeakSignature(crl.signatureAlgorithm) ? (['weak-signature'] as const) : []),
  ];
}

/** Without a key usage every use is allowed (RFC 5280 §4.2.1.3). */
function maySign(certificate: Certificate, bit: 'cRLSign' | 'digitalSignature'): boolean {
  return extensionOf(certificate, 'keyUsage')?.bits.includes(bit) !== false;
}

interface Times {
  readonly thisUpdate: number;
  readonly nextUpdate?: number;
  /** The latest of the times that should have passed. */
  readonly newestMs: number;
  /** How old the word may be when it does not say; absent: any age. */
  readonly maxAgeMs?: number;
}

function timeProblems(
  { thisUpdate, nextUpdate, newestMs, maxAgeMs = Infinity }: Times,
  now: number,
): readonly RevocationProblem[] {
  if (newestMs > now + SKEW_MS) return ['not-yet-valid'];
  const end = nextUpdate ?? thisUpdate + maxAgeMs;
  return end < now - SKEW_MS ? ['outdated'] : [];
}

/** The nonce, which is not looked at: a response that was signed in advance has none (RFC 5019 §4). */
const ocspExtensions: ReadonlySet<string> = new Set(['1.3.6.1.5.5.7.48.1.2']);
/** Number, delta, scope, freshest list, key identifier (RFC 5280 §5.2). */
const listExtensions: ReadonlySet<string> = new Set(['2.5.29.20', '2.5.29.27', '2.5.29.28', '2.5.29.46', '2.5.29.35']);

function hasUnknownCritical(extensions: readonly Extension[], known: ReadonlySet<string>): boolean {
  return extensions.some(({ oid, critical }) => critical && !known.has(oid));
}

/** Whether the list is about this kind of certificate, and is one the certificate points to (RFC 5280 §6.3.3 b 2). */
function covers({ scope }: Crl, certificate: Certificate): boolean {
  if (scope === undefined) return true;
  const isCa = extensionOf(certificate, 'basicConstraints')?.ca === true;
  if (scope.only !== undefined && scope.only !== (isCa ? 'ca-certificates' : 'user-certificates')) return false;
  const points = extensionOf(certificate, 'cRLDistributionPoints')?.points ?? [];
  // A name relative to the issuer's is used by nobody; such a list is taken at its word.
  if (scope.names.length === 0 || points.length === 0) return true;
  const wanted = new Set(points.flatMap(({ names }) => names.map(comparable)));
  return scope.names.some((name) => wanted.has(comparable(name)));
}

function comparable(name: GeneralName): string {
  switch (name.kind) {
    case 'directory':
      return `directory ${canonicalName(name.name)}`;
    case 'other':
      return `other ${toHex(name.der)}`;
    default:
      return `${name.kind} ${name.value}`;
  }
}
