import { expect, test } from 'vitest';
import { otherHosts } from './otherHosts.ts';
import type { HistoryEntry } from '#core/history/entry.ts';

function entry(url: string, verdict: NonNullable<HistoryEntry['verdict']>): HistoryEntry {
  return { id: url, startedAt: 0, method: 'GET', url, outcome: 'failed', verdict, totalMs: 1 };
}

const asked = { host: 'a.test', port: 443 };

test('hosts that were refused are listed, first those the scope covers', () => {
  const entries = [entry('https://out.other/', 'untrusted'), entry('https://b.test/', 'untrusted')];

  expect(otherHosts(entries, asked, ['*.test']).refused).toEqual([
    { name: 'b.test:443', state: 'in-scope' },
    { name: 'out.other:443', state: 'outside' },
  ]);
});

test('a host counts as it stood when it was asked last', () => {
  const entries = [entry('https://b.test/2', 'trusted'), entry('https://b.test/1', 'untrusted')];

  expect(otherHosts(entries, asked, [])).toEqual({ refused: [], more: 0, unchanged: 1 });
});

test('the host that was asked, plain HTTP and what is no address are not other hosts', () => {
  const entries = [
    entry('https://A.test/', 'untrusted'),
    entry('http://b.test/', 'untrusted'),
    entry('nonsense', 'untrusted'),
  ];

  expect(otherHosts(entries, asked, [])).toEqual({ refused: [], more: 0, unchanged: 0 });
});

test('two ports are two hosts', () => {
  expect(otherHosts([entry('https://a.test:8443/', 'untrusted')], asked, ['a.test:443']).refused).toEqual([
    { name: 'a.test:8443', state: 'outside' },
  ]);
});

test('of many that were refused, those in the scope that are not listed are not called unchanged', () => {
  const entries = ['b', 'c', 'd', 'e', 'f'].map((name) => entry(`https://${name}.test/`, 'untrusted'));

  expect(otherHosts(entries, asked, ['*.test'])).toMatchObject({ more: 2, unchanged: 0 });
  expect(otherHosts(entries, asked, ['a.test'])).toMatchObject({ more: 0, unchanged: 2 });
});
