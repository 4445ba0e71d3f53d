import { describe, expect, test } from 'vitest';
import type { Name, NameAttribute } from './certificate.ts';
import { attributeOf, decodeName, formatName, nameKey, readableName, sameName, shortName } from './name.ts';

/** A name with one attribute to a part. */
const name = (...parts: readonly (readonly [string, string])[]): Name => ({
  rdns: parts.map(([label, value]) => [attribute(label, value)]),
  der: new TextEncoder().encode(JSON.stringify(parts)),
});
const attribute = (label: string, value: string): NameAttribute => ({
  oid: label,
  label,
  value,
  encoding: 'UTF8String',
});

describe('names are written as RFC 4514 says', () => {
  test.each([
    [
      [
        ['C', 'US'],
        ['O', 'Corp'],
        ['CN', 'E8'],
      ],
      'CN=E8,O=Corp,C=US',
    ],
    [[['CN', 'a,b+c"d\\e<f>g;h']], 'CN=a\\,b\\+c\\"d\\\\e\\<f\\>g\\;h'],
    [[['CN', '#hash']], 'CN=\\#hash'],
    [[['CN', ' spaces ']], 'CN=\\ spaces\\ '],
    [[['CN', ' ']], 'CN=\\ '],
    [[['CN', 'nul\u0000 line\n']], 'CN=nul\\00 line\\0a'],
    [[['CN', 'gro\u202eup']], 'CN=gro\\e2\\80\\aeup'],
    [[], ''],
  ] as const)('%j', (parts, expected) => {
    expect(formatName(name(...parts))).toBe(expected);
  });

  test('attributes of one part are joined', () => {
    const both: Name = { rdns: [[attribute('OU', 'x'), attribute('CN', 'y')]], der: new Uint8Array() };

    expect(formatName(both)).toBe('OU=x+CN=y');
    expect(readableName(both)).toBe('OU=x + CN=y');
  });
});

describe('a name has a short form', () => {
  test.each([
    [
      [
        ['O', 'Corp'],
        ['CN', 'E8'],
      ],
      'E8',
    ],
    [
      [
        ['CN', 'outer'],
        ['CN', 'inner'],
      ],
      'inner',
    ],
    [
      [
        ['C', 'US'],
        ['O', 'Corp'],
      ],
      'Corp',
    ],
    [
      [
        ['C', 'US'],
        ['L', 'Oslo'],
      ],
      'L=Oslo,C=US',
    ],
    [
      [
        ['CN', ''],
        ['O', 'Corp'],
      ],
      'Corp',
    ],
    [[['CN', 'a\u001b[31mred']], 'a\\1b[31mred'],
    [[], '(empty name)'],
  ] as const)('%j', (parts, expected) => {
    expect(shortName(name(...parts))).toBe(expected);
  });

  test('an attribute that is not there is undefined', () => {
    expect(attributeOf(name(['O', 'x']), 'CN')).toBeUndefined();
  });
});

describe('names are equal', () => {
  test('when only case, spaces or the type of text differ', () => {
    expect(sameName(name(['CN', 'Corp  Root']), name(['CN', 'corp root ']))).toBe(true);
    expect(sameName(name(['CN', 'Corp Root']), name(['CN', 'CorpRoot']))).toBe(false);
    expect(sameName(name(['CN', 'a'], ['O', 'b']), name(['O', 'b'], ['CN', 'a']))).toBe(false);
  });
});

describe('a name is read from DER', () => {
  const cn = [0x30, 0x0c, 0x31, 0x0a, 0x30, 0x08, 0x06, 0x03, 0x55, 0x04, 0x03, 0x0c, 0x01, 0x78];

  test('as written', () => {
    const decoded = decodeName(Uint8Array.from(cn));

    expect(decoded.ok && [formatName(decoded.value), nameKey(decoded.value)]).toEqual([
      'CN=x',
      Buffer.from(cn).toString('hex'),
    ]);
  });

  test.each([
    ['trailing bytes', [...cn, 0]],
    ['an empty part', [0x30, 0x02, 0x31, 0x00]],
    ['an attribute without a value', [0x30, 0x09, 0x31, 0x07, 0x30, 0x05, 0x06, 0x03, 0x55, 0x04, 0x03]],
    ['no sequence', [0x31, 0x00]],
  ])('%s is refused', (_, bytes) => {
    expect(decodeName(Uint8Array.from(bytes)).ok).toBe(false);
  });

  test('an attribute of an unknown type that is no text is shown as its bytes', () => {
    const odd = [0x30, 0x0c, 0x31, 0x0a, 0x30, 0x08, 0x06, 0x03, 0x2a, 0x03, 0x04, 0x02, 0x01, 0x07];
    const decoded = decodeName(Uint8Array.from(odd));

    expect(decoded.ok && formatName(decoded.value)).toBe('1.2.3.4=\\#020107');
  });
});
