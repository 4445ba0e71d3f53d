import { expect, test } from 'vitest';
import { nextRow } from './nextRow.ts';

test.each([
  ['ArrowDown', 0, 1],
  ['ArrowUp', 2, 1],
  ['Home', 2, 0],
  ['End', 0, 2],
  // At an end there is nowhere to go, and the page may scroll instead.
  ['ArrowDown', 2, undefined],
  ['ArrowUp', 0, undefined],
  ['Enter', 1, undefined],
  // Nothing of a row has the focus.
  ['ArrowDown', -1, undefined],
])('%s in row %i of three goes to %s', (key, at, next) => {
  expect(nextRow(key, at, 3)).toBe(next);
});

test('without rows there is nowhere to go', () => {
  expect(nextRow('Home', -1, 0)).toBeUndefined();
});
