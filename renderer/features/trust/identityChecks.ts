import { formatDay } from '#core/certificate/validity.ts';
import { explainIdentityNote } from '#core/trust/explainIdentityNote.ts';
import type { IdentityCandidate, IdentityNote } from '#core/trust/identity.ts';

/** One thing that was checked before a client certificate is kept. */
export interface IdentityCheck {
  readonly outcome: 'good' | 'warning' | 'note';
  readonly words: string;
}

/** What was checked and what came of it, in the order of reading. Whatever cannot be used at all was refused before. */
export function identityChecks(
  { notes, notAfter, chain }: Pick<IdentityCandidate, 'notes' | 'notAfter' | 'chain'>,
  password: 'used' | 'none',
): readonly IdentityCheck[] {
  const found = (...kinds: readonly IdentityNote['kind'][]): readonly IdentityCheck[] =>
    notes
      .filter(({ kind }) => kinds.includes(kind))
      .map((note) => ({ outcome: isWarning(note) ? 'warning' : 'note', words: explainIdentityNote(note) }));
  const orElse = (checks: readonly IdentityCheck[], words: string): readonly IdentityCheck[] =>
    checks.length > 0 ? checks : [{ outcome: 'good', words }];
  return [
    ...(password === 'used' ? [{ outcome: 'good' as const, words: 'The password is right.' }] : []),
    { outcome: 'good', words: 'The private key belongs to the certificate.' },
    ...orElse(found('expired', 'not-yet-valid'), `It is in date, until ${formatDay(notAfter)}.`),
    ...orElse(found('chain-incomplete'), chainWords(chain.length)),
    ...orElse(found('wrong-purpose'), 'It may be shown by a client.'),
    ...found('weak-key', 'several', 'already-there'),
  ];
}

function chainWords(length: number): string {
  if (length === 1) return 'Nothing above it has to be sent along.';
  return `The chain is complete: ${length} certificates are sent.`;
}

function isWarning({ kind }: IdentityNote): boolean {
  return kind !== 'several';
}
