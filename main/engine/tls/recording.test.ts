import fc from 'fast-check';
import { once } from 'node:events';
import type { AddressInfo } from 'node:net';
import { createServer, type TlsOptions } from 'node:tls';
import { beforeAll, describe, expect, test } from 'vitest';
import type { HandshakeFacts } from '#core/tls/handshake.ts';
import { RawMessages } from '#core/tls/rawMessages.ts';
import { issue, issueRoot, leafExtensions } from '#testdata/pki.ts';
import { readRecording, recordHandshake, type Recording } from './testRecording.ts';

/*
 * Real handshakes, cut and changed. However they come apart, nothing throws, nothing runs on, and the same bytes say the same.
 */

const root = issueRoot('/O=Wireglass Tests/CN=Recording Root');
const leaf = issue({
  subject: '/CN=localhost',
  issuer: root,
  extensions: leafExtensions('localhost').map((line) =>
    line.replace('digitalSignature', 'digitalSignature,keyEncipherment'),
  ),
  newkey: ['rsa:2048'],
});
const recordings: Recording[] = [];

beforeAll(async () => {
  for (const options of [
    {},
    { ecdhCurve: 'P-384', requestCert: true, rejectUnauthorized: false },
    { maxVersion: 'TLSv1.2' },
    { maxVersion: 'TLSv1.2', ciphers: 'AES128-SHA:@SECLEVEL=0' },
  ] satisfies TlsOptions[]) {
    const server = createServer({ key: leaf.key, cert: leaf.cert, ...options }, (socket) => {
      socket.on('error', () => undefined);
      socket.write('.');
    }).listen(0, '127.0.0.1');
    await once(server, 'listening');
    const { port } = server.address() as AddressInfo;
    recordings.push(await recordHandshake(port, { ca: root.cert, ciphers: 'DEFAULT:@SECLEVEL=0' }, 'data'));
    server.close();
  }
});

const timeless = ({ messages, ...facts }: HandshakeFacts) => ({
  ...facts,
  messages: messages.map((message) => ({ ...message, atMs: 0 })),
});

const pick = fc.nat(3).map((index) => recordings[index] as Recording);

test('bytes that come in other pieces say the same, down to one at a time', () => {
  fc.assert(
    fc.property(
      fc.nat(3),
      fc.array(fc.integer({ min: 1, max: 700 }), { minLength: 1, maxLength: 20 }),
      (index, sizes) => {
        const recording = recordings[index] as Recording;
        const chunks = recording.chunks.flatMap(({ from, bytes, atMs }) => {
          const pieces = [];
          for (let at = 0, turn = 0; at < bytes.length; turn++) {
            const size = sizes[turn % sizes.length] ?? 1;
            pieces.push({ from, atMs, bytes: bytes.subarray(at, at + size) });
            at += size;
          }
          return pieces;
        });

        expect(timeless(readRecording({ ...recording, chunks }))).toEqual(timeless(readRecording(recording)));
      },
    ),
    { numRuns: 40, examples: [0, 1, 2, 3].map((index) => [index, [1]]) },
  );
});

test('messages in the clear say the same in records of another size: of one byte, or all in one', () => {
  for (const recording of recordings)
    for (const size of [1, 7, 16_000]) {
      const chunks = recording.chunks.map((chunk) => ({ ...chunk, bytes: refragmented(chunk.bytes, size) }));

      expect(timeless(readRecording({ ...recording, chunks }))).toEqual(timeless(readRecording(recording)));
    }
});

/** Handshake records before anything protected, cut into records of another size. */
function refragmented(bytes: Uint8Array, size: number): Uint8Array {
  const pieces: Uint8Array[] = [];
  let content = Buffer.alloc(0);
  let at = 0;
  while (at < bytes.length && bytes[at] === 22) {
    const length = Buffer.from(bytes).readUInt16BE(at + 3);
    // A protected Finished of TLS 1.2 and before stands alone after a ChangeCipherSpec: it never begins a flight of ours.
    content = Buffer.concat([content, bytes.subarray(at + 5, at + 5 + length)]);
    at += 5 + length;
  }
  for (let done = 0; done < content.length; done += size) {
    const part = content.subarray(done, done + size);
    pieces.push(Buffer.of(22, 3, 3, part.length >> 8, part.length & 0xff), part);
  }
  return new Uint8Array(Buffer.concat([...pieces, bytes.subarray(at)]));
}

test('a message is kept as a copy: what is zero in it was not changed on the wire', () => {
  const sent = Buffer.from([1, 0, 0, 2, 7, 8]);

  const kept = new RawMessages().keep({ type: 1, bytes: sent, body: sent.subarray(4) }, [sent.subarray(5)]);

  expect([...(kept ?? [])]).toEqual([1, 0, 0, 2, 7, 0]);
  expect([...sent]).toEqual([1, 0, 0, 2, 7, 8]);
});

describe('changed recordings are survived', () => {
  const change = fc.tuple(fc.nat(8), fc.nat(4000), fc.integer({ min: 0, max: 255 }));

  test('with other bytes', () => {
    fc.assert(
      fc.property(pick, fc.array(change, { minLength: 1, maxLength: 8 }), (recording, changes) => {
        const chunks = recording.chunks.map((chunk, index) => {
          const bytes = chunk.bytes.slice();
          for (const [where, at, value] of changes) if (where === index && at < bytes.length) bytes[at] = value;
          return { ...chunk, bytes };
        });

        expectPlain(readRecording({ ...recording, chunks }));
      }),
      { numRuns: 300 },
    );
  });

  test('with pieces missing, doubled, or from the other side', () => {
    fc.assert(
      fc.property(pick, fc.array(fc.tuple(fc.nat(12), fc.boolean()), { maxLength: 14 }), (recording, order) => {
        const chunks = order.flatMap(([index, turned]) => {
          const chunk = recording.chunks[index];
          if (chunk === undefined) return [];
          return [
            turned ? { ...chunk, from: chunk.from === 'client' ? ('server' as const) : ('client' as const) } : chunk,
          ];
        });

        expectPlain(readRecording({ ...recording, chunks }));
      }),
      { numRuns: 200 },
    );
  });

  test('with secrets of another connection', () => {
    for (const recording of recordings)
      for (const { secrets } of recordings) expectPlain(readRecording({ ...recording, secrets }));
  });
});

function expectPlain(facts: HandshakeFacts): void {
  expect(structuredClone(facts)).toEqual(facts);
  expect(facts.messages.length).toBeLessThanOrEqual(500);
}
