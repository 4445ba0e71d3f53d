import { describe, expect, test } from 'vitest';
import { anchorRows, matchesFilter, type TrustRow } from './anchorRows.ts';
import { anchorChanges, formOf } from './formChanges.ts';
import type { Anchor, TrustState } from '#core/trust/anchor.ts';

const now = new Date(2026, 10, 23, 12).getTime();

function anchor(label: string, source: Anchor['source'], more: Partial<Anchor> = {}): Anchor {
  return {
    sha256: label.padEnd(64, '0'),
    pem: '',
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
    anchor('abc1', 'custom', { scope: ['*.corp.test'] }),
    anchor('old', 'custom', { trustedUntil: now - 1 }),
    anchor('sys1', 'system'),
    anchor('bun1', 'bundled'),
    anchor('sys1', 'bundled'),
  ],
};

function outline(rows: readonly TrustRow[]): string[] {
  return rows.map((row) => (row.kind === 'group' ? `${row.source} ${row.shown}/${row.total}` : row.anchor.label));
}

describe('the table of anchors', () => {
  test('lists each source under its head', () => {
    expect(outline(anchorRows(state, '', now))).toEqual([
      'custom 2/2',
      'abc1',
      'old',
      'system 1/1',
      'sys1',
      'bundled 2/2',
      'bun1',
      'sys1',
    ]);
  });

  test('keeps the head of an empty source, and leaves it out where a filter finds nothing', () => {
    const empty = { ...state, anchors: [] };

    expect(outline(anchorRows(empty, '', now))).toEqual(['custom 0/0', 'system 0/0', 'bundled 0/0']);
    expect(outline(anchorRows(state, 'bun1', now))).toEqual(['bundled 1/2', 'bun1']);
  });

  test('tells which anchors count now', () => {
    const counting = anchorRows(state, '', now).flatMap((row) =>
      row.kind === 'anchor' && row.counts ? [row.anchor.label] : [],
    );

    expect(counting).toEqual(['abc1', 'sys1']); // 'old' has ended, the bundled list is off
  });

  test('says how many of the system list are bundled too', () => {
    const head = anchorRows(state, '', now).find((row) => row.kind === 'group' && row.source === 'system');

    expect(head).toMatchObject({ words: 'Read from this computer. 1 of them are also bundled.' });
  });
});

describe('the filter', () => {
  const one = anchor('abc1', 'custom', { scope: ['*.corp.test'], note: 'compared by phone' });

  test('looks into names, keys, hosts and notes, whatever the case', () => {
    for (const words of ['ABC', 'rsa 2048', 'corp.test', 'phone', 'custom'])
      expect(matchesFilter(one, words)).toBe(true);
  });

  test('takes a fingerprint with or without colons', () => {
    expect(matchesFilter(one, 'AB:C1:00')).toBe(true);
    expect(matchesFilter(one, 'abc100')).toBe(true);
  });

  test('wants every word', () => {
    expect(matchesFilter(one, 'abc nowhere')).toBe(false);
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
