import { nameOfRefusal } from './refusedRows.ts';
import { removeTrustItems } from './removeTrustItems.ts';
import type { InputOf } from '#core/contract.ts';
import { explainTrustFailure } from '#core/trust/explainTrustFailure.ts';
import { distrustId, type Distrust } from '#core/trust/distrust.ts';
import { call } from '#renderer/call.ts';
import { openInspector } from '#renderer/state/inspect.ts';
import { openTrustItem } from '#renderer/state/navigation.ts';
import { notify } from '#renderer/state/notice.ts';
import { applyTrust } from '#renderer/state/trust.ts';

/** Refuses what was pasted. Returns why it could not be stored; undefined when it was. */
export async function refuse(order: InputOf<'trust.refuse'>): Promise<string | undefined> {
  const result = await call('trust.refuse', order);
  if (!result.ok) {
    const { error } = result;
    return error.kind === 'already-there' ? `It is refused already, as ${error.label}.` : explainTrustFailure(error);
  }
  applyTrust(result);
  const [newest] = result.value.distrusted;
  if (newest === undefined) return undefined;
  openTrustItem(distrustId(newest));
  const item = { kind: 'distrust', id: distrustId(newest) } as const;
  notify(`${nameOfRefusal(newest)} is refused wherever it appears`, {
    label: 'Undo',
    run: async () => {
      const undone = await call('trust.remove', { items: [item] });
      applyTrust(undone);
      if (!undone.ok) notify(explainTrustFailure(undone.error));
    },
  });
  return undefined;
}

/** Takes a refusal back. Widens trust: ask first (AllowAgainDialog). */
export async function allowAgain(refusal: Distrust): Promise<void> {
  await removeTrustItems(
    [{ kind: 'distrust', id: distrustId(refusal) }],
    `${nameOfRefusal(refusal)} is no longer refused`,
  );
}

/** Opens a certificate that the store keeps. */
export async function showRefused(sha256: string, title: string): Promise<void> {
  const result = await call('trust.certificates', { sha256s: [sha256] });
  if (!result.ok) notify(explainTrustFailure(result.error));
  else if (result.value[sha256] === undefined) notify('Of this certificate only the number is kept');
  else {
    const opened = { certificates: result.value, sent: [sha256], path: [], order: 'file' } as const;
    openInspector({ title, origin: 'refused by you', ...opened });
  }
}
