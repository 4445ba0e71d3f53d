import { execFile, execFileSync, spawn, type ChildProcess } from 'node:child_process';
import { createHash, X509Certificate } from 'node:crypto';
import { once } from 'node:events';
import net from 'node:net';
import { performance } from 'node:perf_hooks';
import tls from 'node:tls';
import { afterEach, beforeAll, describe, expect, test } from 'vitest';
import type { HandshakeFacts } from '#core/tls/handshake.ts';
import { caExtensions, issue, issueRoot, leafExtensions, type Issued } from '#testdata/pki.ts';
import { readHandshake } from './report.ts';
import { createTap, type Tap } from './tap.ts';

let root: Issued;
let intermediate: Issued;
let ecdsa: Issued;
let rsa: Issued;
let client: Issued;
const closing: (() => void)[] = [];

beforeAll(() => {
  root = issueRoot('/O=Wireglass Tests/CN=Report Root');
  intermediate = issue({ subject: '/CN=Report CA', issuer: root, extensions: caExtensions });
  ecdsa = issue({ subject: '/CN=localhost', issuer: intermediate, extensions: leafExtensions('localhost') });
  rsa = issue({
    subject: '/CN=localhost',
    issuer: root,
    extensions: leafExtensions('localhost'),
    newkey: ['rsa:2048'],
  });
  client = issue({ subject: '/CN=client', issuer: root, extensions: ['extendedKeyUsage=clientAuth'] });
}, 60_000);

afterEach(() => {
  for (const close of closing.splice(0)) close();
});

const chain = () => ecdsa.cert + intermediate.cert;
const sha256 = (pem: string) => createHash('sha256').update(new X509Certificate(pem).raw).digest('hex');
const typesOf = (facts: HandshakeFacts) => facts.messages.map(({ from, type }) => `${from} ${type}`);
const messageOf = (facts: HandshakeFacts, type: string) => facts.messages.find((message) => message.type === type);

/** A node:tls server that greets with one byte, so that its tickets have come when that is read. */
async function serve(options: tls.TlsOptions): Promise<number> {
  const server = tls.createServer({ key: ecdsa.key, cert: chain(), ...options }, (socket) => {
    socket.on('error', () => undefined);
    socket.write('.');
    socket.resume();
  });
  server.on('tlsClientError', () => undefined);
  closing.push(() => server.close());
  await new Promise<void>((listening) => server.listen(0, '127.0.0.1', listening));
  return (server.address() as net.AddressInfo).port;
}

/** `openssl s_server` on a port of its own choice. */
async function serveOpenssl(...words: readonly string[]): Promise<number> {
  return (await startOpenssl(...words)).port;
}

async function startOpenssl(
  ...words: readonly string[]
): Promise<{ readonly port: number; readonly process: ChildProcess }> {
  const process = spawn('openssl', ['s_server', '-accept', '127.0.0.1:0', '-naccept', '1', ...words]) as ChildProcess;
  closing.push(() => process.kill('SIGKILL'));
  let said = '';
  return new Promise((ready, failed) => {
    process.stdout?.on('data', (text: Buffer) => {
      said += text.toString();
      const port = /ACCEPT 127\.0\.0\.1:(\d+)/.exec(said)?.[1];
      if (port !== undefined) ready({ port: Number(port), process });
    });
    process.stderr?.resume();
    process.on('exit', () => failed(new Error(`s_server ended: ${said}`)));
  });
}

interface Visit {
  /** At secureConnect; absent when the handshake failed. */
  readonly atVerdict?: HandshakeFacts;
  readonly facts: HandshakeFacts;
  readonly error?: NodeJS.ErrnoException;
  readonly tap: Tap;
  readonly session?: Buffer;
}

