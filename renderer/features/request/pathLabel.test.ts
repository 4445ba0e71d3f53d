import { describe, expect, test } from 'vitest';
import { pathLabel, splitUrl } from './pathLabel.ts';

describe('the name of a tab', () => {
  test('is the path without the query', () => {
    expect(pathLabel('https://orders.halden.internal/v2/orders?status=open')).toBe('/v2/orders');
  });

  test('is the host where there is no path', () => {
    expect(pathLabel('localhost:8443')).toBe('localhost:8443');
  });

  test('is what was typed where that is no address', () => {
    expect(pathLabel('ftp://x')).toBe('ftp://x');
  });

  test('says that a tab is new', () => {
    expect(pathLabel('  ')).toBe('New request');
  });
});

describe('an address for the eye', () => {
  test.each([
    ['https://a.example:8443/x?y#z', 'https://', 'a.example', ':8443/x?y#z'],
    ['localhost:3000', '', 'localhost', ':3000'],
    ['https://[::1]:8443/', 'https://', '[::1]', ':8443/'],
    ['https://h?q', 'https://', 'h', '?q'],
    ['', '', '', ''],
  ])('%s has its host in the middle', (url, before, host, after) => {
    expect(splitUrl(url)).toEqual({ before, host, after });
  });
});
