import { spawn } from 'node:child_process';
import { connect, type Socket } from 'node:net';
import type { TlsOptions } from 'node:tls';
import { afterAll, afterEach, beforeAll, describe, expect, test } from 'vitest';
import type { ExchangeFailure } from '#core/http/exchange.ts';
import { TrustDamaged } from '#main/engine/trust/effective.ts';
import { issue, issueRoot, leafExtensions } from '#testdata/pki.ts';
import type { SentExchange } from './client.ts';
import { answering, tcpServer, testClient, tlsServer, type TestClient, type TestServer } from './testServer.ts';
import { trustOnly } from './testTrust.ts';

const root = issueRoot();
const leaf = issue({ subject: '/CN=localhost', issuer: root, extensions: leafExtensions('localhost', '127.0.0.1') });
const okay = 'HTTP/1.1 200 OK\r\nContent-Length: 2\r\n\r\nhi';

let http: TestClient;
const servers: TestServer[] = [];
beforeAll(() => {
  http = testClient([root.cert]);
});
afterAll(() => http.close());
afterEach(async () => {
  for (const server of servers.splice(0)) await server.close();
});

async function serveTls(onSocket: (socket: Socket) => void, options: TlsOptions = {}): Promise<TestServer> {
  const server = await tlsServer(leaf, onSocket, options);
  servers.push(server);
  return server;
}
async function serveTcp(onSocket: (socket: Socket) => void): Promise<TestServer> {
  const server = await tcpServer(onSocket);
  servers.push(server);
  return server;
}
function failureOf({ exchange }: SentExchange): ExchangeFailure | undefined {
  return exchange.outcome.kind === 'failed' ? exchange.outcome.failure : undefined;
}
/** Says this once the request has come, then closes. */
const sayAndClose = (text: string) => (socket: Socket) => socket.once('data', () => socket.end(text));

describe('an address that leads nowhere', () => {
  test('is refused before anything is opened when it is none', async () => {
    const sent = await http.get('ftp://example.com/');

    expect(failureOf(sent)).toMatchObject({ kind: 'invalid-url', reason: 'scheme' });
    expect(sent.exchange).toMatchObject({ request: { url: 'ftp://example.com/' } });
    expect(sent.exchange.connection).toBeUndefined();
  });

  test('is told apart from a request that cannot be written', async () => {
    const sent = await http.get('https://localhost/', { headers: [['a b', '']] });

    expect(failureOf(sent)).toMatchObject({ kind: 'invalid-request', part: 'header-name', value: 'a b' });
  });

  test('has no such name', async () => {
    expect(failureOf(await http.get('https://a..b/'))).toMatchObject({ kind: 'dns-not-found', host: 'a..b' });
  });

  test('has a name server that gives no answer, or none in time', async () => {
    const again = Object.assign(new Error('later'), { code: 'EAI_AGAIN' });
    const failing = testClient([], { lookup: (_host, _options, done) => done(again, []) });
    const silent = testClient([], { lookup: () => undefined });

    expect(failureOf(await failing.get('https://h/'))).toMatchObject({ kind: 'dns-failed', code: 'EAI_AGAIN' });
    const limits = { connectTimeoutMs: 30 };
    expect(failureOf(await silent.get('https://h/', { limits }))).toMatchObject({
      kind: 'dns-failed',
      code: 'ETIMEOUT',
    });
    await failing.close();
    await silent.close();
  });

  test('refuses', async () => {
    const server = await serveTcp(() => undefined);
    await server.close();

    const sent = await http.get(server.origin);

    expect(failureOf(sent)).toMatchObject({ kind: 'refused', host: 'localhost', port: server.port });
    expect(sent.exchange.connection).toBeUndefined();
    expect(sent.exchange.timings).toMatchObject({ dnsMs: expect.any(Number), connectMs: expect.any(Number) });
  });

  test('swallows packets', async () => {
    const hole = await blackHole();

    const limits = { connectTimeoutMs: 300 };
    const sent = await http.get(`https://127.0.0.1:${hole.port}/`, { limits });

    expect(failureOf(sent)).toMatchObject({
      kind: 'connect-timeout',
      host: '127.0.0.1',
      port: hole.port,
      afterMs: 300,
    });
    hole.close();
  });

  test('is passed over for the next address of the name', async () => {
    const server = await serveTls(answering(okay));
    const hole = await blackHole('127.0.0.2', server.port);
    // The first refuses, the second is silent.
    const addresses = ['127.0.0.3', '127.0.0.2', '127.0.0.1'].map((address) => ({ address, family: 4 }));
    const several = testClient([root.cert], { lookup: (_host, _options, done) => done(null, addresses) });

    const { exchange } = await several.get(server.origin);

    expect(exchange.outcome.kind).toBe('response');
    expect(exchange.connection?.remote.address).toBe('127.0.0.1');
    hole.close();
    await several.close();
  });
});

