import { expect, test } from 'vitest';
import { dateInMonths } from './dateInMonths.ts';

test('six months on is the same day of the month, or the last one it has', () => {
  expect(dateInMonths(6, new Date(2026, 10, 23).getTime())).toBe('2027-05-23');
  expect(dateInMonths(6, new Date(2026, 7, 31).getTime())).toBe('2027-02-28');
});
