import { expect, test } from 'vitest';
import type { Anchor } from './anchor.ts';
import { anchorSubject, parseAnchorQuery } from './anchorQuery.ts';

const now = Date.UTC(2026, 10, 25);
const anchor = (scope: readonly string[]): Anchor => ({
  ...{ sha256: 'ab'.repeat(32), keySha256: 'cd'.repeat(32), source: 'custom', label: 'Corp', enabled: true, scope },
  ...{ subject: 'Corp', organization: '', key: 'RSA 2048', notBefore: 0, notAfter: now, addedAt: 0 },
});
const finds = (query: string, ...scope: readonly string[]) =>
  parseAnchorQuery(`host:${query}`, now).matches(anchorSubject(anchor(scope), 'on'));

test('many stars in a filter keep nobody waiting, however long a host pattern is', () => {
  const long = Array.from({ length: 4 }, () => 'a'.repeat(60)).join('.');

  expect(finds('*a*a*a*a*a*a*a*a*a*a*a*a*b', long)).toBe(false);
  expect(finds('*a*a*a*a*a*a*a*a*a*a*a*a', long)).toBe(true);
});

test('a star stands for anything, at every place, and a port may follow', () => {
  expect(finds('*', 'a.corp')).toBe(true);
  expect(finds('*.corp', '*.corp')).toBe(true);
  expect(finds('*.corp', 'a.corp:8443')).toBe(true);
  expect(finds('a*:8443', 'a.corp:8443')).toBe(true);
  expect(finds('a*p', 'a.corp')).toBe(true);
  expect(finds('a*a', 'a')).toBe(false);
  expect(finds('a*a', 'a.a')).toBe(true);
  expect(finds('ab*ba', 'aba')).toBe(false);
  expect(finds('*.corp', 'a.corpo')).toBe(false);
  expect(finds('b*', 'a.corp')).toBe(false);
  expect(finds('*.corp*', 'a.corp', 'b.org')).toBe(true);
});