/** Connects through a tap and reads the handshake twice, as the client does: at its end, and after the first byte (or the end). */
async function visit(
  port: number,
  options: tls.ConnectionOptions = {},
  greets: 'greets' | 'silent' = 'greets',
): Promise<Visit> {
  const raw = net.connect(port, '127.0.0.1');
  await once(raw, 'connect');
  const tap = createTap(raw, { clock: () => performance.now() });
  const socket = tls.connect({ socket: tap.stream, servername: 'localhost', ca: root.cert, ...options });
  tap.serve(socket);
  closing.push(() => socket.destroy());
  let atVerdict: HandshakeFacts | undefined;
  let session: Buffer | undefined;
  socket.on('session', (value) => (session = value));
  socket.once('secureConnect', () => (atVerdict = readHandshake(tap)));
  const error = await new Promise<NodeJS.ErrnoException | undefined>((over) => {
    socket.once(greets === 'greets' ? 'data' : 'secureConnect', () => over(undefined));
    socket.once('error', over);
    socket.once('close', () => over(undefined));
  });
  const facts = readHandshake(tap);
  return { facts, tap, ...(atVerdict && { atVerdict }), ...(error && { error }), ...(session && { session }) };
}

describe('TLS 1.3', () => {
  test('a whole handshake is decrypted, message by message', async () => {
    const { atVerdict, facts } = await visit(await serve({ ALPNProtocols: ['http/1.1'] }), {
      ALPNProtocols: ['h2', 'http/1.1'],
    });

    expect(facts.undecoded).toBeUndefined();
    expect(facts).toMatchObject({
      version: 'TLSv1.3',
      cipher: 'TLS_AES_256_GCM_SHA384',
      group: 'X25519MLKEM768',
      signatureScheme: 'ecdsa_secp256r1_sha256',
      alpn: { offered: ['h2', 'http/1.1'], accepted: 'http/1.1' },
      sni: { sent: 'localhost', acknowledged: false },
      resumed: false,
      helloRetry: false,
      extendedMasterSecret: true,
      secureRenegotiation: true,
      clientAuth: { requested: false, authorities: [], signatureSchemes: [], offered: null },
    });
    expect(facts.chain.sent).toEqual([sha256(ecdsa.cert), sha256(intermediate.cert)]);
    expect(Buffer.from(facts.certificates[1] ?? []).equals(new X509Certificate(intermediate.cert).raw)).toBe(true);
    const handshake = typesOf(facts).filter((type) => !type.endsWith('ChangeCipherSpec'));
    expect(handshake).toEqual([
      'client ClientHello',
      'server ServerHello',
      'server EncryptedExtensions',
      'server Certificate',
      'server CertificateVerify',
      'server Finished',
      'client Finished',
      'server NewSessionTicket',
      'server NewSessionTicket',
    ]);
    expect(facts.tickets).toEqual([{ lifetimeSeconds: 7200 }, { lifetimeSeconds: 7200 }]);
    expect(atVerdict?.chain.sent).toEqual(facts.chain.sent);
    expect(atVerdict?.messages).toEqual(facts.messages.slice(0, atVerdict?.messages.length));
  });

  test('messages have the time since TCP was connected, in order', async () => {
    const { facts } = await visit(await serve({}));
    const times = facts.messages.map(({ atMs }) => atMs);

    expect(times).toEqual([...times].sort((a, b) => a - b));
    expect(times[0]).toBeGreaterThanOrEqual(0);
  });

  test.each([
    'TLS_AES_128_GCM_SHA256',
    'TLS_AES_256_GCM_SHA384',
    'TLS_CHACHA20_POLY1305_SHA256',
    'TLS_AES_128_CCM_SHA256',
    'TLS_AES_128_CCM_8_SHA256',
  ])('is opened under %s', async (suite) => {
    const words = [
      '-cert',
      rsa.certFile,
      '-key',
      rsa.keyFile,
      '-tls1_3',
      '-ciphersuites',
      suite,
      '-cipher',
      'ALL:@SECLEVEL=0',
    ];
    const ciphers = `${suite}:ECDHE-RSA-AES128-GCM-SHA256:@SECLEVEL=0`;
    const { atVerdict } = await visit(await serveOpenssl(...words), { ciphers }, 'silent');

    expect(atVerdict?.undecoded).toBeUndefined();
    expect(atVerdict).toMatchObject({ version: 'TLSv1.3', cipher: suite, signatureScheme: 'rsa_pss_rsae_sha256' });
    expect(atVerdict?.chain.sent).toEqual([sha256(rsa.cert)]);
  });

  test('a server that wants another group asks again', async () => {
    const { facts } = await visit(await serve({ ecdhCurve: 'P-384' }), { ecdhCurve: 'X25519:P-384' });

    expect(facts).toMatchObject({ helloRetry: true, group: 'secp384r1' });
    expect(typesOf(facts).filter((type) => type.endsWith('Hello') || type.endsWith('HelloRetryRequest'))).toEqual([
      'client ClientHello',
      'server HelloRetryRequest',
      'client ClientHello',
      'server ServerHello',
    ]);
    expect(messageOf(facts, 'HelloRetryRequest')?.fields['extensions']).toContainEqual({
      name: 'key_share',
      number: 51,
      bytes: 2,
      group: 'secp384r1',
    });
    expect(facts.undecoded).toBeUndefined();
  });

  test('a resumed session says so and shows no certificate', async () => {
    const port = await serve({});
    const first = await visit(port);
    const { facts } = await visit(port, { session: first.session });

    expect(first.session).toBeDefined();
    expect(facts).toMatchObject({ resumed: true, certificates: [], group: 'X25519MLKEM768' });
    expect(facts.undecoded).toBeUndefined();
  });

  test('a client certificate that was asked for and given is reported by its hash', async () => {
    const port = await serve({ requestCert: true, ca: root.cert, rejectUnauthorized: true });
    const { facts } = await visit(port, { key: client.key, cert: client.cert });

    expect(facts.clientAuth).toMatchObject({
      requested: true,
      authorities: ['CN=Report Root,O=Wireglass Tests'],
      offered: sha256(client.cert),
    });
    expect(facts.clientAuth.signatureSchemes).toContain('ecdsa_secp256r1_sha256');
    expect(facts.signatureScheme).toBe('ecdsa_secp256r1_sha256'); // the server's, not the client's
    expect(Buffer.from(facts.clientCertificates[0] ?? []).equals(new X509Certificate(client.cert).raw)).toBe(true);
    expect(typesOf(facts)).toContain('client CertificateVerify');
  });

  test('the alert of a server that misses the client certificate is found after the handshake', async () => {
    const port = await serve({ requestCert: true, ca: root.cert, rejectUnauthorized: true, minVersion: 'TLSv1.3' });
    const { facts, atVerdict } = await visit(port);

    expect(atVerdict?.clientAuth).toMatchObject({ requested: true, offered: null });
    expect(facts.alerts).toContainEqual({ from: 'server', level: 'fatal', number: 116, name: 'certificate_required' });
    expect(messageOf(facts, 'Alert')?.encrypted).toBe(true);
  });

  test.each(['-tls1_2', '-tls1_3'])('a server that chose its certificate by name says so (%s)', async (version) => {
    const own = ['-cert', rsa.certFile, '-key', rsa.keyFile];
    const named = [
      '-servername',
      'localhost',
      '-cert2',
      ecdsa.certFile,
      '-key2',
      ecdsa.keyFile,
      '-cert_chain',
      intermediate.certFile,
    ];
    const port = await serveOpenssl(version, ...own, ...named);

    const { atVerdict } = await visit(port, { ca: [root.cert, intermediate.cert] }, 'silent');

    expect(atVerdict?.sni).toEqual({ sent: 'localhost', acknowledged: true });
    expect(atVerdict?.chain.sent[0]).toBe(sha256(ecdsa.cert));
  });

  test('an address is sent no name', async () => {
    const { facts } = await visit(await serve({}), { servername: '', checkServerIdentity: () => undefined });

    expect(facts.sni).toEqual({ sent: null, acknowledged: false });
  });

  test('a stapled response is measured', async () => {
    const port = await serve({});
    const server = tls.createServer({ key: ecdsa.key, cert: chain() });
    server.on('OCSPRequest', (_certificate, _issuer, answer) => answer(null, Buffer.alloc(321, 7)));
    server.on('secureConnection', (socket) => socket.write('.'));
    closing.push(() => server.close());
    await new Promise<void>((listening) => server.listen(0, '127.0.0.1', listening));

    const plain = await visit(port, { requestOCSP: true });
    const stapled = await visit((server.address() as net.AddressInfo).port, { requestOCSP: true });

    expect(plain.facts.ocspStaple).toBeUndefined();
    expect(stapled.facts.ocspStaple).toEqual({ bytes: 321, response: Buffer.alloc(321, 7).toString('base64') });
  });

  test.each(['zlib', 'brotli', 'zstd'])('a certificate message compressed by %s is read', async (algorithm) => {
    // Newer than Node's types.
    const certificateCompression: object = { certificateCompression: [algorithm] };
    const { facts } = await visit(await serve({ ...certificateCompression }), { ...certificateCompression });

    expect(messageOf(facts, 'CompressedCertificate')?.fields).toMatchObject({ algorithm });
    expect(facts.chain.sent).toEqual([sha256(ecdsa.cert), sha256(intermediate.cert)]);
    expect(facts.undecoded).toBeUndefined();
  });

  test('records are opened after the server updated its keys, too', async () => {
    const { port, process } = await startOpenssl('-cert', rsa.certFile, '-key', rsa.keyFile, '-tls1_3');
    const raw = net.connect(port, '127.0.0.1');
    await once(raw, 'connect');
    const tap = createTap(raw, { clock: () => performance.now() });
    const socket = tls.connect({ socket: tap.stream, servername: 'localhost', ca: root.cert });
    tap.serve(socket);
    closing.push(() => socket.destroy());
    await once(socket, 'secureConnect');
    // A K at the start of what s_server reads makes it update its keys and ask for ours: so it must be read on its own.
    process.stdin?.write('K\n');
    await new Promise((later) => setTimeout(later, 100));
    process.stdin?.write('new keys\n');
    await once(socket, 'data');
    socket.write('ours');

    const facts = readHandshake(tap);

    expect(facts.messages.filter(({ type }) => type === 'KeyUpdate').map(({ from, fields }) => [from, fields])).toEqual(
      [
        ['server', { updateRequested: true }],
        ['client', { updateRequested: false }],
      ],
    );
    expect(facts.undecoded).toBeUndefined();
  });

  test('without secrets the hello is still told, and the rest is named as unread', async () => {
    const raw = net.connect(await serve({}), '127.0.0.1');
    await once(raw, 'connect');
    const tap = createTap(raw, { clock: () => performance.now() });
    const socket = tls.connect({ socket: tap.stream, servername: 'localhost', ca: root.cert });
    closing.push(() => socket.destroy());
    await once(socket, 'secureConnect');

    const facts = readHandshake(tap);

    expect(facts).toMatchObject({ version: 'TLSv1.3', group: 'X25519MLKEM768', certificates: [] });
    expect(facts.undecoded).toMatch(/server: \d+ encrypted records, no secret/);
  });

  test('application data is looked through only so far, and then secrets and bytes are given up', async () => {
    const server = tls.createServer({ key: ecdsa.key, cert: chain() }, (socket) => {
      socket.on('error', () => undefined);
      socket.once('data', () => socket.end(Buffer.alloc(600_000, 1)));
    });
    closing.push(() => server.close());
    await new Promise<void>((listening) => server.listen(0, '127.0.0.1', listening));
    const { port } = server.address() as net.AddressInfo;
    const raw = net.connect(port, '127.0.0.1');
    await once(raw, 'connect');
    const tap = createTap(raw, { clock: () => performance.now() });
    const socket = tls.connect({ socket: tap.stream, servername: 'localhost', ca: root.cert });
    tap.serve(socket);
    socket.write('?');
    socket.resume();
    await once(socket, 'end');

    const facts = readHandshake(tap);

    expect(facts.undecoded).toBeUndefined();
    expect(facts.tickets).toHaveLength(2);
    expect(tap.recording).toBe(false);
    expect(
      tap.keys.open(
        { ...place, from: 'server' },
        { type: 23, atMs: 0, header: new Uint8Array(5), fragment: new Uint8Array(32) },
      ),
    ).toBe('no-secret');
  });
});

