import { expect, test } from 'vitest';
import { rowAfter } from './candidateKeys.ts';

test('keys move within the list and stop at its ends', () => {
  expect(rowAfter('ArrowDown', -1, 3)).toBe(0);
  expect(rowAfter('ArrowDown', 2, 3)).toBe(2);
  expect(rowAfter('ArrowUp', 0, 3)).toBe(0);
  expect(rowAfter('End', 0, 10_000)).toBe(9999);
  expect(rowAfter('Home', 9999, 10_000)).toBe(0);
  expect(rowAfter('PageDown', 0, 3)).toBe(2);
});

test('other keys move nothing, and nothing moves in an empty list', () => {
  expect(rowAfter('a', 0, 3)).toBeUndefined();
  expect(rowAfter('End', -1, 0)).toBeUndefined();
});
