import { describe, expect, test } from 'vitest';
import { columns, paint, toned, wrap } from './line.ts';

describe('painting lines', () => {
  test('plain text has the words alone, a terminal gets colours', () => {
    const lines = [['a ', toned('bad', 'b')]];

    expect(paint(lines, 'plain')).toBe('a b\n');
    expect(paint(lines, 'ansi')).toBe('a \u001b[31mb\u001b[0m\n');
  });

  test.each(['plain', 'ansi'] as const)('a server cannot steer the terminal (%s)', (style) => {
    const hostile = '\u001b]0;owned\u0007\u001b[2Jx\r\u009b1m\u202egnp';

    const text = paint([[hostile, toned('strong', hostile)]], style).replaceAll(/\u001b\[(?:1|0)m/g, '');

    expect(text).not.toMatch(/[\u0000-\u0009\u000b-\u001f\u007f-\u009f\u202e]/);
  });
});

describe('wrapping', () => {
  test('breaks at spaces, never beyond the width', () => {
    expect(wrap('one two three four', 9)).toEqual(['one two', 'three', 'four']);
  });

  test('a word longer than the line stands alone, unbroken', () => {
    expect(wrap('a https://long.example b', 5)).toEqual(['a', 'https://long.example', 'b']);
  });

  test('nothing is one empty line', () => {
    expect(wrap('', 5)).toEqual(['']);
  });
});

describe('columns', () => {
  test('stand below each other, counted in characters, without blanks at the end', () => {
    const rows = [
      ['ä', toned('good', 'x'), '1'],
      ['long', 'yy', '2'],
    ];

    expect(paint(columns(rows), 'plain')).toBe('  ä     x   1\n  long  yy  2\n');
  });

  test('no rows are no lines', () => {
    expect(columns([])).toEqual([]);
  });
});
