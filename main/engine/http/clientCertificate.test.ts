import type { Socket } from 'node:net';
import { createSecureContext, type SecureContext, type TLSSocket } from 'node:tls';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import type { ExchangeFailure } from '#core/http/exchange.ts';
import type { IdentityAsk, IdentityMaterial, IdentitySource } from '#main/engine/identity/identities.ts';
import { issue, issueRoot, leafExtensions, type Issued } from '#testdata/pki.ts';
import type { SentExchange } from './client.ts';
import { answering, testClient, tlsServer, type TestClient, type TestServer } from './testServer.ts';
import { sha256Of, trustOnly, type TestTrust } from './testTrust.ts';

const root = issueRoot();
const clientRoot = issueRoot('/O=Partner/CN=Partner Client CA');
const leafOf = (more: object = {}) =>
  issue({ subject: '/CN=localhost', issuer: root, extensions: leafExtensions('localhost'), ...more });
const leaf = leafOf();
const me = issue({ subject: '/CN=ci-runner', issuer: clientRoot, extensions: ['extendedKeyUsage=clientAuth'] });
const okay = 'HTTP/1.1 200 OK\r\nConnection: close\r\nContent-Length: 2\r\n\r\nhi';

const material: IdentityMaterial = {
  id: 'the-identity',
  label: 'CI runner',
  leaf: sha256Of(me.cert),
  cert: me.cert,
  key: me.key,
};

/** Has one identity, and remembers what was asked. */
class OneIdentity implements IdentitySource {
  readonly asked: IdentityAsk[] = [];
  has: IdentityMaterial | undefined = material;
  choose(ask: IdentityAsk): Promise<IdentityMaterial | undefined> {
    this.asked.push(ask);
    return Promise.resolve(this.has);
  }
  whyNone() {
    return this.has === undefined ? ({ label: 'CI runner', why: 'off' } as const) : undefined;
  }
}

let trust: TestTrust;
let identities: OneIdentity;
let http: TestClient;
const closing: TestServer[] = [];
beforeEach(() => {
  trust = trustOnly(root.cert);
  identities = new OneIdentity();
  http = testClient([], { trust, identities });
});
afterEach(async () => {
  await http.close();
  for (const server of closing.splice(0)) await server.close();
});

/** What each connection showed of its client: its CN, or '-'. */
async function serve(
  wants: 'wanted' | 'optional' | 'nothing',
  tls: object = {},
  onSocket: (socket: Socket) => void = answering(okay),
): Promise<TestServer & { readonly shown: string[] }> {
  const shown: string[] = [];
  const authority =
    wants === 'nothing' ? {} : { requestCert: true, rejectUnauthorized: wants === 'wanted', ca: [clientRoot.cert] };
  const see = (socket: TLSSocket) => {
    shown.push((socket.getPeerCertificate() as { subject?: { CN: string } }).subject?.CN ?? '-');
    onSocket(socket);
  };
  const server = await tlsServer(leaf, see, { ...authority, ...tls });
  closing.push(server);
  return { ...server, shown };
}
const clientAuthOf = ({ exchange }: SentExchange) => exchange.connection?.tls?.clientAuth;
const failureOf = ({ exchange }: SentExchange): ExchangeFailure | undefined =>
  exchange.outcome.kind === 'failed' ? exchange.outcome.failure : undefined;