const place = {
  version: 0x0304,
  suite: 0x1302,
  epoch: 'application',
  generation: 0,
  sequence: 0,
  clientRandom: new Uint8Array(32),
  serverRandom: new Uint8Array(32),
  encryptThenMac: false,
} as const;

describe('TLS 1.2', () => {
  test('a whole handshake is read, its Finished included', async () => {
    const { facts } = await visit(await serve({ ALPNProtocols: ['http/1.1'] }), {
      maxVersion: 'TLSv1.2',
      ALPNProtocols: ['http/1.1'],
    });

    expect(facts.undecoded).toBeUndefined();
    expect(facts).toMatchObject({
      version: 'TLSv1.2',
      cipher: 'TLS_ECDHE_ECDSA_WITH_AES_128_GCM_SHA256',
      group: 'x25519',
      signatureScheme: 'ecdsa_secp256r1_sha256',
      alpn: { accepted: 'http/1.1' },
      sni: { sent: 'localhost', acknowledged: false },
      resumed: false,
      extendedMasterSecret: true,
      secureRenegotiation: true,
      offered: { versions: ['TLSv1.2'] },
    });
    expect(typesOf(facts)).toEqual([
      'client ClientHello',
      'server ServerHello',
      'server Certificate',
      'server ServerKeyExchange',
      'server ServerHelloDone',
      'client ClientKeyExchange',
      'client ChangeCipherSpec',
      'client Finished',
      'server NewSessionTicket',
      'server ChangeCipherSpec',
      'server Finished',
    ]);
    expect(facts.messages.filter(({ encrypted }) => encrypted).map(({ type, bytes }) => [type, bytes])).toEqual([
      ['Finished', 16],
      ['Finished', 16],
    ]);
  });

  test.each([
    ['ECDHE-RSA-CHACHA20-POLY1305', 'x25519'],
    ['DHE-RSA-AES256-GCM-SHA384', undefined],
    ['AES128-CCM', undefined],
    ['AES256-CCM8', undefined],
    ['ECDHE-ARIA128-GCM-SHA256', 'x25519'],
    ['ECDHE-RSA-AES128-SHA256', 'x25519'],
    ['ECDHE-RSA-AES256-SHA384', 'x25519'],
    ['CAMELLIA256-SHA256', undefined],
    ['AES128-SHA', undefined],
    ['NULL-SHA256', undefined],
  ])('under %s', async (cipher, group) => {
    const words = ['-cert', rsa.certFile, '-key', rsa.keyFile, '-tls1_2', '-cipher', `${cipher}:@SECLEVEL=0`];
    const { atVerdict } = await visit(await serveOpenssl(...words), { ciphers: `${cipher}:@SECLEVEL=0` }, 'silent');
    const finished = messageOf(atVerdict as HandshakeFacts, 'Finished');

    expect(atVerdict?.version).toBe('TLSv1.2');
    expect(atVerdict?.undecoded).toBeUndefined();
    if (group !== undefined) expect(atVerdict?.group).toBe(group);
    expect(finished?.encrypted).toBe(true);
    expect(finished?.bytes).toBe(16);
    expect(finished?.fields['verifyData']).toMatch(/^[0-9a-f]{24}$/);
  });

  test('a resumed session says so', async () => {
    const port = await serve({ maxVersion: 'TLSv1.2' });
    const first = await visit(port);
    const { facts } = await visit(port, { session: first.session });

    expect(first.facts.resumed).toBe(false);
    expect(facts).toMatchObject({ resumed: true, certificates: [] });
  });

  test('a client certificate that was asked for and given', async () => {
    const port = await serve({ requestCert: true, ca: root.cert, rejectUnauthorized: true, maxVersion: 'TLSv1.2' });
    const { facts } = await visit(port, { key: client.key, cert: client.cert });

    expect(facts.clientAuth).toMatchObject({
      requested: true,
      authorities: ['CN=Report Root,O=Wireglass Tests'],
      offered: sha256(client.cert),
    });
    expect(facts.undecoded).toBeUndefined();
  });

  test('a stapled response comes in a message of its own', async () => {
    const server = tls.createServer({ key: ecdsa.key, cert: chain(), maxVersion: 'TLSv1.2' }, (socket) =>
      socket.write('.'),
    );
    server.on('OCSPRequest', (_certificate, _issuer, answer) => answer(null, Buffer.alloc(99, 7)));
    closing.push(() => server.close());
    await new Promise<void>((listening) => server.listen(0, '127.0.0.1', listening));

    const { facts } = await visit((server.address() as net.AddressInfo).port, { requestOCSP: true });

    expect(facts.ocspStaple).toEqual({ bytes: 99, response: Buffer.alloc(99, 7).toString('base64') });
    expect(messageOf(facts, 'CertificateStatus')?.fields).toEqual({ statusType: 'ocsp', responseBytes: 99 });
  });
});

