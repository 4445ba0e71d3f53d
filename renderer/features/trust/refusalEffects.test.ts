import { describe, expect, test } from 'vitest';
import { refusalEffects } from './refusalEffects.ts';
import type { Anchor, TrustState } from '#core/trust/anchor.ts';
import type { TrustException } from '#core/trust/exception.ts';

const anchor = { sha256: 'a1', keySha256: 'k1', source: 'system', label: 'Old Root' } as Anchor;
const twin = { sha256: 'a2', keySha256: 'k1', source: 'custom', label: 'Cross-signed' } as Anchor;
const exception = { host: 'a.test', port: 8443, leaf: 'l1' } as TrustException;
const state: TrustState = {
  revision: 1,
  sources: { system: true, bundled: true },
  anchors: [anchor, twin],
  hints: [],
  distrusted: [],
  exceptions: [exception],
  identities: [],
};

describe('what a refusal takes from the trust store', () => {
  test('by certificate it is that one alone, by key its twins too', () => {
    const of = (kind: 'certificate' | 'key') =>
      refusalEffects(state, { kind, sha256: 'a1', keySha256: 'k1' }).map(({ what }) => what);

    expect(of('certificate')).toEqual(['Old Root']);
    expect(of('key')).toEqual(['Old Root', 'Cross-signed']);
  });

  test('an exception of the certificate does not help any more', () => {
    expect(refusalEffects(state, { kind: 'certificate', sha256: 'l1', keySha256: undefined })).toEqual([
      { what: 'a.test:8443', words: 'your exception does not help any more' },
    ]);
  });

  test('many are counted', () => {
    const many = { ...state, anchors: Array.from({ length: 9 }, () => anchor) };

    expect(refusalEffects(many, { kind: 'certificate', sha256: 'a1', keySha256: 'k1' }).at(-1)?.what).toBe('5 more');
  });
});
