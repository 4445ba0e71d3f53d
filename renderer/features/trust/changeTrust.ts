import { formatCount, formatPlural } from '#core/format.ts';
import { explainTrustFailure } from '#core/trust/explainTrustFailure.ts';
import type { InputOf } from '#core/contract.ts';
import { ok, type Result } from '#core/result.ts';
import type { Anchor, TrustFailure, TrustState } from '#core/trust/anchor.ts';
import { distrustId, type TrustItem } from '#core/trust/distrust.ts';
import type { AnchorSource } from '#core/trust/verdict.ts';
import { call } from '#renderer/call.ts';
import { notify } from '#renderer/state/notice.ts';
import { applyTrust } from '#renderer/state/trust.ts';

type AnchorChanges = Omit<InputOf<'trust.update'>, 'sha256'>;
type Answer = Promise<Result<TrustState, TrustFailure>>;

/** Takes up what came of a change; why it could not be stored is said in a notice. True when it was stored. */
async function take(answer: Answer): Promise<boolean> {
  const result = await answer;
  applyTrust(result);
  if (!result.ok) notify(explainTrustFailure(result.error));
  return result.ok;
}

/**
 * Changes what the user said about a custom anchor, for a form that shows the failure itself. Returns the anchor as it was stored:
 * patterns are normalised. What stood before is offered back.
 */
export async function storeAnchor(anchor: Anchor, changes: AnchorChanges): Promise<Result<Anchor, TrustFailure>> {
  const { sha256, label, scope, trustedUntil, note } = anchor;
  const result = await call('trust.update', { sha256, ...changes });
  applyTrust(result);
  if (!result.ok) return result;
  const before = { label, scope: [...scope], trustedUntil: trustedUntil ?? null, note: note ?? '' };
  notify(`${changes.label ?? label} was changed`, {
    label: 'Undo',
    run: async () => void (await take(call('trust.update', { sha256, ...before }))),
  });
  return ok(result.value.anchors.find((each) => each.source === 'custom' && each.sha256 === sha256) ?? anchor);
}

/** Switches certificates on or off, from whichever source they come. One is undone by its switch, several by the notice. */
export async function switchAnchors(anchors: readonly Anchor[], enabled: boolean): Promise<void> {
  const changed = anchors.filter((anchor) => anchor.enabled !== enabled);
  const sha256s = [...new Set(changed.map(({ sha256 }) => sha256))];
  if (sha256s.length === 0 || !(await take(call('trust.switch', { sha256s, enabled })))) return;
  if (sha256s.length === 1) return;
  notify(`${formatPlural(sha256s.length, 'authority', 'authorities')} switched ${enabled ? 'on' : 'off'}`, {
    label: 'Undo',
    run: async () => void (await take(call('trust.switch', { sha256s, enabled: !enabled }))),
  });
}

export async function switchSource(source: Exclude<AnchorSource, 'custom'>, enabled: boolean): Promise<void> {
  await take(call('trust.setSource', { source, enabled }));
}

/** Removes custom anchors at once and offers them back: undoing is quicker than confirming. */
export async function removeAnchors(anchors: readonly Anchor[]): Promise<void> {
  const items = anchors
    .filter(({ source }) => source === 'custom')
    .map(({ sha256 }): TrustItem => ({ kind: 'anchor', id: sha256 }));
  if (items.length === 0 || !(await take(call('trust.remove', { items })))) return;
  const [first] = anchors;
  notify(
    items.length === 1 && first !== undefined
      ? `${first.label} was removed`
      : `${formatCount(items.length)} authorities were removed`,
    { label: 'Undo', run: async () => void (await take(call('trust.restore', { items }))) },
  );
}

/** Refuses a certificate, or all of its key, wherever it appears. True when it was stored. */
export async function refuseAnchor(
  { label, sha256, keySha256 }: Anchor,
  kind: 'certificate' | 'key',
  pem: string,
  note: string,
): Promise<boolean> {
  const order = { kind, of: { pem }, label, ...(note.trim() === '' ? {} : { note: note.trim() }) };
  if (!(await take(call('trust.refuse', order)))) return false;
  const item: TrustItem = { kind: 'distrust', id: distrustId({ kind, sha256: kind === 'key' ? keySha256 : sha256 }) };
  notify(kind === 'key' ? `The key of ${label} is refused everywhere` : `${label} is refused everywhere`, {
    label: 'Undo',
    run: async () => void (await take(call('trust.remove', { items: [item] }))),
  });
  return true;
}

/** Makes an anchor of one's own of a root of the lists: what is said there stands above the lists. True when it was stored. */
export async function limitAnchor(
  { label, sha256, source }: Anchor,
  limit: Pick<InputOf<'trust.add'>['anchors'][number], 'pem' | 'scope' | 'trustedUntil' | 'note'>,
): Promise<boolean> {
  const name = source === 'system' ? 'the system list' : 'Mozilla’s list';
  if (!(await take(call('trust.add', { anchors: [{ ...limit, label, origin: { kind: 'file', name } }] }))))
    return false;
  notify(`${label} is limited to ${formatPlural(limit.scope.length, 'host pattern')}`, {
    label: 'Undo',
    run: async () => void (await take(call('trust.remove', { items: [{ kind: 'anchor', id: sha256 }] }))),
  });
  return true;
}