test('TLS 1.0 is read too', async () => {
  const words = ['-cert', rsa.certFile, '-key', rsa.keyFile, '-tls1', '-cipher', 'ALL:@SECLEVEL=0'];
  const options = { minVersion: 'TLSv1', ciphers: 'ALL:@SECLEVEL=0' } as const;
  const { atVerdict } = await visit(await serveOpenssl(...words), options, 'silent');

  expect(atVerdict).toMatchObject({
    version: 'TLSv1.0',
    cipher: 'TLS_ECDHE_RSA_WITH_AES_256_CBC_SHA',
    group: 'x25519',
  });
  expect(atVerdict?.signatureScheme).toBeUndefined(); // the key decides it: no scheme is named before TLS 1.2
  expect(atVerdict?.chain.sent).toEqual([sha256(rsa.cert)]);
});

describe('openssl s_client agrees', () => {
  test.each(['-tls1_2', '-tls1_3'])('on version, suite, group, scheme and certificates (%s)', async (version) => {
    const maxVersion = version === '-tls1_2' ? 'TLSv1.2' : 'TLSv1.3';
    // What both offer: OpenSSL 3.0 has no ML-KEM.
    const port = await serve({ ecdhCurve: 'X25519' });
    const words = ['s_client', '-connect', `127.0.0.1:${port}`, '-servername', 'localhost', version, '-showcerts'];
    const said = await new Promise<string>((heard) => {
      execFile('openssl', words, (_error, stdout) => heard(stdout)).stdin?.end();
    });
    const { facts } = await visit(port, {
      maxVersion,
      ecdhCurve: 'X25519:P-256',
    });
    const certificates = said.match(/-----BEGIN CERTIFICATE-----[^-]+-----END CERTIFICATE-----/g) ?? [];

    expect(said).toContain(`New, ${facts.version}, Cipher is`);
    expect(said).toContain(
      version === '-tls1_3' ? `Cipher is ${facts.cipher}` : 'Cipher is ECDHE-ECDSA-AES128-GCM-SHA256',
    );
    expect(said).toContain('Server Temp Key: X25519');
    expect(facts.group).toBe('x25519');
    expect(said).toContain('Peer signing digest: SHA256');
    expect(facts.signatureScheme).toBe('ecdsa_secp256r1_sha256');
    expect(facts.chain.sent.map((hash) => hash.slice(0, 16))).toEqual(
      [...new Set(certificates.map((pem) => sha256(pem).slice(0, 16)))].slice(0, 2),
    );
  });
});

