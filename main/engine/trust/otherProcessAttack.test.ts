import { setTimeout } from 'node:timers/promises';
import { afterEach, expect, test } from 'vitest';
import { answering, testClient, tlsServer, type TestClient, type TestServer } from '#main/engine/http/testServer.ts';
import { issue, issueRoot, leafExtensions } from '#testdata/pki.ts';
import { newProfile, TestStores, valueOf } from './testStore.ts';

const root = issueRoot();
const leaf = issue({ subject: '/CN=localhost', issuer: root, extensions: leafExtensions('localhost') });
const stores = new TestStores();
const closing: (TestClient | TestServer)[] = [];
afterEach(async () => {
  for (const one of closing.splice(0)) await one.close();
  stores.closeAll();
});

test('trust that the terminal takes back closes what runs in the app, although nobody asks anything', async () => {
  const folder = newProfile();
  const app = stores.open({ folder, now: Date.now });
  valueOf(app.add([{ pem: root.cert, scope: [], origin: { kind: 'paste' } }]));
  const http = testClient([], { trust: app });
  const { promise: asked, resolve } = Promise.withResolvers<unknown>();
  const server = await tlsServer(leaf, (socket) => {
    answering('HTTP/1.1 200 OK\r\nContent-Length: 100\r\n\r\nbeginning')(socket);
    socket.on('data', resolve);
  });
  closing.push(http, server);
  const sending = http.get(server.origin);
  await asked;

  valueOf(
    stores.open({ folder, now: Date.now, by: 'terminal' }).refuse({ kind: 'certificate', of: { pem: root.cert } }),
  );

  const sent = await Promise.race([sending, setTimeout(5000)]);
  expect(sent?.exchange.outcome).toMatchObject({ kind: 'failed', failure: { kind: 'untrusted', withdrawn: true } });
});
