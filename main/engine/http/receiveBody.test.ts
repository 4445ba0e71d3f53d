import { createHash, randomBytes } from 'node:crypto';
import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { brotliCompressSync, deflateRawSync, deflateSync, gzipSync, zstdCompressSync } from 'node:zlib';
import { afterAll, afterEach, beforeAll, describe, expect, test } from 'vitest';
import { bodyFile, INLINE_BODY_BYTES } from '#main/engine/history/body.ts';
import { issue, issueRoot, leafExtensions } from '#testdata/pki.ts';
import { answering, testClient, tlsServer, type TestClient, type TestServer } from './testServer.ts';

const root = issueRoot();
const leaf = issue({ subject: '/CN=localhost', issuer: root, extensions: leafExtensions('localhost', '127.0.0.1') });
const text = Buffer.from(JSON.stringify({ words: 'glass '.repeat(200) }));
const sha256 = (bytes: Uint8Array) => createHash('sha256').update(bytes).digest('hex');

let http: TestClient;
const servers: TestServer[] = [];
beforeAll(() => {
  http = testClient([root.cert]);
});
afterAll(() => http.close());
afterEach(async () => {
  for (const server of servers.splice(0)) await server.close();
});
async function answer(headers: readonly string[], body: Uint8Array): Promise<string> {
  const server = await tlsServer(leaf, answering(`HTTP/1.1 200 OK\r\n${headers.join('\r\n')}\r\n\r\n`, body));
  servers.push(server);
  return server.origin;
}
function coded(encoding: string, body: Uint8Array): Promise<string> {
  return answer([`Content-Encoding: ${encoding}`, `Content-Length: ${body.byteLength}`], body);
}

describe('a coded body', () => {
  test.each([
    ['gzip', gzipSync(text)],
    ['x-gzip', gzipSync(text)],
    ['deflate', deflateSync(text)],
    ['deflate', deflateRawSync(text)],
    ['br', brotliCompressSync(text)],
    ['zstd', zstdCompressSync(text)],
    ['GZIP', gzipSync(text)],
    ['gzip, br', brotliCompressSync(gzipSync(text))],
    ['identity, gzip', gzipSync(text)],
    ['gzip', Buffer.concat([gzipSync(text.subarray(0, 100)), gzipSync(text.subarray(100))])],
  ])('in %s is decoded; both lengths and the hash of the decoded bytes are kept', async (encoding, body) => {
    const { exchange, bodies } = await http.get(await coded(encoding, body));

    expect(exchange.outcome).toMatchObject({
      kind: 'response',
      response: {
        body: { bytes: text.byteLength, wireBytes: body.byteLength, encoding, sha256: sha256(text), ref: sha256(text) },
      },
    });
    expect(Buffer.from(bodies[0]?.inline ?? [])).toEqual(text);
  });

  test('in an encoding we do not know is kept as it came', async () => {
    const { exchange, bodies } = await http.get(await coded('compress', Buffer.from('abc')));

    expect(exchange.outcome).toMatchObject({
      kind: 'response',
      response: { body: { bytes: 3, encoding: 'compress' } },
    });
    expect(bodies[0]?.ref).toBe(sha256(Buffer.from('abc')));
  });

  test('of no bytes is empty, not broken', async () => {
    expect((await http.get(await coded('gzip', Buffer.alloc(0)))).exchange.outcome.kind).toBe('response');
  });

  test.each(['gzip', 'deflate', 'br', 'zstd'])('that is not %s fails to decode', async (encoding) => {
    const { exchange } = await http.get(await coded(encoding, Buffer.from([0xff, 0xfe, 0xfd, 0xfc, 0xfb])));

    expect(exchange.outcome).toMatchObject({
      kind: 'failed',
      failure: { kind: 'decode-failed', encoding },
      response: { status: 200 },
    });
  });

  test('that lacks its end keeps what could be decoded', async () => {
    const whole = gzipSync(randomBytes(40_000));
    const { exchange, bodies } = await http.get(await coded('gzip', whole.subarray(0, 20_000)));

    expect(exchange.outcome).toMatchObject({
      failure: { kind: 'decode-failed' },
      response: { body: { truncated: true, wireBytes: 20_000 } },
    });
    expect(bodies[0]?.bytes).toBeGreaterThan(10_000);
  });

  test('with encodings stacked beyond reason is not decoded', async () => {
    const { exchange } = await http.get(await coded('gzip, gzip, gzip, gzip, gzip, gzip', text));

    expect(exchange.outcome).toMatchObject({ failure: { kind: 'decode-failed' } });
  });
});

describe('a body that is too large', () => {
  test('stops a gzip bomb at the limit and keeps what came up to it', async () => {
    const bomb = gzipSync(Buffer.alloc(50_000_000));
    const one = testClient([root.cert]);

    const { exchange, bodies } = await one.get(await coded('gzip', bomb), { limits: { maxBodyBytes: 1_000_000 } });

    expect(exchange.outcome).toMatchObject({
      failure: { kind: 'body-too-large', limitBytes: 1_000_000 },
      response: { body: { bytes: 1_000_000, truncated: true } },
    });
    expect(readFileSync(bodyFile(one.folder, bodies[0]?.ref ?? '')).byteLength).toBe(1_000_000);
    await one.close();
  });

  test('may be exactly as large as the limit', async () => {
    const { exchange } = await http.get(await answer(['Content-Length: 5'], Buffer.from('hello')), {
      limits: { maxBodyBytes: 5 },
    });

    expect(exchange.outcome.kind).toBe('response');
  });
});

