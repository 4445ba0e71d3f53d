import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { decodeMessage, type DecodeContext } from './decode.ts';
import { handshakeType } from './handshakeType.ts';
import { TLS12, TLS13 } from './version.ts';

const context = (more: Partial<DecodeContext> = {}): DecodeContext => ({
  version: TLS13,
  suite: 0x1301,
  inflate: () => undefined,
  ...more,
});
const message = (type: number, ...content: number[]) => {
  const body = Uint8Array.from(content);
  return { type, body, bytes: Uint8Array.of(type, 0, body.length >> 8, body.length & 0xff, ...body) };
};
const decode = (type: number, content: readonly number[], more: Partial<DecodeContext> = {}) =>
  decodeMessage(message(type, ...content), context(more));
const text = (value: string) => [...new TextEncoder().encode(value)];
const u16 = (number: number) => [number >> 8, number & 0xff];
const vector16 = (...content: number[]) => [...u16(content.length), ...content];
const extension = (type: number, ...content: number[]) => [...u16(type), ...vector16(...content)];
const random = [...new Uint8Array(32).fill(7)];

describe('messages are decoded for people', () => {
  test('a ClientHello keeps the order of what it offers, GREASE included', () => {
    const { fields } = decode(handshakeType.clientHello, [
      ...[3, 3, ...random, 0, ...vector16(0x1a, 0x1a, 0x13, 0x01, 0xc0, 0x2f), 1, 0],
      ...vector16(
        ...extension(0x2a2a),
        ...extension(0, ...vector16(0, ...vector16(...text('api.corp')))),
        ...extension(43, 4, 3, 4, 3, 3),
        ...extension(51, ...vector16(0, 29, 0, 2, 0xab, 0xcd)),
        ...extension(0xfff0, 1, 2),
      ),
    ]);

    expect(fields).toMatchObject({
      legacyVersion: 'TLSv1.2',
      cipherSuites: ['GREASE', 'TLS_AES_128_GCM_SHA256', 'TLS_ECDHE_RSA_WITH_AES_128_GCM_SHA256'],
      extensions: [
        { name: 'GREASE', number: 0x2a2a, bytes: 0 },
        { name: 'server_name', hostName: 'api.corp' },
        { name: 'supported_versions', versions: ['TLSv1.3', 'TLSv1.2'] },
        { name: 'key_share', shares: [{ group: 'x25519', keyBytes: 2, key: 'abcd' }] },
        { name: '0xFFF0', bytes: 2, hex: '0102' },
      ],
    });
    expect(fields['undecoded']).toBeUndefined();
  });

  test.each<[number, readonly number[], object]>([
    [1, [2], { name: 'max_fragment_length', maximumBytes: 1024 }],
    [3, vector16(0, 2, ...vector16(0x30, 0)), { authorities: [{ type: 'pre_agreed' }, { type: 'x509_name' }] }],
    [17, vector16(2, ...vector16(0, 0, 0, 0)), { requests: [{ statusType: 'ocsp_multi' }] }],
    [19, [2, 2, 0], { types: ['RawPublicKey', 'X.509'] }],
    [25, vector16(1, 2, 0xab, 0xcd), { objects: [{ type: 'cert', hash: 'abcd' }] }],
    [28, [0x40, 0x01], { name: 'record_size_limit', maximumBytes: 16_385 }],
    [34, vector16(4, 3), { name: 'delegated_credential', signatureSchemes: ['ecdsa_secp256r1_sha256'] }],
    [58, [2, 1], { name: 'ticket_request', newSessions: 2, resumed: 1 }],
    [51764, vector16(2, 0x82, 0x37), { name: 'trust_anchors', anchors: ['8237'] }],
    [
      65037,
      [0, 0, 1, 0, 3, 7, ...vector16(9, 9), ...vector16(8)],
      { kdf: 'HKDF-SHA256', aead: 'ChaCha20Poly1305', payloadBytes: 1 },
    ],
  ])('extension %i of a ClientHello', (type, content, expected) => {
    const { fields } = decode(handshakeType.clientHello, [
      ...[3, 3, ...random, 0, ...vector16(0x13, 0x01), 1, 0],
      ...vector16(...extension(type, ...content)),
    ]);

    expect(fields['extensions']).toMatchObject([expected]);
    expect(JSON.stringify(fields)).not.toContain('undecoded');
  });

  test('a ServerHello of TLS 1.2 without extensions is complete', () => {
    const { name, serverHello, fields } = decode(handshakeType.serverHello, [3, 3, ...random, 0, 0, 0x9c, 0], {
      version: 0,
    });

    expect(name).toBe('ServerHello');
    expect(serverHello?.version).toBe(TLS12);
    expect(fields).toMatchObject({
      version: 'TLSv1.2',
      cipherSuite: 'TLS_RSA_WITH_AES_128_GCM_SHA256',
      extensions: [],
    });
  });

  test('a server that was talked down says so in its random (RFC 8446 §4.1.3)', () => {
    const tail = text('DOWNGRD').concat(1);
    const { fields } = decode(handshakeType.serverHello, [3, 3, ...random.slice(8), ...tail, 0, 0, 0x9c, 0]);

    expect(fields['downgradeSentinel']).toBe('The server knows TLS 1.3.');
  });

  test('a certificate that was stapled to carries the length of its response', () => {
    const { certificates, staple } = decode(handshakeType.certificate, [
      ...[0, 0, 0, 18, 0, 0, 2, 0x30, 0x00],
      ...vector16(...extension(5, 1, 0, 0, 3, 9, 9, 9)),
    ]);

    expect(certificates?.entries.map(({ der }) => [...der])).toEqual([[0x30, 0x00]]);
    expect([...(staple ?? [])]).toEqual([9, 9, 9]);
  });

  test('a compressed certificate is read when it can be decompressed, and named when not', () => {
    const plain = Uint8Array.from([0, 0, 0, 7, 0, 0, 2, 0x30, 0x00, 0, 0]);
    const compressed = [0, 2, 0, 0, plain.length, 0, 0, 1, 0xff];

    const read = decode(handshakeType.compressedCertificate, compressed, { inflate: () => plain });
    const unread = decode(handshakeType.compressedCertificate, compressed);
    const strange = decode(handshakeType.compressedCertificate, [0, 9, 0, 0, 1, 0, 0, 1, 0xff]);

    expect(read.certificates?.entries).toHaveLength(1);
    expect(read.fields).toMatchObject({ algorithm: 'brotli', compressedBytes: 1, certificates: [{ bytes: 2 }] });
    expect(unread.fields['undecoded']).toBe('the message could not be decompressed');
    expect(strange.fields['undecoded']).toBe('compression 9');
  });

  test('authorities of a CertificateRequest are RFC 4514 names; what is no name stays hex', () => {
    const name = [0x30, 13, 0x31, 11, 0x30, 9, 6, 3, 0x55, 4, 3, 0x0c, 2, ...text('CA')];
    const request = [1, 1, ...vector16(4, 1, 0x0a, 0x0a), ...vector16(...vector16(...name), ...vector16(0xde, 0xad))];

    const { fields, certificateRequest } = decode(handshakeType.certificateRequest, request, { version: TLS12 });

    expect(fields).toEqual({
      certificateTypes: ['rsa_sign'],
      signatureSchemes: ['rsa_pkcs1_sha256', 'GREASE'],
      authorities: ['CN=CA', '0xdead'],
    });
    expect(certificateRequest?.authorities).toEqual(['CN=CA', '0xdead']);
  });

  test('a Diffie-Hellman group of RFC 7919 is named, any other is described by its size', () => {
    const ffdhe = [0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xad, 0xf8, 0x54, 0x58, 0xa2, 0xbb, 0x4a, 0x9a];
    const exchange = (prime: readonly number[]) => [
      ...vector16(...prime),
      ...vector16(2),
      ...vector16(5),
      4,
      1,
      ...vector16(9, 9),
    ];
    const old = { version: TLS12, suite: 0x009e };

    const known = decode(handshakeType.serverKeyExchange, exchange([...ffdhe, ...new Uint8Array(240)]), old);
    const own = decode(handshakeType.serverKeyExchange, exchange([0, 0x7f, ...new Uint8Array(127)]), old);

    expect(known.keyExchange).toMatchObject({ group: 'ffdhe2048', signatureScheme: 'rsa_pkcs1_sha256' });
    expect(own.keyExchange?.group).toBeUndefined();
    expect(own.fields).toMatchObject({ primeBits: 1023, generator: '02', signatureBytes: 2 });
  });

  test('before TLS 1.2 a signature names no scheme', () => {
    const exchange = [3, 0, 23, 1, 4, ...vector16(9, 9)];

    const { keyExchange, fields } = decode(handshakeType.serverKeyExchange, exchange, {
      version: 0x0301,
      suite: 0xc013,
    });

    expect(keyExchange).toMatchObject({ group: 'secp256r1' });
    expect(fields).toEqual({ group: 'secp256r1', publicKeyBytes: 1, publicKey: '04', signatureBytes: 2 });
  });

  test('a ticket tells how long it lives and how much early data it allows, not what it is', () => {
    const ticket = [
      0,
      0,
      0x1c,
      0x20,
      1,
      2,
      3,
      4,
      1,
      0,
      ...vector16(0xaa, 0xbb),
      ...vector16(...extension(42, 0, 0, 0x40, 0)),
    ];

    const { ticket: kept, fields } = decode(handshakeType.newSessionTicket, ticket);

    expect(kept).toEqual({ lifetimeSeconds: 7200, maxEarlyData: 16_384 });
    expect(JSON.stringify(fields)).not.toContain('aabb');
  });
});