describe('handshakes that fail', () => {
  test('no common cipher suite: the alert of the server', async () => {
    const port = await serve({ maxVersion: 'TLSv1.2', ciphers: 'ECDHE-ECDSA-AES128-GCM-SHA256' });
    const { facts, error } = await visit(port, { maxVersion: 'TLSv1.2', ciphers: 'ECDHE-ECDSA-AES256-GCM-SHA384' });

    expect(error?.message).toContain('alert number 40');
    expect(facts.alerts).toEqual([{ from: 'server', level: 'fatal', number: 40, name: 'handshake_failure' }]);
    expect(facts.offered.ciphers[0]).toBe('TLS_ECDHE_ECDSA_WITH_AES_256_GCM_SHA384');
    expect(facts).not.toHaveProperty('version');
  });

  test('no common version', async () => {
    const { facts } = await visit(await serve({ minVersion: 'TLSv1.3' }), { maxVersion: 'TLSv1.2' });

    expect(facts.alerts).toEqual([{ from: 'server', level: 'fatal', number: 70, name: 'protocol_version' }]);
  });

  test('no common protocol', async () => {
    const { facts } = await visit(await serve({ ALPNProtocols: ['h2'] }), { ALPNProtocols: ['http/1.1'] });

    expect(facts.alerts).toMatchObject([{ from: 'server', name: 'no_application_protocol' }]);
    expect(facts.alpn).toEqual({ offered: ['http/1.1'], accepted: null });
  });

  test('an alert that we send is found as well', async () => {
    const words = ['genpkey', '-genparam', '-algorithm', 'DH', '-pkeyopt', 'group:modp_1536'];
    const dhparam = execFileSync('openssl', words, { stdio: ['ignore', 'pipe', 'ignore'] });
    const weak = { dhparam, ciphers: 'DHE-RSA-AES128-GCM-SHA256:@SECLEVEL=0', maxVersion: 'TLSv1.2' } as const;

    const { facts, error } = await visit(await serve({ key: rsa.key, cert: rsa.cert, ...weak }));

    expect(error?.code).toBe('ERR_SSL_DH_KEY_TOO_SMALL');
    expect(facts.alerts).toEqual([{ from: 'client', level: 'fatal', number: 40, name: 'handshake_failure' }]);
    expect(messageOf(facts, 'ServerKeyExchange')?.fields).toMatchObject({ primeBits: 1536 });
    expect(facts).not.toHaveProperty('group');
  });

  test('a chain that is not trusted is reported whole', async () => {
    const { facts, error } = await visit(await serve({}), { ca: client.cert });

    expect(error?.code).toBe('UNABLE_TO_GET_ISSUER_CERT_LOCALLY');
    expect(facts.chain.sent).toHaveLength(2);
  });

  test.each([
    ['HTTP/1.1 400 Bad Request\r\n\r\n', 'http'],
    ['SSH-2.0-OpenSSH_9.9\r\n', 'ssh'],
    ['220 mail.corp ESMTP\r\n', 'smtp'],
  ])('a server that says %j speaks %s', async (greeting, spoken) => {
    const server = net.createServer((socket) => socket.on('error', () => undefined).end(greeting));
    closing.push(() => server.close());
    await new Promise<void>((listening) => server.listen(0, '127.0.0.1', listening));

    const { facts, error } = await visit((server.address() as net.AddressInfo).port);

    expect(error).toBeDefined();
    expect(facts.spoken).toBe(spoken);
    expect(facts.messages[0]).toMatchObject({ from: 'client', type: 'ClientHello' });
  });

  test('a server that resets after the hello', async () => {
    const server = net.createServer((socket) => socket.once('data', () => socket.resetAndDestroy()));
    closing.push(() => server.close());
    await new Promise<void>((listening) => server.listen(0, '127.0.0.1', listening));

    const { facts, error } = await visit((server.address() as net.AddressInfo).port);

    expect(error?.code).toBe('ECONNRESET');
    expect(typesOf(facts)).toEqual(['client ClientHello']);
  });

  test('a server that closes after the hello', async () => {
    const server = net.createServer((socket) => socket.once('data', () => socket.end()));
    closing.push(() => server.close());
    await new Promise<void>((listening) => server.listen(0, '127.0.0.1', listening));

    const { facts, error } = await visit((server.address() as net.AddressInfo).port);

    expect(error?.code).toBe('ECONNRESET');
    expect(facts.spoken).toBeUndefined();
  });
});
