import { expect, test } from 'vitest';
import { lifetimeLimit } from './lifetimeLimit.ts';

test('the longest lifetime is that of the day on which it begins', () => {
  const days = [
    [Date.UTC(2017, 0, 1), undefined],
    [Date.UTC(2020, 7, 31), 825],
    [Date.UTC(2020, 8, 1), 398],
    [Date.UTC(2026, 2, 14, 23, 59, 59), 398],
    [Date.UTC(2026, 2, 15), 200],
    [Date.UTC(2027, 2, 15), 100],
    [Date.UTC(2030, 0, 1), 47],
  ] as const;

  for (const [notBefore, limit] of days) expect(lifetimeLimit({ notBefore })).toBe(limit);
});
