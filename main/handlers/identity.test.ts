import { createPrivateKey } from 'node:crypto';
import { once } from 'node:events';
import { mkdtempSync, readdirSync, readFileSync, rmSync } from 'node:fs';
import type { AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createServer, type Server } from 'node:tls';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import type { Handlers, InputOf, MethodName, OutputOf } from '#core/contract.ts';
import { dispatch } from '#main/dispatch.ts';
import { createEngine, type Engine } from '#main/engine/engine.ts';
import { newExchangeId } from '#main/engine/http/exchangeId.ts';
import { createTestKeyring } from '#main/engine/identity/testKeyring.ts';
import { sourceWorkers } from '#main/engine/workers.ts';
import { createHandlers } from '#main/handlers.ts';
import { bundle, clientOf } from '#testdata/identity.ts';
import { issue, issueRoot, leafExtensions, type Issued } from '#testdata/pki.ts';

const PASSWORD = 'geheim-und-lang';
const folder = mkdtempSync(join(tmpdir(), 'wireglass-identity-handlers-'));
let root: Issued;
let clients: Issued;
let client: Issued;
let p12: Uint8Array;
let server: Server;
let port: number;
/** Names of the clients the server saw, one for each connection that was made; '' for none. */
const seen: string[] = [];

beforeAll(async () => {
  root = issueRoot('/CN=Server Root');
  clients = issueRoot('/O=Corp/CN=Client Root');
  client = clientOf(clients, '/CN=ci-runner');
  p12 = bundle(folder, client, '', PASSWORD, '-legacy');
  const own = issue({ subject: '/CN=partner', issuer: root, extensions: leafExtensions('localhost') });
  // Lets everybody in and says whom it saw, so that what was shown when is visible.
  const options = { cert: own.cert, key: own.key, ca: clients.cert, requestCert: true, rejectUnauthorized: false };
  server = createServer(options, (socket) => {
    seen.push(String(socket.getPeerCertificate().subject?.CN ?? ''));
    socket.on('error', () => undefined);
    socket.on('data', () => socket.write('HTTP/1.1 200 OK\r\nContent-Length: 2\r\n\r\nok'));
  });
  server.on('tlsClientError', () => undefined);
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  port = (server.address() as AddressInfo).port;
});
afterAll(() => {
  server.close();
  rmSync(folder, { recursive: true });
});

interface App {
  readonly engine: Engine;
  /** As the window calls: through schema and handler. What went over the bridge is kept in `crossed`. */
  call<N extends MethodName>(name: N, input: InputOf<N>): Promise<OutputOf<N>>;
  readonly crossed: readonly unknown[];
}

async function start(profile: string, secrets = createTestKeyring().secrets): Promise<App> {
  const crossed: unknown[] = [];
  const engine = await createEngine({
    folder: profile,
    now: Date.now,
    workers: sourceWorkers(),
    systemRoots: () => [],
    bundledRoots: () => [],
    secrets,
    version: '0.0.0-test',
    emit: (name, payload) => crossed.push({ name, payload }),
  });
  const handlers: Handlers = createHandlers(engine, {
    chooseFiles: () => Promise.resolve([]),
    readClipboard: () => Promise.resolve(''),
    chooseSavePath: () => Promise.resolve(undefined),
    applyTheme: () => undefined,
    facts: { version: '0.0.0-test', runtime: 'host', profileFolder: profile },
  });
  return {
    engine,
    crossed,
    call: async (name, input) => {
      const answer = await dispatch(handlers, name, structuredClone(input), (error) => {
        throw error;
      });
      crossed.push(structuredClone(answer));
      if (!answer.ok) throw new Error(answer.error.message);
      return answer.value as never;
    },
  };
}

/** Reads the file and keeps the identity for the server. */
async function keep({ call }: App, how: 'session' | 'protected', hosts = [`localhost:${port}`]): Promise<void> {
  const sources = [{ kind: 'bytes' as const, name: 'ci.p12', bytes: p12 }];
  const read = await call('identity.read', { sources, password: PASSWORD });
  if (!read.ok) throw new Error(read.error.kind);
  const added = await call('identity.add', { token: read.value.token, label: 'CI', hosts, keep: how });
  if (!added.ok) throw new Error(added.error.kind);
}

