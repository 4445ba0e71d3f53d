import { describe, expect, test } from 'vitest';
import { openAtFirst, outlineRows, parentOf, pathAt } from './outlineRows.ts';
import type { OutlineNode } from '#core/tls/outline.ts';

const suites = Array.from({ length: 20 }, (_, index) => ({
  name: 'suite',
  value: `SUITE_${String(index)}`,
  offset: 8 + index * 2,
  length: 2,
}));

const nodes: readonly OutlineNode[] = [
  { name: 'type', value: 'ClientHello', offset: 0, length: 1 },
  { name: 'cipher suites', offset: 6, length: 42, children: suites },
  {
    name: 'extensions',
    offset: 48,
    length: 12,
    children: [
      {
        name: 'server_name',
        offset: 50,
        length: 10,
        children: [
          { name: 'length', value: '6', offset: 52, length: 2 },
          { name: 'host', value: 'a.test', offset: 54, length: 6 },
        ],
      },
    ],
  },
];

describe('the outline of a message', () => {
  test('begins with long plain lists folded, and says what is in them', () => {
    const rows = outlineRows(nodes, openAtFirst(nodes));

    expect(rows.map(({ key, fold }) => [key, fold])).toEqual([
      ['0', 'none'],
      ['1', 'closed'],
      ['2', 'open'],
      ['2/0', 'closed'],
    ]);
    expect(rows[3]?.value).toBe('a.test');
    expect(rows[1]?.value).toMatch(/^SUITE_0, SUITE_1, .*…$/);
  });

  test('shows what a list holds once it is opened, and says nothing twice', () => {
    const rows = outlineRows(nodes, new Set(['1']));

    expect(rows.filter(({ depth }) => depth === 1)).toHaveLength(20);
    expect(rows[1]).toMatchObject({ fold: 'open', value: '' });
    expect(rows[2]).toMatchObject({
      key: '1/0',
      name: 'suite',
      value: 'SUITE_0',
      from: 8,
      to: 10,
      place: 1,
      siblings: 20,
    });
  });

  test('finds the innermost field of a byte, and nothing where nothing is known', () => {
    expect(pathAt(nodes, 55)).toEqual(['2', '2/0', '2/0/1']);
    expect(pathAt(nodes, 48)).toEqual(['2']);
    expect(pathAt(nodes, 5)).toEqual([]);
    expect(pathAt(nodes, 4000)).toEqual([]);
  });

  test('knows what stands above a line', () => {
    expect(parentOf('2/0/0')).toBe('2/0');
    expect(parentOf('2')).toBeUndefined();
  });
});
