import { execFileSync } from 'node:child_process';
import { readFileSync } from 'node:fs';
import type { Socket } from 'node:net';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import type { ExchangeFailure } from '#core/http/exchange.ts';
import type { FindingKind } from '#core/trust/verdict.ts';
import { issue, issueRoot, leafExtensions, type Issued } from '#testdata/pki.ts';
import type { SentExchange } from './client.ts';
import { answering, testClient, tlsServer, type TestClient, type TestServer } from './testServer.ts';
import { sha256Of, trustOnly, type TestException, type TestTrust } from './testTrust.ts';

const root = issueRoot();
const stranger = issueRoot('/CN=A Stranger');
const past = { notBefore: '20200101000000Z', notAfter: '20200201000000Z' };
const leafFor = (issuer: Issued | undefined, more: object = {}, ...names: string[]) =>
  issue({
    subject: '/CN=localhost',
    ...(issuer && { issuer }),
    extensions: leafExtensions(...(names.length > 0 ? names : ['localhost'])),
    ...more,
  });
/** Another certificate of the same name over the very same key. */
function ofSameKey({ keyFile, key, certFile }: Issued): Issued {
  const file = `${certFile}.twin`;
  const more = ['-addext', 'subjectAltName=DNS:localhost', '-days', '1', '-out', file];
  execFileSync('openssl', ['req', '-new', '-x509', '-key', keyFile, '-subj', '/CN=localhost', ...more]);
  return { cert: readFileSync(file, 'utf8'), key, certFile: file, keyFile };
}
const good = leafFor(root);
const expired = leafFor(root, past);
const elsewhere = leafFor(root, {}, 'elsewhere.test');
const selfSigned = leafFor(undefined);
const strangers = leafFor(stranger);
const okay = 'HTTP/1.1 200 OK\r\nContent-Length: 2\r\n\r\nhi';

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
/** From now on this is accepted of this server, and the root is trusted. */
function accept(
  { port }: TestServer,
  leaf: Issued,
  accepted: readonly FindingKind[],
  more: Partial<TestException> = {},
): void {
  trust.decide({ anchors: [root.cert], exceptions: [{ port, leaf: leaf.cert, accepted, ...more }] });
}
const verdictOf = ({ exchange }: SentExchange) => exchange.connection?.tls?.verdict;
const failureOf = ({ exchange }: SentExchange): ExchangeFailure | undefined =>
  exchange.outcome.kind === 'failed' ? exchange.outcome.failure : undefined;
const short = (leaf: Issued) => sha256Of(leaf.cert).slice(0, 8);

describe('an exception lets exactly what was accepted pass', () => {
  test.each<[name: string, leaf: Issued, kinds: FindingKind[]]>([
    ['an expired certificate', expired, ['expired']],
    ['a certificate for another name', elsewhere, ['wrong-host']],
    ['a certificate that signed itself', selfSigned, ['self-signed']],
    ['a certificate of nobody known', strangers, ['incomplete-chain']],
  ])('%s', async (_name, leaf, kinds) => {
    for (const maxVersion of ['TLSv1.2', 'TLSv1.3']) {
      const server = await serve(leaf, answering(okay), { maxVersion });
      const refused = await http.get(server.origin);
      accept(server, leaf, kinds);

      const sent = await http.get(server.origin);

      expect(failureOf(refused)).toMatchObject({ kind: 'untrusted' });
      expect(sent.exchange.outcome).toMatchObject({ kind: 'response', response: { status: 200 } });
      expect(verdictOf(sent)).toMatchObject({
        kind: 'excepted',
        exception: { id: 'the-exception', accepted: kinds, end: { kind: 'forever' } },
        library: { accepted: false },
      });
      expect(verdictOf(sent)?.findings.map(({ kind }) => kind)).toEqual(expect.arrayContaining(kinds));
    }
    expect(trust.told).toEqual(['spend the-exception', 'spend the-exception']);
  });

  test('and is not used where the chain is fine without it', async () => {
    const server = await serve(good);
    accept(server, good, ['expired']);

    const sent = await http.get(server.origin);

    expect(verdictOf(sent)).toMatchObject({ kind: 'trusted', library: { accepted: true } });
    expect(verdictOf(sent)).not.toHaveProperty('exception');
    expect(trust.told).toEqual([]);
  });

  test('and is used again by requests on the same connection without being counted twice', async () => {
    const server = await serve(expired);
    accept(server, expired, ['expired']);

    await http.get(server.origin);
    const second = await http.get(server.origin);

    expect(second.exchange.connection).toMatchObject({ reused: true, tls: { verdict: { kind: 'excepted' } } });
    expect(trust.told).toEqual(['spend the-exception']);
  });

  test('and changes nothing about a look at the server: it is shown as it is', async () => {
    const server = await serve(expired);
    accept(server, expired, ['expired']);

    const seen = await http.client.inspect({
      id: '01890000-0000-7000-8000-000000000000',
      host: 'localhost',
      port: server.port,
    });

    expect(failureOf(seen)).toMatchObject({ kind: 'untrusted' });
    expect(trust.told).toEqual([]);
  });
});

