import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { byteMap, type ByteRun } from './byteMap.ts';
import { markPair } from './mark.ts';

const bytes = (text: string): Uint8Array => new TextEncoder().encode(text);
const shown = (runs: readonly ByteRun[]) => runs.map(({ from, to, kind }) => `${kind} ${String(from)}–${String(to)}`);

describe('a map of bytes', () => {
  test('shows what is equal although it stands elsewhere', () => {
    const map = byteMap(bytes('0123456789-abcdefghij'), bytes('X0123456789+++abcdefghij'));

    expect(shown(map.a)).toEqual(['equal 0–10', 'differs 10–11', 'equal 11–21']);
    expect(shown(map.b)).toEqual(['differs 0–1', 'equal 1–11', 'differs 11–14', 'equal 14–24']);
  });

  test('of equal bytes is one part, of none is none', () => {
    expect(shown(byteMap(bytes('the same bytes'), bytes('the same bytes')).a)).toEqual(['equal 0–14']);
    expect(byteMap(new Uint8Array(), bytes('0123456789'))).toEqual({
      a: [],
      b: [{ from: 0, to: 10, kind: 'differs' }],
    });
  });

  test('covers both sides without gaps, in order, with as many equal bytes on each', () => {
    const side = fc.array(fc.integer({ min: 0, max: 3 }), { maxLength: 300 });
    const equalBytes = (runs: readonly ByteRun[]) =>
      runs.reduce((sum, { from, to, kind }) => sum + (kind === 'equal' ? to - from : 0), 0);

    fc.assert(
      fc.property(side, side, (one, other) => {
        const [a, b] = [Uint8Array.from(one), Uint8Array.from(other)];
        const map = byteMap(a, b);
        for (const [runs, length] of [
          [map.a, a.length],
          [map.b, b.length],
        ] as const) {
          expect(runs.reduce((at, { from, to }) => (from === at ? to : Number.NaN), 0)).toBe(length);
        }
        expect(equalBytes(map.a)).toBe(equalBytes(map.b));
      }),
    );
  });

  test('of large certificates full of one byte is made by reading each byte a few dozen times', () => {
    let reads = 0;
    const counted = (bytes: Uint8Array) =>
      new Proxy(bytes, {
        get: (target, key) => {
          reads += 1;
          return Reflect.get(target, key, target) as unknown;
        },
      });

    byteMap(counted(new Uint8Array(10_000)), counted(new Uint8Array(9000)));

    // Sixteen places are tried, and each asks for both lengths.
    expect(reads).toBeLessThan(100 * 10_000);
  });
});

describe('the differing part of a value', () => {
  const marked = (a: string, b: string) =>
    markPair(a, b)
      .a.map(({ text, kind }) => (kind === 'differs' ? `[${text}]` : text))
      .join('');

  test.each([
    ['RSA with SHA-256', 'ECDSA with SHA-256', '[RSA] with SHA-256'],
    ['RSA 2048', 'EC P-256', '[RSA 2048]'],
    ['a.test, *.a.test', 'a.test', 'a.test, [*.a.test]'],
    ['CN=One, O=Corp', 'CN=Two, O=Corp', 'CN=[One], O=Corp'],
    ['same', 'same', 'same'],
    ['', 'x', '[]'],
  ])('of "%s" beside "%s" is %s', (a, b, text) => {
    expect(marked(a, b)).toBe(text);
  });

  test('and the marked text is the whole text', () => {
    fc.assert(
      fc.property(fc.string(), fc.string(), (a, b) => {
        const pair = markPair(a, b);
        expect(pair.a.map(({ text }) => text).join('')).toBe(a);
        expect(pair.b.map(({ text }) => text).join('')).toBe(b);
      }),
    );
  });
});