describe.each(['TLSv1.2', 'TLSv1.3'] as const)('a client certificate in %s', (maxVersion) => {
  test.each(['wanted', 'optional'] as const)('is shown to an approved server where it is %s', async (wants) => {
    const server = await serve(wants, { maxVersion });

    const sent = await http.get(server.origin);

    expect(sent.exchange.outcome).toMatchObject({ kind: 'response', response: { status: 200 } });
    expect(sent.exchange.connection).toMatchObject({ handshakes: 2, tls: { version: maxVersion } });
    expect(clientAuthOf(sent)).toMatchObject({
      requested: true,
      offered: sha256Of(me.cert),
      identity: { id: 'the-identity', label: 'CI runner' },
    });
    expect(identities.asked).toMatchObject([
      { host: 'localhost', port: server.port, authorities: [expect.stringContaining('Partner Client CA')] },
    ]);
    expect(server.shown.at(-1)).toBe('ci-runner');
    expect([...sent.certificates.keys()]).toContain(sha256Of(me.cert));
  });

  test('is not shown where nobody asks, and nobody is troubled', async () => {
    const server = await serve('nothing', { maxVersion });

    const sent = await http.get(server.origin);

    expect(sent.exchange.connection).not.toHaveProperty('handshakes');
    expect(identities.asked).toEqual([]);
    expect(server.shown).toEqual(['-']);
  });

  test('is shown on the first handshake of later connections, until trust changes', async () => {
    const server = await serve('wanted', { maxVersion });
    await http.get(server.origin);

    const second = await http.get(server.origin);
    trust.decide({ anchors: [root.cert] });
    const third = await http.get(server.origin);

    expect(second.exchange.connection).not.toHaveProperty('handshakes');
    expect(clientAuthOf(second)).toMatchObject({ identity: { label: 'CI runner' } });
    expect(third.exchange.connection?.handshakes).toBe(2);
  });

  test('is never shown to a server that is not believed, and that is what the failure says', async () => {
    trust.decide({ anchors: [] });
    const server = await serve('wanted', { maxVersion });

    const sent = await http.get(server.origin);

    expect(failureOf(sent)).toMatchObject({ kind: 'untrusted', verdict: { library: { accepted: false } } });
    expect(identities.asked).toEqual([]);
    expect(server.connections()).toBe(1);
    expect(server.shown.filter((one) => one !== '-')).toEqual([]);
  });

  test('is shown to a server that an exception covers, which is spent once', async () => {
    const server = await serve('wanted', { maxVersion });
    trust.decide({
      anchors: [],
      exceptions: [{ port: server.port, leaf: leaf.cert, accepted: ['incomplete-chain'], end: { kind: 'once' } }],
    });

    const sent = await http.get(server.origin);

    expect(sent.exchange.outcome.kind).toBe('response');
    expect(sent.exchange.connection?.tls?.verdict.kind).toBe('excepted');
    expect(clientAuthOf(sent)).toMatchObject({ offered: sha256Of(me.cert) });
    expect(trust.told).toEqual(['spend the-exception']);
  });

  test('is not shown on a look at the server', async () => {
    const server = await serve('optional', { maxVersion });

    const seen = await http.client.inspect({
      id: '01890000-0000-7000-8000-000000000000',
      host: 'localhost',
      port: server.port,
    });

    expect(seen.exchange.outcome.kind).toBe('inspected');
    expect(clientAuthOf(seen)).toMatchObject({ requested: true, offered: null });
    expect(identities.asked).toEqual([]);
  });

  test('is shown on a look at the server when a person wants to see what comes of it', async () => {
    const server = await serve('wanted', { maxVersion });

    const seen = await http.client.inspect({
      ...{ id: '01890000-0000-7000-8000-000000000000', host: 'localhost', port: server.port },
      clientCertificate: 'show-when-asked',
    });

    expect(seen.exchange.outcome.kind).toBe('inspected');
    expect(clientAuthOf(seen)).toMatchObject({ offered: sha256Of(me.cert) });
  });

  test('is shown where the server wants another key share first', async () => {
    const server = await serve('wanted', { maxVersion, ecdhCurve: 'P-384:P-256' });

    const sent = await http.get(server.origin);

    expect(sent.exchange.outcome.kind).toBe('response');
    expect(sent.exchange.connection?.tls?.helloRetry).toBe(maxVersion === 'TLSv1.3');
  });

  test('that is wanted and not to be had is missed by name', async () => {
    identities.has = undefined;
    const server = await serve('wanted', { maxVersion });

    expect(failureOf(await http.get(server.origin))).toMatchObject({
      kind: 'client-certificate-required',
      identity: { label: 'CI runner', why: 'off' },
    });
  });

  test('that the server turns down is said to be turned down', async () => {
    const server = await serve('wanted', { maxVersion, ca: [root.cert] });

    expect(failureOf(await http.get(server.origin))).toMatchObject({ kind: 'client-certificate-rejected' });
  });

  test('does not leave for a certificate that the server was not approved with', async () => {
    // The second connection is answered by somebody else: another certificate, not to be believed.
    const impostor = issue({ subject: '/CN=localhost', extensions: leafExtensions('localhost') });
    const server = await serve('wanted', { maxVersion, ...switching([leaf, impostor, impostor, impostor, impostor]) });

    const sent = await http.get(server.origin, { headers: [['Authorization', 'Bearer secret']] });

    expect(failureOf(sent)).toMatchObject({ kind: 'untrusted' });
    expect(server.shown.filter((one) => one !== '-')).toEqual([]);
    expect(server.received()).toBe('');
    expect(clientAuthOf(sent)).toMatchObject({ offered: null });
  });

  test('reaches one of two machines behind a name that have certificates of their own', async () => {
    const twin = leafOf();
    const server = await serve('wanted', { maxVersion, ...switching([leaf, twin, twin, leaf, twin, leaf]) });

    const sent = await http.get(server.origin);

    expect(sent.exchange.outcome.kind).toBe('response');
    expect(server.shown.at(-1)).toBe('ci-runner');
  });
});

/** One certificate after another, by connection; the last one stays. */
function switching(leafs: readonly Issued[]): object {
  const contexts = leafs.map(({ cert, key }) => createSecureContext({ cert, key, ca: [clientRoot.cert] }));
  let at = 0;
  return {
    SNICallback: (_name: string, done: (error: null, context?: SecureContext) => void) => {
      done(null, contexts[Math.min(at++, contexts.length - 1)]);
    },
  };
}

test('a key that the library cannot use ends the request with that, and nothing is sent', async () => {
  identities.has = { ...material, key: leaf.key };
  const server = await serve('wanted');

  const failure = failureOf(await http.get(server.origin));

  expect(failure).toMatchObject({ kind: 'client-certificate-required', identity: { label: 'CI runner' } });
  expect(failure?.message).not.toContain('PRIVATE');
  expect(server.received()).toBe('');
});

test('a request that is cancelled while a client certificate is chosen ends at once, and spends nothing', async () => {
  const server = await serve('optional');
  const exceptions = [{ port: server.port, leaf: leaf.cert, accepted: ['incomplete-chain'] }] as const;
  trust.decide({ anchors: [], exceptions });
  const controller = new AbortController();
  identities.choose = () => {
    controller.abort();
    return new Promise(() => undefined);
  };

  const sent = await http.get(server.origin, {}, { signal: controller.signal });

  expect(sent.exchange.outcome.kind).toBe('cancelled');
  expect(server.received()).toBe('');
  expect(trust.told).toEqual([]);
});

test('an identity that was taken away is not shown although the server was approved for it', async () => {
  const server = await serve('optional');
  await http.get(server.origin);
  identities.has = undefined;

  const sent = await http.get(server.origin);

  expect(clientAuthOf(sent)).toMatchObject({ requested: true, offered: null });
  expect(clientAuthOf(sent)).not.toHaveProperty('identity');
});