/** A port whose queue of connections is full and whose process sleeps: what connects gets no answer, as behind a firewall. */
async function blackHole(host = '127.0.0.1', wantedPort = 0): Promise<{ readonly port: number; close(): void }> {
  const script = `const server = require('node:net').createServer().listen({ port: ${wantedPort}, host: '${host}', backlog: 1 }, () =>
    process.send(server.address().port, () => process.kill(process.pid, 'SIGSTOP')));`;
  const child = spawn(process.execPath, ['--eval', script], { stdio: ['ignore', 'ignore', 'ignore', 'ipc'] });
  const port = await new Promise<number>((resolve) => child.once('message', (message) => resolve(Number(message))));
  const fillers: Socket[] = [];
  for (let full = false; !full;) {
    const filler = connect({ port, host });
    filler.on('error', () => undefined);
    fillers.push(filler);
    full = await new Promise<boolean>((resolve) => {
      const timer = setTimeout(() => resolve(true), 200);
      filler.once('connect', () => {
        clearTimeout(timer);
        resolve(false);
      });
    });
  }
  return {
    port,
    close: () => {
      for (const filler of fillers) filler.destroy();
      child.kill('SIGKILL');
    },
  };
}

describe('a port that does not speak TLS', () => {
  test.each([
    ['http', 'HTTP/1.1 400 Bad Request\r\nConnection: close\r\n\r\n'],
    ['ssh', 'SSH-2.0-OpenSSH_9.2p1 Debian-2\r\n'],
    ['smtp', '220 mail.example ESMTP Postfix\r\n'],
    ['unknown', '\u0001\u0002\u0003 something else entirely'],
  ])('is recognised when it speaks %s', async (spoken, greeting) => {
    const server = await serveTcp((socket) => socket.write(greeting));

    const sent = await http.get(server.origin);

    expect(failureOf(sent)).toMatchObject({ kind: 'not-tls', spoken, port: server.port });
    expect(sent.exchange.connection?.tls?.messages[0]).toMatchObject({ from: 'client', type: 'ClientHello' });
    expect(sent.exchange.connection?.tls?.verdict.kind).toBe('unchecked');
  });

  test('shows its first bytes in a form that can be read', async () => {
    const server = await serveTcp((socket) => socket.write('SSH-2.0-x\r\n'));

    expect(failureOf(await http.get(server.origin))).toMatchObject({ firstBytes: 'SSH-2.0-x\\x0d\\x0a' });
  });
});

