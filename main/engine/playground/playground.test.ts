import { createHash, X509Certificate } from 'node:crypto';
import { once } from 'node:events';
import { get } from 'node:http';
import type { IncomingMessage } from 'node:http';
import { request, type RequestOptions } from 'node:https';
import { createServer } from 'node:net';
import { connect, type ConnectionOptions, type TLSSocket } from 'node:tls';
import { brotliDecompressSync, gunzipSync, inflateSync, zstdDecompressSync } from 'node:zlib';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import type { PlaygroundServerId, PlaygroundState } from '#core/playground/state.ts';
import { SHIPMENT_LINES, SHIPMENTS_BYTES } from './freight.ts';
import { createPlayground, type Playground } from './playground.ts';

const paces = { headMs: 30, pieceMs: 5, eventMs: 5 };
let playground: Playground;
let state: PlaygroundState;

beforeAll(async () => {
  playground = createPlayground({ now: Date.now, firstPort: 0, paces });
  const started = await playground.start();
  if (!started.ok) throw new Error(started.error.message);
  state = started.value;
});
afterAll(() => playground.stop());

const caPem = () => state.ca?.pem ?? '';
const portOf = (id: PlaygroundServerId) => state.servers.find((server) => server.id === id)?.port ?? 0;
const pathOf = (id: PlaygroundServerId) =>
  new URL(state.servers.find((server) => server.id === id)?.url ?? '').pathname;

interface Handshake {
  readonly outcome: string;
  readonly version: string | null;
  readonly sent: number;
}

/** What Node's own verification says of a server: 'ok' or its error code; and how many certificates the leaf came with. */
async function handshake(id: PlaygroundServerId, more: ConnectionOptions = {}): Promise<Handshake> {
  const socket = connect({ host: 'localhost', port: portOf(id), servername: 'localhost', ca: caPem(), ...more });
  try {
    await once(socket, 'secureConnect');
    return { outcome: 'ok', version: socket.getProtocol(), sent: chainLength(socket) };
  } catch (error) {
    const { code, message } = error as NodeJS.ErrnoException;
    return { outcome: code === 'UNSPECIFIED' ? message : String(code), version: socket.getProtocol(), sent: 0 };
  } finally {
    socket.destroy();
  }
}

function chainLength(socket: TLSSocket): number {
  let length = 0;
  let certificate = socket.getPeerCertificate(true);
  while (certificate?.raw) {
    length += 1;
    if (certificate.issuerCertificate === certificate) break;
    certificate = certificate.issuerCertificate;
  }
  return length;
}

interface Answer {
  readonly status: number;
  readonly headers: NodeJS.Dict<string | string[]>;
  readonly body: Buffer;
  readonly pieces: number;
}

async function send(
  id: PlaygroundServerId,
  options: RequestOptions & { path: string },
  body?: string,
): Promise<Answer> {
  const call = request({ host: 'localhost', port: portOf(id), ca: caPem(), agent: false, ...options });
  call.end(body);
  const [response] = (await once(call, 'response')) as [IncomingMessage];
  const pieces: Buffer[] = [];
  for await (const piece of response) pieces.push(piece as Buffer);
  return {
    status: response.statusCode ?? 0,
    headers: response.headers,
    body: Buffer.concat(pieces),
    pieces: pieces.length,
  };
}

describe('each server has exactly its own fault', () => {
  test('the good one is believed by whoever trusts the CA', async () => {
    expect(await handshake('good')).toMatchObject({ outcome: 'ok', version: 'TLSv1.3', sent: 3 });
  });

  test('the good one is not believed by others', async () => {
    // It sends its root, which nobody trusts.
    expect((await handshake('good', { ca: [] })).outcome).toBe('SELF_SIGNED_CERT_IN_CHAIN');
  });

  test.each([
    ['expired', 'CERT_HAS_EXPIRED'],
    ['wrong-host', 'ERR_TLS_CERT_ALTNAME_INVALID'],
    ['self-signed', 'DEPTH_ZERO_SELF_SIGNED_CERT'],
    ['missing-intermediate', 'UNABLE_TO_VERIFY_LEAF_SIGNATURE'],
    ['weak-key', 'EE certificate key too weak'],
  ] as const)('%s is refused with %s although the CA is trusted', async (id, code) => {
    expect((await handshake(id)).outcome).toBe(code);
  });
});

