import { fail, ok, type Result } from '#core/result.ts';
import type { TrustFailure } from '#core/trust/anchor.ts';

/** Written into the ledger, or why it cannot be. */
export type Decided = Result<undefined, TrustFailure>;

export const decided: Decided = ok(undefined);

/** Nothing of this kind stands under this number or id. */
export function unknown(id: string): Result<never, TrustFailure> {
  return fail({ kind: 'unknown-anchor', sha256: id, message: `There is no ${id}.` });
}
