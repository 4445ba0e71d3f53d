import { expect, test } from 'vitest';
import { dateIn, dateText, distanceWords, endOfDay, shortDate } from './untilDate.ts';

const now = new Date(2026, 10, 23, 15, 0).getTime();

test('a day is trusted to its end', () => {
  const end = endOfDay('2026-12-23');

  expect(new Date(end!).getHours()).toBe(23);
  expect(dateText(end!)).toBe('2026-12-23');
});

test('what is no day has no end', () => {
  for (const text of ['', '2026-02-30', '2026-13-01', '23 Dec 2026', '0']) expect(endOfDay(text)).toBeUndefined();
});

test('days are counted by the calendar, not by hours', () => {
  expect(distanceWords(endOfDay('2026-11-23')!, now)).toBe('Ends tonight.');
  expect(distanceWords(endOfDay('2026-11-24')!, now)).toBe('Until tomorrow night.');
  expect(distanceWords(endOfDay('2026-12-23')!, now)).toBe('23 Dec 2026, in 30 days.');
  expect(distanceWords(endOfDay('2027-06-30')!, now)).toBe('30 Jun 2027, in 7 months.');
  expect(distanceWords(endOfDay('2026-11-22')!, now)).toBe('That day is over.');
});

test('the year is written when it is another one', () => {
  expect(shortDate(endOfDay('2026-12-23')!, now)).toBe('23 Dec');
  expect(shortDate(endOfDay('2027-01-02')!, now)).toBe('2 Jan 2027');
});

test('the default is thirty days on', () => {
  expect(dateIn(30, now)).toBe('2026-12-23');
});
