import { formatDay } from '#core/certificate/validity.ts';
import { formatCount } from '#core/format.ts';
import { unreachable } from '#core/result.ts';
import { purposeText } from './explain.ts';
import type { IdentityNote } from './identity.ts';

/** What is worth knowing before a client certificate is kept, in one sentence. */
export function explainIdentityNote(note: IdentityNote): string {
  switch (note.kind) {
    case 'expired':
      return `It expired on ${formatDay(note.at)}: most servers will refuse it.`;
    case 'not-yet-valid':
      return `It is valid only from ${formatDay(note.at)} on: until then most servers will refuse it.`;
    case 'chain-incomplete':
      return `The certificate of its issuer, ${note.issuer}, did not come along. A server that does not have it cannot check this one: add the file with the chain.`;
    case 'wrong-purpose':
      return `It was issued for ${listOf(note.purposes)}, not for being a TLS client: servers may refuse it.`;
    case 'weak-key':
      return `Its key (${note.key}) is weaker than is accepted today: servers may refuse it.`;
    case 'several':
      return `${formatCount(note.count)} certificates came with their keys. This one was taken: the first that may be shown by a client.`;
    case 'already-there':
      return `The same certificate is in your list already, as ${note.label}.`;
    default:
      return unreachable(note);
  }
}

function listOf(purposes: readonly string[]): string {
  return purposes
    .map((purpose) => (purpose === 'anyExtendedKeyUsage' ? 'any purpose' : purposeText(purpose)))
    .join(', ');
}
