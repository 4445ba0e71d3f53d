import { createHash, X509Certificate } from 'node:crypto';
import { createServer as createHttpServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { afterAll, afterEach, beforeAll, describe, expect, test } from 'vitest';
import { issue, issueRoot, leafExtensions } from '#testdata/pki.ts';
import { newExchangeId } from './exchangeId.ts';
import { answering, testClient, tlsServer, type TestClient, type TestServer } from './testServer.ts';
import { trustOnly } from './testTrust.ts';

const root = issueRoot();
const leaf = issue({ subject: '/CN=localhost', issuer: root, extensions: leafExtensions('localhost', '127.0.0.1') });
const okay = 'HTTP/1.1 200 OK\r\nContent-Length: 2\r\n\r\nhi';
const sha256 = (pem: string) => createHash('sha256').update(new X509Certificate(pem).raw).digest('hex');

let http: TestClient;
const servers: TestServer[] = [];
beforeAll(() => {
  http = testClient([root.cert]);
});
afterAll(() => http.close());
afterEach(async () => {
  for (const server of servers.splice(0)) await server.close();
});
async function serve(
  ...given: Parameters<typeof tlsServer> extends [unknown, ...infer Rest] ? Rest : never
): Promise<TestServer> {
  const server = await tlsServer(leaf, ...given);
  servers.push(server);
  return server;
}

describe('a request to a trusted server', () => {
  test.each(['TLSv1.2', 'TLSv1.3'] as const)(
    'over %s brings the response, the handshake and the verdict',
    async (version) => {
      const server = await serve(answering(okay), { minVersion: version, maxVersion: version });

      const { exchange, certificates } = await http.get(`${server.origin}/x`);

      expect(exchange.outcome).toMatchObject({
        kind: 'response',
        response: { status: 200, statusText: 'OK', httpVersion: 'HTTP/1.1' },
      });
      expect(exchange.connection).toMatchObject({
        reused: false,
        remote: { address: '127.0.0.1', port: server.port, family: 'IPv4' },
      });
      expect(exchange.connection?.tls).toMatchObject({
        version,
        sni: { sent: 'localhost' },
        alpn: { offered: ['http/1.1'] },
        chain: { sent: [sha256(leaf.cert)], path: [sha256(leaf.cert), sha256(root.cert)] },
        verdict: { kind: 'trusted', anchor: { sha256: sha256(root.cert) }, library: { accepted: true, code: 'OK' } },
      });
      expect([...certificates.keys()].sort()).toEqual([sha256(leaf.cert), sha256(root.cert)].sort());
      expect(structuredClone(exchange)).toEqual(exchange);
    },
  );

  test('sends exactly the headers it records, in their order, case and number', async () => {
    const server = await serve(answering(okay));
    const headers = [
      ['x-B', '2'],
      ['X-a', 'é'],
      ['x-B', '3'],
    ] as const;

    const { exchange } = await http.get(`${server.origin}/a/../b?q=%7e|`, { headers });

    const lines = exchange.request.headers.map(([name, value]) => `${name}: ${value}\r\n`).join('');
    expect(server.received()).toBe(`GET /a/../b?q=%7e| HTTP/1.1\r\n${lines}\r\n`);
    expect(exchange.request.headers).toEqual(expect.arrayContaining([...headers]));
  });

  test('sends a text body as UTF-8 and keeps it', async () => {
    const server = await serve((socket) => socket.on('data', () => socket.write(okay)));

    const { exchange, bodies } = await http.get(server.origin, {
      method: 'post',
      body: { kind: 'text', text: 'grüß' },
    });

    expect(server.received().endsWith('\r\n\r\ngr\u00c3\u00bc\u00c3\u009f')).toBe(true);
    expect(exchange.request).toMatchObject({ method: 'POST', body: { bytes: 6, mediaType: 'text/plain' } });
    expect(exchange.request.headers).toEqual(expect.arrayContaining([['Content-Length', '6']]));
    const kept = bodies.find(({ ref }) => ref === exchange.request.body?.ref);
    expect(new TextDecoder().decode(kept?.inline)).toBe('grüß');
  });

  test('has the phases of its time, which together are not longer than the whole', async () => {
    const server = await serve(answering(okay));

    const { timings } = (await http.get(server.origin)).exchange;

    const { totalMs, verdictMs, ...phases } = timings;
    expect(Object.keys(phases).sort()).toEqual([
      'blockedMs',
      'connectMs',
      'dnsMs',
      'receiveMs',
      'sendMs',
      'tlsMs',
      'waitMs',
    ]);
    expect(Object.values(phases).every((ms) => ms >= 0)).toBe(true);
    expect(Object.values(phases).reduce((sum, ms) => sum + ms, 0)).toBeLessThanOrEqual(totalMs + 0.01);
    expect(verdictMs).toBeLessThanOrEqual(timings.tlsMs ?? 0);
  });

  test('tells how far it is, in order', async () => {
    const server = await serve(answering(okay));
    const phases: string[] = [];

    await http.get(server.origin, {}, { onProgress: ({ phase }) => phases.push(phase) });

    expect([...new Set(phases)]).toEqual(['dns', 'connect', 'tls', 'verdict', 'send', 'wait', 'receive']);
  });

  test('keeps duplicates of response headers, their case, and trailers', async () => {
    const head = 'HTTP/1.1 200 Fine by me\r\nSet-Cookie: a=1\r\nset-cookie: b=2\r\nTransfer-Encoding: chunked\r\n\r\n';
    const server = await serve(answering(`${head}2\r\nhi\r\n0\r\nX-Sum: 9\r\n\r\n`));

    const { exchange } = await http.get(server.origin);

    expect(exchange.outcome).toMatchObject({
      response: {
        statusText: 'Fine by me',
        headers: [
          ['Set-Cookie', 'a=1'],
          ['set-cookie', 'b=2'],
          ['Transfer-Encoding', 'chunked'],
        ],
      },
    });
    expect(exchange.trailers).toEqual([['X-Sum', '9']]);
  });

  test('by address proves the address and sends no server name', async () => {
    const server = await serve(answering(okay));

    const { exchange } = await http.get(`https://127.0.0.1:${server.port}/`);

    expect(exchange.connection?.tls).toMatchObject({ sni: { sent: null }, verdict: { kind: 'trusted' } });
    expect(exchange.timings.dnsMs).toBeUndefined();
  });

  test('goes where --connect-to says and still proves the host of the address', async () => {
    const server = await serve(answering(okay));
    const connectTo = [{ host: 'api.corp', port: 443, toHost: '127.0.0.1', toPort: server.port }];

    const { exchange } = await http.get('https://api.corp/', { connectTo });

    expect(exchange.outcome).toMatchObject({
      kind: 'failed',
      failure: { kind: 'untrusted', host: 'api.corp', port: 443 },
    });
    expect(exchange.connection?.tls?.sni.sent).toBe('api.corp');
    expect(exchange.connection?.remote.port).toBe(server.port);
  });

  test('does not stumble over 1xx answers', async () => {
    const server = await serve(
      answering('HTTP/1.1 100 Continue\r\n\r\nHTTP/1.1 103 Early Hints\r\nLink: </x>\r\n\r\n', okay),
    );

    expect((await http.get(server.origin)).exchange.outcome).toMatchObject({
      kind: 'response',
      response: { status: 200 },
    });
  });

  test('ends with the headers when the server switches protocols', async () => {
    const server = await serve(
      answering('HTTP/1.1 101 Switching Protocols\r\nUpgrade: x\r\nConnection: Upgrade\r\n\r\nnoise'),
    );

    expect((await http.get(server.origin)).exchange.outcome).toMatchObject({
      kind: 'response',
      response: { status: 101, body: { bytes: 0 } },
    });
  });

  test.each([
    ['HEAD', 'HTTP/1.1 200 OK\r\nContent-Length: 20\r\n\r\n'],
    ['GET', 'HTTP/1.1 304 Not Modified\r\nContent-Length: 20\r\nContent-Encoding: gzip\r\n\r\n'],
    ['GET', 'HTTP/1.1 204 No Content\r\n\r\n'],
  ])('%s without a body waits for none', async (method, answer) => {
    const server = await serve(answering(answer));

    const { exchange, bodies } = await http.get(server.origin, { method });

    expect(exchange.outcome).toMatchObject({ kind: 'response', response: { body: { bytes: 0, wireBytes: 0 } } });
    expect(bodies).toHaveLength(1);
  });
});

test('plain HTTP is sent without TLS, and says so by having no report', async () => {
  const server = createHttpServer((_request, response) => response.end('plain'));
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));

  const { exchange, bodies } = await http.get(`http://127.0.0.1:${(server.address() as AddressInfo).port}/`);

  expect(exchange.connection?.tls).toBeUndefined();
  expect(exchange.timings.tlsMs).toBeUndefined();
  expect(new TextDecoder().decode(bodies[0]?.inline)).toBe('plain');
  server.close();
  server.closeAllConnections();
});

