import { describe, expect, test } from 'vitest';
import { formatBytes, formatCount, formatMs, formatPlural } from './format.ts';

describe('sizes have three figures at most, in decimal units', () => {
  test.each([
    [0, '0 bytes'],
    [1, '1 byte'],
    [999, '999 bytes'],
    [1000, '1 kB'],
    [6050, '6 kB'],
    [6060, '6.1 kB'],
    [18_440, '18.4 kB'],
    [999_499, '999 kB'],
    [999_500, '1 MB'],
    [25_000_000, '25 MB'],
    [1e15, '1000 TB'],
  ])('%d is %s', (bytes, text) => {
    expect(formatBytes(bytes)).toBe(text);
  });
});

describe('durations', () => {
  test.each([
    [0.04, '0 ms'],
    [9.94, '9.9 ms'],
    [20.34, '20.3 ms'],
    [142.4, '142 ms'],
    [999.6, '1 s'],
    [1254, '1.25 s'],
    [125_000, '2 min 5 s'],
  ])('%d ms are %s', (ms, text) => {
    expect(formatMs(ms)).toBe(text);
  });
});

test('counts are in groups of three, with their noun', () => {
  expect(formatCount(1248)).toBe('1\u2009248');
  expect(formatPlural(1, 'problem')).toBe('1 problem');
  expect(formatPlural(3, 'problem')).toBe('3 problems');
});
