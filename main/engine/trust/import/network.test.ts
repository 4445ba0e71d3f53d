import { mkdtempSync, rmSync } from 'node:fs';
import { createServer } from 'node:http';
import { createServer as createHttpsServer } from 'node:https';
import type { AddressInfo, Server } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import type { ImportRead } from '#core/trust/importRead.ts';
import { createEngine, type Engine } from '#main/engine/engine.ts';
import { newExchangeId } from '#main/engine/http/exchangeId.ts';
import { answering, tlsServer, type TestServer } from '#main/engine/http/testServer.ts';
import { sourceWorkers } from '#main/engine/workers.ts';
import { known } from '#testdata/known.ts';
import { caExtensions, issue, issueRoot, leafExtensions } from '#testdata/pki.ts';
import type { ReadSource } from './source.ts';

const root = issueRoot('/CN=Halden Root');
const issuing = issue({ subject: '/CN=Halden Issuing', issuer: root, extensions: caExtensions });
const leaf = issue({ subject: '/CN=localhost', issuer: issuing, extensions: leafExtensions('localhost', '127.0.0.1') });
const other = issueRoot('/CN=Other Root');

const folder = mkdtempSync(join(tmpdir(), 'wireglass-import-network-'));
let engine: Engine;
let tls: TestServer;
const servers: Server[] = [];

beforeAll(async () => {
  engine = await createEngine({
    folder,
    now: Date.now,
    workers: sourceWorkers(),
    systemRoots: () => [],
    bundledRoots: () => [],
    version: 'test',
    emit: () => undefined,
  });
  tls = await tlsServer({ key: leaf.key, cert: `${leaf.cert}${issuing.cert}` }, answering('HTTP/1.1 200 OK\r\n\r\n'));
});
afterAll(async () => {
  await engine.close();
  await tls.close();
  for (const server of servers) server.close();
  rmSync(folder, { recursive: true });
});

async function listening(server: Server): Promise<number> {
  servers.push(server);
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  return (server.address() as AddressInfo).port;
}

async function read(source: ReadSource): Promise<ImportRead> {
  const answer = await engine.imports.read({ jobId: newExchangeId(Date.now()), sources: [source] });
  if (!answer.ok) throw new Error(answer.error.kind);
  return answer.value;
}

const subjects = ({ found }: ImportRead) => found.map(({ subject }) => subject);

describe('certificates from a server', () => {
  test('are those it sends, although it is not trusted; nothing is asked of it and nothing becomes trusted', async () => {
    const { port } = tls;
    const before = engine.trust.state();

    const answer = await read({ kind: 'server', host: 'localhost', port });

    expect(subjects(answer)).toEqual(['localhost', 'Halden Issuing']);
    expect(answer.found[0]?.origin).toEqual({ kind: 'server', name: `localhost:${port}` });
    expect(answer.reached).toEqual({ host: 'localhost', port, trusted: false });
    expect(tls.received()).toBe('');
    expect(engine.trust.state()).toEqual(before);
  });

  test('of one that is trusted say so', async () => {
    engine.trust.add([{ pem: root.cert, scope: ['localhost'], origin: { kind: 'paste' } }]);

    const { reached } = await read({ kind: 'server', host: 'localhost', port: tls.port });
    engine.trust.remove([{ kind: 'anchor', id: known(root).sha256 }]);

    expect(reached?.trusted).toBe(true);
  });

  test('that is not there, or speaks no TLS, are none, and the reason is told', async () => {
    const plain = await listening(createServer((_, answer) => answer.end('hello')));

    const gone = await read({ kind: 'server', host: '127.0.0.1', port: 1 });
    const silent = await read({ kind: 'server', host: '127.0.0.1', port: plain });

    expect(gone.problems).toMatchObject(
      [{ name: '127.0.0.1:1', failure: { kind: 'not-fetched', reason: /refused/ } }].map(worded),
    );
    expect(silent.problems).toMatchObject([{ failure: { kind: 'not-fetched' } }]);
    expect(gone).not.toHaveProperty('reached');
  });
});

