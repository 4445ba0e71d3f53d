import type { JudgedChain } from '#core/contract/judge.ts';
import { parsePem, toPem } from '#core/certificate/pem.ts';
import { fail, ok, type Result } from '#core/result.ts';
import type { TrustFailure } from '#core/trust/anchor.ts';
import { pathAnchors, type KnownCertificate, type PathAnchors } from '#core/trust/anchors.ts';
import { checkPath, type PathResult, type UnreadableCertificate } from '#core/trust/path.ts';
import { blocks, type Verdict } from '#core/trust/verdict.ts';
import type { EffectiveTrust, TrustSource } from './effective.ts';
import { verifySignature } from './verifySignature.ts';
import { readSent } from './readSent.ts';

export interface OfflinePowers {
  readonly trust: TrustSource & { state(): Result<unknown, TrustFailure> };
  /** ms UTC. */
  readonly now: () => number;
}

export interface OfflineChain {
  /** The first is the one in question. */
  readonly pems: readonly string[];
  /** Absent: any of its names is right. */
  readonly host?: string | undefined;
}

/** Scopes name a host and port; a certificate out of a file says no port, and nearly all servers answer at this one. */
const USUAL_PORT = 443;

/** Judges a chain by the present trust without a connection: our own path check alone, for no library is asked. */
export function judgeOffline(
  { pems, host }: OfflineChain,
  { trust, now }: OfflinePowers,
): Result<JudgedChain, TrustFailure> {
  const state = trust.state();
  if (!state.ok) return state;
  const sent: (KnownCertificate | UnreadableCertificate)[] = [];
  for (const [index, pem] of pems.entries()) {
    const ders = parsePem(pem);
    const der = ders.ok ? ders.value[0] : undefined;
    if (der === undefined)
      return fail({ kind: 'malformed-certificate', reason: 'it is no PEM', index, message: 'No PEM' });
    sent.push(readSent(der));
  }
  const effective = trust.effective(host ?? '', USUAL_PORT);
  const anchors = host === undefined ? inEveryScope(effective) : effective;
  const { hints, refused, refusedAnchors } = effective;
  const asked = { sent, anchors, hints, refused, refusedAnchors, now: now() };
  const result = checkPath({ ...asked, ...(host !== undefined && { host }) }, verifySignature);
  const { anchor } = result;
  const accepted = !result.findings.some(blocks);
  const verdict: Verdict = {
    kind: accepted ? 'trusted' : 'untrusted',
    ...(anchor !== undefined && {
      anchor: { sha256: anchor.sha256, source: anchor.source, label: anchor.label, scope: anchor.scope },
    }),
    // '' says that no library was asked.
    library: { accepted, code: '' },
    findings: result.findings,
    ...(result.goodUntil !== undefined && { goodUntil: result.goodUntil }),
  };
  return ok({ verdict, path: result.path, certificates: certificatesOf(result) });
}

function inEveryScope({ bySha256, outOfScope }: EffectiveTrust): PathAnchors {
  return pathAnchors([...bySha256.values(), ...outOfScope]);
}

function certificatesOf({ path, chain }: PathResult): Record<string, string> {
  const proven = chain.filter(({ sha256 }) => path.includes(sha256));
  return Object.fromEntries(proven.map(({ sha256, certificate }) => [sha256, toPem(certificate.der)]));
}