describe('a server below the CA differs in what it does', () => {
  test('the missing intermediate is where the certificate says, and completes the path', async () => {
    const leaf = await leafOf('missing-intermediate');
    const url = /CA Issuers - URI:(\S+)/.exec(leaf.infoAccess ?? '')?.[1] ?? '';

    const fetched = new X509Certificate(await download(url));

    expect(leaf.verify(fetched.publicKey)).toBe(true);
    expect(fetched.verify(new X509Certificate(caPem()).publicKey)).toBe(true);
    expect((await handshake('missing-intermediate', { ca: [caPem(), fetched.toString()] })).outcome).toBe('ok');
  });

  test('the one that asks for a client certificate names its authorities and refuses who has none', async () => {
    const refused = send('client-certificate', { path: '/whoami' });

    await expect(refused).rejects.toMatchObject({ code: 'ERR_SSL_TLSV13_ALERT_CERTIFICATE_REQUIRED' });
  });

  test('the identity that the playground gives away is accepted there', async () => {
    const identity = (await send('good', { path: '/client.pem' })).body.toString();

    const answer = await send('client-certificate', { path: '/whoami', cert: identity, key: identity });

    expect(JSON.parse(answer.body.toString())).toMatchObject({
      tls: { version: 'TLSv1.3' },
      clientCertificate: { subject: expect.stringContaining('Playground Client') },
    });
  });

  test('the one that breaks off does so for whoever offers a protocol of the web', async () => {
    expect((await handshake('breaks-off', { ALPNProtocols: ['http/1.1'] })).outcome).toBe(
      'ERR_SSL_TLSV1_ALERT_NO_APPLICATION_PROTOCOL',
    );
    expect((await handshake('breaks-off')).outcome).toBe('ok');
  });

  test('the older one speaks TLS 1.2 and nothing else', async () => {
    expect(await handshake('tls12')).toMatchObject({ outcome: 'ok', version: 'TLSv1.2' });
    expect((await handshake('tls12', { minVersion: 'TLSv1.3' })).outcome).toBe('ERR_SSL_TLSV1_ALERT_PROTOCOL_VERSION');
  });

  test('the slow one sends its answer in pieces', async () => {
    const answer = await send('slow', { path: pathOf('slow') });

    expect(answer.pieces).toBeGreaterThan(1);
    expect(answer.body.toString().trim().split('\n')).toHaveLength(6);
  });

  test('the streaming one sends ten events', async () => {
    const answer = await send('streaming', { path: pathOf('streaming') });

    expect(answer.headers['content-type']).toBe('text/event-stream');
    expect(answer.body.toString().match(/^data: \{.*\}$/gm)).toHaveLength(10);
  });

  test('the large one says its length beforehand, and gives the same bytes compressed', async () => {
    const plain = await send('large', { path: pathOf('large') });
    const packed = await send('large', { path: pathOf('large'), headers: { 'accept-encoding': 'br;q=0, gzip' } });

    expect(plain.headers['content-length']).toBe(String(SHIPMENTS_BYTES));
    expect(plain.body.length).toBe(SHIPMENTS_BYTES);
    expect(JSON.parse(plain.body.toString())).toHaveLength(SHIPMENT_LINES);
    expect(packed.headers['content-encoding']).toBe('gzip');
    expect(gunzipSync(packed.body).equals(plain.body)).toBe(true);
  });
});

describe('certificates of the playground', () => {
  test('the state names the root that was made, by its fingerprint', () => {
    const root = new X509Certificate(caPem());

    expect(createHash('sha256').update(root.raw).digest('hex')).toBe(state.ca?.sha256);
    expect(root.subject.split('\n').join(', ')).toBe(state.ca?.subject);
    expect(root.ca).toBe(true);
  });

  test.each(['localhost', '127.0.0.1', '::1'])('a server may be called %s', async (name) => {
    const leaf = await leafOf('good');

    expect(name === 'localhost' ? leaf.checkHost(name) : leaf.checkIP(name)).toBe(name);
  });

  test('the revocation list is where the certificate says', async () => {
    const leaf = (await leafOf('good')).raw.toString('latin1');
    const url = /http:\/\/localhost:\d+\/issuing\.crl/.exec(leaf)?.[0] ?? '';

    expect((await download(url)).subarray(0, 1)).toEqual(Buffer.from([0x30])); // a DER SEQUENCE
  });
});

describe('answers for playing', () => {
  test.each([
    ['gzip', gunzipSync],
    ['deflate', inflateSync],
    ['br', brotliDecompressSync],
    ['zstd', zstdDecompressSync],
  ] as const)('/%s is compressed that way', async (encoding, decompress) => {
    const answer = await send('good', { path: `/${encoding}` });

    expect(answer.headers['content-encoding']).toBe(encoding);
    expect(JSON.parse(decompress(answer.body).toString())).toMatchObject({ encoding });
  });

  test('orders come with two cookies and a page', async () => {
    const answer = await send('good', { path: '/orders?page=3' });

    expect(answer.headers['set-cookie']).toHaveLength(2);
    expect(JSON.parse(answer.body.toString())).toMatchObject({ page: 3, orders: { length: 20 } });
  });

  test('an order is found by its number', async () => {
    expect(JSON.parse((await send('good', { path: '/orders/NF-000042' })).body.toString())).toMatchObject({
      id: 'NF-000042',
    });
  });

  test.each([204, 301, 401, 404, 503, 799])('/status/%i has that status', async (code) => {
    expect((await send('good', { path: `/status/${code}` })).status).toBe(code);
  });

  test('a status that is no answer is refused', async () => {
    expect((await send('good', { path: '/status/100' })).status).toBe(400);
  });

  test('/echo gives back what came', async () => {
    const answer = await send('good', { path: '/echo', method: 'POST', headers: { 'X-A': '1' } }, 'grüße');

    const seen = JSON.parse(answer.body.toString());
    expect(seen).toMatchObject({ method: 'POST', body: 'grüße', bytes: 7 });
    expect(seen.headers).toContainEqual(['X-A', '1']);
  });

  test('/echo refuses more than it can keep', async () => {
    expect((await send('good', { path: '/echo', method: 'POST' }, 'x'.repeat(1024 ** 2 + 1))).status).toBe(413);
  });

  test.each(['/nothing', '//', '/?%', '/orders?page=minus', '/orders/NF-1'])(
    '%s is answered, whatever it means',
    async (path) => {
      expect((await send('good', { path })).status).toBeLessThan(500);
    },
  );

  test('the list of paths names only paths that exist', async () => {
    const { paths } = JSON.parse((await send('good', { path: '/' })).body.toString()) as { paths: object };

    // The slow and the large one have tests of their own.
    for (const path of Object.keys(paths)) {
      const answered = await send('good', { path });
      expect([path, answered.status === 404 && !path.startsWith('/status')]).toEqual([path, false]);
    }
  });
});

