import { mkdtempSync, rmSync } from 'node:fs';
import type { Socket } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import type { ExchangeFailure } from '#core/http/exchange.ts';
import type { TrustState } from '#core/trust/anchor.ts';
import { createIdentities, type Identities } from '#main/engine/identity/identities.ts';
import { KeyRing } from '#main/engine/identity/keyRing.ts';
import { openTrustStore, type TrustStore } from '#main/engine/trust/store.ts';
import { bundle, clientOf } from '#testdata/identity.ts';
import { caExtensions, issue, issueRoot, leafExtensions, type Issued } from '#testdata/pki.ts';
import type { SentExchange } from './client.ts';
import { answering, testClient, tlsServer, type TestClient, type TestServer } from './testServer.ts';

// The gate with the real trust file and the real client certificates; the other tests of this folder have a trust source of their own.

const root = issueRoot('/O=Corp/CN=Corp Root');
const ca = issue({ subject: '/CN=Corp Issuing', issuer: root, extensions: caExtensions });
const leaf = issue({ subject: '/CN=localhost', issuer: root, extensions: leafExtensions('localhost', '127.0.0.1') });
const lonely = issue({ subject: '/CN=localhost', issuer: ca, extensions: leafExtensions('localhost') });
const past = { notBefore: '20200101000000Z', notAfter: '20200201000000Z' };
const staging = issue({ subject: '/CN=localhost', extensions: leafExtensions('localhost'), ...past });
const renewed = issue({ subject: '/CN=localhost', extensions: leafExtensions('localhost'), ...past });
const clientRoot = issueRoot('/CN=Partner Client CA');
const me = clientOf(clientRoot, '/CN=ci-runner');
const okay = 'HTTP/1.1 200 OK\r\nContent-Length: 2\r\n\r\nhi';
const paste = { kind: 'paste' } as const;

let folder: string;
let store: TrustStore;
let identities: Identities;
let http: TestClient;
const closing: TestServer[] = [];
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'wireglass-stored-trust-'));
  const keys = new KeyRing();
  const protectionOf = (...args: Parameters<KeyRing['protectionOf']>) => keys.protectionOf(...args);
  store = openTrustStore({ folder, now: Date.now, systemRoots: () => [], bundledRoots: () => [], protectionOf });
  identities = createIdentities({ store, keys, now: Date.now });
  http = testClient([], { trust: store, identities });
});
afterEach(async () => {
  await http.close();
  for (const server of closing.splice(0)) await server.close();
  identities.close();
  store.close();
  rmSync(folder, { recursive: true });
});

async function serve(
  one: Issued,
  onSocket: (socket: Socket) => void = answering(okay),
  tls: object = {},
): Promise<TestServer> {
  const server = await tlsServer(one, onSocket, tls);
  closing.push(server);
  return server;
}
const verdictOf = ({ exchange }: SentExchange) => exchange.connection?.tls?.verdict;
const failureOf = ({ exchange }: SentExchange): ExchangeFailure | undefined =>
  exchange.outcome.kind === 'failed' ? exchange.outcome.failure : undefined;
const stateOf = (): TrustState => {
  const state = store.state();
  if (!state.ok) throw new Error(state.error.message);
  return state.value;
};
const actions = () => {
  const audit = store.audit({ limit: 100 });
  return audit.ok ? audit.value.entries.map(({ action }) => action) : [];
};
const trusting = (scope: readonly string[] = []) => store.add([{ pem: root.cert, scope: [...scope], origin: paste }]);

describe('a staging server with a certificate of its own, accepted until Friday,', () => {
  const except = (port: number, end: Parameters<TrustStore['except']>[0]['end']) =>
    store.except({ host: 'localhost', port, pem: staging.cert, accepted: ['self-signed', 'expired'], end });

  test('is let through on its port, counted, and stops again when it is renewed', async () => {
    const server = await serve(staging);
    expect(failureOf(await http.get(server.origin))).toMatchObject({ kind: 'untrusted' });
    expect(except(server.port, { kind: 'date', at: Date.now() + 86_400_000 }).ok).toBe(true);

    const sent = await http.get(server.origin);
    const again = await http.get(server.origin);

    expect(verdictOf(sent)).toMatchObject({ kind: 'excepted', exception: { end: { kind: 'date' } } });
    expect(again.exchange.connection?.reused).toBe(true);
    expect(stateOf().exceptions).toMatchObject([{ used: 1 }]);

    const other = await serve(renewed);
    const route = [{ host: 'localhost', port: server.port, toHost: 'localhost', toPort: other.port }];
    const stopped = await http.get(server.origin, { connectTo: route, headers: [['Authorization', 'Bearer secret']] });

    expect(failureOf(stopped)).toMatchObject({ kind: 'untrusted' });
    expect(other.received()).toBe('');
    expect(stateOf().exceptions).toMatchObject([{ stopped: { unaccepted: [] } }]);
    expect(actions()).toContain('stop-exception');
  });

  test('is let through once when it is for once, and removing one ends it at once', async () => {
    const server = await serve(staging);
    except(server.port, { kind: 'once' });

    const both = await Promise.all([http.get(server.origin), http.get(server.origin)]);
    expect(both.map(({ exchange }) => exchange.outcome.kind).sort()).toEqual(['failed', 'response']);

    except(server.port, { kind: 'session' });
    expect(verdictOf(await http.get(server.origin))?.kind).toBe('excepted');
    const id = stateOf().exceptions.find(({ end }) => end.kind === 'session')?.id ?? '';
    store.remove([{ kind: 'exception', id }]);
    expect(failureOf(await http.get(server.origin))).toMatchObject({ kind: 'untrusted' });
  });

  test('is not let through when its key is refused, whatever was accepted', async () => {
    const server = await serve(staging);
    except(server.port, { kind: 'forever' });
    store.refuse({ kind: 'key', of: { pem: staging.cert } });

    const sent = await http.get(server.origin);

    expect(failureOf(sent)).toMatchObject({ kind: 'untrusted' });
    expect(verdictOf(sent)?.findings.map(({ kind }) => kind)).toContain('distrusted');
    expect(server.received()).toBe('');
  });
});