describe('what cannot be read is said', () => {
  test('a message that ends early', () => {
    expect(decode(handshakeType.serverHello, [3, 3, 1, 2]).fields['undecoded']).toBe('the random ends early');
  });

  test('a message with bytes too many', () => {
    expect(decode(handshakeType.keyUpdate, [1, 2]).fields).toEqual({
      updateRequested: true,
      undecoded: 'the message has 1 bytes too many',
    });
  });

  test('an extension whose content is odd does not spoil its neighbours', () => {
    const { fields } = decode(handshakeType.encryptedExtensions, vector16(...extension(16, 0, 9, 2), ...extension(0)));

    expect(fields['extensions']).toMatchObject([
      { name: 'application_layer_protocol_negotiation', undecoded: 'the protocols ends early', hex: '000902' },
      { name: 'server_name', bytes: 0 },
    ]);
  });

  test('a message of a type nobody knows', () => {
    expect(decode(77, [1, 2])).toMatchObject({
      name: 'HandshakeMessage 77',
      fields: { hex: '0102', undecoded: 'an unknown message' },
    });
  });
});

describe('hostile bytes', () => {
  const types = fc.oneof(fc.constantFrom(...Object.values(handshakeType)), fc.integer({ min: 0, max: 255 }));
  const contexts = fc.record({
    version: fc.constantFrom(0, 0x0300, 0x0301, TLS12, TLS13),
    suite: fc.constantFrom(0, 0x1301, 0xc02f, 0x009e, 0x009c, 0x00a8),
    inflate: fc.constantFrom(
      () => undefined,
      (_: string, bytes: Uint8Array) => bytes,
    ),
  });

  test('never make a decoder throw, and come out as plain data', () => {
    fc.assert(
      fc.property(types, fc.uint8Array({ maxLength: 200 }), contexts, (type, body, where) => {
        const { fields } = decodeMessage(message(type, ...body), where);

        expect(structuredClone(fields)).toEqual(fields);
      }),
      { numRuns: 2000 },
    );
  });

  test('lengths that lie are survived in every extension', () => {
    const numbers = fc.oneof(fc.integer({ min: 0, max: 60 }), fc.constantFrom(17513, 17613, 65037, 65281));
    const places = fc.constantFrom(
      handshakeType.encryptedExtensions,
      handshakeType.clientHello,
      handshakeType.serverHello,
    );
    fc.assert(
      fc.property(numbers, fc.uint8Array({ maxLength: 60 }), places, (number, content, place) => {
        const extensions = vector16(...extension(number, ...content));
        const before: Record<number, number[]> = {
          [handshakeType.clientHello]: [3, 3, ...random, 0, ...vector16(0x13, 1), 1, 0],
          [handshakeType.serverHello]: [3, 3, ...random, 0, 0x13, 1, 0],
        };

        const { fields } = decode(place, [...(before[place] ?? []), ...extensions]);

        expect(fields['extensions']).toHaveLength(1);
      }),
      { numRuns: 2000 },
    );
  });
});
