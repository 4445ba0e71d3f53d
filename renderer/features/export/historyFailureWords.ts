import { unreachable } from '#core/result.ts';
import type { HistoryFailure } from '#core/history/entry.ts';

/** Why history could not be read or a file not be written, in a sentence. */
export function historyFailureWords(failure: HistoryFailure): string {
  switch (failure.kind) {
    case 'not-found':
      return 'One of the exchanges is no longer kept.';
    case 'storage':
      return `The history could not be read (${failure.code}).`;
    case 'cannot-write':
      return `${failure.path} could not be written (${failure.code}). Nothing was left behind.`;
    default:
      return unreachable(failure);
  }
}
