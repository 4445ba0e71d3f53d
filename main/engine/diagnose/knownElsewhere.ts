import { canonicalName } from '#core/certificate/name.ts';
import type { KnownElsewhere } from '#core/diagnose/completion.ts';
import type { Anchor, TrustState } from '#core/trust/anchor.ts';
import { subjectNameOf, type KnownCertificate } from '#core/trust/anchors.ts';
import { inScope } from '#core/trust/pattern.ts';
import { KeptCertificate, rootAnchor, type Authority } from '#main/engine/trust/authority.ts';
import type { CustomAnchor, TrustMaterial } from '#main/engine/trust/selection.ts';
import { verifySignature } from '#main/engine/trust/verifySignature.ts';

export interface EveryAnchor {
  readonly anchors: readonly KnownAnchor[];
  readonly sources: TrustState['sources'];
}

export type KnownAnchor = KnownCertificate &
  Pick<Anchor, 'label' | 'source' | 'enabled' | 'scope'> & { readonly trustedUntil?: number | undefined };

/** Every anchor there is, whether it counts or not. Those that are refused are none: nobody should be led back to them. */
export function everyAnchorOf({ sources, customs, off, refusals, system, bundled }: TrustMaterial): EveryAnchor {
  const decided = new Map(customs.map(({ sha256, enabled }) => [sha256, enabled]));
  const roots = (source: 'system' | 'bundled', list: ReadonlyMap<string, Authority>) =>
    [...list.values()].map((authority) => ({
      ...rootAnchor(authority, source),
      enabled: decided.get(authority.sha256) ?? !off.has(authority.sha256),
    }));
  const all = [...customs.map(knownCustom), ...roots('system', system), ...roots('bundled', bundled)];
  return { sources, anchors: all.filter((anchor) => refusals.of(anchor) === undefined) };
}

function knownCustom({ authority, sha256, label, enabled, scope, trustedUntil }: CustomAnchor): KnownAnchor {
  return {
    ...{ sha256, label, enabled, scope, trustedUntil },
    source: 'custom',
    // Thousands are asked for their name, and one for the rest.
    ...(authority instanceof KeptCertificate && {
      subjectName: authority.facts.subjectName,
      keySha256: authority.facts.keySha256,
    }),
    get certificate() {
      return authority.certificate;
    },
  };
}

interface Asked {
  readonly host: string;
  readonly port: number;
  /** ms UTC. */
  readonly now: number;
}

/**
 * The anchor that is this certificate, or that signed it, among those that do not count for the host: what a person should be
 * told before they go looking for a certificate that they have. Undefined when there is none.
 */
export function knownElsewhere(top: KnownCertificate, all: EveryAnchor, asked: Asked): KnownElsewhere | undefined {
  for (const anchor of all.anchors) {
    const why = whyNot(anchor, all.sources, asked);
    if (why === undefined || !vouches(anchor, top)) continue;
    const { sha256, label, source } = anchor;
    return { sha256, label, source, why };
  }
  return undefined;
}

/** Why an anchor does not count for who was asked; undefined when it does. */
function whyNot(
  { source, enabled, scope, trustedUntil }: KnownAnchor,
  sources: TrustState['sources'],
  { host, port, now }: Asked,
): KnownElsewhere['why'] | undefined {
  if (source !== 'custom' && !sources[source]) return 'source-off';
  if (!enabled) return 'switched-off';
  if (trustedUntil !== undefined && trustedUntil < now) return 'ended';
  return inScope(scope, host, port) ? undefined : 'other-hosts';
}

function vouches(anchor: KnownAnchor, top: KnownCertificate): boolean {
  if (anchor.sha256 === top.sha256) return true;
  return (
    subjectNameOf(anchor) === canonicalName(top.certificate.issuer) &&
    verifySignature(top.certificate, anchor.certificate)
  );
}
