import { createServer, type AddressInfo, type Server } from 'node:net';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { trustOnly } from '#main/engine/http/testTrust.ts';
import { known } from '#testdata/known.ts';
import { issue, issueRoot, leafExtensions } from '#testdata/pki.ts';
import { createDiagnosis } from './diagnosis.ts';

let silent: Server, port: number;
let connections = 0;
let reached: () => void = () => undefined;
beforeAll(async () => {
  silent = createServer((socket) => {
    connections += 1;
    socket.on('error', () => undefined).resume();
    reached();
  });
  await new Promise<void>((resolve) => silent.listen(0, '127.0.0.1', resolve));
  ({ port } = silent.address() as AddressInfo);
});
afterAll(() => silent.close());

const open = () =>
  createDiagnosis({
    trust: trustOnly(),
    everyAnchor: () => ({ anchors: [], sources: { system: true, bundled: true } }),
    now: Date.now,
    userAgent: 'Wireglass/test',
  });

test('what is being asked ends when the engine is closed, and nothing more is asked', async () => {
  const root = issueRoot();
  const address = `authorityInfoAccess=OCSP;URI:http://127.0.0.1:${port}/`;
  const leaf = issue({ issuer: root, extensions: [...leafExtensions('a.test'), address] });
  const [certificate, issuer] = [known(leaf).certificate, known(root).certificate];
  const diagnosis = open();
  const bothReached = new Promise<void>((resolve) => {
    reached = () => connections === 2 && resolve();
  });
  const probing = diagnosis.probe({ host: '127.0.0.1', port });
  const asking = diagnosis.revocation({ certificate, issuer, method: 'ocsp' });
  await bothReached;

  diagnosis.close();

  expect(await probing).toMatchObject({ cancelled: true, outcomes: [] });
  expect(await asking).toMatchObject({ failure: { kind: 'fetch', fetch: { failure: { kind: 'cancelled' } } } });
  expect(connections).toBe(2);
});
