import { ok, type Result } from '#core/result.ts';
import type { TrustFailure, TrustSources } from '#core/trust/anchor.ts';
import type { TrustItem } from '#core/trust/distrust.ts';
import { addAnchors, updateAnchor, type AnchorChange, type NewAnchor } from './decide/anchor.ts';
import { except, updateException, type ExceptionChange, type NewException } from './decide/exception.ts';
import { addHints, type NewHint } from './decide/hint.ts';
import {
  addIdentity,
  protectIdentity,
  updateIdentity,
  type IdentityChange,
  type SealedKey,
} from './decide/identity.ts';
import { removeItems, restoreItems } from './decide/item.ts';
import { refuse, type NewRefusal } from './decide/refusal.ts';
import { setSource, switchAnchors } from './decide/switch.ts';
import type { Ledger } from './ledger.ts';
import type { StoredIdentity } from './stored.ts';

/** Something a person decided. Several are taken in one go: all or none. */
export type TrustOrder =
  | { readonly do: 'add'; readonly anchors: readonly NewAnchor[] }
  | { readonly do: 'update'; readonly change: AnchorChange }
  | { readonly do: 'switch'; readonly sha256s: readonly string[]; readonly enabled: boolean }
  | { readonly do: 'remove' | 'restore'; readonly items: readonly TrustItem[] }
  | { readonly do: 'add-hints'; readonly hints: readonly NewHint[] }
  | { readonly do: 'refuse'; readonly refusal: NewRefusal }
  | { readonly do: 'except'; readonly exception: NewException }
  | { readonly do: 'update-exception'; readonly change: ExceptionChange }
  | { readonly do: 'set-source'; readonly source: keyof TrustSources; readonly enabled: boolean }
  | { readonly do: 'add-identity'; readonly identity: StoredIdentity }
  | { readonly do: 'update-identity'; readonly change: IdentityChange }
  | { readonly do: 'protect-identity'; readonly id: string; readonly sealed: SealedKey };

/** Writes what was ordered into the ledger, or says why it cannot be; then nothing of the ledger counts. */
export function decide(ledger: Ledger, orders: readonly TrustOrder[]): Result<undefined, TrustFailure> {
  for (const order of orders) {
    const decided = decideOne(ledger, order);
    if (!decided.ok) return decided;
  }
  return ok(undefined);
}

function decideOne(ledger: Ledger, order: TrustOrder): Result<undefined, TrustFailure> {
  switch (order.do) {
    case 'add':
      return addAnchors(ledger, order.anchors);
    case 'update':
      return updateAnchor(ledger, order.change);
    case 'switch':
      return switchAnchors(ledger, order.sha256s, order.enabled);
    case 'remove':
      return removeItems(ledger, order.items);
    case 'restore':
      return restoreItems(ledger, order.items);
    case 'add-hints':
      return addHints(ledger, order.hints);
    case 'refuse':
      return refuse(ledger, order.refusal);
    case 'except':
      return except(ledger, order.exception);
    case 'update-exception':
      return updateException(ledger, order.change);
    case 'set-source':
      return setSource(ledger, order.source, order.enabled);
    case 'add-identity':
      return addIdentity(ledger, order.identity);
    case 'update-identity':
      return updateIdentity(ledger, order.change);
    case 'protect-identity':
      return protectIdentity(ledger, order.id, order.sealed);
  }
}