describe('a handshake', () => {
  test('that is reset is a reset', async () => {
    const server = await serveTcp((socket) => socket.once('data', () => socket.resetAndDestroy()));

    expect(failureOf(await http.get(server.origin))).toMatchObject({ kind: 'reset', during: 'tls' });
  });

  test('whose connection is closed was closed early', async () => {
    const server = await serveTcp((socket) => socket.once('data', () => socket.end()));

    expect(failureOf(await http.get(server.origin))).toMatchObject({ kind: 'closed-early', during: 'tls' });
  });

  test('that stalls ends in time and names the last message', async () => {
    const server = await serveTcp(() => undefined);

    const sent = await http.get(server.origin, { limits: { tlsTimeoutMs: 50 } });

    expect(failureOf(sent)).toMatchObject({ kind: 'tls-timeout', afterMs: 50, lastMessage: 'ClientHello' });
    expect(sent.exchange.connection?.remote.port).toBe(server.port);
  });

  test('with nothing but old versions is incompatible', async () => {
    const server = await serveTls(() => undefined, {
      minVersion: 'TLSv1',
      maxVersion: 'TLSv1.1',
      ciphers: 'ALL@SECLEVEL=0',
    });

    expect(failureOf(await http.get(server.origin))).toMatchObject({ kind: 'tls-incompatible', what: 'version' });
  });

  test('that the server breaks off with an alert keeps number, name and sender', async () => {
    const server = await serveTls(() => undefined, { ALPNProtocols: ['h2'] });

    const sent = await http.get(server.origin);

    expect(failureOf(sent)).toMatchObject({
      kind: 'tls-alert',
      number: 120,
      name: 'no_application_protocol',
      sender: 'server',
    });
    expect(sent.exchange.connection?.tls?.alerts).toContainEqual({
      from: 'server',
      level: 'fatal',
      number: 120,
      name: 'no_application_protocol',
    });
  });

  test.each(['TLSv1.2', 'TLSv1.3'] as const)(
    'over %s with a server that wants a client certificate says whose it accepts',
    async (version) => {
      const options = {
        requestCert: true,
        rejectUnauthorized: true,
        ca: root.cert,
        minVersion: version,
        maxVersion: version,
      };
      const server = await serveTls(() => undefined, options);

      const sent = await http.get(server.origin);

      expect(failureOf(sent)).toMatchObject({
        kind: 'client-certificate-required',
        authorities: ['CN=Test Root,O=Wireglass Tests'],
      });
      expect(sent.exchange.connection?.tls?.clientAuth).toMatchObject({ requested: true, offered: null });
    },
  );

  test('with a wrong and expired certificate lists everything that is wrong', async () => {
    const bad = issue({
      subject: '/CN=other.example',
      issuer: root,
      extensions: leafExtensions('other.example'),
      notBefore: '20200101000000Z',
      notAfter: '20200201000000Z',
    });
    const server = await tlsServer(bad, answering(okay));
    servers.push(server);

    const failure = failureOf(await http.get(server.origin));

    const kinds = failure?.kind === 'untrusted' ? failure.verdict.findings.map(({ kind }) => kind) : [];
    expect(kinds).toEqual(expect.arrayContaining(['expired', 'wrong-host']));
    expect(failure).toMatchObject({ verdict: { library: { accepted: false, code: 'CERT_HAS_EXPIRED' } } });
  });
});

describe('an answer', () => {
  test('that never begins is closed early', async () => {
    const server = await serveTls((socket) => socket.once('data', () => socket.end()));

    const sent = await http.get(server.origin, { method: 'POST' });

    expect(failureOf(sent)).toMatchObject({ kind: 'closed-early', during: 'request' });
    expect(sent.exchange.connection?.tls?.verdict.kind).toBe('trusted');
  });

  test('whose headers break off is closed early in the response', async () => {
    const server = await serveTls(sayAndClose('HTTP/1.1 200 OK\r\nContent-'));

    expect(failureOf(await http.get(server.origin))).toMatchObject({ kind: 'closed-early', during: 'response' });
  });

  test.each([
    ['HPE_INVALID_HEADER_TOKEN', 'HTTP/1.1 200 OK\r\nBad\u0000Name: x\r\n\r\n'],
    ['HPE_INVALID_CONSTANT', '220 mail.example ESMTP\r\n'],
    ['HPE_HEADER_OVERFLOW', `HTTP/1.1 200 OK\r\nX: ${'x'.repeat(300_000)}\r\n\r\n`],
  ])('that breaks the rules of HTTP is malformed (%s)', async (code, answer) => {
    const server = await serveTls(answering(answer));

    expect(failureOf(await http.get(server.origin))).toMatchObject({ kind: 'malformed-response', code });
  });

  test.each([
    ['HPE_INVALID_CHUNK_SIZE', 'Transfer-Encoding: chunked\r\n\r\n2\r\nhi\r\nzz\r\n'],
    ['HPE_INVALID_CONSTANT', 'Content-Length: 2\r\n\r\nhi, and more than was announced'],
  ])('that breaks them in its body keeps what came before (%s)', async (code, rest) => {
    const server = await serveTls(answering(`HTTP/1.1 200 OK\r\n${rest}`));

    const sent = await http.get(server.origin);

    expect(sent.exchange.outcome).toMatchObject({
      failure: { kind: 'malformed-response', code },
      response: { status: 200, body: { bytes: 2 } },
    });
    expect(new TextDecoder().decode(sent.bodies[0]?.inline)).toBe('hi');
  });

  test('that does not begin in time ends with header-timeout', async () => {
    const server = await serveTls(() => undefined);

    const sent = await http.get(server.origin, { limits: { headerTimeoutMs: 30 } });

    expect(failureOf(sent)).toMatchObject({ kind: 'header-timeout', afterMs: 30 });
  });

  test('that stands still ends with idle-timeout and keeps what came', async () => {
    const server = await serveTls(answering('HTTP/1.1 200 OK\r\nContent-Length: 20\r\n\r\nhello'));

    const sent = await http.get(server.origin, { limits: { idleTimeoutMs: 50 } });

    expect(sent.exchange.outcome).toMatchObject({
      failure: { kind: 'idle-timeout' },
      response: { body: { bytes: 5, truncated: true } },
    });
  });

  test('that takes too long in all ends with total-timeout and keeps what came', async () => {
    const server = await serveTls(answering('HTTP/1.1 200 OK\r\nContent-Length: 20\r\n\r\nhello'));

    const sent = await http.get(server.origin, { limits: { totalTimeoutMs: 300 } });

    expect(sent.exchange.outcome).toMatchObject({
      failure: { kind: 'total-timeout', afterMs: 300 },
      response: { body: { bytes: 5, truncated: true } },
    });
  });
});

