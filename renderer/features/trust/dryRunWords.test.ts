import { describe, expect, test } from 'vitest';
import { movedHosts, restWords } from './dryRunWords.ts';
import type { DryRun } from '#core/trust/effectivePreview.ts';

const host = (name: string, before: DryRun['hosts'][number]['before'], after: DryRun['hosts'][number]['after']) =>
  ({ host: name, port: 443, before, after, stops: after === 'untrusted' ? ['unknown-issuer'] : [] }) as const;

describe('the effect of a change', () => {
  const run: DryRun = {
    hosts: [
      { ...host('b.test', 'untrusted', 'trusted'), anchor: 'Corp Root' },
      { ...host('a.test', 'trusted', 'untrusted'), port: 8443 },
      host('c.test', 'trusted', 'trusted'),
    ],
    looked: 3,
  };

  test('lists the hosts that would move, those that stop first, and says why', () => {
    expect(movedHosts(run).map(({ name, words }) => `${name} ${words}`)).toEqual([
      'a.test:8443 would stop: nobody you trust stands behind it',
      'b.test would be trusted through Corp Root',
    ]);
  });

  test('counts the others', () => {
    expect(restWords(run, 2)).toBe('1 other host: no change.');
    expect(restWords(run, 0)).toBe('Nothing changes for the 3 hosts in your history.');
    expect(restWords({ hosts: [], looked: 0 }, 0)).toMatch(/^No host in your history yet/);
  });
});
