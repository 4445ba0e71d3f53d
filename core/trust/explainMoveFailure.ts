import { unreachable } from '#core/result.ts';
import type { MoveFailure } from './move.ts';

/** Why a trust file cannot be used, in a sentence that says what to do. */
export function explainMoveFailure(failure: MoveFailure): string {
  switch (failure.kind) {
    case 'not-a-trust-file':
      return `This is no whole trust file (${failure.reason}). Nothing was taken from it; export it anew where it came from.`;
    case 'newer-trust-file':
      return `This file was written by a later version of Wireglass (format ${failure.version}). Update Wireglass to read it.`;
    case 'read-gone':
      return 'What is trusted has changed since this was shown, or it was shown too long ago. Open the file again.';
    default:
      return unreachable(failure);
  }
}
