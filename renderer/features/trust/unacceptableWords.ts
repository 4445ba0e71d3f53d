import type { FindingKind } from '#core/trust/verdict.ts';

/** Why no exception can accept a kind of finding, and what helps instead. One sentence or two. */
export function unacceptableWords(kind: FindingKind): string {
  return words[kind] ?? 'It cannot be accepted: it does not stop a request by itself.';
}

const words: Readonly<Partial<Record<FindingKind, string>>> = {
  'bad-signature':
    'It was changed after it was signed, or somebody else signed it. No mistake of an operator does that.',
  'name-constraint': 'The authority above says for which names it may vouch. This name is not unproven, it is denied.',
  'unknown-critical-extension': 'Its issuer says not to rely on it without understanding a part that is unknown here.',
  revoked: 'Its issuer took it back: the key may be in other hands, and then the handshake proves nothing.',
  distrusted: 'You refused it yourself. Take that back on the Trust page, under Refused, if it was a mistake.',
  malformed: 'What cannot be read cannot be judged, so nobody could say what is accepted.',
  disagreement: 'The TLS library refuses and it is not known why, so nobody could say what is accepted.',
};
