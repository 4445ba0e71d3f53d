import { mkdtempSync, readdirSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect, test } from '@playwright/test';
import type { InputOf, MethodName, OutputOf } from '#core/contract.ts';
import { clientOf } from '#testdata/identity.ts';
import { issueRoot, type Issued } from '#testdata/pki.ts';
import { launchApp, type LaunchedApp } from './launchApp.ts';
import { chooseRuntime } from './runtime.ts';

/*
 * Keys of client certificates and the secret store of the desktop, through the built app: the window's bridge, the main
 * process, Electron's safeStorage.
 */
let folder: string;
let client: Issued;
test.beforeAll(() => {
  folder = mkdtempSync(join(tmpdir(), 'wireglass-secrets-'));
  client = clientOf(issueRoot(), '/CN=ci-runner');
});
test.afterAll(() => {
  rmSync(folder, { recursive: true });
});

async function call<N extends MethodName>(app: LaunchedApp, name: N, input: InputOf<N>): Promise<OutputOf<N>> {
  const answer = await app.page.evaluate(([method, given]) => window.bridge.call(method, given), [
    name,
    input,
  ] as const);
  if (!answer.ok) throw new Error(answer.error.message);
  return answer.value as OutputOf<N>;
}

/** Reads the pair and keeps it; the answer of `identity.add`. */
async function keep(app: LaunchedApp, how: 'protected' | 'session') {
  const read = await call(app, 'identity.read', { sources: [{ kind: 'text', text: client.cert + client.key }] });
  if (!read.ok) throw new Error(read.error.kind);
  return call(app, 'identity.add', { token: read.value.token, label: 'CI', hosts: ['partner.corp'], keep: how });
}

async function protections(app: LaunchedApp) {
  const state = await call(app, 'trust.list', {});
  return state.ok ? state.value.identities.map(({ protection }) => protection) : [];
}

test('where the desktop has no secret store nothing is protected, and the session’s key is gone afterwards', async () => {
  test.skip(process.platform !== 'linux', 'Keychain and DPAPI are always there.');
  const app = await launchApp();
  const protection = await call(app, 'identity.protection', {});
  const refused = await keep(app, 'protected');
  await keep(app, 'session');
  const during = await protections(app);
  await app.close();
  const next = await launchApp({ profile: app.profile });
  const after = await protections(next);
  await next.close();

  expect(protection).toMatchObject({ available: false, store: 'plain text' });
  expect(refused).toMatchObject({ ok: false, error: { kind: 'no-secret-store', store: 'plain text' } });
  expect(during).toMatchObject([{ kind: 'session' }]);
  expect(after).toEqual([{ kind: 'missing', reason: 'It was kept for that session only.' }]);
});

test('a keyring protects the key: it is there after a restart, is not in the profile, and a locked one is said', async () => {
  test.skip(chooseRuntime() !== 'host', 'Playwright starts Electron with --password-store=basic.');
  const options = {
    args: ['--password-store=gnome-libsecret'],
    env: { WIREGLASS_HOST_KEYRING: join(folder, 'keyring') },
  };
  const app = await launchApp(options);
  const kept = await keep(app, 'protected');
  await app.close();
  const next = await launchApp({ ...options, profile: app.profile });
  const after = await protections(next);
  await next.evaluateMain(({ safeStorage }) => {
    safeStorage.isAsyncEncryptionAvailable = () => Promise.resolve(false);
    safeStorage.isEncryptionAvailable = () => false;
  }, undefined);
  const locked = await call(next, 'identity.protection', {});
  await next.close();
  const other = await launchApp({
    ...options,
    env: { WIREGLASS_HOST_KEYRING: join(folder, 'other') },
    profile: app.profile,
  });
  await expect.poll(() => protections(other)).toMatchObject([{ kind: 'missing' }]);
  await other.close();

  expect(kept).toMatchObject({ ok: true });
  expect(after).toEqual([{ kind: 'protected', store: 'GNOME Keyring' }]);
  expect(locked).toEqual({
    available: false,
    store: 'GNOME Keyring',
    reason: 'GNOME Keyring is locked, or refuses this app.',
  });
  const trust = readdirSync(app.profile).filter((name) => name.startsWith('trust'));
  const line = client.key.split('\n')[1] ?? '';
  for (const name of trust) expect(readFileSync(join(app.profile, name)).includes(line)).toBe(false);
});
