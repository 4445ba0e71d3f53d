import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { children, content, guarded, readBitString, readBoolean, readInteger, readWhole } from './der.ts';

const read = (...bytes: number[]) => guarded(() => readWhole(Uint8Array.from(bytes)));

describe('DER is read strictly', () => {
  test('a value knows its tag, offset, header and length', () => {
    const result = guarded(() => children(readWhole(Uint8Array.of(0x30, 0x05, 0x02, 0x01, 0x07, 0x05, 0x00)))[1]);

    expect(result).toMatchObject({ ok: true, value: { tag: 0x05, offset: 5, headerLength: 2, length: 0, depth: 1 } });
  });

  test.each([
    ['no bytes', [], 'there are no bytes'],
    ['bytes after the end', [0x05, 0x00, 0x00], '1 bytes follow after the end'],
    ['an indefinite length', [0x30, 0x80, 0x00, 0x00], 'an indefinite length, which DER forbids'],
    ['a long length that fits a short one', [0x04, 0x81, 0x01, 0xff], 'a length that is not in its shortest form'],
    ['a length with a leading zero', [0x04, 0x82, 0x00, 0x80], 'a length that is not in its shortest form'],
    ['a length past the end', [0x04, 0x05, 0x01], 'a length of 5 runs past the end'],
    ['a length of five bytes', [0x04, 0x85, 1, 0, 0, 0, 0], 'a length of more than four bytes'],
    ['a header that is cut off', [0x30], 'a value ends before its length'],
    ['a high tag that fits a low one', [0x1f, 0x05, 0x00], 'a tag number that is not in its shortest form'],
  ])('%s is refused', (_, bytes, reason) => {
    expect(read(...bytes)).toMatchObject({ ok: false, error: { kind: 'malformed', reason } });
  });

  test('a child that runs past its parent is refused with its place', () => {
    const result = guarded(() => children(readWhole(Uint8Array.of(0x30, 0x03, 0x04, 0x02, 0x00))));

    expect(result).toMatchObject({ ok: false, error: { offset: 2 } });
  });

  test('a tag number above 30 is read', () => {
    expect(read(0x7f, 0x81, 0x00, 0x00)).toMatchObject({ ok: true, value: { number: 128, headerLength: 4 } });
  });

  test('nesting without end is stopped', () => {
    const deep = Array.from({ length: 60 }, (_, index) => 59 - index).flatMap((rest) => [0x30, rest * 2]);
    const dig = (bytes: Uint8Array) =>
      guarded(() => {
        let [node] = [readWhole(bytes)];
        for (let next = children(node)[0]; next !== undefined; next = children(node)[0]) node = next;
        return node;
      });

    expect(dig(Uint8Array.from(deep))).toMatchObject({ ok: false, error: { reason: 'nested deeper than 32 levels' } });
  });

  test('booleans, integers and bit strings have one form each', () => {
    const value = <T>(of: (node: ReturnType<typeof readWhole>) => T, ...bytes: number[]) =>
      guarded(() => of(readWhole(Uint8Array.from(bytes)))).ok;

    expect(value(readBoolean, 1, 1, 0xff)).toBe(true);
    expect(value(readBoolean, 1, 1, 1)).toBe(false);
    expect(value(readInteger, 2, 2, 0x00, 0x80)).toBe(true);
    expect(value(readInteger, 2, 2, 0x00, 0x7f)).toBe(false);
    expect(value(readInteger, 2, 0)).toBe(false);
    expect(value(readBitString, 3, 2, 4, 0xf0)).toBe(true);
    expect(value(readBitString, 3, 2, 4, 0xf8)).toBe(false);
    expect(value(readBitString, 3, 1, 1)).toBe(false);
  });

  test('random bytes never throw, and what is read lies within them', () => {
    fc.assert(
      fc.property(fc.uint8Array({ maxLength: 200 }), (bytes) => {
        const result = guarded(() => children(readWhole(bytes)).map((node) => content(node).length));

        expect(!result.ok || result.value.reduce((sum, length) => sum + length, 0) <= bytes.length).toBe(true);
      }),
    );
  });
});
