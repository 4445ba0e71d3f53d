import { formatBytes } from '#core/format.ts';
import { unreachable } from '#core/result.ts';
import type { TrustFailure } from '#core/trust/anchor.ts';

/** Why certificates were not read or a trust decision was not stored, and what to do, in one or two sentences. */
export function explainTrustFailure(failure: TrustFailure): string {
  switch (failure.kind) {
    case 'not-a-certificate':
      return `This is not a certificate but ${failure.what}.`;
    case 'not-a-ca':
      return `${failure.subject} is ${failure.what}, not an authority: it can vouch for nobody else.`;
    case 'malformed-certificate':
      return `Certificate ${failure.index + 1} is damaged: ${failure.reason}.`;
    case 'too-large':
      return `${formatBytes(failure.bytes)} is too much; up to ${formatBytes(failure.limitBytes)} are read as certificates.`;
    case 'unreadable':
      return `${failure.path} could not be read (${failure.code}).`;
    case 'cannot-write':
      return `${failure.path} could not be written (${failure.code}). Nothing was changed.`;
    case 'bad-pattern':
      return `“${failure.pattern}” is no host pattern. ${failure.reason}`;
    case 'already-there':
      return `It is in your list already, as ${failure.label}. Change its hosts there.`;
    case 'unknown-anchor':
      return 'It is no longer in your list.';
    case 'not-acceptable':
      return `No exception can accept “${failure.finding}”.`;
    case 'already-over':
      return 'That end has passed already. Choose a later one.';
    case 'refused':
      return `You refused it, as ${failure.label}. Take that back first.`;
    case 'damaged':
      return `The trust file ${failure.path} is damaged (${failure.reason}). Nothing is sent until it is repaired.`;
    default:
      return unreachable(failure);
  }
}
