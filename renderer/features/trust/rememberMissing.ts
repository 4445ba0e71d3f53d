import type { ChainCompletion } from '#core/diagnose/completion.ts';
import { explainTrustFailure } from '#core/trust/explainTrustFailure.ts';
import { call } from '#renderer/call.ts';
import { applyTrust } from '#renderer/state/trust.ts';

/** Longest address that is kept with a hint. */
const MAX_NAME = 1000;

/** Keeps the intermediates that a server left out, as they were fetched. Returns what went wrong, in words; undefined when nothing did. */
export async function rememberMissing({
  missing,
  certificates,
  fetches,
}: ChainCompletion): Promise<string | undefined> {
  // Each missing certificate was fetched in its turn; which answer held which is not told, and they come from one authority.
  const from = fetches.find(({ purpose, failure }) => purpose === 'issuer' && failure === undefined)?.url ?? '';
  const hints = missing.flatMap((sha256) => {
    const pem = certificates[sha256];
    return pem === undefined ? [] : [{ pem, origin: { kind: 'url' as const, name: from.slice(0, MAX_NAME) } }];
  });
  if (hints.length === 0) return 'Nothing was fetched that could be kept.';
  const result = await call('trust.addHints', { hints });
  applyTrust(result);
  return result.ok ? undefined : explainTrustFailure(result.error);
}