test('an intermediate that was kept completes a chain, and refusing it ends that', async () => {
  const server = await serve(lonely);
  trusting();
  expect(failureOf(await http.get(server.origin))).toMatchObject({ kind: 'untrusted' });
  store.addHints([{ pem: ca.cert, origin: paste }]);

  const sent = await http.get(server.origin);
  store.refuse({ kind: 'certificate', of: { pem: ca.cert } });
  const refused = await http.get(server.origin);

  expect(verdictOf(sent)).toMatchObject({ kind: 'trusted', library: { accepted: true } });
  expect(failureOf(refused)).toMatchObject({ kind: 'untrusted' });
});

test('one request that nobody checked has its row in the audit', async () => {
  const server = await serve(staging);

  const sent = await http.get(server.origin, { unchecked: { keep: [] } });

  expect(verdictOf(sent)?.kind).toBe('unchecked');
  expect(actions()[0]).toBe('send-unchecked');
});

describe('a client certificate for one partner', () => {
  const add = async (hosts: readonly string[]) => {
    const bytes = bundle(folder, me, clientRoot.cert, 'pw');
    const read = await identities.read({ sources: [{ kind: 'bytes', name: 'ci-runner.p12', bytes }], password: 'pw' });
    if (!read.ok) throw new Error(read.error.message);
    const added = await identities.add({
      token: read.value.token,
      label: 'CI runner',
      hosts: [...hosts],
      keep: 'session',
    });
    if (!added.ok) throw new Error(added.error.message);
  };
  const wants = { requestCert: true, rejectUnauthorized: true, ca: [clientRoot.cert] };

  test.each(['TLSv1.2', 'TLSv1.3'] as const)('is shown to it alone (%s)', async (maxVersion) => {
    trusting();
    await add(['localhost']);
    const server = await serve(leaf, answering(okay), { ...wants, maxVersion });

    const sent = await http.get(server.origin);
    const elsewhere = await http.get(`https://127.0.0.1:${server.port}/`);

    expect(sent.exchange.outcome.kind).toBe('response');
    expect(sent.exchange.connection?.tls?.clientAuth).toMatchObject({ identity: { label: 'CI runner' } });
    expect(failureOf(elsewhere)).toMatchObject({
      kind: 'client-certificate-required',
      identity: { label: 'CI runner', why: 'other-hosts' },
    });
  });

  test('is not shown before the partner is trusted', async () => {
    await add(['localhost']);
    const server = await serve(leaf, answering(okay), wants);

    expect(failureOf(await http.get(server.origin))).toMatchObject({ kind: 'untrusted' });
    expect(server.connections()).toBe(1);
  });
});

describe('when trust is taken back while requests run', () => {
  /** Answers half, and the rest when it is told to. */
  function halves(): { readonly onSocket: (socket: Socket) => void; readonly asked: Promise<undefined>; rest(): void } {
    const { promise: asked, resolve } = Promise.withResolvers<undefined>();
    let open: Socket | undefined;
    return {
      asked,
      onSocket: (socket) =>
        socket.once('data', () => {
          open = socket;
          socket.write('HTTP/1.1 200 OK\r\nContent-Length: 8\r\n\r\nhalf');
          resolve(undefined);
        }),
      rest: () => open?.write('rest'),
    };
  }

  test('those that nobody vouches for any more end at once and say why; the others finish', async () => {
    const lost = halves();
    const kept = halves();
    const [first, second] = [await serve(leaf, lost.onSocket), await serve(staging, kept.onSocket)];
    trusting();
    store.except({
      ...{ host: 'localhost', port: second.port, pem: staging.cert },
      accepted: ['self-signed', 'expired'],
      end: { kind: 'once' },
    });
    const running = [http.get(first.origin), http.get(second.origin)];
    await Promise.all([lost.asked, kept.asked]);
    const [anchor] = stateOf().anchors;

    store.remove([{ kind: 'anchor', id: anchor?.sha256 ?? '' }]);
    const ended = await running[0];
    kept.rest();
    const finished = await running[1];

    expect(ended && failureOf(ended)).toMatchObject({ kind: 'untrusted', withdrawn: true, host: 'localhost' });
    expect(ended && verdictOf(ended)?.kind).toBe('untrusted');
    expect(finished?.exchange.outcome).toMatchObject({
      kind: 'response',
      response: { status: 200, body: { bytes: 8 } },
    });
  });

  test('a request goes on when something else vouches for its server', async () => {
    const half = halves();
    const server = await serve(leaf, half.onSocket);
    trusting(['localhost']);
    const running = http.get(server.origin);
    await half.asked;

    store.update({ sha256: stateOf().anchors[0]?.sha256 ?? '', scope: ['*.corp', 'localhost'] });
    half.rest();

    expect((await running).exchange.outcome.kind).toBe('response');
  });

  test('a host that falls out of the scope loses its connection', async () => {
    const half = halves();
    const server = await serve(leaf, half.onSocket);
    trusting(['localhost']);
    const running = http.get(server.origin);
    await half.asked;

    store.update({ sha256: stateOf().anchors[0]?.sha256 ?? '', scope: ['other.corp'] });

    expect(failureOf(await running)).toMatchObject({ kind: 'untrusted', withdrawn: true });
  });
});
