import { afterAll, expect, test } from 'vitest';
import type { ScanReport } from '#core/scan/report.ts';
import { tcpServer, testClient, tlsServer } from '#main/engine/http/testServer.ts';
import { issue, issueRoot, leafExtensions } from '#testdata/pki.ts';
import { createScans } from './scans.ts';

const root = issueRoot();
const leaf = issue({ subject: '/CN=localhost', issuer: root, extensions: leafExtensions('localhost') });
const client = testClient([root.cert]);
const server = await tlsServer(leaf, (socket) => socket.end());
const silent = await tcpServer(() => undefined);
afterAll(async () => {
  await server.close();
  await silent.close();
  await client.close();
});

const id = '01920000-0000-7000-8000-000000000000';

function scans() {
  const told: (readonly [string, ScanReport])[] = [];
  return {
    told,
    ...createScans({ now: Date.now, inspect: client.client.inspect }, (of, report) => told.push([of, report])),
  };
}

test('progress is told by id, and the last word is the answer', async () => {
  const { start, told } = scans();

  const report = await start({ id, host: 'localhost', port: server.port });

  expect(report.ok && report.value.state).toBe('complete');
  expect(told[0]?.[0]).toBe(id);
  expect(told.every(([, { state }]) => state === 'running')).toBe(true);
});

test('one that runs cannot be begun again, but cancelled and gone on with', async () => {
  const { start, goOn, cancel } = scans();
  const order = { id, host: 'localhost', port: silent.port };
  const first = start(order);

  expect(await start(order)).toMatchObject({ ok: false, error: { kind: 'already-running' } });
  expect(await goOn(id)).toMatchObject({ ok: false, error: { kind: 'already-running' } });
  expect(cancel(id)).toBe(true);
  expect(await first).toMatchObject({ ok: true, value: { state: 'cancelled' } });
  expect(cancel(id)).toBe(false);

  const again = goOn(id);
  expect(cancel(id)).toBe(true);
  expect(await again).toMatchObject({ ok: true, value: { state: 'cancelled' } });
});

test('what is complete, or was never begun, cannot go on', async () => {
  const { start, goOn } = scans();
  await start({ id, host: 'localhost', port: server.port });

  expect(await goOn(id)).toMatchObject({ ok: false, error: { kind: 'unknown-scan' } });
});

test('closing ends what runs', async () => {
  const { start, close } = scans();
  const running = start({ id, host: 'localhost', port: silent.port });

  await close();

  expect(await running).toMatchObject({ ok: true, value: { state: 'cancelled' } });
});
