import { fork } from 'node:child_process';
import { writeFileSync } from 'node:fs';
import type { Socket } from 'node:net';
import { fileURLToPath } from 'node:url';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { issue, issueRoot, leafExtensions } from '#testdata/pki.ts';
import { answering, testClient, tlsServer, type TestClient, type TestServer } from './testServer.ts';
import { trustOnly, type TestTrust } from './testTrust.ts';

const root = issueRoot();
const leaf = issue({ subject: '/CN=localhost', issuer: root, extensions: leafExtensions('localhost', '127.0.0.1') });
const okay = 'HTTP/1.1 200 OK\r\nContent-Length: 2\r\n\r\nhi';

let trust: TestTrust;
let http: TestClient;
const servers: TestServer[] = [];
beforeEach(() => {
  trust = trustOnly(root.cert);
  http = testClient([], { trust });
});
afterEach(async () => {
  await http.close();
  for (const server of servers.splice(0)) await server.close();
});
async function serve(onSocket: (socket: Socket, connection: number) => void): Promise<TestServer> {
  const server = await tlsServer(leaf, onSocket);
  servers.push(server);
  return server;
}

describe('a connection that is kept', () => {
  test('serves the next request with the very report and certificates of its handshake', async () => {
    const server = await serve(answering(okay));

    const first = await http.get(server.origin);
    const second = await http.get(`${server.origin}/other`);

    expect(first.exchange.connection).toMatchObject({ reused: false });
    expect(second.exchange.connection).toMatchObject({ reused: true, firstUsedBy: first.exchange.id });
    expect(second.exchange.connection?.tls).toBe(first.exchange.connection?.tls);
    expect(second.certificates).toBe(first.certificates);
    expect(second.exchange.timings).not.toHaveProperty('tlsMs');
    expect(server.connections()).toBe(1);
  });

  test('shows the session tickets that came after the handshake', async () => {
    const server = await serve(answering(okay));

    const { exchange } = await http.get(server.origin);

    expect(exchange.connection?.tls?.tickets.length).toBeGreaterThan(0);
    expect(exchange.connection?.tls?.messages.some(({ type }) => type === 'NewSessionTicket')).toBe(true);
  });

  test('is not shared by requests that run at the same time', async () => {
    const server = await serve(answering(okay));

    const both = await Promise.all([http.get(server.origin), http.get(server.origin)]);

    expect(both.map(({ exchange }) => exchange.connection?.reused)).toEqual([false, false]);
    expect(server.connections()).toBe(2);
  });

  test('is not used for another host that leads to the same place', async () => {
    const server = await serve(answering(okay));

    await http.get(server.origin);
    const other = await http.get(`https://127.0.0.1:${server.port}/`);

    expect(other.exchange.connection?.reused).toBe(false);
  });

  test.each([
    ['when the server says so', 'HTTP/1.1 200 OK\r\nConnection: close\r\nContent-Length: 2\r\n\r\nhi', []],
    ['when the request says so', okay, [['Connection', 'close']]],
  ] as const)('is given up %s', async (_when, answer, headers) => {
    const server = await serve(answering(answer));

    await http.get(server.origin, { headers });
    const second = await http.get(server.origin);

    expect(second.exchange.connection?.reused).toBe(false);
  });

  test('is given up when the server speaks out of turn', async () => {
    const server = await serve((socket) => {
      socket.on('data', () => {
        socket.write(okay);
        setTimeout(() => socket.write('HTTP/1.1 200 OK\r\nContent-Length: 4\r\n\r\nevil'), 20);
      });
    });

    await http.get(server.origin);
    await new Promise((resolve) => setTimeout(resolve, 100));
    const { exchange, bodies } = await http.get(server.origin);

    expect(exchange.connection?.reused).toBe(false);
    expect(new TextDecoder().decode(bodies[0]?.inline)).toBe('hi');
  });

  test.each([
    ['a coding that is announced but not applied', [['Transfer-Encoding', 'gzip']]],
    [
      'two lengths',
      [
        ['Transfer-Encoding', 'chunked'],
        ['Content-Length', '1'],
      ],
    ],
  ] as const)('is given up after a request with %s', async (_what, headers) => {
    const server = await serve(answering(okay));

    await http.get(server.origin, { method: 'POST', headers, body: { kind: 'text', text: 'x' } });
    const { exchange } = await http.get(server.origin);

    expect(exchange.connection?.reused).toBe(false);
  });

  test('is closed when trust changes', async () => {
    const server = await serve(answering(okay));
    await http.get(server.origin);

    trust.replace();
    const { exchange } = await http.get(server.origin);

    expect(exchange.outcome).toMatchObject({ kind: 'failed', failure: { kind: 'untrusted' } });
    expect(server.connections()).toBe(2);
  });

  test('finishes its response when trust changes, and is then not used again', async () => {
    const server = await serve((socket) => {
      socket.on('data', () => {
        socket.write('HTTP/1.1 200 OK\r\nContent-Length: 2\r\n\r\nh');
        setTimeout(() => socket.write('i'), 50);
      });
    });

    const first = await http.get(
      server.origin,
      {},
      { onProgress: ({ phase }) => phase === 'receive' && trust.replace(root.cert) },
    );
    const second = await http.get(server.origin);

    expect(first.exchange.outcome.kind).toBe('response');
    expect(second.exchange.connection?.reused).toBe(false);
  });
});

