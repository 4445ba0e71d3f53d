import { describe, expect, test } from 'vitest';
import type { HostEntry } from '#core/history/host.ts';
import { matchWords, scopeWords } from './scopeWords.ts';

const host = (authority: string, scheme: HostEntry['scheme'] = 'https'): HostEntry => ({
  authority,
  scheme,
  lastSeenAt: 0,
  exchanges: 1,
});

describe('the words below a scope', () => {
  test('say what the last pattern covers and what it does not', () => {
    expect(scopeWords([])).toBe('Empty: trusted for every host.');
    expect(scopeWords(['a.test', '*.halden.internal'])).toBe(
      'One label deep: api.halden.internal yes, a.b.halden.internal no.',
    );
    expect(scopeWords(['.corp'])).toBe('Every depth: api.corp and a.b.corp yes, corp itself no.');
    expect(scopeWords(['api.corp'])).toBe('Exactly api.corp, on every port.');
    expect(scopeWords(['api.corp:8443'])).toBe('Exactly api.corp on port 8443.');
  });

  test('count the addresses of a network', () => {
    expect(scopeWords(['10.20.0.0/16'])).toBe('From 10.20.0.0 to 10.20.255.255: 65\u2009536 addresses.');
    expect(scopeWords(['127.0.0.1'])).toBe('Exactly that address.');
    expect(scopeWords(['[fd00::]/8:443'])).toMatch(/^From fd00:: to fdff:.*\. Only on port 443\.$/);
  });

  test('warn of a star over a whole top-level domain', () => {
    expect(scopeWords(['*.com'])).toContain('That is every name right below .com.');
  });

  test('count the hosts of the history that match', () => {
    const hosts = [host('api.corp'), host('b.corp:8443'), host('example.test'), host('c.corp', 'http')];

    expect(matchWords(['*.corp'], hosts)).toBe('2 hosts in your history match.');
    expect(matchWords(['*.corp:8443'], hosts)).toBe('1 host in your history matches.');
    expect(matchWords(['nowhere.test'], hosts)).toBe('None of the 3 hosts in your history match.');
    expect(matchWords(['*.corp'], [])).toBeUndefined();
  });
});
