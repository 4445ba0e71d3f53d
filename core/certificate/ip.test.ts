import { isIP } from 'node:net';
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { formatIp, parseIp } from './ip.ts';

describe('IP addresses', () => {
  test.each([
    ['2001:DB8:0:0:8:800:200C:417A', '2001:db8::8:800:200c:417a'],
    ['0:0:0:0:0:0:0:0', '::'],
    ['::1', '::1'],
    ['2001:db8:0:1:1:1:1:1', '2001:db8:0:1:1:1:1:1'],
    ['2001:0:0:1:0:0:0:1', '2001:0:0:1::1'],
    ['::ffff:1.2.3.4', '::ffff:102:304'],
    ['[fe80::1]', 'fe80::1'],
    ['10.0.0.1', '10.0.0.1'],
  ])('%s is written %s', (text, expected) => {
    const bytes = parseIp(text);

    expect(bytes && formatIp(bytes)).toBe(expected);
  });

  test.each([
    '',
    '1.2.3',
    '1.2.3.4.5',
    '256.1.1.1',
    '01.2.3.4',
    '1.2.3.4/8',
    '0x7f.1.1.1',
    '1::2::3',
    ':::',
    '1:2:3:4:5:6:7',
    '1:2:3:4:5:6:7:8:9',
    '1:2:3:4:5:6:7::8',
    '::12345',
    '::g',
    'fe80::1%eth0',
    '[1.2.3.4]',
    '[::1',
    'a.b.c.d',
  ])('%j is none', (text) => {
    expect(parseIp(text)).toBeUndefined();
  });

  test('every address survives being written and read', () => {
    const bytes = fc.oneof(
      fc.uint8Array({ minLength: 4, maxLength: 4 }),
      fc.uint8Array({ minLength: 16, maxLength: 16 }),
    );
    fc.assert(
      fc.property(bytes, (address) => {
        expect(parseIp(formatIp(address))).toEqual(address);
      }),
    );
  });

  test('what node calls an address we do, and nothing else', () => {
    fc.assert(
      fc.property(fc.oneof(fc.ipV4(), fc.ipV6(), fc.stringMatching(/^[0-9a-f:.]{0,20}$/)), (text) => {
        expect(parseIp(text) !== undefined).toBe(isIP(text) !== 0);
      }),
    );
  });
});