describe('a kept connection that the server closes at the wrong moment', () => {
  /** Answers the first request of each connection and hangs up on the second. */
  const once = (socket: Socket) => {
    let requests = 0;
    socket.on('data', () => (++requests === 1 ? socket.write(okay) : socket.destroy()));
  };

  test('is replaced, and an idempotent request is sent once more', async () => {
    const server = await serve(once);
    await http.get(server.origin);

    const { exchange } = await http.get(server.origin);

    expect(exchange.outcome.kind).toBe('response');
    expect(exchange.connection?.reused).toBe(false);
    expect(server.connections()).toBe(2);
  });

  test('is not replaced when its server is merely slow: a request that timed out is not sent again', async () => {
    let asked = 0;
    const server = await serve((socket) =>
      socket.on('data', () => {
        asked += 1;
        if (asked === 1) socket.write(okay);
      }),
    );
    await http.get(server.origin);

    const { exchange } = await http.get(server.origin, { limits: { headerTimeoutMs: 30 } });

    expect(exchange.outcome).toMatchObject({ kind: 'failed', failure: { kind: 'header-timeout' } });
    expect(exchange.connection?.reused).toBe(true);
    expect(asked).toBe(2);
  });

  test('fails a request that must not be repeated', async () => {
    const server = await serve(once);
    await http.get(server.origin);

    const { exchange } = await http.get(server.origin, { method: 'POST' });

    expect(exchange.outcome).toMatchObject({ kind: 'failed', failure: { kind: 'closed-early', during: 'request' } });
    expect(server.connections()).toBe(1);
  });

  test('is not tried more than once more', async () => {
    const server = await serve((socket, connection) => {
      if (connection === 1) once(socket);
      else socket.on('data', () => socket.destroy());
    });
    await http.get(server.origin);

    const { exchange } = await http.get(server.origin);

    expect(exchange.outcome).toMatchObject({ kind: 'failed', failure: { kind: 'closed-early' } });
    expect(server.connections()).toBe(2);
  });
});

test('after close nothing holds the process, although the server keeps its side open', async () => {
  const server = await serve(answering(okay));
  const url = (name: string) => JSON.stringify(new URL(name, import.meta.url).href);
  const script = `${http.folder}/send.mjs`;
  writeFileSync(
    script,
    `const { createHttpClient } = await import(${url('./createHttpClient.ts')});
     const { trustOnly } = await import(${url('./testTrust.ts')});
     const trust = trustOnly(${JSON.stringify(root.cert)});
     const client = createHttpClient({ trust, now: Date.now, bodyFolder: ${JSON.stringify(http.folder)}, userAgent: 'x', bodyWorker: new URL('file:///') });
     const draft = { method: 'GET', url: ${JSON.stringify(server.origin)}, headers: [] };
     const { exchange } = await client.send({ id: 'x', draft });
     process.send(exchange.outcome.kind);
     await client.close();
     process.disconnect();`,
  );
  const child = fork(script, { cwd: fileURLToPath(new URL('.', import.meta.url)) });
  const said = new Promise((resolve) => child.once('message', resolve));

  const code = await new Promise((resolve) => child.once('exit', resolve));

  expect(await said).toBe('response');
  expect(code).toBe(0);
});
