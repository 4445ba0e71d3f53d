import { describe, expect, test } from 'vitest';
import { judgeException, type ExceptionCase, type Granted } from './judgeException.ts';
import type { Finding, FindingKind, Verdict } from './verdict.ts';

const leaf = 'a'.repeat(64);
const grantOf = (accepted: readonly FindingKind[], more: Partial<Granted> = {}): Granted => ({
  id: 'the-one',
  leaf,
  accepted: new Set(accepted),
  end: { kind: 'session' },
  ...more,
});
const found = (kind: FindingKind, severity: Finding['severity'] = 'error') => ({ kind, severity }) as Finding;
const refusedFor = (code: string, ...kinds: FindingKind[]): Verdict => ({
  kind: 'untrusted',
  library: code === 'OK' ? { accepted: true, code } : { accepted: false, code },
  findings: kinds.map((kind) => found(kind)),
});
const asked = (more: Partial<ExceptionCase<Granted>>): ExceptionCase<Granted> => ({
  verdict: refusedFor('CERT_HAS_EXPIRED', 'expired'),
  leaf,
  libraryLeaf: leaf,
  signature: 'good',
  grants: [grantOf(['expired'])],
  ...more,
});

describe('an exception is used', () => {
  test('when certificate, faults and the word of the library are what was accepted', () => {
    const ruling = judgeException(asked({}));

    expect(ruling).toMatchObject({
      kind: 'excepted',
      grant: { id: 'the-one' },
      verdict: { kind: 'excepted', exception: { id: 'the-one', accepted: ['expired'], end: { kind: 'session' } } },
    });
  });

  test('for faults that only our own check names', () => {
    const verdict = refusedFor('OK', 'weak-key');

    expect(judgeException(asked({ verdict, grants: [grantOf(['weak-key'])] })).kind).toBe('excepted');
  });

  test('when nothing is signed because the key exchange proves the key', () => {
    expect(judgeException(asked({ signature: 'none' })).kind).toBe('excepted');
  });

  test('not at all when the chain is fine', () => {
    const verdict: Verdict = { kind: 'trusted', library: { accepted: true, code: 'OK' }, findings: [] };

    expect(judgeException(asked({ verdict }))).toEqual({ kind: 'needless' });
  });

  test('where what was not accepted stops nobody', () => {
    const verdict = {
      ...refusedFor('CERT_HAS_EXPIRED', 'expired'),
      findings: [found('expired'), found('root-sent', 'note')],
    };

    expect(judgeException(asked({ verdict })).kind).toBe('excepted');
  });
});

