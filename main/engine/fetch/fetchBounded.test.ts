import { createServer, type IncomingMessage, type RequestListener, type Server } from 'node:http';
import { createServer as createTls } from 'node:https';
import type { AddressInfo } from 'node:net';
import { afterAll, afterEach, beforeAll, describe, expect, test } from 'vitest';
import { ConnectionPool } from '#main/engine/http/connectionPool.ts';
import { trustOnly } from '#main/engine/http/testTrust.ts';
import { GateMemory } from '#main/engine/http/gateMemory.ts';
import { SecureContexts } from '#main/engine/http/tlsOptions.ts';
import { createJudge } from '#main/engine/trust/judge.ts';
import { issue, issueRoot, leafExtensions, type Issued } from '#testdata/pki.ts';
import { fetchBounded, fetchLimits, type FetchEngine, type FetchRequest } from './fetchBounded.ts';

const servers: Server[] = [];
let root: Issued, leaf: Issued, engine: FetchEngine;
beforeAll(() => {
  root = issueRoot();
  leaf = issue({ subject: '/CN=localhost', issuer: root, extensions: leafExtensions('localhost', '127.0.0.1') });
  engine = engineTrusting(root);
});
afterEach(() => {
  for (const server of servers.splice(0)) {
    server.close();
    server.closeAllConnections();
  }
});
afterAll(() => engine.pool.close());

function engineTrusting(...issued: readonly Issued[]): FetchEngine {
  return {
    powers: { trust: trustOnly(...issued.map(({ cert }) => cert)) },
    pool: new ConnectionPool(),
    contexts: new SecureContexts(),
    memory: new GateMemory(),
    judge: createJudge({ now: Date.now }),
    userAgent: 'Wireglass/test',
  };
}

async function serve(answer: RequestListener, secure?: Issued): Promise<string> {
  const server = secure === undefined ? createServer(answer) : createTls(secure, answer);
  servers.push(server);
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  return `${secure === undefined ? 'http' : 'https'}://127.0.0.1:${(server.address() as AddressInfo).port}`;
}
const ask = (url: string, more: Partial<FetchRequest> = {}) =>
  fetchBounded(engine, { purpose: 'issuer', url, ...more });

