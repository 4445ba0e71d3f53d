import { shortName } from '#core/certificate/name.ts';
import type { Anchor, TrustState } from '#core/trust/anchor.ts';
import { factsOf, type Authority } from './authority.ts';
import type { CustomAnchor, TrustMaterial } from './selection.ts';

/**
 * Every anchor of every source, as the window lists them: custom first (newest first), then system, then bundled, each by
 * label. A certificate that several sources hold is listed in each; switched off by the user, it is off in all.
 */
export function listAnchors({ revision, sources, customs, system, bundled }: TrustMaterial): TrustState {
  const decisions = new Map(customs.map((anchor) => [anchor.sha256, anchor.enabled]));
  const roots = (source: 'system' | 'bundled', authorities: Iterable<Authority>): readonly Anchor[] =>
    [...authorities]
      .map((authority) => listedRoot(authority, source, sources[source] && decisions.get(authority.sha256) !== false))
      .sort(byLabel);
  return {
    revision,
    sources,
    anchors: [...customs.map(listedCustom), ...roots('system', system.values()), ...roots('bundled', bundled.values())],
  };
}

function listedCustom({ authority, trustedUntil, note, ...anchor }: CustomAnchor): Anchor {
  return {
    sha256: anchor.sha256,
    pem: authority.pem,
    source: 'custom',
    label: anchor.label,
    enabled: anchor.enabled,
    scope: anchor.scope,
    ...(trustedUntil === undefined ? {} : { trustedUntil }),
    ...(note === undefined ? {} : { note }),
    addedAt: anchor.addedAt,
    origin: anchor.origin,
    ...factsOf(authority.certificate),
  };
}

function listedRoot({ sha256, pem, certificate }: Authority, source: 'system' | 'bundled', enabled: boolean): Anchor {
  return { sha256, pem, source, label: shortName(certificate.subject), enabled, scope: [], ...factsOf(certificate) };
}

/** Independent of the machine's language, so that lists and tests agree everywhere. */
const order = new Intl.Collator('en', { sensitivity: 'base', numeric: true });

function byLabel(a: Anchor, b: Anchor): number {
  return order.compare(a.label, b.label) || (a.sha256 < b.sha256 ? -1 : 1);
}
