import { describe, expect, test } from 'vitest';
import type { HostEntry } from '#core/history/host.ts';
import type { ScanReport } from '#core/scan/report.ts';
import type { Scan } from '#renderer/state/scan.ts';
import { hostRows } from './hostRows.ts';

const now = Date.UTC(2026, 10, 25);
const day = 86_400_000;
const host = (authority: string, more: Partial<HostEntry> = {}): HostEntry => ({
  authority,
  scheme: 'https',
  lastSeenAt: now - day,
  exchanges: 1,
  verdict: 'trusted',
  notAfter: now + 90 * day,
  ...more,
});
const usual = { sort: 'expiry', filter: '', now } as const;
const labels = (hosts: readonly HostEntry[], more: object = {}) =>
  hostRows(hosts, {}, { ...usual, ...more }).map(({ label }) => label);

describe('the list of hosts', () => {
  const hosts = [
    host('later.example'),
    host('soon.example', { notAfter: now + 20 * day }),
    host('gone.example', { verdict: 'excepted', notAfter: now - day }),
    host('bad.example', { verdict: 'untrusted' }),
    host('plain.example', { scheme: 'http' }),
  ];

  test('begins with what is untrusted, then what ends soonest; what has no end comes last', () => {
    expect(labels(hosts)).toEqual(['bad.example', 'gone.example', 'soon.example', 'later.example', 'plain.example']);
  });

  test('says in a word or two what there is to say', () => {
    expect(hostRows(hosts, {}, usual).map(({ word, tone }) => [word, tone])).toEqual([
      ['untrusted', 'bad'],
      ['expired', 'bad'],
      ['20 d', 'warn'],
      ['90 d', 'usual'],
      ['no TLS', 'usual'],
    ]);
  });

  test('is sorted by name or by when they were asked last', () => {
    const asked = [host('b.example', { lastSeenAt: 1 }), host('a.example', { lastSeenAt: 0 })];
    expect(labels(asked, { sort: 'name' })).toEqual(['a.example', 'b.example']);
    expect(labels(asked, { sort: 'recent' })).toEqual(['b.example', 'a.example']);
  });

  test('holds those whose name holds what was typed', () => {
    expect(labels(hosts, { filter: ' GONE' })).toEqual(['gone.example']);
  });
});

describe('scans of this run', () => {
  const scan = (more: Partial<ScanReport>): Scan => ({
    id: '1',
    host: 'a.example',
    port: 443,
    report: {
      host: 'a.example',
      port: 443,
      startedAt: now,
      elapsedMs: 0,
      state: 'complete',
      connections: { made: 1, expected: 1, byPhase: {} },
      delayMs: 0,
      versions: [],
      ciphers: [],
      groups: [],
      signatureSchemes: [],
      extras: {},
      oddities: [],
      ...more,
    },
  });

  test('stand in the list also when no request was ever sent there', () => {
    const rows = hostRows([], { 'a.example:443': scan({ state: 'running' }) }, usual);
    expect(rows).toMatchObject([{ label: 'a.example', word: 'no verdict', isScanning: true }]);
  });

  test('are newer than the history when they are', () => {
    const certificate = {
      verdict: { kind: 'untrusted', library: { accepted: false, code: '' }, findings: [] },
      sent: [],
      path: [],
      certificates: {},
    } as const;
    const scans = { 'a.example:443': scan({ certificate }) };

    expect(hostRows([host('a.example')], scans, usual)[0]?.word).toBe('untrusted');
    expect(hostRows([host('a.example', { lastSeenAt: now + 1 })], scans, usual)[0]?.word).toBe('90 d');
  });
});
