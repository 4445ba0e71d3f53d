import { explainTrustFailure } from '#core/trust/explainTrustFailure.ts';
import type { TrustItem } from '#core/trust/distrust.ts';
import { call } from '#renderer/call.ts';
import { notify } from '#renderer/state/notice.ts';
import { applyTrust } from '#renderer/state/trust.ts';

/** Removes things of any kind in one step and offers them back, as they were. @param words what was done, for the notice */
export async function removeTrustItems(items: readonly TrustItem[], words: string): Promise<void> {
  const removed = await call('trust.remove', { items: [...items] });
  applyTrust(removed);
  if (!removed.ok) {
    notify(explainTrustFailure(removed.error));
    return;
  }
  notify(words, {
    label: 'Undo',
    run: async () => {
      const restored = await call('trust.restore', { items: [...items] });
      applyTrust(restored);
      if (!restored.ok) notify(explainTrustFailure(restored.error));
    },
  });
}
