import type { FindingKind } from './verdict.ts';

/** A kind of finding in a word or two, as it stands in a list: 'expired', 'another name'. The sentences are explainFinding's. */
export function kindWords(kind: FindingKind): string {
  return words[kind];
}

const words: Readonly<Record<FindingKind, string>> = {
  expired: 'expired',
  'not-yet-valid': 'not valid yet',
  'wrong-host': 'another name',
  'no-san': 'no host name',
  'self-signed': 'self-signed',
  'unknown-issuer': 'unknown authority',
  'incomplete-chain': 'issuer not sent',
  'bad-signature': 'bad signature',
  'not-a-ca': 'issuer is no CA',
  'key-usage': 'key usage',
  'path-too-long': 'chain too long',
  'name-constraint': 'name not allowed',
  'wrong-purpose': 'another purpose',
  'unknown-critical-extension': 'unknown critical extension',
  'weak-key': 'weak key',
  'weak-signature': 'weak signature',
  revoked: 'revoked',
  'revocation-unknown': 'revocation unknown',
  'must-staple-missing': 'promised proof missing',
  distrusted: 'refused by you',
  'out-of-scope': 'trusted for other hosts',
  malformed: 'not well-formed',
  'interception-likely': 'interception likely',
  'expires-soon': 'expires soon',
  'validity-too-long': 'valid too long',
  'chain-disorder': 'out of order',
  'extra-certificate': 'extra certificate',
  'root-sent': 'root sent',
  'sct-missing': 'not logged',
  'legacy-version': 'old TLS version',
  'weak-cipher': 'weak cipher',
  'no-forward-secrecy': 'no forward secrecy',
  disagreement: 'the checks disagree',
};
