import { createHash } from 'node:crypto';
import { describe, expect, test } from 'vitest';
import { ja3sText, ja3Text, ja4 } from './fingerprint.ts';
import { readClientHello, readServerHello, type ClientHello } from './hello.ts';
import { Reader } from './reader.ts';

const sha256 = (text: string) => createHash('sha256').update(text).digest('hex');
const list16 = (numbers: readonly number[]) => [...u16(numbers.length * 2), ...numbers.flatMap(u16)];
const u16 = (number: number) => [number >> 8, number & 0xff];
const bytes = (...numbers: number[]) => Uint8Array.from(numbers);

/** The Chrome hello that FoxIO's technical_details/JA4.md works through, with GREASE where Chrome puts it. */
const chrome: ClientHello = {
  legacyVersion: 0x0303,
  random: new Uint8Array(32),
  sessionId: new Uint8Array(32),
  cipherSuites: [
    0x2a2a, 0x1301, 0x1302, 0x1303, 0xc02b, 0xc02f, 0xc02c, 0xc030, 0xcca9, 0xcca8, 0xc013, 0xc014, 0x009c, 0x009d,
    0x002f, 0x0035,
  ],
  compressions: [0],
  extensions: [
    { type: 0x3a3a, data: bytes() },
    { type: 0x001b, data: bytes(2, 0, 2) },
    { type: 0x0000, data: bytes(0, 4, 0, 0, 1, 0x61) },
    { type: 0x0033, data: bytes(0, 0) },
    { type: 0x0010, data: bytes(0, 12, 2, 0x68, 0x32, 8, ...new TextEncoder().encode('http/1.1')) },
    { type: 0x4469, data: bytes(0, 3, 2, 0x68, 0x32) },
    { type: 0x0017, data: bytes() },
    { type: 0x002d, data: bytes(1, 1) },
    { type: 0x000d, data: bytes(...list16([0x0403, 0x0804, 0x0401, 0x0503, 0x0805, 0x0501, 0x0806, 0x0601])) },
    { type: 0x0005, data: bytes(1, 0, 0, 0, 0) },
    { type: 0x0023, data: bytes() },
    { type: 0x0012, data: bytes() },
    { type: 0x002b, data: bytes(6, 0x4a, 0x4a, 3, 4, 3, 3) },
    { type: 0xff01, data: bytes(0) },
    { type: 0x000b, data: bytes(1, 0) },
    { type: 0x000a, data: bytes(...list16([0x5a5a, 29, 23, 24])) },
    { type: 0x0015, data: bytes(0, 0) },
    { type: 0x1a1a, data: bytes(0) },
  ],
};

describe('JA4', () => {
  test('of the documented Chrome hello is the documented fingerprint', () => {
    expect(ja4(chrome, sha256)).toBe('t13d1516h2_8daaf6152771_e5627efa2ab1');
  });

  test('of a hello without extensions has zeros where there is nothing to hash', () => {
    const bare = { ...chrome, cipherSuites: [], extensions: [], legacyVersion: 0x0301 };

    expect(ja4(bare, sha256)).toBe('t10i000000_000000000000_000000000000');
  });

  test('spells a protocol that is not text by its hex', () => {
    const odd = { ...chrome, extensions: [{ type: 16, data: bytes(0, 3, 2, 0xab, 0xcd) }] };

    expect(ja4(odd, sha256).slice(0, 10)).toBe('t12i1501ad');
  });
});

describe('JA3', () => {
  test('lists what was offered, without GREASE', () => {
    expect(ja3Text(chrome)).toBe(
      '771,4865-4866-4867-49195-49199-49196-49200-52393-52392-49171-49172-156-157-47-53,' +
        '27-0-51-16-17513-23-45-13-5-35-18-43-65281-11-10-21,29-23-24,0',
    );
  });

  test('of a hello without extensions leaves the last three places empty', () => {
    expect(ja3Text({ ...chrome, cipherSuites: [4], extensions: [], legacyVersion: 0x0300 })).toBe('768,4,,,');
  });

  test('survives a hello that is cut anywhere', () => {
    const whole = bytes(3, 3, ...new Uint8Array(32), 0, 0, 2, 0x13, 1, 1, 0, 0, 8, 0, 10, 0, 4, 0, 2, 0, 29);
    for (let length = 0; length < whole.length; length++) {
      const hello = readClientHello(new Reader(whole.subarray(0, length)));

      expect(ja3Text(hello)).toMatch(/^\d+,[\d-]*,[\d-]*,[\d-]*,[\d-]*$/);
      expect(ja4(hello, sha256)).toMatch(/^t[\ds]\d[di]\d{4}.._[\da-f]{12}_[\da-f]{12}$/);
    }
  });
});

test('JA3S is the version, the suite and the extensions of the server', () => {
  const hello = bytes(3, 3, ...new Uint8Array(32), 0, 0x13, 2, 0, 0, 10, 0, 43, 0, 2, 3, 4, 0, 51, 0, 0);

  expect(ja3sText(readServerHello(new Reader(hello)))).toBe('771,4866,43-51');
});
