import { describe, expect, test } from 'vitest';
import { encodeParam, readParams, writeParams, type Param } from './params.ts';

function counter(): () => string {
  let count = 0;
  return () => `p${String(++count)}`;
}
const shown = (params: readonly Param[]) => params.map(({ isOn, name, value }) => [isOn, name, value]);

describe('the Params grid follows the address', () => {
  test('names and values are shown decoded, repeated and empty ones too', () => {
    const params = readParams('https://h/p?a=1&a=2&q=caf%C3%A9+au+lait&flag&empty=#top', [], counter());

    expect(shown(params)).toEqual([
      [true, 'a', '1'],
      [true, 'a', '2'],
      [true, 'q', 'café au lait'],
      [true, 'flag', ''],
      [true, 'empty', ''],
    ]);
  });

  test('what is not valid percent-encoding is shown as it is', () => {
    expect(shown(readParams('https://h/?rate=50%&x=%zz', [], counter()))).toEqual([
      [true, 'rate', '50%'],
      [true, 'x', '%zz'],
    ]);
  });

  test('a row that is switched off keeps its place when the address is edited', () => {
    const id = counter();
    const [first, second, third] = readParams('https://h/?a=1&b=2&c=3', [], id) as [Param, Param, Param];
    const off = [first, { ...second, isOn: false }, third];

    const params = readParams('https://h/?a=1&c=30', off, id);

    expect(shown(params)).toEqual([
      [true, 'a', '1'],
      [false, 'b', '2'],
      [true, 'c', '30'],
    ]);
  });

  test('a row keeps its identity while it is typed in the address', () => {
    const id = counter();
    const before = readParams('https://h/?a=1&b=2', [], id);
    const after = readParams('https://h/?a=12&b=2', before, id);

    expect(after.map((param) => param.id)).toEqual(before.map((param) => param.id));
  });

  test('no two rows share an identity when one is put in front', () => {
    const id = counter();
    const before = readParams('https://h/?a=1&a=1', [], id);
    const after = readParams('https://h/?x=0&a=1&a=1', before, id);

    expect(new Set(after.map((param) => param.id)).size).toBe(3);
  });
});

describe('the address follows the Params grid', () => {
  test('rows that were not edited stay as they were typed', () => {
    const url = 'https://h/p?q=a+b&x=%zz&y=%C3%A9#top';

    expect(writeParams(url, readParams(url, [], counter()))).toBe(url);
  });

  test('an edited row is encoded so that it stays one row', () => {
    const url = 'https://h/p';
    const row = { id: '1', isOn: true, name: 'a b', value: 'x&y=1#2+3', raw: encodeParam('a b', 'x&y=1#2+3') };

    const written = writeParams(url, [row]);

    expect(written).toBe('https://h/p?a%20b=x%26y%3D1%232%2B3');
    expect(shown(readParams(written, [], counter()))).toEqual([[true, 'a b', 'x&y=1#2+3']]);
  });

  test('without rows the question mark goes', () => {
    expect(writeParams('https://h/p?a=1#top', [])).toBe('https://h/p#top');
  });

  test('rows that are off are not in the address', () => {
    const off = { id: '1', isOn: false, name: 'a', value: '1', raw: 'a=1' };

    expect(writeParams('https://h/', [off])).toBe('https://h/');
  });
});