const trustServer = ({ call }: App) =>
  call('trust.add', { anchors: [{ pem: root.cert, scope: ['localhost'], origin: { kind: 'paste' } }] });

const send = ({ call }: App) =>
  call('request.send', {
    id: newExchangeId(Date.now()),
    draft: { method: 'GET', url: `https://localhost:${port}/`, headers: [] },
  });

/** SHA-256 of the client certificate that the server was shown in the exchange; null for none. */
async function offered(app: App): Promise<string | null | undefined> {
  const sent = await send(app);
  return sent.ok ? sent.value.exchange.connection?.tls?.clientAuth.offered : undefined;
}

describe('a client certificate, from its file to the server', () => {
  test('is shown once the server was approved, not before, and to no other; and again after a restart', async () => {
    const profile = mkdtempSync(join(folder, 'profile-'));
    const keyring = createTestKeyring();
    const app = await start(profile, keyring.secrets);
    await keep(app, 'protected');
    const refused = await offered(app);
    const seenBefore = [...seen];

    await trustServer(app);
    const shown = await offered(app);
    await app.engine.close();
    const next = await start(profile, keyring.secrets);
    const shownAgain = await offered(next);
    const state = await next.call('trust.list', {});
    const identity = state.ok ? state.value.identities[0] : undefined;
    await next.call('identity.update', { id: identity?.id ?? '', enabled: false });
    const switchedOff = await offered(next);
    await next.engine.close();

    expect(refused).toBeNull();
    expect(seenBefore.filter((name) => name !== '')).toEqual([]);
    expect(shown).toBe(identity?.chain[0]);
    expect(shownAgain).toBe(identity?.chain[0]);
    expect(switchedOff).toBeNull();
    expect(seen.at(-1)).toBe('');
    expect(seen).toContain('ci-runner');
  });

  test('for other hosts is not shown', async () => {
    const app = await start(mkdtempSync(join(folder, 'profile-')));
    await keep(app, 'session', ['localhost:1', '*.localhost']);
    await trustServer(app);

    expect(await offered(app)).toBeNull();
    await app.engine.close();
  });
});

describe('the private key and its password', () => {
  /** In every form in which they could be found. */
  function traces(): readonly Buffer[] {
    const key = createPrivateKey(client.key);
    const number = Buffer.from(key.export({ format: 'jwk' }).d ?? '', 'base64url');
    const der = key.export({ format: 'der', type: 'pkcs8' });
    const texts = [number.toString('hex'), der.toString('base64').slice(24, 64), PASSWORD];
    return [number, ...texts.map((text) => Buffer.from(text)), Buffer.from('BEGIN PRIVATE KEY')];
  }

  test.each(['session', 'protected'] as const)(
    'kept as %s, are nowhere in the profile nor on the bridge',
    async (how) => {
      const profile = mkdtempSync(join(folder, 'profile-'));
      const app = await start(profile);
      await keep(app, how);
      await trustServer(app);
      await offered(app);
      await app.call('identity.read', {
        sources: [{ kind: 'text', text: client.cert + client.key }],
        password: PASSWORD,
      });
      await app.call('trust.audit', { limit: 100 });
      await app.call('history.list', { limit: 10 });
      await app.engine.close();

      const answers = Buffer.from(JSON.stringify(app.crossed));
      const files = readdirSync(profile, { recursive: true, withFileTypes: true }).filter((entry) => entry.isFile());
      expect(files.map(({ name }) => name)).toEqual(expect.arrayContaining(['trust.sqlite', 'history.sqlite']));
      for (const trace of traces()) {
        expect(answers.includes(trace)).toBe(false);
        for (const { parentPath, name } of files)
          expect([name, readFileSync(join(parentPath, name)).includes(trace)]).toEqual([name, false]);
      }
    },
  );
});
