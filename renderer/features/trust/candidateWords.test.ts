import { describe, expect, test } from 'vitest';
import { candidateWords, distinctCandidates, initiallyTicked } from './candidateWords.ts';
import type { ImportCandidate } from '#core/trust/anchor.ts';

function candidate(sha256: string, more: Partial<ImportCandidate> = {}): ImportCandidate {
  return {
    sha256,
    pem: '',
    subject: sha256,
    issuer: sha256,
    organization: '',
    key: '',
    notBefore: 0,
    notAfter: 1,
    selfIssued: true,
    verdict: { kind: 'ca' },
    expired: false,
    ...more,
  };
}

describe('a certificate of an import', () => {
  test('that is an authority is offered', () => {
    expect(candidateWords(candidate('a'))).toMatchObject({ kind: 'Root CA', state: 'offered' });
    expect(candidateWords(candidate('a', { selfIssued: false }))).toMatchObject({
      kind: 'Intermediate CA',
      state: 'offered',
    });
  });

  test('that is no authority is told what it is', () => {
    const words = candidateWords(
      candidate('a', { verdict: { kind: 'not-a-ca', what: 'a server certificate for api.corp' } }),
    );

    expect(words).toMatchObject({ kind: 'Server certificate', state: 'refused' });
    expect(words.happens).toContain('Not a CA');
  });

  test('that is there already is told where', () => {
    const custom = candidateWords(candidate('a', { verdict: { kind: 'already-custom', label: 'My Root' } }));

    expect(custom).toMatchObject({ state: 'refused', happens: 'Already trusted as My Root' });
    expect(candidateWords(candidate('a', { verdict: { kind: 'already-system' } })).state).toBe('refused');
    expect(candidateWords(candidate('a', { verdict: { kind: 'already-bundled' } })).state).toBe('refused');
  });

  test('that has expired would vouch for nobody', () => {
    expect(candidateWords(candidate('a', { expired: true }))).toMatchObject({ state: 'refused' });
  });
});

describe('what is ticked at first', () => {
  test('are the roots, not the intermediates below them', () => {
    expect([...initiallyTicked([candidate('root'), candidate('middle', { selfIssued: false })])]).toEqual(['root']);
  });

  test('is no intermediate whose root was in the bundle but is trusted already', () => {
    const root = candidate('root', { verdict: { kind: 'already-custom', label: 'Root' } });

    expect(initiallyTicked([root, candidate('middle', { selfIssued: false })]).size).toBe(0);
  });

  test('is a single authority, even an intermediate', () => {
    expect([...initiallyTicked([candidate('middle', { selfIssued: false })])]).toEqual(['middle']);
  });

  test('is nothing that is refused', () => {
    expect(initiallyTicked([candidate('old', { expired: true })]).size).toBe(0);
  });
});

test('the same certificate from two files is one certificate', () => {
  expect(distinctCandidates([candidate('a'), candidate('b'), candidate('a')])).toHaveLength(2);
});
