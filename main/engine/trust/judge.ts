import { hash } from 'node:crypto';
import type { VerifySigned } from '#core/certificate/signed.ts';
import { judgeOcsp } from '#core/revocation/judge.ts';
import type { RevocationStatus } from '#core/revocation/status.ts';
import type { KnownCertificate, PathAnchor } from '#core/trust/anchors.ts';
import { combineVerdict } from '#core/trust/combine.ts';
import { diagnose } from '#core/trust/diagnose.ts';
import { withDiagnosis } from '#core/trust/diagnosed.ts';
import { checkPath, type PathResult, type UnreadableCertificate } from '#core/trust/path.ts';
import { stapleFindings } from '#core/trust/staple.ts';
import type { Finding, Verdict } from '#core/trust/verdict.ts';
import { authoritiesOf } from '#core/trust/vouched.ts';
import { Bounded } from '#main/engine/trust/bounded.ts';
import type { EffectiveTrust } from '#main/engine/trust/effective.ts';
import { verifySignature as verifyWithNode } from '#main/engine/trust/verifySignature.ts';
import type { Vouchers } from '#main/engine/trust/vouchers.ts';
import { digest } from '#main/engine/certificate/digest.ts';
import { readSent } from '#main/engine/trust/readSent.ts';

export interface JudgeInput {
  /** DER, in the order the server sent them. */
  readonly sent: readonly Uint8Array[];
  /** As in the address: a DNS name, or an IP address with or without brackets. */
  readonly host: string;
  readonly port: number;
  readonly trust: EffectiveTrust;
  /** What the TLS library's own verification said. */
  readonly library: { readonly accepted: boolean; readonly code: string };
  /** 'TLSv1.3' and the IANA cipher name, when the handshake went that far. */
  readonly tls: { readonly version?: string | undefined; readonly cipher?: string | undefined };
  /** DER of the OCSP response that came with the leaf; 'none' when it was asked for and none came; absent: not asked. */
  readonly staple?: Uint8Array | 'none';
  /** Timestamps of transparency logs that came in the handshake and not in the leaf. */
  readonly timestampsBeside?: number;
}

export interface Judgement {
  readonly verdict: Verdict;
  /** SHA-256, leaf → anchor; empty when no path was proven. */
  readonly path: readonly string[];
  /** DER of every certificate sent or on the best chain, by SHA-256. */
  readonly certificates: ReadonlyMap<string, Uint8Array>;
  /** What the stapled OCSP response proves of the leaf; absent when none came, or when nobody is known who issued the leaf. */
  readonly revocation?: RevocationStatus;
}

export type Judge = (input: JudgeInput) => Judgement;

export interface JudgePowers {
  /** ms UTC. */
  readonly now: () => number;
  /** Default: node:crypto. */
  readonly verifySignature?: VerifySigned;
  /** How far this computer's clock is behind those of servers that answered; negative: ahead. Undefined when none has. */
  readonly behindServerMs?: () => number | undefined;
  /** Asked for words, and told of every chain; absent: nothing is known of other chains. */
  readonly vouchers?: Vouchers | undefined;
}

/** Decoded certificates kept: the chains of a few hundred servers at ~10 kB each. */
const MAX_CERTIFICATES = 1000;
/** Path results kept: one for each server, trust and minute; those of past minutes are the first to go. */
const MAX_RESULTS = 500;
const MINUTE_MS = 60_000;

type Sent = KnownCertificate | UnreadableCertificate;

interface CachedResult {
  readonly at: number;
  readonly result: PathResult;
}

/**
 * The function that judges a chain: the TLS library's word and our own path check, made one verdict.
 *
 * A chain judged once is not judged again within the same minute for the same host and trust, so that a new connection to a
 * known server costs the hashing of its certificates.
 */
export function createJudge({ now, verifySignature = verifyWithNode, behindServerMs, vouchers }: JudgePowers): Judge {
  const decoded = new Bounded<Sent>(MAX_CERTIFICATES);
  const results = new Bounded<CachedResult>(MAX_RESULTS);

  const read = (der: Uint8Array): Sent => {
    const sha256 = hash('sha256', der, 'hex');
    return decoded.get(sha256) ?? decoded.set(sha256, readSent(der, sha256));
  };

  const check = (sent: readonly Sent[], { host, port, trust }: JudgeInput): PathResult => {
    const at = now();
    const chain = sent.map(({ sha256 }) => sha256).join();
    const key = JSON.stringify([chain, trust.key, host, port, minuteOf(at)]);
    const cached = results.get(key);
    if (cached !== undefined && stillHolds(cached, at)) return cached.result;
    const { hints, refused, refusedAnchors } = trust;
    const asked = { sent, host, port, anchors: trust, hints, refused, refusedAnchors, now: at };
    return results.set(key, { at, result: checkPath(asked, verifySignature) }).result;
  };

  const staples = new Bounded<RevocationStatus>(MAX_RESULTS);
  const judgeStaple = ({ chain }: PathResult, { staple }: JudgeInput): RevocationStatus | undefined => {
    const [leaf, issuer] = chain;
    if (leaf === undefined || issuer === undefined || staple === undefined || staple === 'none') return undefined;
    const at = now();
    const key = [leaf, issuer].map(({ sha256 }) => sha256).join() + hash('sha256', staple, 'hex') + minuteOf(at);
    const known = staples.get(key);
    if (known !== undefined) return known;
    // A chain may be broken at its first link: then that certificate is not the issuer's, however it is called.
    if (!verifySignature(leaf.certificate, issuer.certificate)) return undefined;
    const parties = { certificate: leaf.certificate, issuer: issuer.certificate };
    const powers = { verify: verifySignature, hash: digest };
    return staples.set(key, judgeOcsp({ source: 'staple', response: staple, ...parties, now: at, ...powers }));
  };

  return (input) => {
    const sent = input.sent.map(read);
    const result = check(sent, input);
    const revocation = judgeStaple(result, input);
    const found = [...result.findings, ...ofStaple(result, input, revocation)];
    const known = {
      now: now(),
      revocation,
      behindServerMs: behindServerMs?.(),
      ...fromBefore(result, input, vouchers),
    };
    const verdict = combineVerdict(
      { ...result, findings: diagnosed(found, result, input, known) },
      input.library,
      input.tls,
    );
    if (vouchers !== undefined) note(vouchers, result, input, verdict);
    return {
      verdict,
      path: result.path,
      certificates: certificatesOf(sent, input, result),
      ...(revocation !== undefined && { revocation }),
    };
  };
}