describe('the gate', () => {
  test('lets no byte of the request through to a server nobody trusts', async () => {
    const server = await serve(answering(okay));
    const careful = testClient([]);

    const headers = [['Authorization', 'Bearer secret']] as const;
    const { exchange, certificates } = await careful.get(server.origin, {
      method: 'POST',
      headers,
      body: { kind: 'text', text: 'secret' },
    });

    expect(exchange.outcome).toMatchObject({
      kind: 'failed',
      failure: { kind: 'untrusted', host: 'localhost', port: server.port },
    });
    expect(exchange.connection?.tls?.verdict).toMatchObject({
      kind: 'untrusted',
      library: { accepted: false, code: 'UNABLE_TO_GET_ISSUER_CERT_LOCALLY' },
    });
    expect(exchange.connection?.tls?.chain).toEqual({ sent: [sha256(leaf.cert)], path: [] });
    expect(certificates.get(sha256(leaf.cert))).toEqual(new Uint8Array(new X509Certificate(leaf.cert).raw));
    await careful.close();
    await server.close();
    expect(server.connections()).toBe(1);
    expect(server.received()).toBe('');
  });

  test('stays shut when the library accepts what our own check does not', async () => {
    const server = await serve(answering(okay));
    const later = testClient([root.cert], { now: () => Date.now() + 3650 * 86_400_000 });

    const { exchange } = await later.get(server.origin);

    expect(exchange.outcome).toMatchObject({
      kind: 'failed',
      failure: { kind: 'untrusted', verdict: { library: { accepted: true } } },
    });
    await later.close();
    await server.close();
    expect(server.received()).toBe('');
  });

  test('is passed anew when trust changes during the handshake', async () => {
    const trust = trustOnly(root.cert);
    const changing = testClient([], { trust });
    const server = await serve(answering(okay));

    const { exchange } = await changing.get(
      server.origin,
      {},
      { onProgress: ({ phase }) => phase === 'verdict' && trust.effective('', 0).pems.length > 0 && trust.replace() },
    );

    expect(exchange.outcome).toMatchObject({ kind: 'failed', failure: { kind: 'untrusted' } });
    await changing.close();
    await server.close();
    expect(server.received()).toBe('');
  });
});

