import { identityFailureWords } from './identityFailureWords.ts';
import { removeTrustItems } from './removeTrustItems.ts';
import type { InputOf } from '#core/contract.ts';
import { fail, ok, type Failure, type Result } from '#core/result.ts';
import type { TrustFailure, TrustState } from '#core/trust/anchor.ts';
import { explainTrustFailure } from '#core/trust/explainTrustFailure.ts';
import type { Identity, IdentityFailure } from '#core/trust/identity.ts';
import { call } from '#renderer/call.ts';
import { openInspector } from '#renderer/state/inspect.ts';
import { notify } from '#renderer/state/notice.ts';
import { applyTrust } from '#renderer/state/trust.ts';

type Change = Omit<InputOf<'identity.update'>, 'id'>;
/** `message` can be shown. */
type Changed = Result<undefined, Failure<'not-changed'>>;

function take(result: Result<TrustState, TrustFailure | IdentityFailure>): Changed {
  if (!result.ok) return fail({ kind: 'not-changed', message: identityFailureWords(result.error) });
  applyTrust(result);
  return ok(undefined);
}

async function takeOrSay(answer: Promise<Parameters<typeof take>[0]>): Promise<void> {
  const taken = take(await answer);
  if (!taken.ok) notify(taken.error.message);
}

/** Its switch is its undo. */
export async function switchIdentity({ id }: Identity, enabled: boolean): Promise<void> {
  await takeOrSay(call('identity.update', { id, enabled }));
}

/** Changes what the user said about it, for a form that shows the failure itself. What stood before is offered back. */
export async function changeIdentity({ id, label, hosts, note }: Identity, change: Change): Promise<Changed> {
  const taken = take(await call('identity.update', { id, ...change }));
  if (!taken.ok) return taken;
  notify(`${change.label ?? label} was changed`, {
    label: 'Undo',
    run: () => takeOrSay(call('identity.update', { id, label, hosts: [...hosts], note: note ?? '' })),
  });
  return taken;
}

/** Writes the key of a session to disk, encrypted by the system; says so, or why not. */
export async function protectIdentity({ id, label }: Identity): Promise<void> {
  const taken = take(await call('identity.protect', { id }));
  notify(taken.ok ? `The key of ${label} is protected by the system now` : taken.error.message);
}

/** Removes it at once and offers it back: it is narrower. Of a session the key is gone for good when the app is closed. */
export async function removeIdentity({ id, label, protection }: Identity): Promise<void> {
  await removeTrustItems(
    [{ kind: 'identity', id }],
    `${label} was ${protection.kind === 'session' ? 'forgotten' : 'removed'}`,
  );
}

/** Opens its chain in the viewer. */
export async function showIdentity({ label, chain }: Identity): Promise<void> {
  const result = await call('trust.certificates', { sha256s: [...chain] });
  if (!result.ok) notify(explainTrustFailure(result.error));
  else {
    const opened = { certificates: result.value, sent: chain, path: [], order: 'file' } as const;
    openInspector({ title: label, origin: 'your client certificate', ...opened });
  }
}
