import type { Asking } from './asking.ts';
import type { Preference } from './report.ts';

/** Asks what is chosen of an offer. */
export type Choose = (offered: readonly number[]) => Asking<number | undefined>;

/** Takes away what was chosen until nothing is chosen any more. `keep`: stays on offer, last, after it was chosen once. */
export function* eliminate(
  all: readonly number[],
  choose: Choose,
  onFound: (found: readonly number[]) => void,
  keep?: () => number | undefined,
): Asking<readonly number[]> {
  const found: number[] = [];
  let left = [...all];
  while (left.length > 0) {
    const kept = keep?.();
    const anchor = kept !== undefined && found.includes(kept) ? [kept] : [];
    const chosen = yield* choose([...left, ...anchor]);
    // Also ends what a server chooses that was not offered, or twice: else it would never end.
    if (chosen === undefined || !left.includes(chosen)) break;
    found.push(chosen);
    left = left.filter((value) => value !== chosen);
    onFound(found);
  }
  return found;
}

/** Offers what is accepted the other way round: who still gets the same first has an order of its own. */
export function* findPreference(found: readonly number[], choose: Choose): Asking<Preference | undefined> {
  if (found.length < 2) return undefined;
  const chosen = yield* choose(found.toReversed());
  return chosen === undefined ? undefined : chosen === found[0] ? 'server' : 'client';
}
