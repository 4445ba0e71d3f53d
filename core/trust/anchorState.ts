import type { Anchor, TrustState } from './anchor.ts';

/**
 * What an anchor of a list is now. 'on': it counts (for the hosts of its scope). Otherwise why not: refused by the user, switched
 * off itself, its list switched off, or its end has come.
 */
export type AnchorState = 'on' | 'refused' | 'off' | 'source-off' | 'ended';

/** What the user refuses, for quick look-up. */
export interface Refused {
  readonly certificates: ReadonlySet<string>;
  readonly keys: ReadonlySet<string>;
}

export function refusedOf({ distrusted }: Pick<TrustState, 'distrusted'>): Refused {
  const of = (kind: 'certificate' | 'key') =>
    new Set(distrusted.filter((each) => each.kind === kind).map((each) => each.sha256));
  return { certificates: of('certificate'), keys: of('key') };
}

/** The strongest reason first: what is refused stays refused, whatever is switched on. @param now ms UTC */
export function anchorState(
  anchor: Anchor,
  { sources }: Pick<TrustState, 'sources'>,
  refused: Refused,
  now: number,
): AnchorState {
  if (refused.certificates.has(anchor.sha256) || refused.keys.has(anchor.keySha256)) return 'refused';
  if (!anchor.enabled) return 'off';
  if (anchor.source !== 'custom' && !sources[anchor.source]) return 'source-off';
  if (anchor.trustedUntil !== undefined && anchor.trustedUntil < now) return 'ended';
  return 'on';
}
