import { describe, expect, test } from 'vitest';
import { decidedAbout } from './decided.ts';
import type { FindingAction } from './findingActions.ts';
import type { TrustException } from '#core/trust/exception.ts';

const trusted: FindingAction = { kind: 'trusted-now', sha256: 'ab', name: 'Private Root' };

describe('what was decided about a refusal', () => {
  test('is nothing until something was', () => {
    expect(
      decidedAbout(undefined, [undefined, { kind: 'change-host', to: 'a.test' }], undefined, undefined, 0),
    ).toBeUndefined();
  });

  test('is the decision just made, in its own words', () => {
    const decided = decidedAbout('Private Root is trusted for 1 host.', [trusted], { kind: 'trusted' }, undefined, 0);

    expect(decided).toEqual({ words: 'Private Root is trusted for 1 host.', when: 'just now' });
  });

  test('is found again when an old refusal is opened', () => {
    expect(decidedAbout(undefined, [trusted], undefined, undefined, 0)).toEqual({
      words: 'Private Root is trusted for this host by now.',
      when: 'before',
    });
  });

  test('names the problems that will stop it again', () => {
    const one = decidedAbout(undefined, [trusted], { kind: 'still-stops', gone: [2], remaining: [1] }, undefined, 0);
    const two = decidedAbout(undefined, [trusted], { kind: 'still-stops', gone: [2], remaining: [1, 3] }, undefined, 0);

    expect(one?.words).toContain('Problem 1 remains');
    expect(two?.words).toContain('Problems 1 and 3 remain');
  });

  const exception: TrustException = {
    id: '1',
    host: 'a.test',
    port: 8443,
    leaf: 'ab',
    subject: 'a.test',
    notAfter: 0,
    accepted: ['expired', 'unknown-issuer'],
    end: { kind: 'session' },
    addedAt: 0,
    used: 0,
  };

  test('is an exception made since, with what it leaves', () => {
    const all = decidedAbout(undefined, [], undefined, { kind: 'helps', exception, remaining: [] }, 0);
    const some = decidedAbout('Accepted.', [], undefined, { kind: 'helps', exception, remaining: [2] }, 0);

    expect(all).toEqual({
      words: 'You accept 2 kinds of problem of this certificate for a.test:8443 for this run.',
      when: 'before',
    });
    expect(some?.words).toBe('Accepted. Problem 2 remains: it will stop again.');
  });

  test('counts only what neither the authority nor the exception takes away', () => {
    const effect = { kind: 'still-stops', gone: [2], remaining: [1, 3] } as const;

    const both = decidedAbout(undefined, [trusted], effect, { kind: 'helps', exception, remaining: [2, 3] }, 0);

    expect(both?.words).toContain('Problem 3 remains');
  });
});
