import { hash } from 'node:crypto';
import { setImmediate as nextTurn } from 'node:timers/promises';
import { decodeCertificate } from '#core/certificate/decode.ts';
import type { DryRun } from '#core/trust/effectivePreview.ts';
import { checkPath } from '#core/trust/path.ts';
import { blocks } from '#core/trust/verdict.ts';
import type { ShownChain } from '#main/engine/history/relying.ts';
import type { EffectiveTrust, ExceptionGrant } from './effective.ts';
import { verifySignature } from './verifySignature.ts';

type TrustFor = (host: string, port: number) => EffectiveTrust;
type Outcome = Pick<DryRun['hosts'][number], 'anchor' | 'stops'> & {
  readonly kind: 'trusted' | 'excepted' | 'untrusted';
};

export interface DryRunInput {
  /** What every host of the history showed last. */
  readonly shown: readonly ShownChain[];
  readonly before: TrustFor;
  readonly after: TrustFor;
  readonly exceptionsFor: (host: string, port: number) => readonly ExceptionGrant[];
  /** ms UTC. */
  readonly now: number;
}

/** How long judging may keep the process from answering anything else, ms: half a frame. */
const TURN_MS = 8;

/**
 * What a change of trust would do to the hosts of the history: the chain each showed last, judged now by the trust there is and by the
 * trust there would be. Our own check alone; nobody is asked. Hosts that differ come first, in the order of the history.
 */
export async function dryRun({ shown, before, after, exceptionsFor, now }: DryRunInput): Promise<DryRun> {
  const hosts: DryRun['hosts'][number][] = [];
  let turnEnds = performance.now() + TURN_MS;
  for (const chain of shown) {
    const { host, port } = chain;
    const exceptions = exceptionsFor(host, port);
    const was = judge(chain, before(host, port), exceptions, now);
    const becomes = judge(chain, after(host, port), exceptions, now);
    const { anchor, stops } = becomes;
    hosts.push({ host, port, before: was.kind, after: becomes.kind, ...(anchor !== undefined && { anchor }), stops });
    if (performance.now() < turnEnds) continue;
    await nextTurn();
    turnEnds = performance.now() + TURN_MS;
  }
  const differs = ({ before: was, after: becomes }: DryRun['hosts'][number]): boolean => was !== becomes;
  return { hosts: [...hosts.filter(differs), ...hosts.filter((host) => !differs(host))], looked: shown.length };
}

function judge(
  { host, port, sent }: ShownChain,
  trust: EffectiveTrust,
  exceptions: readonly ExceptionGrant[],
  now: number,
): Outcome {
  const decoded = sent.map((der) => {
    const sha256 = hash('sha256', der, 'hex');
    const certificate = decodeCertificate(der);
    return certificate.ok ? { sha256, certificate: certificate.value } : { sha256, reason: certificate.error.reason };
  });
  const { refused, refusedAnchors, hints } = trust;
  const result = checkPath(
    { sent: decoded, host, port, hints, refused, refusedAnchors, anchors: trust, now },
    verifySignature,
  );
  const stops = [...new Set(result.findings.filter(blocks).map(({ kind }) => kind))];
  const anchor = result.anchor?.label;
  if (stops.length === 0) return { kind: 'trusted', stops, ...(anchor !== undefined && { anchor }) };
  const leaf = decoded[0]?.sha256;
  const isExcepted = exceptions.some((grant) => grant.leaf === leaf && stops.every((kind) => grant.accepted.has(kind)));
  return isExcepted ? { kind: 'excepted', stops } : { kind: 'untrusted', stops };
}
