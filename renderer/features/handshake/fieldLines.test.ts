import { expect, test } from 'vitest';
import { fieldLines } from './fieldLines.ts';
import type { FieldValue } from '#core/tls/report.ts';

function lines(fields: { readonly [name: string]: FieldValue }): (readonly [number, string, string | undefined])[] {
  const message = { from: 'client', type: 'ClientHello', bytes: 1, atMs: 0, encrypted: false, fields } as const;
  return fieldLines(message).map((line) => [line.depth, line.name, line.value]);
}

test('short lists stand on one line', () => {
  expect(lines({ supportedGroups: ['x25519', 'secp256r1'] })).toEqual([[0, 'supported groups', 'x25519, secp256r1']]);
});

test('long lists get a line for each value and their name once', () => {
  const values = Array.from({ length: 5 }, (_, index) => `TLS_SOMETHING_WITH_A_LONG_NAME_${index}`);

  const found = lines({ ciphers: values });

  expect(found).toHaveLength(5);
  expect(found.map(([, name]) => name)).toEqual(['ciphers', '', '', '', '']);
});

test('a record inside is indented under its name', () => {
  expect(lines({ keyShare: { group: 'x25519', bytes: 32 } })).toEqual([
    [0, 'key share', undefined],
    [1, 'group', 'x25519'],
    [1, 'bytes', '32'],
  ]);
});

test('what is empty, absent or a yes-or-no is said in words', () => {
  expect(lines({ a: [], b: null, c: true, d: false })).toEqual([
    [0, 'a', 'none'],
    [0, 'b', 'none'],
    [0, 'c', 'yes'],
    [0, 'd', 'no'],
  ]);
});

test('extensions stand under their own names, with number and length on the same line', () => {
  expect(lines({ extensions: [{ name: 'server_name', number: 0, bytes: 14, host: 'a.test' }] })).toEqual([
    [0, 'extensions', undefined],
    [1, 'server_name', 'number 0, 14 bytes'],
    [2, 'host', 'a.test'],
  ]);
});

test('a record of one plain field is one line', () => {
  expect(lines({ certificates: [{ bytes: 660 }, { bytes: 491 }] })).toEqual([
    [0, 'certificates 1', 'bytes 660'],
    [0, 'certificates 2', 'bytes 491'],
  ]);
});

test('every line has a key of its own', () => {
  const fields = { list: [{ a: 1 }, { a: 2 }], a: 3 };
  const keys = fieldLines({ from: 'client', type: 'X', bytes: 1, atMs: 0, encrypted: false, fields }).map(
    (line) => line.key,
  );

  expect(new Set(keys).size).toBe(keys.length);
});
