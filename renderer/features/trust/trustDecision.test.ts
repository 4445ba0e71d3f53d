import { describe, expect, test } from 'vitest';
import { anchorOf, decisionProblem, decisionWords, isExactly, type TrustDecision } from './trustDecision.ts';

const now = new Date(2026, 10, 23, 12).getTime();
const print = 'ab'.repeat(32);
const decision: TrustDecision = {
  published: '',
  scope: ['a.test:8443'],
  until: { kind: 'date', date: '2026-12-23' },
  note: ' ',
};

describe('a decision to trust', () => {
  test('may be made without a published fingerprint, but not against one', () => {
    expect(decisionProblem(print, decision, now)).toBeUndefined();
    expect(decisionProblem(print, { ...decision, published: print }, now)).toBeUndefined();
    expect(decisionProblem(print, { ...decision, published: 'cd'.repeat(32) }, now)).toContain('not that of this');
    expect(decisionProblem(print, { ...decision, published: 'abab' }, now)).toContain('not that of this');
  });

  test('needs a host and a day that is not over', () => {
    expect(decisionProblem(print, { ...decision, scope: [] }, now)).toContain('at least one host');
    expect(decisionProblem(print, { ...decision, until: { kind: 'date', date: '2026-11-22' } }, now)).toBe(
      'That day is over.',
    );
  });

  test('says for what and until when', () => {
    expect(decisionWords(decision, now)).toBe('for 1 host until 23 Dec');
    expect(decisionWords({ ...decision, scope: ['*.test', 'b.test'], until: { kind: 'never', date: '' } }, now)).toBe(
      'for 2 patterns without an end',
    );
  });

  test('is stored with who showed the certificate, and without an empty note', () => {
    expect(anchorOf('PEM', decision, { host: 'a.test', port: 8443 })).toEqual({
      pem: 'PEM',
      scope: ['a.test:8443'],
      origin: { kind: 'server', name: 'a.test:8443' },
      trustedUntil: new Date(2026, 11, 23, 23, 59, 59, 999).getTime(),
    });
  });

  test('is exact only for the host and the port that were asked', () => {
    expect(isExactly(['a.test:8443'], 'a.test', 8443)).toBe(true);
    expect(isExactly(['a.test'], 'a.test', 8443)).toBe(false);
    expect(isExactly(['a.test:8443', 'b.test'], 'a.test', 8443)).toBe(false);
  });
});
