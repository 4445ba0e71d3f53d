import type { Socket } from 'node:net';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import type { ExchangeFailure } from '#core/http/exchange.ts';
import { TrustDamaged } from '#main/engine/trust/effective.ts';
import { issue, issueRoot, leafExtensions, type Issued } from '#testdata/pki.ts';
import type { SentExchange } from './client.ts';
import { answering, testClient, tlsServer, type TestClient, type TestServer } from './testServer.ts';
import { trustOnly, type TestTrust } from './testTrust.ts';

const root = issueRoot();
const stranger = issueRoot('/CN=A Stranger');
const good = issue({ subject: '/CN=localhost', issuer: root, extensions: leafExtensions('localhost') });
const bad = issue({
  subject: '/CN=elsewhere',
  issuer: stranger,
  extensions: leafExtensions('elsewhere.test'),
  notBefore: '20200101000000Z',
  notAfter: '20200201000000Z',
});
const okay = 'HTTP/1.1 200 OK\r\nContent-Length: 2\r\n\r\nhi';
const unchecked = { unchecked: { keep: [] } };

let trust: TestTrust;
let http: TestClient;
const closing: TestServer[] = [];
beforeEach(() => {
  trust = trustOnly(root.cert);
  http = testClient([], { trust });
});
afterEach(async () => {
  await http.close();
  for (const server of closing.splice(0)) await server.close();
});
async function serve(
  leaf: Issued,
  onSocket: (socket: Socket) => void = answering(okay),
  tls: object = {},
): Promise<TestServer> {
  const server = await tlsServer(leaf, onSocket, tls);
  closing.push(server);
  return server;
}
const verdictOf = ({ exchange }: SentExchange) => exchange.connection?.tls?.verdict;
const failureOf = ({ exchange }: SentExchange): ExchangeFailure | undefined =>
  exchange.outcome.kind === 'failed' ? exchange.outcome.failure : undefined;

describe('a request that nobody checks', () => {
  test('goes to whoever answers, with every finding, and is noted', async () => {
    const server = await serve(bad);

    const sent = await http.get(server.origin, unchecked);

    expect(sent.exchange.outcome).toMatchObject({ kind: 'response', response: { status: 200 } });
    expect(verdictOf(sent)).toMatchObject({ kind: 'unchecked', library: { accepted: false } });
    expect(verdictOf(sent)?.findings.map(({ kind }) => kind)).toEqual(
      expect.arrayContaining(['expired', 'wrong-host', 'incomplete-chain']),
    );
    expect(trust.told).toEqual([`unchecked localhost:${server.port}`]);
  });

  test('carries no credentials but those that were named, and the record says what was left out', async () => {
    const server = await serve(bad);
    const headers = [
      ['Authorization', 'Bearer a-secret'],
      ['Proxy-Authorization', 'Basic b-secret'],
      ['COOKIE', 'c-secret=1'],
      ['X-Api-Key', 'd-secret'],
      ['X-Vault-Token', 'kept'],
      ['X-Plain', 'as it is'],
    ] as const;

    const sent = await http.get(server.origin, { headers, unchecked: { keep: ['x-vault-token'] } });

    expect(server.received()).not.toContain('secret');
    expect(server.received()).toContain('X-Vault-Token: kept');
    expect(server.received()).toContain('X-Plain: as it is');
    expect(sent.exchange.request.withheld).toEqual(['authorization', 'proxy-authorization', 'cookie', 'x-api-key']);
    expect(sent.exchange.request.headers.map(([name]) => name)).not.toContain('Authorization');
  });

  test('has a connection of its own, which serves no other', async () => {
    const server = await serve(bad);

    const first = await http.get(server.origin, unchecked);
    const second = await http.get(server.origin, unchecked);
    const checked = await http.get(server.origin);

    expect([first, second].map(({ exchange }) => exchange.connection?.reused)).toEqual([false, false]);
    expect(failureOf(checked)).toMatchObject({ kind: 'untrusted' });
    expect(server.received().match(/GET/g)).toHaveLength(2);
  });

  test('takes no connection that was opened for others', async () => {
    const server = await serve(good);
    await http.get(server.origin);

    const sent = await http.get(server.origin, unchecked);

    expect(sent.exchange.connection?.reused).toBe(false);
    expect(server.connections()).toBe(2);
  });

  test('is simply trusted where it would have been, and not noted, and still carries no credentials', async () => {
    const server = await serve(good);

    const sent = await http.get(server.origin, { headers: [['Authorization', 'Bearer secret']], ...unchecked });

    expect(verdictOf(sent)?.kind).toBe('trusted');
    expect(trust.told).toEqual([]);
    expect(server.received()).not.toContain('secret');
  });

  test('uses up no exception', async () => {
    const server = await serve(bad);
    const exceptions = [{ port: server.port, leaf: bad.cert, accepted: ['expired'], end: { kind: 'once' } }] as const;
    trust.decide({ anchors: [root.cert], exceptions });

    expect(verdictOf(await http.get(server.origin, unchecked))?.kind).toBe('unchecked');
    expect(trust.told).toEqual([`unchecked localhost:${server.port}`]);
  });

  test('does not go to a certificate that is refused', async () => {
    const server = await serve(bad);
    trust.decide({ anchors: [root.cert], refused: [bad.cert] });

    const sent = await http.get(server.origin, unchecked);

    expect(failureOf(sent)).toMatchObject({ kind: 'untrusted' });
    expect(server.received()).toBe('');
    expect(trust.told).toEqual([]);
  });

  test('shows no client certificate', async () => {
    const identities = { choose: () => Promise.reject(new Error('nobody may ask')) };
    const client = testClient([], { trust, identities });
    const server = await serve(bad, answering(okay), { requestCert: true, rejectUnauthorized: false });

    const sent = await client.get(server.origin, unchecked);

    expect(verdictOf(sent)?.kind).toBe('unchecked');
    expect(sent.exchange.connection?.tls?.clientAuth).toMatchObject({ requested: true, offered: null });
    await client.close();
  });

  test('is not sent while the trust file is damaged', async () => {
    const server = await serve(bad);
    const damaged: TestTrust = {
      ...trust,
      effective: () => {
        throw new TrustDamaged('damaged');
      },
    };
    const client = testClient([], { trust: damaged });

    expect(failureOf(await client.get(server.origin, unchecked))).toMatchObject({ kind: 'trust-unavailable' });
    expect(server.connections()).toBe(0);
    await client.close();
  });
});
