import { describe, expect, test } from 'vitest';
import type { HistoryEntry } from '#core/history/entry.ts';
import { groupByDay } from './rows.ts';

const now = new Date(2026, 10, 23, 12).getTime();

function entryAt(...when: readonly [number, number, number, number?]): HistoryEntry {
  const [year, month, day, hour = 10] = when;
  const startedAt = new Date(year, month, day, hour).getTime();
  return { id: String(startedAt), startedAt, method: 'GET', url: 'https://h/', outcome: 'response', totalMs: 1 };
}
const heads = (entries: readonly HistoryEntry[], total = entries.length) =>
  groupByDay(entries, total, now).flatMap((row) => (row.kind === 'day' ? [[row.label, row.count]] : []));

describe('the history by day', () => {
  test('names today and yesterday, then the day, and the year of another year', () => {
    const entries = [
      entryAt(2026, 10, 23),
      entryAt(2026, 10, 23, 0),
      entryAt(2026, 10, 22, 23),
      entryAt(2026, 10, 20),
      entryAt(2025, 11, 31),
    ];

    expect(heads(entries)).toEqual([
      ['Today', 2],
      ['Yesterday', 1],
      ['Friday 20 November', 1],
      ['Wednesday 31 December 2025', 1],
    ]);
  });

  test('does not count a day that may go on in what is not loaded', () => {
    expect(heads([entryAt(2026, 10, 23), entryAt(2026, 10, 22)], 3)).toEqual([
      ['Today', 1],
      ['Yesterday', undefined],
    ]);
  });

  test('keeps every row apart when the clock was set back', () => {
    const keys = groupByDay([entryAt(2026, 10, 22), entryAt(2026, 10, 23), entryAt(2026, 10, 22, 9)], 3, now).map(
      (row) => row.key,
    );

    expect(new Set(keys).size).toBe(keys.length);
  });

  test('of nothing is nothing', () => {
    expect(groupByDay([], 0, now)).toEqual([]);
  });
});
