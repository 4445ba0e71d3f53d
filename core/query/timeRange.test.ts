import { describe, expect, test } from 'vitest';
import { MS_PER_DAY } from '#core/certificate/validity.ts';
import { timeAhead, timeBehind, type TimeRange } from './timeRange.ts';

const now = Date.UTC(2026, 10, 25, 12);
const inDays = (days: number): number => now + days * MS_PER_DAY;
const holds = (range: TimeRange | undefined, at: number): boolean =>
  range !== undefined && range.from <= at && at <= range.to;

describe('a time in a query', () => {
  test('<30d is everything that ends before 30 days are over, also what has ended', () => {
    for (const value of ['<30d', '30d', '< 30d']) {
      expect([-5, 29, 31].map((days) => holds(timeAhead(value, now), inDays(days)))).toEqual([true, true, false]);
    }
  });

  test('>2y is later than in two years', () => {
    expect([700, 800].map((days) => holds(timeAhead('>2y', now), inDays(days)))).toEqual([false, true]);
  });

  test('a year, a month or a day is all of it', () => {
    expect(timeAhead('2027', now)).toEqual({ from: Date.UTC(2027, 0), to: Date.UTC(2028, 0) - 1 });
    expect(timeAhead('2027-12', now)).toEqual({ from: Date.UTC(2027, 11), to: Date.UTC(2028, 0) - 1 });
    expect(timeAhead('2027-12-31', now)).toEqual({ from: Date.UTC(2027, 11, 31), to: Date.UTC(2028, 0) - 1 });
    expect(holds(timeAhead('<2027-01-01', now), Date.UTC(2027, 0))).toBe(false);
    expect(holds(timeAhead('<=2027-01-01', now), Date.UTC(2027, 0, 1, 23))).toBe(true);
  });

  test('behind us, 2d is less than two days ago and >1y more than a year ago', () => {
    expect([-1, -3].map((days) => holds(timeBehind('2d', now), inDays(days)))).toEqual([true, false]);
    expect([-300, -400].map((days) => holds(timeBehind('>1y', now), inDays(days)))).toEqual([false, true]);
  });

  test('what is no time is none', () => {
    for (const value of ['', 'soon', '30', '2027-02-31', '2027-13', '<', 'd', '30 days'])
      expect(timeAhead(value, now)).toBeUndefined();
  });
});
