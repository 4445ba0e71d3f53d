import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { handshakeType } from './handshakeType.ts';
import { outlineMessage, type OutlineContext, type OutlineNode } from './outline.ts';

const modern: OutlineContext = { from: 'server', version: 'TLSv1.3', cipher: 'TLS_AES_128_GCM_SHA256' };
const u16 = (number: number) => [number >> 8, number & 0xff];
const vector16 = (...content: number[]) => [...u16(content.length), ...content];
const extension = (type: number, ...content: number[]) => [...u16(type), ...vector16(...content)];
const message = (type: number, ...body: number[]) => Uint8Array.of(type, 0, ...u16(body.length), ...body);
const text = (value: string) => [...new TextEncoder().encode(value)];
const random = [...new Uint8Array(32).fill(7)];
const hello = message(
  handshakeType.clientHello,
  ...[3, 3, ...random, 0, ...vector16(0x1a, 0x1a, 0x13, 0x01), 1, 0],
  ...vector16(
    ...extension(0, ...vector16(0, ...vector16(...text('api.corp')))),
    ...extension(51, ...vector16(0, 29, 0, 2, 0xab, 0xcd)),
    ...extension(0xfff0, 1, 2),
  ),
);

/** 'name = value @offset+length', one line a node, children further in. */
function lines(nodes: readonly OutlineNode[], indent = ''): string[] {
  return nodes.flatMap(({ name, value, offset, length, children = [] }) => [
    `${indent}${name}${value === undefined ? '' : ` = ${value}`} @${offset}+${length}`,
    ...lines(children, `${indent}  `),
  ]);
}

function leaves(nodes: readonly OutlineNode[]): OutlineNode[] {
  return nodes.flatMap((node) => (node.children ? leaves(node.children) : [node]));
}

