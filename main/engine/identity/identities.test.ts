import { createPrivateKey, X509Certificate } from 'node:crypto';
import { mkdtempSync, readdirSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import { decodeCertificate } from '#core/certificate/decode.ts';
import type { InputOf } from '#core/contract.ts';
import type { Identity, IdentityCandidate } from '#core/trust/identity.ts';
import { tlsLibrary } from '#main/engine/http/tlsOptions.ts';
import { openTrustStore, type TrustStore } from '#main/engine/trust/store.ts';
import { bundle, clientOf } from '#testdata/identity.ts';
import { issueRoot, type Issued } from '#testdata/pki.ts';
import { candidateOf } from './candidate.ts';
import { createIdentities, type Identities, type IdentityAsk } from './identities.ts';
import { KeyRing } from './keyRing.ts';
import { noSecrets, type Secrets } from './secrets.ts';
import { createTestKeyring, type TestKeyring } from './testKeyring.ts';

const PASSWORD = 'geheim-und-lang';
let folder: string;
let root: Issued;
let client: Issued;
let file: Uint8Array;
beforeAll(() => {
  folder = mkdtempSync(join(tmpdir(), 'wireglass-identities-'));
  root = issueRoot('/O=Corp/CN=Corp Root');
  client = clientOf(root, '/O=Corp/CN=ci-runner');
  file = bundle(folder, client, root.cert, PASSWORD);
});
afterAll(() => {
  rmSync(folder, { recursive: true });
});

/** The parts of a run of the app that this is about, on a real trust file. */
interface Run {
  readonly store: TrustStore;
  readonly identities: Identities;
  readonly keyring: TestKeyring;
  /** How often somebody was told that a key is otherwise than was said. */
  readonly told: () => number;
  close(): void;
}

let profile: string;
let now: number;
let runs: Run[];
beforeEach(() => {
  profile = mkdtempSync(join(folder, 'profile-'));
  now = Date.now();
  runs = [];
});
afterEach(() => {
  for (const run of runs) run.close();
});

function start(keyring = createTestKeyring(), secrets: Secrets = keyring.secrets): Run {
  const keys = new KeyRing(secrets);
  const store = openTrustStore({
    folder: profile,
    now: () => now,
    systemRoots: () => [],
    bundledRoots: () => [],
    protectionOf: (id, sealed) => keys.protectionOf(id, sealed),
  });
  let told = 0;
  const identities = createIdentities({ store, keys, now: () => now, onProtection: () => (told += 1) });
  const run: Run = {
    store,
    identities,
    keyring,
    told: () => told,
    close: () => {
      identities.close();
      store.close();
    },
  };
  runs.push(run);
  return run;
}

const source = () => ({ kind: 'bytes' as const, name: 'ci-runner.p12', bytes: file.slice() });

async function candidate(
  { identities }: Run,
  more: Partial<InputOf<'identity.read'>> = {},
): Promise<IdentityCandidate> {
  const read = await identities.read({ sources: [source()], password: PASSWORD, ...more });
  if (!read.ok) throw new Error(read.error.kind);
  return read.value;
}

async function added(run: Run, more: Partial<InputOf<'identity.add'>> = {}): Promise<Identity> {
  const { token } = await candidate(run);
  const kept = await run.identities.add({ token, label: 'CI', hosts: ['api.corp'], keep: 'session', ...more });
  if (!kept.ok) throw new Error(kept.error.kind);
  return first(run);
}

function first({ store }: Run): Identity {
  const state = store.state();
  const identity = state.ok ? state.value.identities[0] : undefined;
  if (identity === undefined) throw new Error('There is no identity.');
  return identity;
}

const ask = (more: Partial<IdentityAsk> = {}): IdentityAsk => ({
  host: 'api.corp',
  port: 443,
  authorities: [],
  signatureSchemes: [],
  ...more,
});
const der = (key: string) => createPrivateKey(key).export({ format: 'der', type: 'pkcs8' });

describe('a client certificate that was read', () => {
  test('is described without a byte of its key', async () => {
    const found = await candidate(start());

    expect(found).toMatchObject({ subject: 'ci-runner', issuer: 'Corp Root', key: 'ECDSA P-256', notes: [] });
    expect(found.chain).toHaveLength(2);
    expect(found.certificates[found.chain[0] ?? '']).toContain('BEGIN CERTIFICATE');
    expect(JSON.stringify(found)).not.toContain('PRIVATE');
  });

  test('waits ten minutes, and not longer', async () => {
    const run = start();
    const { token } = await candidate(run);
    now += 10 * 60_000;

    expect(await run.identities.add({ token, label: 'CI', hosts: ['api.corp'], keep: 'session' })).toMatchObject({
      ok: false,
      error: { kind: 'token-gone' },
    });
  });

  test('is forgotten when another is read, even in vain, and when it was kept', async () => {
    const run = start();
    const { token } = await candidate(run);
    await run.identities.read({ sources: [{ kind: 'text', text: 'nothing' }] });
    const { token: next } = await candidate(run);
    const keep = { label: 'CI', hosts: ['api.corp'], keep: 'session' as const };

    expect(next).not.toBe(token);
    expect(await run.identities.add({ token, ...keep })).toMatchObject({ error: { kind: 'token-gone' } });
    expect((await run.identities.add({ token: next, ...keep })).ok).toBe(true);
    expect(await run.identities.add({ token: next, ...keep })).toMatchObject({ error: { kind: 'token-gone' } });
  });

  test('says what is worth knowing, in reading order', async () => {
    const run = start();
    const odd = clientOf(root, '/CN=odd', {
      extensions: ['extendedKeyUsage=serverAuth,codeSigning'],
      notBefore: '20200101000000Z',
      notAfter: '20210101000000Z',
    });
    const text = { kind: 'text' as const, text: odd.cert + odd.key };
    const { token } = await candidate(run, { sources: [text] });
    await run.identities.add({ token, label: 'Odd', hosts: ['api.corp'], keep: 'session' });

    const { notes } = await candidate(run, { sources: [text, { kind: 'text', text: client.cert + client.key }] });
    const again = await candidate(run, { sources: [text] });

    // The other one may be a client's and is taken.
    expect(notes).toEqual([
      { kind: 'several', count: 2 },
      { kind: 'chain-incomplete', issuer: 'Corp Root' },
    ]);
    expect(again.notes).toEqual([
      { kind: 'already-there', label: 'Odd' },
      { kind: 'expired', at: Date.UTC(2021, 0, 1) },
      { kind: 'wrong-purpose', purposes: ['serverAuth', 'codeSigning'] },
      { kind: 'chain-incomplete', issuer: 'Corp Root' },
    ]);
  });
});

test('a weak key is noted where the library takes it, and refused by name where it does not', async () => {
  const weak = clientOf(root, '/CN=weak', { newkey: ['rsa:1024'] });
  const read = await start().identities.read({ sources: [{ kind: 'text', text: weak.cert + weak.key }] });

  if (tlsLibrary() === 'boringssl') expect(read).toMatchObject({ ok: true });
  else expect(read).toMatchObject({ error: { kind: 'unsupported', what: 'a key as weak as RSA 1024' } });
  const der = new Uint8Array(new X509Certificate(weak.cert).raw);
  const certificate = decodeCertificate(der);
  if (!certificate.ok) throw new Error(certificate.error.message);
  const leaf = { sha256: '', der, certificate: certificate.value };
  const found = { chain: [leaf] as const, key: new Uint8Array(0), pairs: 1, origin: 'weak.pem' };
  expect(candidateOf(found, '', () => undefined, now).notes).toContainEqual({ kind: 'weak-key', key: 'RSA 1024' });
});

describe('a client certificate that is kept', () => {
  test('is never for everybody', async () => {
    const run = start();
    const { token } = await candidate(run);
    const keep = { token, label: 'CI', keep: 'session' as const };

    expect(await run.identities.add({ ...keep, hosts: [] })).toMatchObject({ error: { kind: 'bad-pattern' } });
    expect(await run.identities.add({ ...keep, hosts: ['*'] })).toMatchObject({
      error: { kind: 'bad-pattern', pattern: '*' },
    });
    expect(await run.identities.add({ ...keep, hosts: ['api.corp', '0.0.0.0/0'] })).toMatchObject({
      error: { kind: 'bad-pattern', reason: 'That is every address.' },
    });
    expect((await run.identities.add({ ...keep, hosts: ['API.corp', 'api.corp'] })).ok).toBe(true);
    expect(first(run).hosts).toEqual(['api.corp']);
  });

  test('for the session lives in memory, and says afterwards that it did', async () => {
    const run = start();
    const identity = await added(run);
    const given = await run.identities.choose(ask());
    run.close();
    const next = start();

    expect(identity.protection.kind).toBe('session');
    expect(given).toMatchObject({ id: identity.id, label: 'CI', leaf: identity.chain[0] });
    expect(der(given?.key ?? '')).toEqual(der(client.key));
    expect(given?.cert.match(/BEGIN/g)).toHaveLength(2);
    expect(new X509Certificate(given?.cert ?? '').subject).toContain('ci-runner');
    expect(first(next).protection).toEqual({ kind: 'missing', reason: 'It was kept for that session only.' });
    expect(await next.identities.choose(ask())).toBeUndefined();
    expect(next.identities.whyNone?.(ask())).toEqual({ label: 'CI', why: 'key-missing' });
  });

  test('protected opens again after a restart', async () => {
    const run = start();
    const identity = await added(run, { keep: 'protected' });
    run.close();
    const next = start(run.keyring);

    expect(identity.protection).toEqual({ kind: 'protected', store: 'GNOME Keyring' });
    expect(der((await next.identities.choose(ask()))?.key ?? '')).toEqual(der(client.key));
  });

  test('for the session can be protected later', async () => {
    const run = start();
    const { id } = await added(run);

    const kept = await run.identities.protect(id);
    run.close();
    const next = start(run.keyring);

    expect(kept).toMatchObject({ ok: true, value: { identities: [{ protection: { kind: 'protected' } }] } });
    expect(der((await next.identities.choose(ask()))?.key ?? '')).toEqual(der(client.key));
    expect(await next.identities.protect('nobody')).toMatchObject({ error: { kind: 'unknown-identity' } });
  });

  test('is not protected where the system has no secret store, and can be kept for the session instead', async () => {
    const run = start();
    run.keyring.lock('plain text');
    const { token } = await candidate(run);
    const keep = { token, label: 'CI', hosts: ['api.corp'] };

    expect(await run.identities.protection()).toMatchObject({ available: false, store: 'plain text' });
    expect(await run.identities.add({ ...keep, keep: 'protected' })).toMatchObject({
      ok: false,
      error: { kind: 'no-secret-store', store: 'plain text' },
    });
    expect(run.store.identityRows()).toEqual([]);
    expect((await run.identities.add({ ...keep, keep: 'session' })).ok).toBe(true);
  });

  test('cannot be protected once its session is over', async () => {
    const run = start();
    const { id } = await added(run);
    run.close();
    const next = start();

    expect(await next.identities.protect(id)).toMatchObject({ error: { kind: 'no-secret-store' } });
  });

  test('comes back with its key when removing is undone', async () => {
    const run = start();
    const { id } = await added(run);
    const item = { kind: 'identity' as const, id };

    run.store.remove([item]);
    const gone = await run.identities.choose(ask());
    run.store.restore([item]);

    expect(gone).toBeUndefined();
    expect((await run.identities.choose(ask()))?.id).toBe(id);
  });

  test('is changed within the same rules', async () => {
    const run = start();
    const { id } = await added(run);

    expect(run.identities.update({ id, hosts: ['a b'] })).toMatchObject({ error: { kind: 'bad-pattern' } });
    expect(run.identities.update({ id: 'nobody', enabled: false })).toMatchObject({
      error: { kind: 'unknown-identity', id: 'nobody' },
    });
    expect(run.identities.update({ id, hosts: ['*.corp:8443'], label: 'Runner' }).ok).toBe(true);
    expect(first(run)).toMatchObject({ hosts: ['*.corp:8443'], label: 'Runner' });
    expect(await run.identities.choose(ask())).toBeUndefined();
    expect(await run.identities.choose(ask({ port: 8443 }))).toBeDefined();
    run.identities.update({ id, enabled: false });
    expect(await run.identities.choose(ask({ port: 8443 }))).toBeUndefined();
    expect(run.identities.whyNone?.(ask({ port: 8443 }))).toEqual({ label: 'Runner', why: 'off' });
  });
});

describe('a key that was protected', () => {
  test('by a store that is locked or another one is missing, with the reason, and everybody is told', async () => {
    const run = start();
    await added(run, { keep: 'protected' });
    run.close();
    const next = start(run.keyring);
    run.keyring.lock('GNOME Keyring');

    expect(first(next).protection.kind).toBe('protected');
    expect(await next.identities.choose(ask())).toBeUndefined();
    expect(next.told()).toBe(1);
    expect(first(next).protection).toEqual({ kind: 'missing', reason: 'GNOME Keyring is locked.' });

    run.keyring.unlock();
    expect(await next.identities.choose(ask())).toBeDefined();
    expect(first(next).protection.kind).toBe('protected');
    expect(next.told()).toBe(2);
  });

  test('with the key of another keyring is missing', async () => {
    const run = start();
    await added(run, { keep: 'protected' });
    run.close();
    const next = start(createTestKeyring());
    await next.identities.checkSealed();

    expect(first(next).protection).toMatchObject({ kind: 'missing' });
    expect(next.told()).toBe(1);
  });

  test('for one identity opens for no other, whatever the file says', async () => {
    const run = start();
    const one = await added(run, { keep: 'protected' });
    const other = await added(run, { keep: 'protected', label: 'Other', hosts: ['other.corp'] });
    const rows = run.store.identityRows();
    const sealed = rows.find(({ id }) => id === one.id);
    run.store.protectIdentity(other.id, { bytes: sealed?.sealedKey ?? new Uint8Array(), by: sealed?.sealedBy ?? '' });
    run.close();
    const next = start(run.keyring);

    expect(await next.identities.choose(ask({ host: 'other.corp' }))).toBeUndefined();
    expect(await next.identities.choose(ask())).toBeDefined();
    expect(first(next).protection).toEqual({
      kind: 'missing',
      reason: 'What is stored here is the key of another certificate.',
    });
  });

  test('cannot be used in a terminal, which says so', async () => {
    const run = start();
    await added(run, { keep: 'protected' });
    run.close();
    const next = start(run.keyring, noSecrets);

    expect(first(next).protection).toEqual({
      kind: 'missing',
      reason: 'GNOME Keyring protects it, which only the app can open.',
    });
    expect(await next.identities.choose(ask())).toBeUndefined();
    expect(await next.identities.protection()).toMatchObject({ available: false, store: 'none' });
  });

  test('is not shown when the identity was switched off while the secret store was asked', async () => {
    const run = start();
    const { id } = await added(run, { keep: 'protected' });
    run.close();
    const next = start(run.keyring);
    run.keyring.onOpen(() => next.identities.update({ id, enabled: false }));

    expect(await next.identities.choose(ask())).toBeUndefined();
  });
});

describe('a server is shown', () => {
  test('the identity that one of its authorities issued', async () => {
    const run = start();
    const stranger = issueRoot('/CN=Stranger');
    const other = clientOf(stranger, '/CN=other');
    const { id } = await added(run);
    const { token } = await candidate(run, { sources: [{ kind: 'text', text: other.cert + other.key }] });
    await run.identities.add({ token, label: 'Other', hosts: ['api.corp:443'], keep: 'session' });

    expect((await run.identities.choose(ask()))?.label).toBe('Other');
    expect((await run.identities.choose(ask({ authorities: ['CN=Corp Root,O=Corp'] })))?.id).toBe(id);
    expect(await run.identities.choose(ask({ authorities: ['CN=Nobody'] }))).toBeUndefined();
    expect(run.identities.whyNone?.(ask({ authorities: ['CN=Nobody'] }))?.why).toBe('other-authorities');
    expect(run.identities.whyNone?.(ask({ authorities: ['CN=Stranger'] }))).toBeUndefined();
    expect(run.identities.for('api.corp', 443).map(({ pattern }) => pattern)).toEqual(['api.corp:443', 'api.corp']);
  });

  test('nobody by a damaged trust file', async () => {
    const run = start();
    await added(run);
    run.store.close();

    expect(await run.identities.choose(ask())).toBeUndefined();
  });
});

describe('the profile holds no key that could be read', () => {
  /** Every form in which the key could stand there. */
  const traces = (): readonly Buffer[] => {
    const whole = der(client.key);
    // The private number of an EC key: 32 bytes after the OCTET STRING tag inside.
    const jwk = createPrivateKey(client.key).export({ format: 'jwk' });
    const number = Buffer.from(jwk.d ?? '', 'base64url');
    const base64 = whole.toString('base64').slice(20, 80);
    return [number, Buffer.from(number.toString('hex')), Buffer.from(base64), Buffer.from(PASSWORD)];
  };

  test.each(['session', 'protected'] as const)('kept as %s', async (keep) => {
    const run = start();
    await added(run, { keep });
    await run.identities.choose(ask());
    run.close();
    runs = [];

    const files = readdirSync(profile, { recursive: true, withFileTypes: true }).filter((entry) => entry.isFile());
    expect(files.map(({ name }) => name)).toContain('trust.sqlite');
    for (const { parentPath, name } of files) {
      const bytes = readFileSync(join(parentPath, name));
      for (const trace of traces()) expect([name, bytes.includes(trace)]).toEqual([name, false]);
    }
  });

  test('nor does the audit', async () => {
    const run = start();
    await added(run, { keep: 'protected' });
    const audit = JSON.stringify(run.store.audit({ limit: 100 }));

    expect(audit).toContain('add-identity');
    for (const trace of traces()) expect(audit).not.toContain(trace.toString('latin1'));
  });
});
