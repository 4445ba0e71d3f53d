import type { TrustItem } from '#core/trust/distrust.ts';
import type { Ledger } from '#main/engine/trust/ledger.ts';
import { removeAnchor, restoreAnchor } from './anchor.ts';
import { decided, type Decided } from './decided.ts';
import { removeException, restoreException } from './exception.ts';
import { removeHint, restoreHint } from './hint.ts';
import { removeIdentity, restoreIdentity } from './identity.ts';
import { removeRefusal, restoreRefusal } from './refusal.ts';

type Act = (ledger: Ledger, id: string) => Decided;

const acts: Readonly<Record<TrustItem['kind'], { readonly remove: Act; readonly restore: Act }>> = {
  anchor: { remove: removeAnchor, restore: restoreAnchor },
  hint: { remove: removeHint, restore: restoreHint },
  distrust: { remove: removeRefusal, restore: restoreRefusal },
  exception: { remove: removeException, restore: restoreException },
  identity: { remove: removeIdentity, restore: restoreIdentity },
};

/** All, or the first that is not there. */
export function removeItems(ledger: Ledger, items: readonly TrustItem[]): Decided {
  return each(items, ({ kind, id }) => acts[kind].remove(ledger, id));
}

/** As they were; all, or the first that cannot come back. */
export function restoreItems(ledger: Ledger, items: readonly TrustItem[]): Decided {
  return each(items, ({ kind, id }) => acts[kind].restore(ledger, id));
}

function each(items: readonly TrustItem[], act: (item: TrustItem) => Decided): Decided {
  const unique = new Map(items.map((item) => [`${item.kind} ${item.id}`, item]));
  for (const item of unique.values()) {
    const done = act(item);
    if (!done.ok) return done;
  }
  return decided;
}
