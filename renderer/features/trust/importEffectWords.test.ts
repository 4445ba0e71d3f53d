import { describe, expect, test } from 'vitest';
import { importEffectWords } from './importEffectWords.ts';
import { imported } from './importFixture.ts';

const root = imported('root');
const middle = imported('middle', { kind: 'intermediate' });

describe('the effect of an import', () => {
  test('counts the hosts of the history that become trusted', () => {
    const plan = { anchors: [root], hints: [] };

    expect(importEffectWords(plan, [[]], { trusted: 3, looked: 9 })).toBe(
      'Effect: 3 hosts in your history become trusted.',
    );
    expect(importEffectWords(plan, [[]], { trusted: 0, looked: 9 })).toBe(
      'Effect: no host in your history becomes trusted.',
    );
  });

  test('that is not known yet is told by the hosts it counts for', () => {
    const plan = { anchors: [root], hints: [] };

    expect(importEffectWords(plan, [[]], undefined)).toBe('It will be believed for every host.');
    expect(importEffectWords(plan, [['a', 'b', 'c']], undefined)).toBe('It will be believed only for a, b and 1 more.');
  });

  test('of two with limits of their own is every host when one of them has none', () => {
    expect(importEffectWords({ anchors: [root, root], hints: [] }, [['a'], []], undefined)).toContain('every host');
  });

  test('of intermediates alone is that nobody more is trusted', () => {
    expect(importEffectWords({ anchors: [], hints: [middle] }, [], undefined)).toContain('Nobody more is trusted');
  });
});
