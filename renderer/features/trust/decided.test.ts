import { describe, expect, test } from 'vitest';
import { decidedAbout } from './decided.ts';
import type { FindingAction } from './findingActions.ts';

const trusted: FindingAction = { kind: 'trusted-now', sha256: 'ab', name: 'Private Root' };

describe('what was decided about a refusal', () => {
  test('is nothing until something was', () => {
    expect(decidedAbout(undefined, [undefined, { kind: 'change-host', to: 'a.test' }], undefined)).toBeUndefined();
  });

  test('is the decision just made, in its own words', () => {
    const decided = decidedAbout('Private Root is trusted for 1 host.', [trusted], { kind: 'trusted' });

    expect(decided).toEqual({ words: 'Private Root is trusted for 1 host.', when: 'just now' });
  });

  test('is found again when an old refusal is opened', () => {
    expect(decidedAbout(undefined, [trusted], undefined)).toEqual({
      words: 'Private Root is trusted for this host by now.',
      when: 'before',
    });
  });

  test('names the problems that will stop it again', () => {
    const one = decidedAbout(undefined, [trusted], { kind: 'still-stops', gone: [2], remaining: [1] });
    const two = decidedAbout(undefined, [trusted], { kind: 'still-stops', gone: [2], remaining: [1, 3] });

    expect(one?.words).toContain('Problem 1 remains');
    expect(two?.words).toContain('Problems 1 and 3 remain');
  });
});