describe('a fetch', () => {
  test('passes the gate like a request, and no exception counts for it', async () => {
    const own = issue({ subject: '/CN=localhost', extensions: leafExtensions('localhost') });
    const origin = (await serve((_request, response) => response.end('never'), own)).replace('127.0.0.1', 'localhost');
    const trust = trustOnly(root.cert);
    const exceptions = [{ port: Number(new URL(origin).port), leaf: own.cert, accepted: ['self-signed'] }] as const;
    trust.decide({ anchors: [root.cert], exceptions });

    const { record, body } = await fetchBounded({ ...engine, powers: { trust } }, { purpose: 'crl', url: origin });

    expect(record.failure).toMatchObject({ kind: 'no-connection', reason: { kind: 'untrusted' } });
    expect(body).toBeUndefined();
    expect(trust.told).toEqual([]);
  });

  test('brings the bytes, and says who was asked, what came and how long it took', async () => {
    let asked: IncomingMessage | undefined;
    const origin = await serve((request, response) => {
      asked = request;
      response.writeHead(200, { 'Content-Type': 'application/pkix-cert' }).end('bytes');
    });

    const { record, body } = await ask(`${origin}/ca.cer?a=b`);

    expect(Buffer.from(body ?? []).toString()).toBe('bytes');
    expect(record).toMatchObject({
      method: 'GET',
      url: `${origin}/ca.cer?a=b`,
      redirects: [],
      status: 200,
      mediaType: 'application/pkix-cert',
      bytes: 5,
      remote: { address: '127.0.0.1' },
    });
    expect(record.ms).toBeGreaterThan(0);
    expect(asked?.url).toBe('/ca.cer?a=b');
    expect(asked?.headers).not.toHaveProperty('cookie');
    expect(asked?.headers).not.toHaveProperty('authorization');
  });

  test('posts what it is given', async () => {
    let got = '';
    const origin = await serve((request, response) => {
      request.on('data', (chunk) => (got += String(chunk)));
      request.on('end', () => response.end(request.headers['content-type']));
    });

    const bytes = new TextEncoder().encode('question');
    const { record, body } = await ask(origin, {
      purpose: 'ocsp',
      body: { bytes, mediaType: 'application/ocsp-request' },
    });

    expect([record.method, got, Buffer.from(body ?? []).toString()]).toEqual([
      'POST',
      'question',
      'application/ocsp-request',
    ]);
  });

  test('follows three redirects and no more, to http and https alone', async () => {
    const origin = await serve((request, response) => {
      const left = Number(request.url?.slice(1));
      if (left === 0) response.end('there');
      else response.writeHead(302, { Location: `/${left - 1}` }).end();
    });
    const toFile = await serve((_, response) => response.writeHead(301, { Location: 'file:///etc/passwd' }).end());

    expect((await ask(`${origin}/3`)).record).toMatchObject({
      status: 200,
      redirects: [`${origin}/2`, `${origin}/1`, `${origin}/0`],
    });
    expect((await ask(`${origin}/4`)).record.failure).toMatchObject({ kind: 'too-many-redirects', limit: 3 });
    expect((await ask(toFile)).record.failure).toMatchObject({ kind: 'scheme', scheme: 'file:' });
  });

  test.each(['file:///etc/passwd', 'ldap://ldap.corp/cn=ca', 'ftp://x/y', 'javascript:1', '/etc/passwd', ''])(
    'of %j asks nobody',
    async (url) => {
      const { record, body } = await ask(url);

      expect(record.failure?.kind).toBe('scheme');
      expect(record).not.toHaveProperty('remote');
      expect(body).toBeUndefined();
    },
  );

  test('stops at the limit of its purpose, whatever length was announced', async () => {
    let sent = 0;
    const origin = await serve((_, response) => {
      const chunk = Buffer.alloc(16_384);
      const more = () => {
        sent += chunk.length;
        if (sent < 400_000_000 && !response.destroyed) response.write(chunk, more);
      };
      more();
    });

    const { record, body } = await ask(origin);

    expect(record.failure).toMatchObject({ kind: 'too-large', limitBytes: fetchLimits.issuer });
    expect(body).toBeUndefined();
    // What the system buffers on the way has been sent too.
    expect(sent).toBeLessThan(100_000_000);
  });

  test('gives up in time on a server that is silent, and when it is cancelled', async () => {
    const origin = await serve(() => undefined);
    const trickle = await serve((_, response) => void response.write('a'));
    const controller = new AbortController();
    setTimeout(() => controller.abort(), 50);

    expect((await ask(origin, { timeoutMs: 100 })).record.failure).toMatchObject({ kind: 'too-slow', afterMs: 100 });
    expect((await ask(trickle, { timeoutMs: 100 })).record.failure).toMatchObject({ kind: 'too-slow' });
    expect((await ask(origin, { signal: controller.signal })).record.failure).toMatchObject({ kind: 'cancelled' });
  });

  test('that fails says how', async () => {
    const missing = await serve((_, response) => response.writeHead(404).end('no'));
    const cut = await serve((_, response) => {
      response.writeHead(200, { 'Content-Length': 100 }).write('half', () => response.destroy());
    });

    expect((await ask(missing)).record).toMatchObject({ status: 404, failure: { kind: 'status', status: 404 } });
    expect((await ask(cut)).record.failure).toMatchObject({ kind: 'broken-off' });
    expect((await ask('http://127.0.0.1:1/')).record.failure).toMatchObject({
      kind: 'no-connection',
      reason: { kind: 'refused' },
    });
  });

  test('over https asks only who is trusted', async () => {
    let asked = 0;
    const origin = await serve((_, response) => response.end(String(++asked)), leaf);
    const distrusting = engineTrusting();

    const refused = await fetchBounded(distrusting, { purpose: 'crl', url: origin });
    expect(refused.record.failure).toMatchObject({ kind: 'no-connection', reason: { kind: 'untrusted' } });
    expect(asked).toBe(0);
    expect((await ask(origin)).record).toMatchObject({ status: 200, bytes: 1 });
    distrusting.pool.close();
  });
});
