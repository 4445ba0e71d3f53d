import { connect, createServer, type AddressInfo, type Server, type Socket } from 'node:net';
import type { TLSSocket } from 'node:tls';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import type { IdentityMaterial, IdentitySource } from '#main/engine/identity/identities.ts';
import { issue, issueRoot, leafExtensions } from '#testdata/pki.ts';
import type { SentExchange } from './client.ts';
import { answering, testClient, tlsServer, type TestClient, type TestServer } from './testServer.ts';
import { sha256Of, trustOnly, type TestTrust } from './testTrust.ts';

const root = issueRoot();
const clientRoot = issueRoot('/O=Partner/CN=Partner Client CA');
const leaf = issue({ subject: '/CN=localhost', issuer: root, extensions: leafExtensions('localhost') });
const me = issue({ subject: '/CN=ci-runner', issuer: clientRoot, extensions: ['extendedKeyUsage=clientAuth'] });
const okay = 'HTTP/1.1 200 OK\r\nConnection: close\r\nContent-Length: 2\r\n\r\nhi';
const material: IdentityMaterial = {
  ...{ id: 'the-identity', label: 'CI runner' },
  ...{ leaf: sha256Of(me.cert), cert: me.cert, key: me.key },
};

/** Whoever chooses may be kept waiting by a keyring that asks its owner. */
class SlowIdentity implements IdentitySource {
  before: () => Promise<void> = () => Promise.resolve();
  async choose(): Promise<IdentityMaterial | undefined> {
    await this.before();
    return material;
  }
}

let trust: TestTrust;
let identities: SlowIdentity;
let http: TestClient;
const closing: { close(): Promise<void> }[] = [];
beforeEach(() => {
  trust = trustOnly(root.cert);
  identities = new SlowIdentity();
  http = testClient([], { trust, identities });
});
afterEach(async () => {
  await http.close();
  for (const server of closing.splice(0)) await server.close();
});

/** What each finished handshake showed of its client: its CN, or '-'. */
async function serve(maxVersion: 'TLSv1.2' | 'TLSv1.3'): Promise<TestServer & { readonly shown: string[] }> {
  const shown: string[] = [];
  const see = (socket: TLSSocket) => {
    shown.push((socket.getPeerCertificate() as { readonly subject?: { readonly CN: string } }).subject?.CN ?? '-');
    answering(okay)(socket);
  };
  const options = { requestCert: true, rejectUnauthorized: false, ca: [clientRoot.cert], maxVersion };
  const server = await tlsServer(leaf, see, options);
  closing.push(server);
  return { ...server, shown };
}

/** Lets everything through, but for what the server says first on the connection `held`: that waits for `meanwhile`. */
async function holdingBack(port: number, held: number, meanwhile: () => void): Promise<string> {
  const sockets = new Set<Socket>();
  let connections = 0;
  const proxy: Server = createServer((client) => {
    const isHeld = ++connections === held;
    const server = connect(port, 'localhost');
    for (const socket of [client, server]) sockets.add(socket.on('error', () => undefined));
    client.pipe(server);
    server.once('data', (first: Buffer) => {
      if (isHeld) meanwhile();
      client.write(first);
      server.pipe(client);
    });
    client.on('close', () => server.destroy());
    server.on('close', () => client.end());
  });
  await new Promise<void>((resolve) => proxy.listen(0, 'localhost', resolve));
  closing.push({
    close: () =>
      new Promise((resolve) => {
        proxy.close(() => resolve());
        for (const socket of sockets) socket.destroy();
      }),
  });
  return `https://localhost:${(proxy.address() as AddressInfo).port}`;
}
const verdictOf = ({ exchange }: SentExchange) => exchange.connection?.tls?.verdict.kind;

describe.each(['TLSv1.2', 'TLSv1.3'] as const)('in %s', (maxVersion) => {
  test('a client certificate stays here when trust is taken back while the server waits with its answer', async () => {
    const server = await serve(maxVersion);
    const origin = await holdingBack(server.port, 2, () => trust.decide({ anchors: [] }));

    const sent = await http.get(origin);

    expect(verdictOf(sent)).toBe('untrusted');
    expect(server.shown.filter((one) => one !== '-')).toEqual([]);
    expect(server.received()).toBe('');
  });

  test('a client certificate stays here when trust is taken back while a keyring asks its owner', async () => {
    const server = await serve(maxVersion);
    expect((await http.get(server.origin)).exchange.outcome.kind).toBe('response');
    server.shown.length = 0;
    let asked = 0;
    identities.before = () => {
      if (++asked === 1) trust.decide({ anchors: [root.cert], refused: [leaf.cert] });
      return Promise.resolve();
    };

    const sent = await http.get(server.origin);

    expect(verdictOf(sent)).toBe('untrusted');
    expect(server.shown.filter((one) => one !== '-')).toEqual([]);
  });

  test('an exception for once serves one request, however many ask at the same time and show a client certificate', async () => {
    const server = await serve(maxVersion);
    const exceptions = [
      { port: server.port, leaf: leaf.cert, accepted: ['incomplete-chain'], end: { kind: 'once' } },
    ] as const;
    trust.decide({ anchors: [], exceptions });

    const sent = await Promise.all([1, 2, 3, 4].map(() => http.get(server.origin)));

    expect(sent.filter(({ exchange }) => exchange.outcome.kind === 'response')).toHaveLength(1);
    expect(server.received().match(/GET /g)).toHaveLength(1);
  });
});
