import { expect, test } from 'vitest';
import { leavesNothing } from './nothingLeft.ts';
import { twinsOf } from './twins.ts';
import type { Anchor, TrustState } from '#core/trust/anchor.ts';

const anchor = (sha256: string, source: Anchor['source'], more: Partial<Anchor> = {}): Anchor => ({
  sha256,
  keySha256: `key of ${sha256}`,
  source,
  label: sha256,
  enabled: true,
  scope: [],
  subject: '',
  organization: '',
  key: '',
  notBefore: 0,
  notAfter: 1,
  ...more,
});
const now = 1000;

function stateOf(anchors: readonly Anchor[], bundled = true): TrustState {
  const nothing = { hints: [], distrusted: [], exceptions: [], identities: [] };
  return { revision: 1, sources: { system: false, bundled }, anchors, ...nothing };
}

test('switching off the last list leaves nothing, unless a custom anchor counts', () => {
  const listed = [anchor('a', 'bundled'), anchor('b', 'system')];

  expect(leavesNothing(stateOf(listed), { source: 'bundled' }, now)).toBe(true);
  expect(leavesNothing(stateOf([...listed, anchor('c', 'custom')]), { source: 'bundled' }, now)).toBe(false);
  const ended = anchor('c', 'custom', { trustedUntil: now - 1 });
  expect(leavesNothing(stateOf([...listed, ended]), { source: 'bundled' }, now)).toBe(true);
});

test('switching off every anchor that counts leaves nothing, wherever its twins stand', () => {
  const state = stateOf([anchor('a', 'custom'), anchor('a', 'bundled'), anchor('b', 'bundled', { enabled: false })]);

  expect(leavesNothing(state, { sha256s: new Set(['a']) }, now)).toBe(true);
  expect(leavesNothing(state, { sha256s: new Set(['b']) }, now)).toBe(false);
});

test('nothing is left by nobody: where none counts, nobody is asked', () => {
  expect(leavesNothing(stateOf([anchor('a', 'bundled')], false), { source: 'bundled' }, now)).toBe(false);
});

test('an anchor that a list has too would count there again, but not in a list that is off', () => {
  const mine = anchor('a', 'custom', { scope: ['x.test'] });

  expect(twinsOf([mine], stateOf([mine, anchor('a', 'bundled')]))).toEqual([mine]);
  expect(twinsOf([mine], stateOf([mine, anchor('a', 'bundled')], false))).toEqual([]);
});
