import { describe, expect, test } from 'vitest';
import { figure, formatBytes, formatCount, formatMs, formatPlural } from '#core/format.ts';

describe('numbers for people', () => {
  test.each([
    [0, '0 bytes'],
    [1, '1 byte'],
    [999, '999 bytes'],
    [1000, '1 kB'],
    [18_420, '18.4 kB'],
    [99_960, '100 kB'],
    [999_600, '1 MB'],
    [214_000_000, '214 MB'],
    [5e15, '5000 TB'],
  ])('%d bytes are %s', (bytes, text) => {
    expect(formatBytes(bytes)).toBe(text);
  });

  test.each([
    [0, '0 ms'],
    [0.04, '0 ms'],
    [20.34, '20.3 ms'],
    [99.96, '100 ms'],
    [999.6, '1 s'],
    [1254, '1.25 s'],
    [10_004, '10 s'],
    [125_000, '2 min 5 s'],
  ])('%d ms are %s', (ms, text) => {
    expect(formatMs(ms)).toBe(text);
  });

  test('a column without its unit has the same figures', () => {
    expect([0.4, 20.34, 142.4].map(figure)).toEqual(['0.4', '20.3', '142']);
  });

  test('counts are set in groups of three and agree with their noun', () => {
    expect(formatCount(1_234_567)).toBe('1\u2009234\u2009567');
    expect([0, 1, 1000].map((count) => formatPlural(count, 'exchange'))).toEqual([
      '0 exchanges',
      '1 exchange',
      '1\u2009000 exchanges',
    ]);
    expect(formatPlural(2, 'entry', 'entries')).toBe('2 entries');
  });
});
