import { describe, expect, test } from 'vitest';
import { endHelp, endOf, endWords, momentOf, momentText, nearEnd, stepMoment } from './exceptionUntil.ts';

const at = (day: number, hour = 12): number => new Date(2026, 10, day, hour).getTime();

describe('the end of an exception', () => {
  test('is offered on the next Friday evening, at least a day away', () => {
    expect(nearEnd(at(23)).text).toBe('2026-11-27 18:00'); // Monday
    expect(nearEnd(at(26, 17)).text).toBe('2026-11-27 18:00'); // Thursday, a day and an hour before
    expect(nearEnd(at(26, 19)).text).toBe('2026-12-04 18:00'); // Thursday evening: less than a day
    expect(nearEnd(at(27)).text).toBe('2026-12-04 18:00'); // Friday
  });

  test('is read to the minute, or to the end of a day; what is no moment is none', () => {
    expect(momentOf('2026-11-27 18:00')).toBe(new Date(2026, 10, 27, 18, 0, 59, 999).getTime());
    expect(momentOf(' 2026-11-27 ')).toBe(new Date(2026, 10, 27, 23, 59, 59, 999).getTime());
    for (const text of ['2026-02-30 10:00', '2026-11-27 24:00', '2026-11-27 10:61', 'Friday', '27.11.2026']) {
      expect(momentOf(text)).toBeUndefined();
    }
    expect(endOf({ kind: 'date', text: 'Friday' })).toBeUndefined();
    expect(endOf({ kind: 'session', text: 'Friday' })).toEqual({ kind: 'session' });
  });

  test('is moved by days and keeps its time', () => {
    expect(stepMoment('2026-11-27 18:00', 30)).toBe('2026-12-27 18:00');
    expect(stepMoment('soon', 1)).toBeUndefined();
    expect(momentText(at(1, 9))).toBe('2026-11-01 09:00');
  });

  test('has a near day by its name, a far one by its date', () => {
    expect(endWords({ kind: 'date', at: at(23, 18) }, at(23))).toBe('until 18:00 today');
    expect(endWords({ kind: 'date', at: at(24, 18) }, at(23))).toBe('until tomorrow, 18:00');
    expect(endWords({ kind: 'date', at: at(27, 18) }, at(23))).toBe('until Friday');
    expect(endWords({ kind: 'date', at: at(30, 18) }, at(23))).toBe('until 30 Nov');
    expect(endWords({ kind: 'session' }, at(23))).toBe('for this run');
  });

  test('says how far away it is, and what it means', () => {
    expect(endHelp({ kind: 'date', text: '2026-11-27 18:00' }, at(23))).toBe(
      'Friday evening, in 4 days. No reminder: it simply stops again.',
    );
    expect(endHelp({ kind: 'date', text: '2026-12-04 09:00' }, at(23))).toContain(
      'Friday morning, 4 Dec 2026, in 11 days',
    );
    expect(endHelp({ kind: 'forever', text: '' }, at(23))).toContain('Until you remove it');
  });
});