describe('an exception is refused', () => {
  test('without anything unaccepted when the certificate is another', () => {
    expect(judgeException(asked({ leaf: 'b'.repeat(64), libraryLeaf: 'b'.repeat(64) }))).toMatchObject({
      kind: 'refused',
      stops: [{ id: 'the-one', unaccepted: [] }],
    });
  });

  test('with each kind that was not accepted', () => {
    const verdict = refusedFor('CERT_HAS_EXPIRED', 'expired', 'wrong-host', 'weak-key');

    expect(judgeException(asked({ verdict }))).toMatchObject({ stops: [{ unaccepted: ['wrong-host', 'weak-key'] }] });
  });

  test.each<FindingKind>([
    'distrusted',
    'revoked',
    'bad-signature',
    'malformed',
    'disagreement',
    'name-constraint',
    'unknown-critical-extension',
  ])('for %s, even if it stands among what was accepted', (kind) => {
    const verdict = refusedFor('CERT_HAS_EXPIRED', 'expired', kind);

    expect(judgeException(asked({ verdict, grants: [grantOf(['expired', kind])] }))).toMatchObject({
      kind: 'refused',
      stops: [{ unaccepted: [kind] }],
    });
  });

  test.each([
    ['the library saw another certificate', { libraryLeaf: 'b'.repeat(64) }, 'CERTIFICATE_MISMATCH'],
    ['the library cannot say which it saw', { libraryLeaf: undefined }, 'CERTIFICATE_MISMATCH'],
    ['the signature over the handshake is bad', { signature: 'bad' }, 'SERVER_SIGNATURE_UNVERIFIED'],
    ['it could not be checked', { signature: 'unknown' }, 'SERVER_SIGNATURE_UNVERIFIED'],
    [
      'the library has a reason nobody knows',
      { verdict: refusedFor('CRL_NOT_YET_VALID', 'expired') },
      'CRL_NOT_YET_VALID',
    ],
    ['its reason is none of the accepted', { verdict: refusedFor('INVALID_PURPOSE', 'expired') }, 'INVALID_PURPOSE'],
    ['its code is a name that objects have', { verdict: refusedFor('constructor', 'expired') }, 'constructor'],
    ['it gave no code', { verdict: refusedFor('', 'expired') }, ''],
  ] as const)('with that as a finding when %s', (_why, more, libraryCode) => {
    const ruling = judgeException(asked(more));

    expect(ruling).toMatchObject({ kind: 'refused', stops: [{ id: 'the-one', unaccepted: ['disagreement'] }] });
    expect(ruling.kind === 'refused' && ruling.verdict.findings[0]).toEqual({
      kind: 'disagreement',
      severity: 'error',
      libraryCode,
      ours: 'excepted',
    });
  });

  test('when the library refuses and nothing is found that could have been accepted', () => {
    expect(judgeException(asked({ verdict: refusedFor('CERT_HAS_EXPIRED') })).kind).toBe('refused');
  });

  test('when nothing was accepted at all', () => {
    expect(judgeException(asked({ grants: [] }))).toMatchObject({ kind: 'refused', stops: [] });
    expect(judgeException(asked({ grants: [grantOf([])] })).kind).toBe('refused');
  });

  test('when no certificate came', () => {
    expect(judgeException(asked({ leaf: undefined, libraryLeaf: undefined })).kind).toBe('refused');
  });

  test('for a verdict that nobody reached', () => {
    const verdict: Verdict = { ...refusedFor('CERT_HAS_EXPIRED', 'expired'), kind: 'unchecked' };

    expect(judgeException(asked({ verdict })).kind).toBe('refused');
  });
});

test('whatever comes together, what passes has the very leaf, accepted faults alone and a signature that holds', () => {
  const kinds: readonly FindingKind[] = [
    'expired',
    'wrong-host',
    'self-signed',
    'revoked',
    'distrusted',
    'weak-key',
    'malformed',
  ];
  const codes = [
    'OK',
    'CERT_HAS_EXPIRED',
    'ERR_TLS_CERT_ALTNAME_INVALID',
    'DEPTH_ZERO_SELF_SIGNED_CERT',
    'UNSPECIFIED',
    'X',
  ];
  let state = 20261125;
  const random = (below: number) => {
    state = (Math.imul(state, 1_103_515_245) + 12_345) >>> 0;
    return (state >>> 8) % below;
  };
  const some = () => kinds.filter(() => random(3) === 0);
  const never = new Set(['revoked', 'distrusted', 'malformed']);
  let passed = 0;
  for (let round = 0; round < 20_000; round++) {
    const faults = some();
    const shown = random(4) === 0 ? 'b'.repeat(64) : leaf;
    const libraryLeaf = random(5) === 0 ? 'c'.repeat(64) : shown;
    const signature = (['good', 'good', 'good', 'bad', 'unknown', 'none'] as const)[random(6)] ?? 'bad';
    const accepted = some();
    const verdict = refusedFor(codes[random(codes.length)] ?? 'X', ...faults);

    const ruling = judgeException(asked({ verdict, leaf: shown, libraryLeaf, signature, grants: [grantOf(accepted)] }));

    if (ruling.kind !== 'excepted') continue;
    passed += 1;
    expect(shown).toBe(leaf);
    expect(libraryLeaf).toBe(leaf);
    expect(['good', 'none']).toContain(signature);
    expect(faults.length).toBeGreaterThan(0);
    expect(faults.every((kind) => accepted.includes(kind) && !never.has(kind))).toBe(true);
  }
  expect(passed).toBeGreaterThan(50);
});
