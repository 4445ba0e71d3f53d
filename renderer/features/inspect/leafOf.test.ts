import { describe, expect, test } from 'vitest';
import { chainFirst, leafOf, type Outline } from './leafOf.ts';

const root: Outline = { sha256: 'root', subject: 'R', issuer: 'R', isAuthority: true };
const middle: Outline = { sha256: 'middle', subject: 'M', issuer: 'R', isAuthority: true };
const leaf: Outline = { sha256: 'leaf', subject: 'L', issuer: 'M', isAuthority: false };
const other: Outline = { sha256: 'other', subject: 'O', issuer: 'O', isAuthority: true };

describe('the certificate that a file is about', () => {
  test('is the one at the end of the chain, in whatever order they stand', () => {
    expect(leafOf([root, middle, leaf])).toBe('leaf');
    expect(leafOf([leaf, root, middle])).toBe('leaf');
  });

  test('is the lowest authority, when there are only authorities', () => {
    expect(leafOf([root, other, middle])).toBe('middle');
  });

  test('is the first, when nobody issued anybody', () => {
    expect(leafOf([other, root])).toBe('other');
    expect(leafOf([])).toBeUndefined();
  });
});

describe('the chain of a certificate', () => {
  test('comes first, and the rest keeps its order', () => {
    expect(chainFirst([root, other, leaf, middle], 'leaf')).toEqual(['leaf', 'middle', 'root', 'other']);
  });

  test('ends where names go in a circle', () => {
    const a = { ...middle, sha256: 'a', subject: 'A', issuer: 'B' };
    const b = { ...middle, sha256: 'b', subject: 'B', issuer: 'A' };

    expect(chainFirst([a, b], 'a')).toEqual(['a', 'b']);
  });
});
