import { afterEach, expect, test } from 'vitest';
import { explainFailure } from '#core/http/explain.ts';
import { issue, issueRoot, leafExtensions } from '#testdata/pki.ts';
import { answering, tcpServer, testClient, tlsServer } from './testServer.ts';

const root = issueRoot('/O=Wireglass Tests/CN=Huge Root');
const closing: (() => unknown)[] = [];

afterEach(async () => {
  for (const close of closing.splice(0).reverse()) await close();
});

/** A TLS 1.2 server that announces a Certificate message of 10 MB, and sends it. */
function hugeServer() {
  return tcpServer((socket) => {
    socket.once('data', () => {
      const renegotiation = [0, 5, 0xff, 1, 0, 1, 0];
      const hello = [2, 0, 0, 45, 3, 3, ...new Uint8Array(32), 0, 0xc0, 0x2f, 0, ...renegotiation];
      const length = 10_000_000;
      const certificate = Buffer.alloc(4 + length, 0x30);
      certificate.writeUIntBE(length, 1, 3);
      certificate[0] = 11;
      const content = Buffer.concat([Buffer.from(hello), certificate]);
      for (let at = 0; at < content.length; at += 16_384) {
        const part = content.subarray(at, at + 16_384);
        socket.write(Buffer.concat([Buffer.of(22, 3, 3, part.length >> 8, part.length & 0xff), part]));
      }
    });
  });
}

test('a handshake message of 10 MB is not taken, and the report says how long it was announced', async () => {
  const server = await hugeServer();
  const http = testClient([root.cert]);
  closing.push(
    () => server.close(),
    () => http.close(),
  );
  const before = process.memoryUsage().rss;

  const { exchange } = await http.get(server.origin);

  expect(exchange.outcome).toMatchObject({
    kind: 'failed',
    failure: { kind: 'tls-incompatible', what: 'message-size' },
  });
  if (exchange.outcome.kind === 'failed')
    expect(explainFailure(exchange.outcome.failure).title).toBe('The server’s handshake is too long');
  expect(exchange.connection?.tls?.undecoded).toMatch(/server: Certificate of 10000004 bytes was announced, \d+ came/);
  expect(JSON.stringify(exchange).length).toBeLessThan(100_000);
  expect(process.memoryUsage().rss - before).toBeLessThan(200 * 1024 * 1024);
});

test('a leaf with 1,000 names and a chain of 100 certificates are read', async () => {
  const names = Array.from({ length: 1000 }, (_, index) => `host-number-${index}.test`);
  const large = issue({ subject: '/CN=localhost', issuer: root, extensions: leafExtensions('localhost', ...names) });
  const small = issue({ subject: '/CN=localhost', issuer: root, extensions: leafExtensions('localhost') });
  const many = small.cert + root.cert.repeat(99);
  const http = testClient([root.cert]);
  closing.push(() => http.close());

  for (const [cert, key, sent] of [
    [large.cert, large.key, 1],
    [many, small.key, 100],
  ] as const) {
    const answer = 'HTTP/1.1 200 OK\r\nContent-Length: 2\r\n\r\nok';
    const server = await tlsServer({ cert, key }, answering(answer));
    closing.push(() => server.close());

    const { exchange } = await http.get(server.origin);

    expect(exchange.outcome.kind).toBe('response');
    expect(exchange.connection?.tls?.chain.sent).toHaveLength(sent);
    expect(exchange.connection?.tls?.undecoded).toBeUndefined();
  }
});