test('nothing is opened while the trust file is damaged', async () => {
  const server = await serveTls(answering(okay));
  const effective = () => {
    throw new TrustDamaged('broken');
  };
  const damaged = testClient([], { trust: { ...trustOnly(), effective } });

  expect(failureOf(await damaged.get(server.origin))).toMatchObject({ kind: 'trust-unavailable' });
  expect(server.connections()).toBe(0);
  await damaged.close();
});

describe('cancelling', () => {
  test.each([
    ['before the start', (): void => undefined, 'dns', 0],
    ['in the handshake', (): void => undefined, 'tls', 1],
  ] as const)('%s tears everything down', async (_when, onSocket, phase, connections) => {
    const server = await serveTcp(onSocket);
    const controller = new AbortController();
    if (connections === 0) controller.abort();

    const sent = await http.get(
      server.origin,
      {},
      {
        signal: controller.signal,
        onProgress: (progress) => progress.phase === phase && setImmediate(() => controller.abort()),
      },
    );

    expect(sent.exchange.outcome).toEqual({ kind: 'cancelled' });
    expect(server.connections()).toBe(connections);
  });

  test('while waiting for the answer keeps the handshake', async () => {
    const server = await serveTls(() => undefined);
    const controller = new AbortController();

    const sent = await http.get(
      server.origin,
      {},
      {
        signal: controller.signal,
        onProgress: ({ phase }) => phase === 'wait' && controller.abort(),
      },
    );

    expect(sent.exchange.outcome).toEqual({ kind: 'cancelled' });
    expect(sent.exchange.connection?.tls?.verdict.kind).toBe('trusted');
  });

  test('in the middle of a large body leaves no file behind', async () => {
    const server = await serveTls((socket) => {
      socket.once('data', () => {
        socket.write(`HTTP/1.1 200 OK\r\nContent-Length: 9000000\r\n\r\n`);
        socket.write(Buffer.alloc(3_000_000));
      });
    });
    const controller = new AbortController();
    const one = testClient([root.cert]);
    let parts: readonly string[] = [];
    let watching: NodeJS.Timeout | undefined;
    const abortWithFile = () => {
      parts = one.files();
      if (parts.length === 0) return;
      clearInterval(watching);
      controller.abort();
    };

    const sent = await one.get(
      server.origin,
      {},
      {
        signal: controller.signal,
        onProgress: ({ receivedBytes = 0 }) => {
          if (receivedBytes > 0) watching ??= setInterval(abortWithFile, 5);
        },
      },
    );

    expect(sent.exchange.outcome).toEqual({ kind: 'cancelled' });
    expect(parts).toHaveLength(1);
    expect(one.files()).toEqual([]);
    expect(sent.bodies).toEqual([]);
    await one.close();
  });

  test('is what closing the client does to what runs', async () => {
    const server = await serveTls(() => undefined);
    const closing = testClient([root.cert]);

    const sending = closing.get(server.origin);
    await closing.close();

    expect((await sending).exchange.outcome).toEqual({ kind: 'cancelled' });
  });
});