describe('an outline says what stands where', () => {
  test('in a ClientHello', () => {
    expect(lines(outlineMessage(hello, { from: 'client' }))).toEqual([
      'type = ClientHello @0+1',
      'length = 80 @1+3',
      'legacy version = TLSv1.2 @4+2',
      `random = ${'07'.repeat(32)} @6+32`,
      'session id =  @38+1',
      'cipher suites @39+6',
      '  length = 4 @39+2',
      '  cipher suite = GREASE @41+2',
      '  cipher suite = TLS_AES_128_GCM_SHA256 @43+2',
      'compression methods @45+2',
      '  length = 1 @45+1',
      '  compression method = null @46+1',
      'extensions @47+37',
      '  length = 35 @47+2',
      '  server_name @49+17',
      '    type = server_name @49+2',
      '    length = 13 @51+2',
      '    names @53+13',
      '      length = 11 @53+2',
      '      name type = host_name @55+1',
      '      name = api.corp @56+10',
      '  key_share @66+12',
      '    type = key_share @66+2',
      '    length = 8 @68+2',
      '    shares @70+8',
      '      length = 6 @70+2',
      '      share @72+6',
      '        group = x25519 @72+2',
      '        key = abcd @74+4',
      '  0xFFF0 @78+6',
      '    type = 0xFFF0 @78+2',
      '    length = 2 @80+2',
      '    content = 0102 @82+2',
    ]);
  });

  test('in a message of every kind, without a gap', () => {
    const share = extension(51, 0, 29, ...vector16(1, 2));
    const agreed = extension(43, 3, 4);
    const serverHello = message(2, 3, 3, ...random, 0, 0x13, 1, 0, ...vector16(...share, ...agreed));
    const certificate = message(11, 0, 0, 0, 17, 0, 0, 2, 0x30, 0, ...vector16(...extension(5, 1, 0, 0, 2, 9, 9)));
    const ticket = message(
      4,
      0,
      0,
      28,
      32,
      0,
      0,
      0,
      1,
      1,
      7,
      ...vector16(5, 5),
      ...vector16(...extension(42, 0, 0, 64, 0)),
    );

    for (const raw of [hello, serverHello, certificate, ticket]) {
      const parts = leaves(outlineMessage(raw, modern));

      expect(parts.map(({ name }) => name)).not.toContain('not read');
      expect(covered(parts)).toBe(raw.length);
    }
    expect(lines(outlineMessage(certificate, modern)).slice(2)).toContain('        response = 2 bytes @20+5');
    expect(lines(outlineMessage(ticket, modern)).slice(2)).toEqual([
      'lifetime = 7200 @4+4',
      'age offset = 1 @8+4',
      'nonce = 07 @12+2',
      'ticket = 2 bytes @14+4',
      'extensions @18+10',
      '  length = 8 @18+2',
      '  early_data @20+8',
      '    type = early_data @20+2',
      '    length = 4 @22+2',
      '    size = 16384 @24+4',
    ]);
  });

  test('by the version and the suite that were agreed on', () => {
    const exchange = message(12, 3, 0, 29, 1, 4, 4, 3, ...vector16(9, 9));

    const old = outlineMessage(exchange, {
      ...modern,
      version: 'TLSv1.2',
      cipher: 'TLS_ECDHE_RSA_WITH_AES_128_GCM_SHA256',
    });

    expect(lines(old).slice(2)).toEqual([
      'curve type = named_curve @4+1',
      'curve = x25519 @5+2',
      'public key = 04 @7+2',
      'scheme = ecdsa_secp256r1_sha256 @9+2',
      'signature = 0909 @11+4',
    ]);
  });

  test('what cannot be read is one part of its own, and its neighbours stay', () => {
    const raw = message(8, ...vector16(...extension(16, 0, 9, 2), ...extension(0)));

    expect(lines(outlineMessage(raw, modern)).slice(2)).toEqual([
      'extensions @4+13',
      '  length = 11 @4+2',
      '  application_layer_protocol_negotiation @6+7',
      '    type = application_layer_protocol_negotiation @6+2',
      '    length = 3 @8+2',
      '    not read = 000902 @10+3',
      '  server_name @13+4',
      '    type = server_name @13+2',
      '    length = 0 @15+2',
    ]);
  });

  test('of bytes that are no message', () => {
    expect(outlineMessage(new Uint8Array(0), modern)).toEqual([]);
    expect(lines(outlineMessage(Uint8Array.of(77, 0), modern))).toEqual([
      'type = HandshakeMessage 77 @0+1',
      'not read = 00 @1+1',
    ]);
  });
});

test('whatever the bytes are, the parts cover them end to end', () => {
  const types = fc.oneof(fc.constantFrom(...Object.values(handshakeType)), fc.integer({ min: 0, max: 255 }));
  const versions = fc.constantFrom(undefined, 'TLSv1.0', 'TLSv1.2', 'TLSv1.3', 'nonsense');
  const ciphers = fc.constantFrom('TLS_ECDHE_RSA_WITH_AES_128_GCM_SHA256', 'TLS_DHE_RSA_WITH_AES_128_CBC_SHA', 'none');
  const changes = fc.array(fc.tuple(fc.nat(hello.length - 1), fc.integer({ min: 0, max: 255 })), { maxLength: 4 });
  const bodies = fc.oneof(
    fc.uint8Array({ maxLength: 80 }),
    changes.map((changed) => hello.subarray(4).map((byte, at) => changed.find(([place]) => place === at)?.[1] ?? byte)),
  );
  fc.assert(
    fc.property(types, bodies, versions, ciphers, (type, body, version, cipher) => {
      const raw = Uint8Array.of(type, 0, ...u16(body.length), ...body);

      expect(covered(leaves(outlineMessage(raw, { from: 'client', version, cipher })))).toBe(raw.length);
    }),
    { numRuns: 1000 },
  );
});

/** Where parts that lie end to end from 0 end; NaN when they do not. */
function covered(parts: readonly OutlineNode[]): number {
  return parts.reduce((at, { offset, length }) => (offset === at ? at + length : Number.NaN), 0);
}