describe('a body that stops early', () => {
  test.each([
    ['before its Content-Length', 'Content-Length: 20\r\n\r\nhello', { expectedBytes: 20, receivedBytes: 5 }],
    ['before its last chunk', 'Transfer-Encoding: chunked\r\n\r\n5\r\nhello\r\n', { receivedBytes: 5 }],
  ])('%s is kept as far as it came', async (_what, rest, facts) => {
    const server = await tlsServer(leaf, (socket) =>
      socket.once('data', () => socket.end(`HTTP/1.1 200 OK\r\n${rest}`)),
    );
    servers.push(server);

    const { exchange, bodies } = await http.get(server.origin);

    expect(exchange.outcome).toMatchObject({
      failure: { kind: 'body-truncated', ...facts },
      response: { body: { bytes: 5, truncated: true } },
    });
    expect(new TextDecoder().decode(bodies[0]?.inline)).toBe('hello');
  });

  test('is complete when only the end of the connection ends it', async () => {
    const server = await tlsServer(leaf, (socket) =>
      socket.once('data', () => socket.end('HTTP/1.0 200 OK\r\n\r\nhello')),
    );
    servers.push(server);

    expect((await http.get(server.origin)).exchange.outcome).toMatchObject({
      kind: 'response',
      response: { httpVersion: 'HTTP/1.0', body: { bytes: 5 } },
    });
  });
});

describe('a body is kept', () => {
  test.each([0, 1, INLINE_BODY_BYTES])('in memory when it has %i bytes', async (length) => {
    const body = randomBytes(length);
    const one = testClient([root.cert]);

    const { bodies } = await one.get(await answer([`Content-Length: ${length}`], body));

    expect(Buffer.from(bodies[0]?.inline ?? [1])).toEqual(body);
    expect(one.files()).toEqual([]);
    await one.close();
  });

  test.each([
    [INLINE_BODY_BYTES + 1, 'length'],
    [3_000_000, 'length'],
    [3_000_000, 'chunks'],
  ])('in a file named by its hash when it has %i bytes (%s)', async (length, framing) => {
    const body = randomBytes(length);
    const one = testClient([root.cert]);
    const headers = framing === 'length' ? [`Content-Length: ${length}`] : ['Transfer-Encoding: chunked'];

    const { exchange, bodies } = await one.get(await answer(headers, framing === 'length' ? body : chunked(body)));

    expect(bodies).toEqual([{ ref: sha256(body), bytes: length }]);
    expect(readFileSync(bodyFile(one.folder, sha256(body))).equals(body)).toBe(true);
    expect(one.files()).toEqual([sha256(body)]);
    expect(exchange.outcome).toMatchObject({ response: { body: { wireBytes: length, sha256: sha256(body) } } });
    await one.close();
  });

  test('also when it was sent', async () => {
    const body = randomBytes(200_000);
    const one = testClient([root.cert]);
    const server = await tlsServer(leaf, (socket) =>
      socket.once('data', () => socket.write('HTTP/1.1 204 No Content\r\n\r\n')),
    );
    servers.push(server);

    const { exchange } = await one.get(server.origin, { method: 'PUT', body: { kind: 'bytes', bytes: body } });

    expect(exchange.request.body).toEqual({ bytes: 200_000, sha256: sha256(body), ref: sha256(body) });
    expect(readFileSync(bodyFile(one.folder, sha256(body))).equals(body)).toBe(true);
    await one.close();
  });

  test('with the media type and charset of its last Content-Type', async () => {
    const origin = await answer(
      ['Content-Type: Application/Problem+JSON; Charset="UTF-8"', 'Content-Length: 2'],
      Buffer.from('{}'),
    );

    expect((await http.get(origin)).exchange.outcome).toMatchObject({
      response: { body: { mediaType: 'application/problem+json', charset: 'utf-8' } },
    });
  });

  test('or the failure names what the disk said', async () => {
    const one = testClient([root.cert]);
    const file = join(one.folder, 'not-a-folder');
    writeFileSync(file, '');
    const blocked = testClient([root.cert], { bodyFolder: file });

    const { exchange } = await blocked.get(await answer(['Content-Length: 3000000'], randomBytes(3_000_000)));

    expect(exchange.outcome).toMatchObject({ kind: 'failed', failure: { kind: 'internal', code: 'EEXIST' } });
    await blocked.close();
    await one.close();
  });
});

/** Many small chunks, so that several share one read. */
function chunked(body: Buffer): Buffer {
  const parts: Buffer[] = [];
  for (let at = 0; at < body.byteLength; at += 700) {
    const piece = body.subarray(at, at + 700);
    parts.push(Buffer.from(`${piece.byteLength.toString(16)}\r\n`), piece, Buffer.from('\r\n'));
  }
  return Buffer.concat([...parts, Buffer.from('0\r\n\r\n')]);
}
