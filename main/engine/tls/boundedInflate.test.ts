import { brotliCompressSync } from 'node:zlib';
import { expect, test } from 'vitest';
import { toBase64 } from '#core/certificate/pem.ts';
import { Handshake } from '#core/tls/handshake.ts';
import { inflate } from './report.ts';

/** A CompressedCertificate message (RFC 8879 §4) that unpacks to zeros. */
function bomb(unpackedBytes: number) {
  const packed = brotliCompressSync(new Uint8Array(unpackedBytes));
  const body = Buffer.alloc(8 + packed.length);
  body.writeUInt16BE(2, 0);
  body.writeUIntBE(unpackedBytes, 2, 3);
  body.writeUIntBE(packed.length, 5, 3);
  packed.copy(body, 8);
  return { type: 25, body, bytes: Buffer.concat([Buffer.of(25, 0, body.length >> 8, body.length & 0xff), body]) };
}

test.each([2 ** 24 - 1, 2 ** 20])('a record full of certificates that unpack to %i bytes is soon read', (bytes) => {
  const unpacked: number[] = [];
  const handshake = new Handshake({
    hash: () => '',
    inflate: (algorithm, packed, length) => {
      unpacked.push(length);
      return inflate(algorithm, packed, length);
    },
    base64: toBase64,
    verifyHandshake: () => undefined,
  });
  const message = bomb(bytes);

  handshake.add(
    Array.from({ length: 300 }, () => ({ kind: 'message', from: 'server', atMs: 0, encrypted: true, message })),
  );

  expect(unpacked.reduce((sum, length) => sum + length, 0)).toBeLessThanOrEqual(4 * 2 ** 20);
  expect(handshake.facts().undecoded).toContain('could not be decompressed');
});
