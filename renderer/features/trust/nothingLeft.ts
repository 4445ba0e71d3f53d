import type { TrustSources, TrustState } from '#core/trust/anchor.ts';
import { anchorState, refusedOf } from '#core/trust/anchorState.ts';

/** What is about to be switched off: certificates, or a whole list. */
export type SwitchingOff = { readonly sha256s: ReadonlySet<string> } | { readonly source: keyof TrustSources };

/** True when no anchor at all would count afterwards, and one does now: every request would be stopped. @param now ms UTC */
export function leavesNothing(state: TrustState, change: SwitchingOff, now: number): boolean {
  const refused = refusedOf(state);
  const counting = state.anchors.filter((anchor) => anchorState(anchor, state, refused, now) === 'on');
  if (counting.length === 0) return false;
  return counting.every((anchor) =>
    'source' in change ? anchor.source === change.source : change.sha256s.has(anchor.sha256),
  );
}
