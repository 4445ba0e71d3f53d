import { mkdtempSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { DatabaseSync } from 'node:sqlite';
import { setTimeout } from 'node:timers/promises';
import { afterEach, expect, test } from 'vitest';
import { openTrustStore } from '#main/engine/trust/store.ts';
import { issue, issueRoot, leafExtensions } from '#testdata/pki.ts';
import { answering, testClient, tlsServer, type TestClient, type TestServer } from './testServer.ts';
import { trustOnly } from './testTrust.ts';

const root = issueRoot();
const known = issue({ subject: '/CN=localhost', issuer: root, extensions: leafExtensions('localhost') });
const expired = issue({
  ...{ subject: '/CN=localhost', issuer: root, extensions: leafExtensions('localhost') },
  ...{ notBefore: '20200101000000Z', notAfter: '20210101000000Z' },
});
const stranger = issue({ subject: '/CN=localhost', extensions: leafExtensions('localhost') });
const closing: (TestClient | TestServer)[] = [];
afterEach(async () => {
  for (const one of closing.splice(0)) await one.close();
});

test('a server that nobody checked does not tell the time', async () => {
  const http = testClient([], { trust: trustOnly(root.cert) });
  const long = 'Fri, 01 Jan 2021 00:00:00 GMT';
  const said = answering(`HTTP/1.1 200 OK\r\nDate: ${long}\r\nContent-Length: 0\r\n\r\n`);
  const impostor = await tlsServer(stranger, said);
  const old = await tlsServer(expired, said);
  closing.push(http, impostor, old);
  for (let times = 0; times < 3; times++) await http.get(impostor.origin, { unchecked: { keep: [] } });

  const { exchange } = await http.get(old.origin);

  const findings = exchange.connection?.tls?.verdict.findings ?? [];
  expect(findings.map(({ kind }) => kind)).toContain('expired');
  // Otherwise the window would say: your clock is wrong, and the certificate is fine.
  expect(JSON.stringify(findings)).not.toContain('clockReasons');
});

test('a server that proved who it is does', async () => {
  const http = testClient([], { trust: trustOnly(root.cert) });
  const said = answering('HTTP/1.1 200 OK\r\nDate: Fri, 01 Jan 2021 00:00:00 GMT\r\nContent-Length: 0\r\n\r\n');
  const good = await tlsServer(known, said);
  const old = await tlsServer(expired, said);
  closing.push(http, good, old);
  for (let times = 0; times < 3; times++) await http.get(good.origin);

  const { exchange } = await http.get(old.origin);

  expect(JSON.stringify(exchange.connection?.tls?.verdict.findings)).toContain('clockReasons');
});

test('a request that nobody checks is not sent when its row of the audit cannot be written', async () => {
  const folder = mkdtempSync(join(tmpdir(), 'wireglass-unchecked-'));
  const store = openTrustStore({ folder, now: Date.now, systemRoots: () => [], bundledRoots: () => [] });
  const http = testClient([], { trust: store });
  const other = new DatabaseSync(join(folder, 'trust.sqlite'));
  // The server is told of the end of the handshake before the client is.
  const server = await tlsServer(stranger, () => other.exec('BEGIN EXCLUSIVE'), { maxVersion: 'TLSv1.2' });
  closing.push(http, server);

  const sending = http.get(server.origin, { unchecked: { keep: [] } });
  const { exchange } = await Promise.race([sending, setTimeout(12_000, { exchange: undefined })]);
  other.close();
  store.close();

  expect(server.received()).toBe('');
  expect(exchange?.outcome).toMatchObject({ kind: 'failed', failure: { kind: 'trust-unavailable' } });
}, 15_000);
