import type { Socket } from 'node:net';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import type { ExchangeFailure } from '#core/http/exchange.ts';
import { caExtensions, issue, issueRoot, leafExtensions, type Issued } from '#testdata/pki.ts';
import type { SentExchange } from './client.ts';
import { answering, testClient, tlsServer, type TestClient, type TestServer } from './testServer.ts';
import { sha256Of, trustOnly, type TestTrust } from './testTrust.ts';

const root = issueRoot();
const otherRoot = issueRoot('/CN=Other Root');
const authority = (issuer: Issued, subject: string) => issue({ subject, issuer, extensions: caExtensions });
const leafOf = (issuer: Issued, more: object = {}) =>
  issue({ subject: '/CN=localhost', issuer, extensions: leafExtensions('localhost'), ...more });
const ca = authority(root, '/CN=Intermediate');
const upper = authority(root, '/CN=Upper');
const lower = authority(upper, '/CN=Lower');
const leaf = leafOf(ca);
const okay = 'HTTP/1.1 200 OK\r\nConnection: close\r\nContent-Length: 2\r\n\r\nhi';

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
  one: Issued,
  tls: object = {},
  onSocket: (socket: Socket) => void = answering(okay),
): Promise<TestServer> {
  const server = await tlsServer(one, onSocket, tls);
  closing.push(server);
  return server;
}
const failureOf = ({ exchange }: SentExchange): ExchangeFailure | undefined =>
  exchange.outcome.kind === 'failed' ? exchange.outcome.failure : undefined;
const tlsOf = ({ exchange }: SentExchange) => exchange.connection?.tls;

describe('a kept intermediate completes a chain, for the library as for us', () => {
  test.each(['TLSv1.2', 'TLSv1.3'] as const)('%s', async (maxVersion) => {
    const server = await serve(leaf, { maxVersion });
    const before = await http.get(server.origin);
    trust.decide({ anchors: [root.cert], hints: [ca.cert] });

    const sent = await http.get(server.origin);

    expect(failureOf(before)).toMatchObject({ kind: 'untrusted' });
    expect(sent.exchange.outcome.kind).toBe('response');
    expect(tlsOf(sent)).toMatchObject({
      chain: { path: [leaf, ca, root].map(({ cert }) => sha256Of(cert)) },
      verdict: { kind: 'trusted', library: { accepted: true, code: 'OK' } },
    });
    expect(tlsOf(sent)?.verdict.findings).toMatchObject([{ kind: 'incomplete-chain', severity: 'warning' }]);
    expect(sent.exchange.connection?.handshakes).toBe(2);
    expect([...sent.certificates.keys()]).toContain(sha256Of(ca.cert));
  });

  test('of two levels', async () => {
    const server = await serve(leafOf(lower));
    trust.decide({ anchors: [root.cert], hints: [ca.cert, upper.cert, lower.cert] });

    const sent = await http.get(server.origin);

    expect(tlsOf(sent)).toMatchObject({ verdict: { kind: 'trusted' } });
    expect(tlsOf(sent)?.chain.path).toHaveLength(4);
  });

  test('and later connections take one handshake, until trust changes', async () => {
    const server = await serve(leaf);
    trust.decide({ anchors: [root.cert], hints: [ca.cert] });
    await http.get(server.origin);

    const second = await http.get(server.origin);
    trust.decide({ anchors: [root.cert], hints: [ca.cert] });
    const third = await http.get(server.origin);

    expect(second.exchange.connection).not.toHaveProperty('handshakes');
    expect(tlsOf(second)).toMatchObject({ verdict: { kind: 'trusted' } });
    expect(third.exchange.connection?.handshakes).toBe(2);
  });

  test('and what was learned does not keep a server out that has mended its chain under another root', async () => {
    trust.decide({ anchors: [root.cert, otherRoot.cert], hints: [ca.cert] });
    const server = await serve(leaf);
    await http.get(server.origin);
    await server.close();
    const other = await serve(leafOf(otherRoot));

    const sent = await http.get(server.origin, {
      connectTo: [{ host: 'localhost', port: server.port, toHost: 'localhost', toPort: other.port }],
    });

    expect(tlsOf(sent)).toMatchObject({ verdict: { kind: 'trusted' } });
    expect(sent.exchange.connection?.handshakes).toBe(2);
  });
});

describe('a kept intermediate vouches for nobody:', () => {
  test('without its root nothing is trusted', async () => {
    const server = await serve(leaf);
    trust.decide({ anchors: [otherRoot.cert], hints: [ca.cert] });

    const sent = await http.get(server.origin);

    expect(failureOf(sent)).toMatchObject({ kind: 'untrusted' });
    expect(server.connections()).toBe(1);
    expect(server.received()).toBe('');
  });

  test('nor is a root that was kept as one', async () => {
    const server = await serve(leaf, { cert: leaf.cert + ca.cert });
    trust.decide({ anchors: [otherRoot.cert], hints: [root.cert] });

    expect(failureOf(await http.get(server.origin))).toMatchObject({ kind: 'untrusted' });
    expect(server.received()).toBe('');
  });

  test('where the path ends in an intermediate that is trusted, the library cannot be brought along, and that is said', async () => {
    const server = await serve(leafOf(lower));
    trust.decide({ anchors: [upper.cert], hints: [lower.cert] });

    const sent = await http.get(server.origin);

    expect(failureOf(sent)).toMatchObject({ kind: 'untrusted' });
    expect(tlsOf(sent)?.verdict.findings[0]).toMatchObject({ kind: 'disagreement', because: 'hint-without-root' });
    expect(server.connections()).toBe(1);
  });

  test('a fault of the completed chain still stops', async () => {
    const server = await serve(leafOf(ca, { notBefore: '20200101000000Z', notAfter: '20200201000000Z' }));
    trust.decide({ anchors: [root.cert], hints: [ca.cert] });

    const sent = await http.get(server.origin);

    expect(tlsOf(sent)?.verdict.findings.map(({ kind }) => kind)).toContain('expired');
    expect(server.received()).toBe('');
  });

  test('and a refused one completes nothing', async () => {
    const server = await serve(leaf);
    trust.decide({ anchors: [root.cert], hints: [ca.cert], refused: [ca.cert] });

    const sent = await http.get(server.origin);

    expect(tlsOf(sent)?.verdict.findings[0]).toMatchObject({ kind: 'distrusted', label: 'No more' });
    expect(server.received()).toBe('');
  });
});

test('an exception and a kept intermediate work together', async () => {
  const elsewhere = issue({ subject: '/CN=localhost', issuer: ca, extensions: leafExtensions('elsewhere.test') });
  const server = await serve(elsewhere);
  trust.decide({
    anchors: [root.cert],
    hints: [ca.cert],
    exceptions: [{ port: server.port, leaf: elsewhere.cert, accepted: ['wrong-host'], end: { kind: 'once' } }],
  });

  const sent = await http.get(server.origin);

  expect(tlsOf(sent)).toMatchObject({
    verdict: { kind: 'excepted', library: { code: 'ERR_TLS_CERT_ALTNAME_INVALID' } },
  });
  expect(sent.exchange.connection?.handshakes).toBe(2);
  expect(trust.told).toEqual(['spend the-exception']);
});
