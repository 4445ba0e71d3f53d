import { describe, expect, test } from 'vitest';
import { guarded, readWhole } from './der.ts';
import { readTime } from './time.ts';
import { daysLeft, formatDay, formatDays, formatMoment, validDays, validityAt } from './validity.ts';

const day = 86_400_000;

describe('a period of validity', () => {
  const period = { notBefore: Date.UTC(2026, 0, 1), notAfter: Date.UTC(2026, 2, 31, 23, 59, 59) };

  test('has both its ends in it, to the end of the last second', () => {
    expect(validityAt(period, period.notBefore)).toBe('valid');
    expect(validityAt(period, period.notBefore - 1)).toBe('not-yet-valid');
    expect(validityAt(period, period.notAfter + 999)).toBe('valid');
    expect(validityAt(period, period.notAfter + 1000)).toBe('expired');
  });

  test('is counted in days', () => {
    expect(validDays(period)).toBe(90);
    expect(daysLeft(10 * day, 10 * day)).toBe(0);
    expect(daysLeft(10 * day, 10 * day + 1)).toBe(-1);
    expect([1, 23, 729, 730, 3653].map(formatDays)).toEqual(['1 day', '23 days', '729 days', '2 years', '10 years']);
  });
});

test('dates are written for people, in UTC', () => {
  expect(formatDay(Date.UTC(2026, 11, 16, 23, 59))).toBe('16 Dec 2026');
  expect(formatMoment(Date.UTC(2026, 9, 29, 6, 12, 44))).toBe('29 Oct 2026, 06:12:44 UTC');
  expect(formatDay(Date.UTC(9999, 11, 31, 23, 59, 59))).toBe('no end');
});

describe('times are read in their one form', () => {
  const read = (tag: number, text: string) =>
    guarded(() => readTime(readWhole(Uint8Array.from([tag, text.length, ...new TextEncoder().encode(text)]))));
  const utc = 0x17;
  const generalized = 0x18;

  test.each([
    [utc, '491231235959Z', Date.UTC(2049, 11, 31, 23, 59, 59)],
    [utc, '500101000000Z', Date.UTC(1950, 0, 1)],
    [generalized, '20500101000000Z', Date.UTC(2050, 0, 1)],
    [generalized, '20240229120000Z', Date.UTC(2024, 1, 29, 12)],
    [generalized, '99991231235959Z', Date.UTC(9999, 11, 31, 23, 59, 59)],
  ])('%i %s', (tag, text, expected) => {
    expect(read(tag, text)).toEqual({ ok: true, value: expected });
  });

  test.each([
    [utc, '2601010000Z'],
    [utc, '260101000000+0100'],
    [utc, '260101000000'],
    [utc, '260230000000Z'],
    [utc, '261301000000Z'],
    [utc, '260101240000Z'],
    [utc, '260101006000Z'],
    [utc, '26010100000 Z'],
    [generalized, '20260101000000.5Z'],
    [generalized, '20230229000000Z'],
    [0x0c, '260101000000Z'],
  ])('%i %s is refused', (tag, text) => {
    expect(read(tag, text).ok).toBe(false);
  });
});
