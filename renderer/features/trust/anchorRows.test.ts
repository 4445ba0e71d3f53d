import { describe, expect, test } from 'vitest';
import { anchorGroups } from './anchorGroups.ts';
import { rowAfter } from './anchorKeys.ts';
import { anchorRows, type TrustRow } from './anchorRows.ts';
import { nextSort, sortGroups, type AnchorSort } from './anchorSort.ts';
import { anchorChanges, formOf } from './formChanges.ts';
import type { Anchor, TrustState } from '#core/trust/anchor.ts';
import { parseAnchorQuery } from '#core/trust/anchorQuery.ts';

const now = new Date(2026, 10, 23, 12).getTime();

function anchor(label: string, source: Anchor['source'], more: Partial<Anchor> = {}): Anchor {
  return {
    sha256: label.padEnd(64, '0'),
    keySha256: `${label}key`,
    source,
    label,
    enabled: true,
    scope: [],
    subject: `CN=${label}`,
    organization: 'Org',
    key: 'RSA 2048',
    notBefore: 0,
    notAfter: now + 1,
    ...more,
  };
}

const state: TrustState = {
  revision: 1,
  sources: { system: true, bundled: false },
  anchors: [
    anchor('abc1', 'custom', { scope: ['*.corp.test'], notAfter: now + 2 }),
    anchor('old', 'custom', { trustedUntil: now - 1 }),
    anchor('sys10', 'system'),
    anchor('sys2', 'system', { notAfter: now - 5 }),
    anchor('bun1', 'bundled'),
    anchor('sys10', 'bundled'),
  ],
  hints: [],
  distrusted: [],
  exceptions: [],
  identities: [],
};

function outline(rows: readonly TrustRow[]): string[] {
  return rows.map((row) => (row.kind === 'group' ? `${row.source} ${row.shown}/${row.total}` : row.anchor.label));
}
const sorted = (sort: AnchorSort | undefined) =>
  anchorRows(
    sortGroups(anchorGroups(state, now), sort, () => 0),
    undefined,
  ).flatMap((row) => (row.kind === 'anchor' ? [row.anchor.label] : []));

describe('the table of anchors', () => {
  test('lists each source under its head', () => {
    expect(outline(anchorRows(anchorGroups(state, now), undefined))).toEqual([
      'custom 2/2',
      'abc1',
      'old',
      'system 2/2',
      'sys10',
      'sys2',
      'bundled 2/2',
      'bun1',
      'sys10',
    ]);
  });

  test('keeps the head of an empty source, and leaves it out where a filter finds nothing', () => {
    const empty = { ...state, anchors: [] };

    expect(outline(anchorRows(anchorGroups(empty, now), undefined))).toEqual([
      'custom 0/0',
      'system 0/0',
      'bundled 0/0',
    ]);
    expect(outline(anchorRows(anchorGroups(state, now), parseAnchorQuery('bun1', now).matches))).toEqual([
      'bundled 1/2',
      'bun1',
    ]);
  });

  test('tells what each anchor is now', () => {
    const refusing = {
      ...state,
      distrusted: [{ kind: 'key' as const, sha256: 'sys2key', label: 'x', addedAt: 0 }],
    };
    const states = anchorRows(anchorGroups(refusing, now), undefined).flatMap((row) =>
      row.kind === 'anchor' ? [row.state] : [],
    );

    expect(states).toEqual(['on', 'ended', 'on', 'refused', 'source-off', 'source-off']);
  });

  test('says how many of the system list are bundled too', () => {
    const head = anchorGroups(state, now).find(({ source }) => source === 'system');

    expect(head).toMatchObject({ words: 'Read from this computer. 1 of them are also bundled.' });
  });
});

describe('the order of the anchors', () => {
  test('is the store’s own, then up, then down, and back', () => {
    const up = nextSort(undefined, 'ends');
    const down = nextSort(up, 'ends');

    expect([up?.direction, down?.direction, nextSort(down, 'ends')]).toEqual(['ascending', 'descending', undefined]);
    expect(nextSort(down, 'until')).toEqual({ column: 'until', direction: 'ascending' });
  });

  test('keeps the groups apart, and counts numbers as numbers', () => {
    expect(sorted({ column: 'authority', direction: 'ascending' })).toEqual([
      'abc1',
      'old',
      'sys2',
      'sys10',
      'bun1',
      'sys10',
    ]);
  });

  test('puts what ends first above what has no end, and the narrow above the wide', () => {
    expect(sorted({ column: 'until', direction: 'ascending' }).slice(0, 2)).toEqual(['old', 'abc1']);
    expect(sorted({ column: 'scope', direction: 'descending' }).slice(0, 2)).toEqual(['old', 'abc1']);
    expect(sorted({ column: 'ends', direction: 'ascending' }).slice(2, 4)).toEqual(['sys2', 'sys10']);
  });
});

describe('the keys of the table', () => {
  const order = ['a', 'b', 'c', 'd', 'e'];
  const after = (key: string, cursor?: string) => rowAfter(key, order, cursor, 3);

  test('move by a row, a page, to the ends, and stop there', () => {
    expect([after('ArrowDown'), after('ArrowDown', 'b'), after('ArrowUp', 'a')]).toEqual(['a', 'c', 'a']);
    expect([after('PageDown', 'a'), after('PageDown', 'd'), after('PageUp', 'd')]).toEqual(['c', 'e', 'b']);
    expect([after('Home', 'c'), after('End', 'c'), after('x', 'c')]).toEqual(['a', 'e', undefined]);
    expect(rowAfter('ArrowDown', [], undefined, 3)).toBeUndefined();
  });
});

describe('the form of an anchor', () => {
  const until = new Date(2027, 5, 30, 18).getTime();
  const one = anchor('abc1', 'custom', { scope: ['a.test'], trustedUntil: until, note: 'n' });

  test('changes nothing when it is opened and saved', () => {
    expect(anchorChanges(one, formOf(one, now))).toBeUndefined();
    expect(anchorChanges(anchor('x', 'custom'), formOf(anchor('x', 'custom'), now))).toBeUndefined();
  });

  test('sends only what was changed', () => {
    expect(anchorChanges(one, { ...formOf(one, now), scope: ['a.test', 'b.test'] })).toEqual({
      scope: ['a.test', 'b.test'],
    });
  });

  test('takes an end away with null, and empties a note', () => {
    const form = { ...formOf(one, now), until: { kind: 'never', date: '2027-06-30' }, note: ' ' } as const;

    expect(anchorChanges(one, form)).toEqual({ trustedUntil: null, note: '' });
  });

  test('a new end is the end of that day', () => {
    const changes = anchorChanges(one, { ...formOf(one, now), until: { kind: 'date', date: '2027-07-01' } });

    expect(new Date(changes?.trustedUntil ?? 0).getHours()).toBe(23);
  });
});
