import { describe, expect, test } from 'vitest';
import { directionOf, reachOf } from './reach.ts';

const everywhere = { hosts: [], until: Infinity };
const nowhere = { hosts: 'none' as const, until: Infinity };
const at = (...hosts: string[]) => ({ hosts, until: Infinity });

describe('the direction of a change', () => {
  test.each([
    [nowhere, everywhere, 'wider'],
    [everywhere, nowhere, 'narrower'],
    [everywhere, everywhere, 'neutral'],
    [everywhere, at('a.corp'), 'narrower'],
    [at('a.corp'), everywhere, 'wider'],
    [at('a.corp'), at('a.corp', 'b.corp'), 'wider'],
    [at('a.corp', 'b.corp'), at('b.corp'), 'narrower'],
    [at('.corp'), at('a.corp'), 'narrower'],
    [at('.corp'), at('*.corp'), 'narrower'],
    [at('*.corp'), at('.corp'), 'wider'],
    [at('*.corp'), at('*.a.corp'), 'wider'],
    [at('.corp'), at('*.a.corp', '.b.corp'), 'narrower'],
    [at('a.corp:8443'), at('a.corp'), 'wider'],
    [at('a.corp'), at('a.corp:8443'), 'narrower'],
    [at('10.0.0.0/8'), at('10.1.0.0/16'), 'narrower'],
    [at('10.1.0.0/16'), at('10.0.0.0/8'), 'wider'],
    [at('a.corp'), at('10.0.0.0/8'), 'wider'],
    [at('a.corp', 'b.corp'), at('b.corp', 'a.corp'), 'neutral'],
  ])('from %j to %j is %s', (before, after, direction) => {
    expect(directionOf(before, after)).toBe(direction);
  });

  test('a later end is wider, an earlier one narrower, and both at once count as wider', () => {
    expect(directionOf({ hosts: [], until: 5 }, { hosts: [], until: 6 })).toBe('wider');
    expect(directionOf({ hosts: [], until: 6 }, { hosts: [], until: 5 })).toBe('narrower');
    expect(directionOf({ hosts: [], until: 5 }, { hosts: ['a.corp'], until: 6 })).toBe('wider');
  });
});

describe('how far a certificate is believed', () => {
  test('what the user said stands above the sources', () => {
    expect(reachOf(undefined, true, 0)).toEqual(everywhere);
    expect(reachOf({ enabled: false, scope: [] }, true, 0)).toEqual(nowhere);
    expect(reachOf({ enabled: true, scope: ['a.corp'] }, true, 0)).toEqual(at('a.corp'));
  });

  test('the last moment still belongs to it', () => {
    expect(reachOf({ enabled: true, scope: [], trustedUntil: 10 }, false, 10)).toEqual({ hosts: [], until: 10 });
    expect(reachOf({ enabled: true, scope: [], trustedUntil: 10 }, false, 11)).toEqual(nowhere);
  });
});
