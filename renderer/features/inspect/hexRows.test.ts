import { describe, expect, test } from 'vitest';
import { columnAt, hexParts, hexRowCount, offsetText } from './hexRows.ts';

const bytes = Uint8Array.from({ length: 40 }, (_, index) => index + 0x30);

describe('a row of bytes', () => {
  test('is one part when nothing is marked', () => {
    expect(hexParts(bytes, 0, {})).toEqual([
      { hex: '30 31 32 33 34 35 36 37  38 39 3a 3b 3c 3d 3e 3f', text: '0123456789:;<=>?', mark: undefined },
    ]);
  });

  test('tells the header of the marked value from its content, and the byte where reading ended', () => {
    const marks = { value: { offset: 2, headerLength: 2, length: 3 }, fault: 10 };

    expect(hexParts(bytes, 0, marks).map(({ mark, text }) => [mark, text])).toEqual([
      [undefined, '01'],
      ['head', '23'],
      ['value', '456'],
      [undefined, '789'],
      ['fault', ':'],
      [undefined, ';<=>?'],
    ]);
  });

  test('is as wide at the end, where bytes are missing', () => {
    const width = (row: number) =>
      hexParts(bytes, row, {})
        .map(({ hex }) => hex)
        .join('').length;

    expect(hexRowCount(bytes)).toBe(3);
    expect(width(2)).toBe(width(0));
  });

  test('shows what is no visible ASCII as a dot', () => {
    expect(hexParts(Uint8Array.of(0, 0x0a, 0x41, 0x80, 0xe2), 0, {})[0]?.text.trimEnd()).toBe('··A··');
  });

  test('says where it is, in as many digits as the last one needs', () => {
    expect(offsetText(1, bytes)).toBe('0010');
    expect(offsetText(1, new Uint8Array(70_000))).toBe('00010');
  });

  test('knows which byte is under the pointer', () => {
    const row = hexParts(bytes, 0, {})[0]?.hex ?? '';
    for (const [column, digits] of ['30', '37', '38', '3f'].entries()) {
      const byte = [0, 7, 8, 15][column];
      expect(columnAt((row.indexOf(digits) + 0.5) / 48)).toBe(byte);
    }
  });
});
