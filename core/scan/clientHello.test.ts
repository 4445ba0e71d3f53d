import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { openExtension } from '#core/tls/extension.ts';
import { readProtocols, readServerName } from '#core/tls/extensionTable.ts';
import { readClientHello } from '#core/tls/hello.ts';
import { Reader } from '#core/tls/reader.ts';
import { SSL3, TLS12, TLS13 } from '#core/tls/version.ts';
import { buildClientHello, type HelloOffer, type HelloRest } from './clientHello.ts';

const nonces = { random: new Uint8Array(32).fill(7), sessionId: new Uint8Array(32).fill(9) };

/** What a server reads, after the header of the message was checked. */
function read(offer: HelloOffer, rest?: HelloRest) {
  const bytes = buildClientHello(offer, nonces, rest);
  const message = new Reader(bytes);
  expect(message.u8('type')).toBe(1);
  expect(message.u24('length')).toBe(bytes.length - 4);
  const hello = readClientHello(message);
  message.end('the hello');
  expect(message.fault).toBeUndefined();
  return { hello, open: (type: number) => openExtension(hello.extensions, type) };
}

describe('a hello says exactly what is offered', () => {
  const numbers = fc.array(fc.integer({ min: 0, max: 0xffff }), { minLength: 1, maxLength: 300 });

  test('lists of numbers keep their order, whatever they are', () => {
    fc.assert(
      fc.property(numbers, numbers, numbers, (ciphers, groups, signatureSchemes) => {
        const { hello, open } = read({ version: TLS13, ciphers, groups, signatureSchemes });

        expect(hello.cipherSuites).toEqual(ciphers);
        expect(open(10)?.list16(2, 'groups')).toEqual(groups);
        expect(open(13)?.list16(2, 'schemes')).toEqual(signatureSchemes);
      }),
      { numRuns: 50 },
    );
  });

  test('names of host and protocols are there when they are given, and not else', () => {
    const named = read({ version: TLS12, ciphers: [0xc02f], serverName: 'api.example', alpn: ['h2', 'http/1.1'] });
    const server = named.open(0);
    const protocols = named.open(16);

    expect(server && readServerName(server)).toBe('api.example');
    expect(protocols && readProtocols(protocols)).toEqual(['h2', 'http/1.1']);
    expect(read({ version: TLS12, ciphers: [0xc02f] }).open(0)).toBeUndefined();
    expect(read({ version: TLS12, ciphers: [0xc02f] }).open(16)).toBeUndefined();
  });
});

describe('each version is offered in its own manner', () => {
  test('TLS 1.3 alone, as TLS 1.2 in the old field and with a session id (RFC 8446 §4.1.2)', () => {
    const { hello, open } = read({ version: TLS13, ciphers: [0x1301] });

    expect(hello.legacyVersion).toBe(TLS12);
    expect(hello.sessionId).toHaveLength(32);
    expect(open(43)?.list16(1, 'versions')).toEqual([TLS13]);
  });

  test('TLS 1.3 without a key share has an empty list, so that the server names the group it wants', () => {
    const { open } = read({ version: TLS13, ciphers: [0x1301], groups: [4588] });

    expect(open(51)?.vector(2, 'shares').left).toBe(0);
  });

  test('a share and the cookie of a retry are sent as given', () => {
    const rest = { shares: [{ group: 29, key: new Uint8Array(32).fill(3) }], cookie: Uint8Array.of(1, 2) };
    const { open } = read({ version: TLS13, ciphers: [0x1301], groups: [29] }, rest);
    const shares = open(51)?.vector(2, 'shares');

    expect(shares?.u16('group')).toBe(29);
    expect(shares?.opaque(2, 'key')).toEqual(rest.shares[0]?.key);
    expect(open(44)?.opaque(2, 'cookie')).toEqual(rest.cookie);
  });

  test('TLS 1.1 without what came with TLS 1.3', () => {
    const { hello, open } = read({ version: 0x0302, ciphers: [0x2f], groups: [23] });

    expect(hello.legacyVersion).toBe(0x0302);
    expect(hello.sessionId).toHaveLength(0);
    expect([open(43), open(45), open(51)]).toEqual([undefined, undefined, undefined]);
  });

  test('SSL 3.0 without any extension: servers that knew only it stumbled over them', () => {
    expect(read({ version: SSL3, ciphers: [0x2f], groups: [23], serverName: 'a.example' }).hello.extensions).toEqual(
      [],
    );
  });
});