describe('starting and stopping', () => {
  test('a port that is taken is replaced by a free one', async () => {
    const taken = createServer().listen(0, '127.0.0.1');
    await once(taken, 'listening');
    const { port } = taken.address() as { port: number };
    const other = createPlayground({ now: Date.now, firstPort: port, paces });

    const started = await other.start();
    const good = started.ok ? started.value.servers[0]?.port : undefined;
    await other.stop();
    taken.close();

    expect(started.ok).toBe(true);
    expect(good).not.toBe(port);
  });

  test('localhost is the same server in both families', async () => {
    const fingerprints = new Set<string>();
    for (const host of ['127.0.0.1', '::1']) {
      const socket = connect({ host, port: portOf('good'), servername: 'localhost', ca: caPem() });
      const met = await once(socket, 'secureConnect').then(
        () => socket.getPeerCertificate().fingerprint256,
        (error: NodeJS.ErrnoException) => error.code ?? '',
      );
      socket.destroy();
      // A computer without IPv6 has only one of them.
      if (!['EADDRNOTAVAIL', 'EAFNOSUPPORT', 'ENETUNREACH'].includes(met)) fingerprints.add(met);
    }

    expect(fingerprints.size).toBe(1);
  });

  test('start is told step by step, and a second start gives the same servers', async () => {
    const told: string[] = [];
    const other = createPlayground({ now: Date.now, firstPort: 0, paces, onChange: ({ status }) => told.push(status) });

    const [first, second] = await Promise.all([other.start(), other.start()]);
    await other.stop();

    expect(second).toEqual(first);
    expect(told).toEqual(['starting', 'on', 'off']);
  });

  test('the root survives a stop, so that it need not be trusted again', async () => {
    const other = createPlayground({ now: Date.now, firstPort: 0, paces });

    const first = await other.start();
    await other.stop();
    const second = await other.start();
    await other.stop();

    expect(first.ok && second.ok && first.value.ca?.sha256 === second.value.ca?.sha256).toBe(true);
    expect(other.state()).toMatchObject({ status: 'off' });
    expect(other.state().ca).toBeUndefined();
  });

  test('stop cuts connections that are in use', async () => {
    const other = createPlayground({ now: Date.now, firstPort: 0, paces: { ...paces, eventMs: 60_000 } });
    const started = await other.start();
    const server = started.ok ? started.value.servers.find(({ id }) => id === 'streaming') : undefined;
    const ca = started.ok ? started.value.ca?.pem : undefined;
    const call = request({ host: 'localhost', port: server?.port, path: '/events', ca, agent: false }).end();
    const [response] = (await once(call, 'response')) as [IncomingMessage];
    response.on('error', () => undefined);
    const closed = new Promise((resolve) => response.on('close', resolve));

    await other.stop();

    await closed;
    expect(response.complete).toBe(false);
  });

  test('a client that leaves during the pause before the handshake leaves nothing behind', async () => {
    const socket = connect({ host: 'localhost', port: portOf('slow'), ca: caPem() });
    socket.on('error', () => undefined);
    await once(socket, 'connect');
    socket.destroy();

    expect((await send('good', { path: '/json' })).status).toBe(200);
  });
});

/** The certificate itself, whatever is wrong with it. */
async function leafOf(id: PlaygroundServerId): Promise<X509Certificate> {
  const socket = connect({ host: 'localhost', port: portOf(id), ca: caPem(), rejectUnauthorized: false });
  await once(socket, 'secureConnect');
  const { raw } = socket.getPeerCertificate();
  socket.destroy();
  return new X509Certificate(raw);
}

async function download(url: string): Promise<Buffer> {
  const [response] = (await once(get(url), 'response')) as [IncomingMessage];
  const pieces: Buffer[] = [];
  for await (const piece of response) pieces.push(piece as Buffer);
  return Buffer.concat(pieces);
}
