import { constants } from 'node:crypto';
import { once } from 'node:events';
import { connect as connectTcp, type AddressInfo } from 'node:net';
import { connect, createServer, type ConnectionOptions, type SecureVersion } from 'node:tls';
import { afterEach, describe, expect, test } from 'vitest';
import type { HandshakeFacts } from '#core/tls/handshake.ts';
import { issue, issueRoot, leafExtensions } from '#testdata/pki.ts';
import { readHandshake } from './report.ts';
import { createTap } from './tap.ts';

const root = issueRoot('/O=Wireglass Tests/CN=Decrypt Root');
const leaf = issue({
  subject: '/CN=localhost',
  issuer: root,
  extensions: leafExtensions('localhost').map((line) =>
    line.replace('digitalSignature', 'digitalSignature,keyEncipherment'),
  ),
  newkey: ['rsa:2048'],
});
const closing: (() => void)[] = [];

afterEach(() => {
  for (const close of closing.splice(0)) close();
});

interface Talk {
  readonly facts: HandshakeFacts;
  /** What the library says it sent and received as Finished. */
  readonly finished: Readonly<Record<'client' | 'server', string | undefined>>;
}

/** A whole conversation: handshake, a few records both ways, and an end in order. */
async function talk(version: SecureVersion, cipher: string, options: ConnectionOptions = {}): Promise<Talk> {
  const ciphers = `${cipher}:@SECLEVEL=0`;
  const common = { minVersion: version, maxVersion: version, ciphers } as const;
  const server = createServer({ key: leaf.key, cert: leaf.cert, ...common }, (socket) => {
    socket.on('error', () => undefined);
    socket.on('data', (data: Buffer) => socket.end(data));
  }).listen(0, '127.0.0.1');
  closing.push(() => server.close());
  await once(server, 'listening');
  const tcp = connectTcp((server.address() as AddressInfo).port, '127.0.0.1');
  await once(tcp, 'connect');
  const tap = createTap(tcp, { clock: () => performance.now() });
  const socket = connect({ socket: tap.stream, servername: 'localhost', ca: root.cert, ...common, ...options });
  tap.serve(socket);
  await once(socket, 'secureConnect');
  const text = (bytes: Buffer | undefined) => bytes?.toString('hex');
  const finished = { client: text(socket.getFinished()), server: text(socket.getPeerFinished()) };
  socket.write('one');
  socket.resume();
  await once(socket, 'end');
  socket.end();
  return { facts: readHandshake(tap), finished };
}

const finishedOf = (facts: HandshakeFacts, from: 'client' | 'server') =>
  facts.messages.find((message) => message.from === from && message.type === 'Finished')?.fields['verifyData'];