describe('certificates from an address', () => {
  test('over http are read, and whoever gave them is not called trusted', async () => {
    const port = await listening(createServer((_, answer) => answer.end(other.cert)));

    const answer = await read({ kind: 'url', url: `http://127.0.0.1:${port}/ca.pem` });

    expect(subjects(answer)).toEqual(['Other Root']);
    expect(answer.found[0]?.origin).toEqual({ kind: 'url', name: `http://127.0.0.1:${port}/ca.pem` });
    expect(answer.reached).toEqual({ host: '127.0.0.1', port, trusted: false });
  });

  test('over https are asked only of who is trusted, and the refusal says what to do', async () => {
    let asked = 0;
    const port = await listening(
      createHttpsServer({ key: leaf.key, cert: `${leaf.cert}${issuing.cert}` }, (_, answer) => {
        asked += 1;
        answer.end(other.cert);
      }),
    );
    const url = `https://localhost:${port}/ca.pem`;

    const refused = await read({ kind: 'url', url });
    expect(refused.problems).toMatchObject(
      [{ name: url, failure: { kind: 'not-fetched', from: url, reason: /from this server/ } }].map(worded),
    );
    expect([asked, refused.found.length]).toEqual([0, 0]);

    engine.trust.add([{ pem: root.cert, scope: ['localhost'], origin: { kind: 'paste' } }]);
    const answered = await read({ kind: 'url', url });
    engine.trust.remove([{ kind: 'anchor', id: known(root).sha256 }]);
    expect(subjects(answered)).toEqual(['Other Root']);
    expect(answered.reached?.trusted).toBe(true);
  });

  test('redirected over http are not called trusted, wherever they end', async () => {
    const end = await listening(
      createHttpsServer({ key: leaf.key, cert: `${leaf.cert}${issuing.cert}` }, (_, answer) => answer.end(other.cert)),
    );
    const port = await listening(
      createServer((_, answer) => answer.writeHead(302, { Location: `https://localhost:${end}/` }).end()),
    );
    engine.trust.add([{ pem: root.cert, scope: ['localhost'], origin: { kind: 'paste' } }]);

    const { reached, found } = await read({ kind: 'url', url: `http://127.0.0.1:${port}/` });
    engine.trust.remove([{ kind: 'anchor', id: known(root).sha256 }]);

    expect([found.length, reached?.trusted]).toEqual([1, false]);
  });

  test('that are too large, of another scheme or no certificates say why', async () => {
    const endless = await listening(
      createServer((_, answer) => {
        const pour = () => {
          while (answer.write(Buffer.alloc(1_000_000, 0x41)));
        };
        answer.on('drain', pour);
        pour();
      }),
    );
    const page = await listening(createServer((_, answer) => answer.end('<!doctype html><title>Sign in</title>')));

    const large = await read({ kind: 'url', url: `http://127.0.0.1:${endless}/` });
    const html = await read({ kind: 'url', url: `http://127.0.0.1:${page}/` });
    const file = await read({ kind: 'url', url: 'file:///etc/ssl/certs/ca-certificates.crt' });

    expect(large.problems).toMatchObject([{ failure: { kind: 'not-fetched', reason: /larger than/ } }].map(worded));
    expect(html.problems).toMatchObject([{ failure: { kind: 'not-a-certificate', what: 'an HTML page' } }]);
    expect(file.problems).toMatchObject([{ failure: { kind: 'not-fetched' } }]);
  });
});

/** The reason of a problem as a matcher. */
function worded<T extends { readonly failure: { readonly reason: RegExp } }>(problem: T): unknown {
  return {
    ...problem,
    failure: { ...problem.failure, reason: expect.stringMatching(problem.failure.reason) as unknown },
  };
}