describe('an exception stops again, and says so,', () => {
  const stopsWith = async (server: TestServer) => {
    const sent = await http.get(server.origin, { headers: [['Authorization', 'Bearer secret']] });
    expect(failureOf(sent)).toMatchObject({ kind: 'untrusted' });
    expect(verdictOf(sent)?.kind).toBe('untrusted');
    expect(server.received()).toBe('');
    return trust.told;
  };

  test('when the server shows another certificate with the same fault', async () => {
    const other = leafFor(root, past);
    const server = await serve(other);
    accept(server, expired, ['expired']);

    expect(await stopsWith(server)).toEqual([`stopped the-exception ${short(other)} `]);
  });

  test('when it shows another certificate for the same name and key', async () => {
    const twin = ofSameKey(expired);
    const server = await serve(twin);
    accept(server, expired, ['expired', 'self-signed', 'unknown-issuer', 'incomplete-chain', 'wrong-host']);

    expect(await stopsWith(server)).toEqual([`stopped the-exception ${short(twin)} `]);
  });

  test('when there is a fault beside the accepted one', async () => {
    const both = leafFor(root, past, 'elsewhere.test');
    const server = await serve(both);
    accept(server, both, ['expired']);

    expect(await stopsWith(server)).toEqual([`stopped the-exception ${short(both)} wrong-host`]);
  });

  test('when its fault is another than the accepted one', async () => {
    const server = await serve(selfSigned);
    accept(server, selfSigned, ['expired']);

    expect(await stopsWith(server)).toEqual([`stopped the-exception ${short(selfSigned)} self-signed`]);
  });

  test('when a kind stands in it that nobody may accept', async () => {
    const server = await serve(expired);
    trust.decide({
      anchors: [root.cert],
      refused: [expired.cert],
      exceptions: [{ port: server.port, leaf: expired.cert, accepted: ['expired', 'distrusted'] }],
    });

    expect(await stopsWith(server)).toEqual([`stopped the-exception ${short(expired)} distrusted`]);
  });
});

describe('an exception covers nothing else:', () => {
  test('not another port of the host', async () => {
    const server = await serve(expired);
    accept(server, expired, ['expired'], { port: server.port + 1 });

    expect(failureOf(await http.get(server.origin))).toMatchObject({ kind: 'untrusted' });
    expect(trust.told).toEqual([]);
  });

  test('not another name of the same server', async () => {
    const server = await serve(expired);
    accept(server, expired, ['expired', 'wrong-host']);

    const sent = await http.get(`https://127.0.0.1:${server.port}/`);

    expect(failureOf(sent)).toMatchObject({ kind: 'untrusted' });
    expect(server.received()).toBe('');
  });

  test('not a grant that a store hands out for another place by mistake', async () => {
    const server = await serve(expired);
    accept(server, expired, ['expired'], { host: 'elsewhere.test' });
    const [wrong] = trust.exceptionsFor('elsewhere.test', server.port);
    const careless: TestTrust = { ...trust, exceptionsFor: () => (wrong ? [wrong] : []) };
    const client = testClient([], { trust: careless });

    expect(failureOf(await client.get(server.origin))).toMatchObject({ kind: 'untrusted' });

    await client.close();
  });

  test('not another machine to which the connection is led', async () => {
    const server = await serve(expired);
    accept(server, expired, ['expired']);
    const other = await serve(leafFor(root, past));

    const sent = await http.get(server.origin, {
      connectTo: [{ host: 'localhost', port: server.port, toHost: 'localhost', toPort: other.port }],
    });

    expect(failureOf(sent)).toMatchObject({ kind: 'untrusted' });
    expect(other.received()).toBe('');
  });
});

describe('an exception ends', () => {
  test('after one request when it is for once, also when two are sent at the same time', async () => {
    const server = await serve(expired);
    accept(server, expired, ['expired'], { end: { kind: 'once' } });

    const both = await Promise.all([http.get(server.origin), http.get(server.origin)]);
    const third = await http.get(server.origin);

    expect(both.map(({ exchange }) => exchange.outcome.kind).sort()).toEqual(['failed', 'response']);
    expect(failureOf(third)).toMatchObject({ kind: 'untrusted' });
    expect(trust.told).toEqual(['spend the-exception']);
    expect(server.received().match(/GET/g)).toHaveLength(1);
  });

  test('when it is removed while its connection waits for the next request', async () => {
    const server = await serve(expired);
    accept(server, expired, ['expired']);
    await http.get(server.origin);
    trust.decide({ anchors: [root.cert] });

    expect(failureOf(await http.get(server.origin))).toMatchObject({ kind: 'untrusted' });
    expect(server.received().match(/GET/g)).toHaveLength(1);
  });

  test('when its date comes while its connection waits', async () => {
    const server = await serve(expired);
    let now = Date.now();
    const at = now + 60_000;
    const grantUntil = trustOnly(root.cert);
    const timed: TestTrust = {
      ...grantUntil,
      exceptionsFor: (host, port) => (now <= at ? grantUntil.exceptionsFor(host, port) : []),
    };
    grantUntil.decide({
      anchors: [root.cert],
      exceptions: [{ port: server.port, leaf: expired.cert, accepted: ['expired'], end: { kind: 'date', at } }],
    });
    const client = testClient([], { trust: timed, now: () => now });
    const before = await client.get(server.origin);
    now = at + 1;

    const after = await client.get(server.origin);

    expect(verdictOf(before)).toMatchObject({ kind: 'excepted', exception: { end: { kind: 'date', at } } });
    expect(failureOf(after)).toMatchObject({ kind: 'untrusted' });
    await client.close();
  });

  test('in the middle of a request when it is taken back, and the request says why', async () => {
    const server = await serve(expired, (socket) => {
      socket.once('data', () => {
        socket.write('HTTP/1.1 200 OK\r\nContent-Length: 100\r\n\r\nhalf');
        trust.decide({ anchors: [root.cert] });
      });
    });
    accept(server, expired, ['expired']);

    const sent = await http.get(server.origin);

    expect(failureOf(sent)).toMatchObject({ kind: 'untrusted', withdrawn: true, verdict: { kind: 'untrusted' } });
    expect(failureOf(sent)?.message).toContain('taken back');
  });
});