describe('records are opened before TLS 1.3', () => {
  const mac = { secureOptions: constants.SSL_OP_NO_ENCRYPT_THEN_MAC };

  test.each<[SecureVersion, string, boolean, ConnectionOptions]>([
    ['TLSv1', 'AES128-SHA', true, {}],
    ['TLSv1', 'AES256-SHA', false, mac],
    ['TLSv1', 'ECDHE-RSA-AES128-SHA', true, {}],
    ['TLSv1.1', 'AES128-SHA', true, {}],
    ['TLSv1.1', 'AES128-SHA', false, mac],
    ['TLSv1.1', 'CAMELLIA128-SHA', false, mac],
    ['TLSv1.2', 'AES128-SHA', false, mac],
    ['TLSv1.2', 'ECDHE-RSA-AES128-SHA256', true, {}],
    ['TLSv1.2', 'ECDHE-RSA-AES256-SHA384', false, mac],
    ['TLSv1.2', 'ECDHE-RSA-CAMELLIA256-SHA384', true, {}],
  ])('%s, %s, encrypt-then-MAC %s', async (version, cipher, encryptThenMac, options) => {
    const { facts, finished } = await talk(version, cipher, options);

    expect(facts.undecoded).toBeUndefined();
    expect(facts.encryptThenMac).toBe(encryptThenMac);
    expect(finishedOf(facts, 'client')).toBe(finished.client);
    expect(finishedOf(facts, 'server')).toBe(finished.server);
    // Comes last, under keys that several records have used.
    expect(facts.alerts).toContainEqual({ from: 'server', level: 'warning', number: 0, name: 'close_notify' });
  });

  test.each([
    'ECDHE-RSA-AES128-GCM-SHA256',
    'AES128-CCM8',
    'ECDHE-RSA-CHACHA20-POLY1305',
    'ECDHE-ARIA256-GCM-SHA384',
    'NULL-SHA',
  ])('TLSv1.2, %s', async (cipher) => {
    const { facts, finished } = await talk('TLSv1.2', cipher);

    expect(facts.undecoded).toBeUndefined();
    expect(facts.encryptThenMac).toBeUndefined();
    expect(finishedOf(facts, 'server')).toBe(finished.server);
    expect(facts.alerts).toContainEqual({ from: 'server', level: 'warning', number: 0, name: 'close_notify' });
  });

  test('a renegotiation is read, with its new keys', async () => {
    const server = createServer({ key: leaf.key, cert: leaf.cert, maxVersion: 'TLSv1.2' }, (socket) => {
      socket.on('error', () => undefined);
      socket.on('data', (data: Buffer) => socket.end(data));
    }).listen(0, '127.0.0.1');
    closing.push(() => server.close());
    await once(server, 'listening');
    const tcp = connectTcp((server.address() as AddressInfo).port, '127.0.0.1');
    await once(tcp, 'connect');
    const tap = createTap(tcp, { clock: () => performance.now() });
    const socket = connect({ socket: tap.stream, servername: 'localhost', ca: root.cert });
    tap.serve(socket);
    await once(socket, 'secureConnect');
    await new Promise<void>((resolve, reject) => {
      socket.renegotiate({}, (error) => (error ? reject(error) : resolve()));
    });
    socket.write('one');
    socket.resume();
    await once(socket, 'end');

    const facts = readHandshake(tap);

    const count = (type: string) => facts.messages.filter((message) => message.type === type).length;
    expect(facts.undecoded).toBeUndefined();
    expect([count('ClientHello'), count('Certificate'), count('Finished'), count('Encrypted')]).toEqual([2, 2, 4, 0]);
    expect(facts.serverSignature).toBe('good');
    expect(facts.alerts).toContainEqual({ from: 'server', level: 'warning', number: 0, name: 'close_notify' });
  });

  test('with a wrong secret nothing is made up', async () => {
    const server = createServer({
      key: leaf.key,
      cert: leaf.cert,
      maxVersion: 'TLSv1.2',
      ciphers: 'AES128-SHA:@SECLEVEL=0',
    });
    server.listen(0, '127.0.0.1');
    closing.push(() => server.close());
    await once(server, 'listening');
    const tcp = connectTcp((server.address() as AddressInfo).port, '127.0.0.1');
    await once(tcp, 'connect');
    const tap = createTap(tcp, { clock: () => performance.now() });
    const ciphers = 'AES128-SHA:@SECLEVEL=0';
    const socket = connect({ socket: tap.stream, servername: 'localhost', ca: root.cert, ciphers });
    socket.on('keylog', (line: Buffer) => {
      const text = line.toString().trim();
      tap.addSecret(Buffer.from(`${text.slice(0, -4)}${text.endsWith('0000') ? 'ffff' : '0000'}\n`));
    });
    closing.push(() => socket.destroy());
    await once(socket, 'secureConnect');

    const facts = readHandshake(tap);

    expect(facts.messages.filter(({ type }) => type === 'Finished').map(({ fields }) => fields)).toEqual([
      { undecoded: 'encrypted' },
      { undecoded: 'encrypted' },
    ]);
  });
});