function ofStaple(
  { chain: [leaf] }: PathResult,
  { staple }: JudgeInput,
  revocation: RevocationStatus | undefined,
): readonly Finding[] {
  if (leaf === undefined || staple === undefined || (staple !== 'none' && revocation === undefined)) return [];
  return stapleFindings(leaf, revocation);
}

/** What is known beside the chain; undefined: nobody knows. */
interface Known extends FromBefore {
  readonly now: number;
  readonly revocation: RevocationStatus | undefined;
  readonly behindServerMs: number | undefined;
}

/** What lies behind a chain that the list shipped with the app does not vouch for. */
function diagnosed(
  findings: readonly Finding[],
  { chain, anchor }: PathResult,
  { host, trust, timestampsBeside }: JudgeInput,
  { now, revocation, behindServerMs, hostsOfIssuer, wasPublic }: Known,
): readonly Finding[] {
  if (anchor?.source === 'bundled' && !findings.some(({ kind }) => kind === 'expired' || kind === 'not-yet-valid'))
    return findings;
  const { listed } = trust;
  const facts = {
    ...{ chain, host, now, proven: anchor !== undefined },
    ...(listed !== undefined && { listed }),
    ...(revocation !== undefined && { revocation }),
    ...(behindServerMs !== undefined && { behindServerMs }),
    ...(timestampsBeside !== undefined && { timestampsBeside }),
    ...(hostsOfIssuer !== undefined && { hostsOfIssuer }),
    ...(wasPublic !== undefined && { wasPublic }),
  };
  return withDiagnosis(findings, diagnose(facts));
}

interface FromBefore {
  readonly hostsOfIssuer?: readonly string[];
  readonly wasPublic?: boolean;
}

/** What earlier chains say about this one; nothing when a public authority vouches for it. */
function fromBefore(result: PathResult, input: JudgeInput, vouchers: Vouchers | undefined): FromBefore {
  if (vouchers === undefined || isPublic(result.anchor, input.trust)) return {};
  const { bySha256 } = input.trust;
  return {
    hostsOfIssuer: vouchers.hostsOf(authoritiesIn(result, input)),
    wasPublic: vouchers.anchorsOf(input.host).some((sha256) => isPublic(bySha256.get(sha256), input.trust)),
  };
}

function note(vouchers: Vouchers, result: PathResult, input: JudgeInput, { kind }: Verdict): void {
  vouchers.note({
    host: input.host,
    ...(kind === 'trusted' && result.anchor !== undefined && { anchor: result.anchor.sha256 }),
    authorities: isPublic(result.anchor, input.trust) ? [] : authoritiesIn(result, input),
  });
}

function authoritiesIn({ chain }: PathResult, { timestampsBeside = 0 }: JudgeInput): readonly string[] {
  return timestampsBeside > 0 ? [] : authoritiesOf(chain.map(({ certificate }) => certificate));
}

/** By the anchor: lists are long, and the one shipped with the app stays as it is while the app runs. */
const publicAnchors = new WeakMap<PathAnchor, boolean>();

/** On the list shipped with the app, from whichever list it counts: that of the system also has what a company put there. */
function isPublic(anchor: PathAnchor | undefined, { listed }: EffectiveTrust): boolean {
  if (anchor === undefined) return false;
  const known = publicAnchors.get(anchor);
  if (known !== undefined) return known;
  const found = anchor.source === 'bundled' || listed?.(anchor).includes('bundled') === true;
  publicAnchors.set(anchor, found);
  return found;
}

function minuteOf(at: number): number {
  return Math.floor(at / MINUTE_MS);
}

/** Within its minute a result holds until the path it proved runs out. */
function stillHolds({ at, result }: CachedResult, now: number): boolean {
  return result.goodUntil === undefined || now <= result.goodUntil || at > result.goodUntil;
}

function certificatesOf(
  sent: readonly Sent[],
  input: JudgeInput,
  { chain, anchor }: PathResult,
): Map<string, Uint8Array> {
  const found = new Map<string, Uint8Array>();
  // Our decoded copy, where there is one: a view of what the socket received would keep all of that alive.
  sent.forEach((one, index) => {
    found.set(one.sha256, 'certificate' in one ? one.certificate.der : new Uint8Array(input.sent[index] ?? []));
  });
  // Also what was not sent: kept intermediates, and an authority that does not count.
  for (const { sha256, certificate } of chain) if (!found.has(sha256)) found.set(sha256, certificate.der);
  if (anchor !== undefined) found.set(anchor.sha256, anchor.certificate.der);
  return found;
}
