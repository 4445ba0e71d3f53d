import type { DryRun } from '#core/trust/effectivePreview.ts';
import { checkPath } from '#core/trust/path.ts';
import { blocks } from '#core/trust/verdict.ts';
import type { ShownChain } from '#main/engine/history/relying.ts';
import type { EffectiveTrust, ExceptionGrant } from './effective.ts';
import { verifySignature } from './verifySignature.ts';
import { turns } from '#main/engine/turns.ts';
import { readSent } from './readSent.ts';

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

/**
 * What a change of trust would do to the hosts of the history: the chain each showed last, judged now by the trust there is and by the
 * trust there would be. Our own check alone; nobody is asked. Hosts that differ come first, in the order of the history.
 */
export async function dryRun({ shown, before, after, exceptionsFor, now }: DryRunInput): Promise<DryRun> {
  const hosts: DryRun['hosts'][number][] = [];
  const pause = turns();
  for (const { host, port, sent: ders } of shown) {
    const chain = { host, port, sent: ders.map((der) => readSent(der)) };
    const exceptions = exceptionsFor(host, port);
    const was = judge(chain, before(host, port), exceptions, now);
    const becomes = judge(chain, after(host, port), exceptions, now);
    const { anchor, stops } = becomes;
    hosts.push({ host, port, before: was.kind, after: becomes.kind, ...(anchor !== undefined && { anchor }), stops });
    await pause();
  }
  const differs = ({ before: was, after: becomes }: DryRun['hosts'][number]): boolean => was !== becomes;
  return { hosts: [...hosts.filter(differs), ...hosts.filter((host) => !differs(host))], looked: shown.length };
}

/** What a host showed, read once for both judgements. */
type Chain = Pick<ShownChain, 'host' | 'port'> & { readonly sent: readonly ReturnType<typeof readSent>[] };

function judge(
  { host, port, sent }: Chain,
  trust: EffectiveTrust,
  exceptions: readonly ExceptionGrant[],
  now: number,
): Outcome {
  const { refused, refusedAnchors, hints } = trust;
  const result = checkPath({ sent, host, port, hints, refused, refusedAnchors, anchors: trust, now }, verifySignature);
  const stops = [...new Set(result.findings.filter(blocks).map(({ kind }) => kind))];
  const anchor = result.anchor?.label;
  if (stops.length === 0) return { kind: 'trusted', stops, ...(anchor !== undefined && { anchor }) };
  const leaf = sent[0]?.sha256;
  const isExcepted = exceptions.some((grant) => grant.leaf === leaf && stops.every((kind) => grant.accepted.has(kind)));
  return isExcepted ? { kind: 'excepted', stops } : { kind: 'untrusted', stops };
}
