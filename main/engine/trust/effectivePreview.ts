import type { CustomEffect, EffectivePreview } from '#core/trust/effectivePreview.ts';
import type { Anchor, TrustState } from '#core/trust/anchor.ts';
import { exceptionState } from '#core/trust/exception.ts';
import { hostKey } from '#core/trust/host.ts';
import { covers, parsePattern } from '#core/trust/pattern.ts';
import type { AnchorSource } from '#core/trust/verdict.ts';
import type { EffectiveTrust } from './effective.ts';
import { inForce } from './reach.ts';

export interface PreviewInput {
  readonly host: string;
  readonly port: number;
  readonly state: TrustState;
  readonly effective: EffectiveTrust;
  /** Ids of the identities that may be shown to the host, in the order they would be tried, with the pattern that lets them. */
  readonly identities: readonly { readonly id: string; readonly pattern: string }[];
  /** ms UTC. */
  readonly now: number;
}

/** What would count for a host, with the reason for each decision of the user. What counts is taken from what a connection would get. */
export function previewEffective({ host, port, state, effective, identities, now }: PreviewInput): EffectivePreview {
  const asked = hostKey(host);
  const counts: Record<AnchorSource, number> = { custom: 0, system: 0, bundled: 0 };
  for (const { source } of effective.bySha256.values()) counts[source] += 1;
  return {
    host: asked,
    port,
    custom: state.anchors
      .filter(({ source }) => source === 'custom')
      .map((anchor) => effectOf(anchor, asked, port, effective, now)),
    counts,
    anchors: [...effective.bySha256.keys()],
    exceptions: state.exceptions
      .filter((exception) => exception.host === asked && exception.port === port)
      .map((exception) => ({ id: exception.id, state: exceptionState(exception, now) })),
    identities,
  };
}

function effectOf(
  { sha256, label, enabled, scope, trustedUntil }: Anchor,
  host: string,
  port: number,
  effective: EffectiveTrust,
  now: number,
): CustomEffect {
  const counts = effective.bySha256.has(sha256);
  const of = (why: CustomEffect['why']): CustomEffect => ({ sha256, label, counts, why });
  if (!enabled) return of({ kind: 'off' });
  if (!inForce(trustedUntil, now)) return of({ kind: 'ended' });
  if (effective.refusedAnchors.some((refused) => refused.sha256 === sha256)) return of({ kind: 'refused' });
  if (scope.length === 0) return of({ kind: 'everywhere' });
  const pattern = scope.find((text) => {
    const parsed = parsePattern(text);
    return parsed.ok && covers(parsed.value, host, port);
  });
  return pattern === undefined ? of({ kind: 'other-hosts' }) : of({ kind: 'pattern', pattern });
}