describe('an inspection', () => {
  test('shakes hands, judges, and sends nothing', async () => {
    const server = await serve(answering(okay));

    const { exchange } = await http.client.inspect({
      id: newExchangeId(Date.now()),
      host: 'localhost',
      port: server.port,
    });

    expect(exchange).toMatchObject({ outcome: { kind: 'inspected' }, request: { method: 'INSPECT', headers: [] } });
    expect(exchange.connection?.tls?.verdict.kind).toBe('trusted');
    await server.close();
    expect(server.received()).toBe('');
  });

  test('of an untrusted server fails with the verdict', async () => {
    const server = await serve(answering(okay));
    const careful = testClient([]);

    const { exchange } = await careful.client.inspect({
      id: newExchangeId(Date.now()),
      host: '127.0.0.1',
      port: server.port,
    });

    expect(exchange.outcome).toMatchObject({ kind: 'failed', failure: { kind: 'untrusted' } });
    await careful.close();
  });

  test.each([
    ['', 443],
    ['a b', 443],
    ['localhost', 70_000],
  ])('of %j:%i fails as a bad address', async (host, port) => {
    const { exchange } = await http.client.inspect({ id: newExchangeId(Date.now()), host, port });

    expect(exchange.outcome).toMatchObject({ kind: 'failed', failure: { kind: 'invalid-url' } });
  });
});
