import { explainTrustFailure } from '#core/trust/explainTrustFailure.ts';
import type { InputOf } from '#core/contract.ts';
import { ok, type Result } from '#core/result.ts';
import type { Anchor, TrustFailure } from '#core/trust/anchor.ts';
import { call } from '#renderer/call.ts';
import { selectAnchor } from '#renderer/state/navigation.ts';
import { notify } from '#renderer/state/notice.ts';
import { applyTrust } from '#renderer/state/trust.ts';

type AnchorChanges = Omit<InputOf<'trust.update'>, 'sha256'>;

/** Changes a custom anchor; why it could not be stored is said in a notice. */
export async function changeAnchor(anchor: Anchor, changes: AnchorChanges): Promise<void> {
  const stored = await storeAnchor(anchor, changes);
  if (!stored.ok) notify(explainTrustFailure(stored.error));
}

/** As `changeAnchor`, for a form that shows the failure itself. Returns the anchor as it was stored: patterns are normalised. */
export async function storeAnchor(anchor: Anchor, changes: AnchorChanges): Promise<Result<Anchor, TrustFailure>> {
  const { sha256 } = anchor;
  const result = await call('trust.update', { sha256, ...changes });
  applyTrust(result);
  if (!result.ok) return result;
  return ok(result.value.anchors.find((each) => each.source === 'custom' && each.sha256 === sha256) ?? anchor);
}

export async function switchSource(source: 'system' | 'bundled', enabled: boolean): Promise<void> {
  const result = await call('trust.setSource', { source, enabled });
  applyTrust(result);
  if (!result.ok) notify(explainTrustFailure(result.error));
}

/** Removes a custom anchor at once and offers it back: undoing is quicker than confirming. */
export async function removeAnchor(anchor: Anchor): Promise<void> {
  const { sha256, label } = anchor;
  const result = await call('trust.remove', { sha256 });
  applyTrust(result);
  if (!result.ok) {
    notify(explainTrustFailure(result.error));
    return;
  }
  selectAnchor(undefined);
  notify(`${label} is no longer trusted`, { label: 'Undo', run: () => restoreAnchor(sha256) });
}

async function restoreAnchor(sha256: string): Promise<void> {
  const result = await call('trust.restore', { sha256 });
  applyTrust(result);
  if (!result.ok) notify(explainTrustFailure(result.error));
}
