import { describe, expect, test } from 'vitest';
import type { HistoryEntry } from '#core/history/entry.ts';
import { entryWords, methodWord } from './entryWords.ts';

const sent: HistoryEntry = {
  id: '0',
  startedAt: 0,
  method: 'GET',
  url: 'https://h.example:8443/v2/x?y=1',
  outcome: 'response',
  status: 200,
  verdict: 'trusted',
  totalMs: 1,
};

const without = (name: 'status' | 'verdict', entry: HistoryEntry): HistoryEntry =>
  Object.fromEntries(Object.entries(entry).filter(([key]) => key !== name)) as unknown as HistoryEntry;

describe('a line of the history', () => {
  test('shows path with query, host with port and status', () => {
    expect(entryWords(sent)).toEqual({
      glyph: 'trusted',
      verdict: 'Trusted',
      path: '/v2/x?y=1',
      host: 'h.example:8443',
      outcome: '200',
      tone: 'usual',
    });
  });

  test('a status of 400 and more is set in bold, not in red', () => {
    expect(entryWords({ ...sent, status: 404 }).tone).toBe('high');
  });

  test('a refused chain is the only one that is bad', () => {
    const failed = without('status', { ...sent, outcome: 'failed' });

    expect(entryWords({ ...failed, failure: 'untrusted', verdict: 'untrusted' })).toMatchObject({
      glyph: 'untrusted',
      outcome: 'stopped',
      tone: 'bad',
    });
    expect(entryWords({ ...failed, failure: 'total-timeout' })).toMatchObject({ outcome: 'timed out', tone: 'high' });
  });

  test('a response nobody checked says so; a handshake that ended too early does not', () => {
    expect(entryWords({ ...sent, verdict: 'unchecked' }).prefix?.text).toBe('unchecked');
    expect(entryWords({ ...sent, outcome: 'failed', failure: 'tls-alert', verdict: 'unchecked' }).glyph).toBe('failed');
  });

  test('a send that nobody checked is marked also when no answer came', () => {
    const failed = without('status', { ...sent, outcome: 'failed', verdict: 'unchecked' });

    expect(entryWords({ ...failed, failure: 'header-timeout' }).glyph).toBe('unchecked');
  });

  test('trust that was taken back meanwhile is no trust', () => {
    const failed = without('status', { ...sent, outcome: 'failed', failure: 'untrusted' });

    expect(entryWords({ ...failed, verdict: 'trusted' }).glyph).toBe('untrusted');
  });

  test('a plain connection is not encrypted, one that failed was none', () => {
    const plain = without('verdict', { ...sent, url: 'http://localhost:3000' });

    expect(entryWords(plain)).toMatchObject({ glyph: 'plain', path: '/', host: 'localhost:3000' });
    expect(entryWords({ ...plain, outcome: 'failed', failure: 'refused' }).glyph).toBe('failed');
  });

  test('what was typed and is no address stands as it is', () => {
    const typed = without('verdict', { ...sent, url: 'nonsense', outcome: 'failed' });

    expect(entryWords({ ...typed, failure: 'invalid-url' })).toMatchObject({ path: 'nonsense', outcome: 'not sent' });
    expect(entryWords({ ...typed, failure: 'invalid-url', url: '' }).path).toBe('no address');
  });

  test('what was never sent is no failed connection', () => {
    const failed = without('verdict', { ...sent, outcome: 'failed' });

    expect(entryWords({ ...failed, failure: 'invalid-request' }).verdict).toBe('Not sent');
    expect(entryWords({ ...failed, failure: 'trust-unavailable' }).prefix).toBeUndefined();
    expect(entryWords({ ...failed, failure: 'refused' }).verdict).toBe('No connection');
  });

  test('a long method is cut, and an inspection is called TLS', () => {
    expect(['GET', 'DELETE', 'OPTIONS', 'INSPECT'].map(methodWord)).toEqual(['GET', 'DELETE', 'OPT', 'TLS']);
  });

  test('a handshake that was only looked at says so, with its verdict', () => {
    const looked = without('status', { ...sent, outcome: 'inspected' });

    expect(entryWords(looked)).toMatchObject({ glyph: 'trusted', outcome: 'inspected', tone: 'usual' });
  });
});
