import { describe, expect, test } from 'vitest';
import { otherHosts, triedHosts, type OtherHosts } from './otherHosts.ts';
import { triedEffect } from './trustEffect.ts';
import type { HistoryEntry } from '#core/history/entry.ts';
import { numberedFindings } from '#renderer/ui/findingNumbers.ts';

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

describe('a decision that was tried', () => {
  const others: OtherHosts = {
    refused: [
      { name: 'a.test:443', state: 'in-scope' },
      { name: 'b.test:443', state: 'in-scope' },
      { name: 'c.test:443', state: 'outside' },
      { name: 'd.test:443', state: 'in-scope' },
    ],
    more: 0,
    unchanged: 0,
  };
  const host = (name: string, after: 'trusted' | 'untrusted') =>
    ({ host: name, port: 443, before: 'untrusted', after, stops: [] }) as const;

  test('says of each host what came of it; outside the scope, and where nothing was tried, it stays as it was', () => {
    const tried = triedHosts(others, {
      hosts: [host('a.test', 'trusted'), host('b.test', 'untrusted'), host('c.test', 'trusted')],
    });

    expect(tried.refused.map(({ state }) => state)).toEqual(['trusted', 'stops', 'outside', 'in-scope']);
  });
});

describe('the effect on the host that was refused', () => {
  const findings = numberedFindings([{ kind: 'expired', severity: 'error', notAfter: 0, now: 1 }]);
  const asked = { findings, host: 'A.test', port: 443 };
  const host = { host: 'a.test', port: 443, before: 'untrusted', stops: ['expired'] } as const;

  test('is what was tried, with the numbers of the refusal', () => {
    const worse = triedEffect({ kind: 'trusted' }, asked, { hosts: [{ ...host, after: 'untrusted' }] });
    const better = triedEffect({ kind: 'still-stops', gone: [], remaining: [1] }, asked, {
      hosts: [{ ...host, after: 'trusted' }],
    });

    expect(worse).toEqual({ kind: 'still-stops', gone: [], remaining: [1] });
    expect(better).toEqual({ kind: 'trusted' });
    expect(triedEffect({ kind: 'outside' }, asked, { hosts: [] })).toEqual({ kind: 'outside' });
  });
});
