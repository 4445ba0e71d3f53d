import type { Certificate } from '#core/certificate/certificate.ts';
import type { DryRun } from '#core/trust/effectivePreview.ts';
import { normalHost } from '#core/trust/host.ts';
import type { FindingKind } from '#core/trust/verdict.ts';
import { inScope } from '#core/trust/pattern.ts';
import { pathByNames } from '#renderer/ui/chainSteps.ts';
import type { NumberedFinding } from '#renderer/ui/findingNumbers.ts';

/** What a decision would change for the host that was refused. */
export type TrustEffect =
  | { readonly kind: 'trusted' }
  /** `gone` and `remaining` are the numbers of the problems. */
  | { readonly kind: 'still-stops'; readonly gone: readonly number[]; readonly remaining: readonly number[] }
  | { readonly kind: 'outside' };

export interface EffectFacts {
  readonly findings: readonly NumberedFinding[];
  readonly sent: readonly string[];
  readonly certificates: ReadonlyMap<string, Certificate>;
  /** The authority about to be trusted. */
  readonly authority: string;
  readonly scope: readonly string[];
  readonly host: string;
  readonly port: number;
}

/** What a known authority at the end of the path answers. The library's own refusal had the same cause. */
const answered: readonly FindingKind[] = [
  'unknown-issuer',
  'self-signed',
  'incomplete-chain',
  'out-of-scope',
  'disagreement',
];
/** What is answered even when the path does not reach the authority: that it is unknown. */
const answeredApart: readonly FindingKind[] = ['unknown-issuer', 'out-of-scope'];

/**
 * What is left of the problems once the authority is trusted. Errs on the side of "still stops": an authority that the sent
 * certificates do not lead to does not complete the chain.
 */
export function trustEffect(facts: EffectFacts): TrustEffect {
  if (!inScope(facts.scope, facts.host, facts.port)) return { kind: 'outside' };
  const reached = pathByNames(facts.sent, facts.certificates).includes(facts.authority);
  const goes = reached ? answered : answeredApart;
  const numbered = facts.findings.flatMap(({ finding, number }) => (number === undefined ? [] : [{ finding, number }]));
  const gone = numbered.filter(({ finding }) => goes.includes(finding.kind)).map(({ number }) => number);
  const remaining = numbered.filter(({ finding }) => !goes.includes(finding.kind)).map(({ number }) => number);
  return remaining.length === 0 ? { kind: 'trusted' } : { kind: 'still-stops', gone, remaining };
}

/**
 * What was worked out by names, mended by what came of trying the decision on the chain the host showed last: signatures and kept
 * intermediates count there. The numbers stay those of the refusal.
 */
export function triedEffect(
  effect: TrustEffect,
  { findings, host, port }: Pick<EffectFacts, 'findings' | 'host' | 'port'>,
  { hosts }: Pick<DryRun, 'hosts'>,
): TrustEffect {
  const tried = hosts.find((one) => one.host === normalHost(host) && one.port === port);
  if (tried === undefined || effect.kind === 'outside') return effect;
  if (tried.after === 'trusted') return { kind: 'trusted' };
  if (effect.kind === 'still-stops') return effect;
  const stops = findings.filter(({ finding }) => tried.stops.includes(finding.kind));
  return { kind: 'still-stops', gone: [], remaining: stops.flatMap(({ number }) => number ?? []) };
}
