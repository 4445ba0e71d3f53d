import { create } from 'zustand';
import type { Anchor, TrustFailure, TrustState } from '#core/trust/anchor.ts';
import type { Result } from '#core/result.ts';
import { call, listen } from '#renderer/call.ts';

type Trust =
  | { readonly status: 'loading' }
  | { readonly status: 'ready'; readonly trust: TrustState }
  | { readonly status: 'failed'; readonly error: TrustFailure };

/** Everything that is trusted, as the main process last said. */
export const useTrust = create<Trust>(() => ({ status: 'loading' }));

export async function refreshTrust(): Promise<void> {
  applyTrust(await call('trust.list', {}));
}

/** Takes up the state that a method of trust answered with, without asking again. A failed change leaves the list as it is. */
export function applyTrust(result: Result<TrustState, TrustFailure>): void {
  const state = useTrust.getState();
  if (result.ok) {
    // The answer to a change and the event about it may cross: the later revision counts.
    if (state.status !== 'ready' || result.value.revision >= state.trust.revision) {
      useTrust.setState({ status: 'ready', trust: result.value }, true);
    }
  } else if (state.status !== 'ready' || result.error.kind === 'damaged') {
    useTrust.setState({ status: 'failed', error: result.error }, true);
  }
}

/** Keeps the list true. Returns the function that stops it. */
export function followTrust(): () => void {
  void refreshTrust();
  return listen('trust.changed', ({ revision, noted }) => {
    const state = useTrust.getState();
    if (state.status !== 'ready' || state.trust.revision < revision || noted === true) void refreshTrust();
  });
}

/** How many anchors of a source are switched on; of a source that is off, none. */
export function countTrusted(trust: TrustState, source: Anchor['source']): number {
  if (source !== 'custom' && !trust.sources[source]) return 0;
  return trust.anchors.filter((anchor) => anchor.source === source && anchor.enabled).length;
}

/** What is trusted now, counted: '5 custom, 144 system, 142 bundled'. */
export function selectStoreWords(state: Trust): string {
  if (state.status !== 'ready') return 'not known yet';
  const sources = ['custom', 'system', 'bundled'] as const;
  return sources.map((source) => `${countTrusted(state.trust, source)} ${source}`).join(', ');
}
