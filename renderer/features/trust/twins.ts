import type { Anchor, TrustState } from '#core/trust/anchor.ts';

/**
 * Those of some custom anchors that a list holds too. What the user said stands above the lists: when it goes, the list counts
 * again, and that can be wider than before.
 */
export function twinsOf(anchors: readonly Anchor[], state: TrustState): readonly Anchor[] {
  const listed = new Set(
    state.anchors.flatMap(({ source, sha256 }) => (source !== 'custom' && state.sources[source] ? [sha256] : [])),
  );
  return anchors.filter(({ sha256 }) => listed.has(sha256));
}
