import { describe, expect, test } from 'vitest';
import { pastedHeaders, pastedParams } from './pastedLines.ts';

describe('headers pasted into the grid', () => {
  test('each line becomes a row, in order, repeated names too', () => {
    expect(pastedHeaders('Accept: text/html\r\nX-A: 1\r\nX-A: 2\r\n')).toEqual([
      ['Accept', 'text/html'],
      ['X-A', '1'],
      ['X-A', '2'],
    ]);
  });

  test('what a verbose curl prints is understood', () => {
    const text = '> GET /x HTTP/1.1\n> Host: a.example\n> Authorization: Bearer a:b\n>\n* Connected';

    expect(pastedHeaders(text)).toEqual([
      ['Host', 'a.example'],
      ['Authorization', 'Bearer a:b'],
    ]);
  });

  test('one whole line is one row', () => {
    expect(pastedHeaders('Accept: */*')).toEqual([['Accept', '*/*']]);
  });

  test('a value with a colon is text for its cell', () => {
    expect(pastedHeaders('https://a.example/')).toBeUndefined();
    expect(pastedHeaders('localhost:8443')).toBeUndefined();
    expect(pastedHeaders('plain')).toBeUndefined();
    expect(pastedHeaders('')).toBeUndefined();
  });
});

describe('parameters pasted into the grid', () => {
  test('each line becomes a row', () => {
    expect(pastedParams('a=1\nb: two words\nflag')).toEqual([
      ['a', '1'],
      ['b', 'two words'],
      ['flag', ''],
    ]);
  });

  test('a whole query becomes rows, decoded', () => {
    expect(pastedParams('?a=1&b=caf%C3%A9&c')).toEqual([
      ['a', '1'],
      ['b', 'café'],
      ['c', ''],
    ]);
  });

  test('a value with an equals sign is text for its cell', () => {
    expect(pastedParams('c2VjcmV0==')).toBeUndefined();
    expect(pastedParams('a=b')).toBeUndefined();
  });
});
