import { X509Certificate } from 'node:crypto';
import { mkdtempSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, expect, test } from 'vitest';
import type { ShownChain } from '#main/engine/history/relying.ts';
import { caExtensions, issue, leafExtensions, type Issued } from '#testdata/pki.ts';
import { dryRun } from './dryRun.ts';
import { openTrustStore, type TrustStore } from './store.ts';

const root = issue({ subject: '/CN=Corp Root', extensions: caExtensions });
const api = issue({ subject: '/CN=api.corp', issuer: root, extensions: leafExtensions('api.corp') });
const shop = issue({ subject: '/CN=shop.example', issuer: root, extensions: leafExtensions('shop.example') });
const lone = issue({ subject: '/CN=nas.lab', extensions: leafExtensions('nas.lab') });
const opened: TrustStore[] = [];
afterEach(() => {
  for (const store of opened.splice(0)) store.close();
});

function open(roots: readonly string[] = []): TrustStore {
  const folder = mkdtempSync(join(tmpdir(), 'wireglass-dry-'));
  const store = openTrustStore({ folder, now: Date.now, systemRoots: () => roots, bundledRoots: () => [] });
  opened.push(store);
  return store;
}

const printOf = ({ cert }: Issued): string =>
  new X509Certificate(cert).fingerprint256.replaceAll(':', '').toLowerCase();
const derOf = ({ cert }: Issued): Uint8Array => new Uint8Array(new X509Certificate(cert).raw);

const shown: readonly ShownChain[] = [
  { host: 'nas.lab', port: 443, sent: [derOf(lone)] },
  { host: 'api.corp', port: 443, sent: [derOf(api)] },
  { host: 'shop.example', port: 8443, sent: [derOf(shop)] },
];

async function ifDone(store: TrustStore, change: Parameters<TrustStore['whatIf']>[0]) {
  const after = store.whatIf(change);
  if (!after.ok) throw new Error(after.error.message);
  const run = await dryRun({
    shown,
    before: (host, port) => store.effective(host, port),
    after: after.value,
    exceptionsFor: (host, port) => store.exceptionsFor(host, port),
    now: Date.now(),
  });
  return run.hosts.map(({ host, before, after: becomes, stops }) => [host, before, becomes, stops.join()]);
}

test('hosts that would stop come first, with what would stop them; nothing is changed', async () => {
  const store = open();
  store.add([{ pem: root.cert, scope: [], origin: { kind: 'paste' } }]);

  expect(await ifDone(store, { kind: 'remove', sha256s: [printOf(root)] })).toEqual([
    ['api.corp', 'trusted', 'untrusted', 'incomplete-chain'],
    ['shop.example', 'trusted', 'untrusted', 'incomplete-chain'],
    ['nas.lab', 'untrusted', 'untrusted', 'self-signed'],
  ]);
  expect(store.effective('api.corp', 443).bySha256.has(printOf(root))).toBe(true);
});

test('a narrower scope stops the hosts outside it', async () => {
  const store = open();
  store.add([{ pem: root.cert, scope: [], origin: { kind: 'paste' } }]);

  expect(await ifDone(store, { kind: 'rescope', sha256: printOf(root), scope: ['*.corp'] })).toEqual([
    ['shop.example', 'trusted', 'untrusted', 'out-of-scope'],
    ['nas.lab', 'untrusted', 'untrusted', 'self-signed'],
    ['api.corp', 'trusted', 'trusted', ''],
  ]);
});

test('an authority that would be added helps the hosts of its scope', async () => {
  expect(await ifDone(open(), { kind: 'add', pem: root.cert, scope: ['api.corp'] })).toEqual([
    ['api.corp', 'untrusted', 'trusted', ''],
    ['nas.lab', 'untrusted', 'untrusted', 'self-signed'],
    ['shop.example', 'untrusted', 'untrusted', 'out-of-scope'],
  ]);
});

test('removing a custom authority that the system lists as well changes no verdict', async () => {
  const store = open([root.cert]);
  store.add([{ pem: root.cert, scope: [], origin: { kind: 'paste' } }]);

  const hosts = await ifDone(store, { kind: 'remove', sha256s: [printOf(root)] });

  expect(hosts).toContainEqual(['api.corp', 'trusted', 'trusted', '']);
});

test('a host with an exception stays as it is', async () => {
  const store = open();
  store.add([{ pem: root.cert, scope: [], origin: { kind: 'paste' } }]);
  store.except({ host: 'nas.lab', port: 443, pem: lone.cert, accepted: ['self-signed'], end: { kind: 'session' } });

  const hosts = await ifDone(store, { kind: 'remove', sha256s: [printOf(root)] });

  expect(hosts).toContainEqual(['nas.lab', 'excepted', 'excepted', 'self-signed']);
});
