import { fork, spawn, type ChildProcess } from 'node:child_process';
import { createPrivateKey, generateKeyPairSync, sign, X509Certificate } from 'node:crypto';
import { once } from 'node:events';
import { mkdtempSync, openSync, readFileSync } from 'node:fs';
import { createServer as createTcpServer, type AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createServer, type ConnectionOptions, type TlsOptions } from 'node:tls';
import { afterAll, afterEach, beforeAll, describe, expect, test } from 'vitest';
import type { TlsReport } from '#core/tls/report.ts';
import { toPem } from '#core/certificate/pem.ts';
import { issue, issueRoot, leafExtensions, type Issued } from '#testdata/pki.ts';
import { readTrace, tellMessages, type TracedAnswer, type TracedJob } from './testTrace.ts';

/*
 * What we decode of a handshake equals what OpenSSL traces of the very same one (SSL_trace, by `enableTrace`): every message with its
 * length, every extension with its number and length, suites, groups, schemes and certificates in their order.
 */

type Leaf = Pick<Issued, 'cert' | 'key'>;

const root = issueRoot('/O=Wireglass Tests/CN=Matrix Root');
const extensions = leafExtensions('localhost').map((line) =>
  line.replace('digitalSignature', 'digitalSignature,keyEncipherment'),
);
const leafOf = (...newkey: string[]) => issue({ subject: '/CN=localhost', issuer: root, extensions, newkey });
const ecdsa = leafOf('ec', '-pkeyopt', 'ec_paramgen_curve:P-256');
const leaves: Readonly<Record<string, Leaf>> = {
  RSA: leafOf('rsa:2048'),
  ECDSA: ecdsa,
  Ed25519: leafOf('ed25519'),
  'ML-DSA-65': mlDsa(ecdsa),
};

/** The certificate with another key, signed anew: the openssl command of this machine does not know ML-DSA. */
function mlDsa(model: Issued): Leaf {
  const { publicKey, privateKey } = generateKeyPairSync('ml-dsa-65');
  const { raw, publicKey: replaced } = new X509Certificate(model.cert);
  const [certificate] = elements(raw);
  const [tbs, algorithm] = elements(certificate?.content ?? raw);
  if (tbs === undefined || algorithm === undefined) throw new Error('no certificate');
  const old = replaced.export({ format: 'der', type: 'spki' });
  const fields = elements(tbs.content).map(({ whole }) =>
    whole.equals(old) ? publicKey.export({ format: 'der', type: 'spki' }) : whole,
  );
  const signed = sequence(0x30, ...fields);
  const signature = sign('sha256', signed, createPrivateKey(root.key));
  const der = sequence(0x30, signed, algorithm.whole, sequence(0x03, Buffer.of(0), signature));
  return { cert: toPem(der), key: String(privateKey.export({ format: 'pem', type: 'pkcs8' })) };
}

/** The DER elements one after another; lengths of up to two bytes, as certificates have. */
function elements(der: Buffer): { readonly whole: Buffer; readonly content: Buffer }[] {
  const found = [];
  for (let at = 0; at < der.length;) {
    const first = der.readUInt8(at + 1);
    const lengthBytes = first < 0x80 ? 0 : first - 0x80;
    const begin = at + 2 + lengthBytes;
    const end = begin + (lengthBytes === 0 ? first : der.readUIntBE(at + 2, lengthBytes));
    found.push({ whole: der.subarray(at, end), content: der.subarray(begin, end) });
    at = end;
  }
  return found;
}

function sequence(tag: number, ...parts: readonly Buffer[]): Buffer {
  const content = Buffer.concat(parts);
  const { length } = content;
  return Buffer.concat([Buffer.of(tag, ...(length < 0x80 ? [length] : [0x82, length >> 8, length & 0xff])), content]);
}

let child: ChildProcess;
/** A file, because a pipe that is full loses what the C library writes. */
const traceFile = join(mkdtempSync(join(tmpdir(), 'wireglass-trace-')), 'trace.txt');
let traceRead = 0;
const closing: (() => void)[] = [];

beforeAll(() => {
  child = fork(join(import.meta.dirname, 'testTraced.ts'), {
    stdio: ['ignore', 'ignore', openSync(traceFile, 'a'), 'ipc'],
    serialization: 'advanced',
    execArgv: [],
  });
});
afterAll(() => {
  child.disconnect();
});
afterEach(() => {
  for (const close of closing.splice(0)) close();
});

async function traced(job: Partial<TracedJob> & { port: number }): Promise<TracedAnswer & { readonly trace: string }> {
  const { options, ...more } = job;
  child.send({ until: 'data', session: 'new', ...more, options: { ca: root.cert, ...options } } satisfies TracedJob);
  const [answer] = (await once(child, 'message')) as [TracedAnswer];
  const written = readFileSync(traceFile, 'latin1');
  const trace = written.slice(traceRead);
  traceRead = written.length;
  return { ...answer, trace };
}

async function listen(leaf: Leaf, options: TlsOptions = {}, staple?: Buffer): Promise<number> {
  const server = createServer({ key: leaf.key, cert: leaf.cert, ...options }, (socket) => {
    socket.on('error', () => undefined);
    socket.write('.');
  }).listen(0, '127.0.0.1');
  server.on('tlsClientError', () => undefined);
  if (staple) server.on('OCSPRequest', (_certificate, _issuer, answer) => answer(null, staple));
  closing.push(() => server.close());
  await once(server, 'listening');
  return (server.address() as AddressInfo).port;
}

const inTurn = (messages: ReturnType<typeof readTrace>, from: 'client' | 'server') =>
  messages.filter((message) => message.from === from);

async function expectSame(job: Partial<TracedJob> & { port: number }): Promise<TracedAnswer['facts']> {
  const { facts, trace: said } = await traced(job);
  const ours = tellMessages(facts.messages);
  const theirs = readTrace(said);

  expect(facts.undecoded).toBeUndefined();
  expect(theirs.length).toBeGreaterThan(1);
  for (const from of ['client', 'server'] as const) {
    // A trace ends when the connection is given up: of what came with the last bytes it may not tell all.
    const expected = inTurn(theirs, from);
    expect(inTurn(ours, from).slice(0, expected.length)).toEqual(expected);
    expect(inTurn(ours, from).length - expected.length).toBeLessThanOrEqual(2);
  }
  return facts;
}

const level0 = { minVersion: 'TLSv1', ciphers: 'ALL:@SECLEVEL=0' } as const;

describe('a handshake is decoded as OpenSSL traces it', () => {
  type Row = [string, keyof typeof leaves, TlsOptions, ConnectionOptions, Partial<TlsReport>];
  const versions = [
    ['TLSv1', 'TLSv1.0'],
    ['TLSv1.1', 'TLSv1.1'],
    ['TLSv1.2', 'TLSv1.2'],
    ['TLSv1.3', 'TLSv1.3'],
  ] as const;
  const rows: Row[] = versions.flatMap(([version, name]) =>
    Object.keys(leaves).flatMap((leaf): Row[] => {
      const modern = version === 'TLSv1.3';
      // EdDSA came with TLS 1.2 (RFC 8422), ML-DSA is for TLS 1.3 alone.
      if ((leaf === 'Ed25519' && version < 'TLSv1.2') || (leaf === 'ML-DSA-65' && !modern)) return [];
      const both = { ...level0, ...(modern ? { ciphers: undefined } : {}), maxVersion: version };
      return [[`${version}, ${leaf}`, leaf, both, both, { version: name, serverSignature: 'good', resumed: false }]];
    }),
  );
  const suites = (...names: string[]): Row[] =>
    names.map((ciphers) => {
      const modern = ciphers.startsWith('TLS_');
      const all = `${modern ? `${ciphers}:AES128-GCM-SHA256` : ciphers}:@SECLEVEL=0`;
      const maxVersion = modern ? 'TLSv1.3' : 'TLSv1.2';
      return [
        `suite ${ciphers}`,
        'RSA',
        { ciphers: all, maxVersion },
        { ciphers: all, maxVersion },
        modern ? { cipher: ciphers } : {},
      ];
    });
  const compressed = { certificateCompression: ['zlib', 'brotli'] } as object;

  test.each<Row>([
    ...rows,
    ...suites('TLS_CHACHA20_POLY1305_SHA256', 'TLS_AES_128_CCM_SHA256', 'TLS_AES_128_CCM_8_SHA256'),
    ...suites(
      'AES128-CCM',
      'AES256-CCM8',
      'ECDHE-RSA-CHACHA20-POLY1305',
      'DHE-RSA-CHACHA20-POLY1305',
      'AES256-SHA',
      'CAMELLIA128-SHA256',
    ),
    [
      'ALPN',
      'ECDSA',
      { ALPNProtocols: ['h2', 'http/1.1'] },
      { ALPNProtocols: ['http/1.1'] },
      { alpn: { offered: ['http/1.1'], accepted: 'http/1.1' } },
    ],
    [
      'ALPN before TLS 1.3',
      'ECDSA',
      { ALPNProtocols: ['h2'], maxVersion: 'TLSv1.2' },
      { ALPNProtocols: ['h2'] },
      { alpn: { offered: ['h2'], accepted: 'h2' } },
    ],
    [
      'a HelloRetryRequest',
      'ECDSA',
      { ecdhCurve: 'P-384' },
      { ecdhCurve: 'X25519:P-384' },
      { helloRetry: true, group: 'secp384r1' },
    ],
    ['group P-521', 'RSA', { ecdhCurve: 'P-521' }, { ecdhCurve: 'P-521' }, { group: 'secp521r1' }],
    ['group MLKEM1024', 'RSA', { ecdhCurve: 'MLKEM1024' }, { ecdhCurve: 'MLKEM1024' }, { group: 'MLKEM1024' }],
    [
      'group SecP256r1MLKEM768',
      'RSA',
      { ecdhCurve: 'SecP256r1MLKEM768' },
      { ecdhCurve: 'SecP256r1MLKEM768' },
      { group: 'SecP256r1MLKEM768' },
    ],
    ['group ffdhe3072', 'RSA', { ecdhCurve: 'ffdhe3072' }, { ecdhCurve: 'ffdhe3072' }, { group: 'ffdhe3072' }],
    ['a client certificate wanted', 'ECDSA', { requestCert: true, rejectUnauthorized: false, ca: root.cert }, {}, {}],
    [
      'a client certificate given',
      'ECDSA',
      { requestCert: true, ca: root.cert, rejectUnauthorized: false },
      { key: ecdsa.key, cert: ecdsa.cert },
      {},
    ],
    [
      'a client certificate given before TLS 1.3',
      'ECDSA',
      { requestCert: true, ca: root.cert, rejectUnauthorized: false, maxVersion: 'TLSv1.2' },
      { key: ecdsa.key, cert: ecdsa.cert },
      {},
    ],
    ['a compressed certificate', 'RSA', compressed, compressed, {}],
  ])('%s', async (_name, leaf, server, options, known) => {
    const chosen = leaves[leaf];
    if (chosen === undefined) throw new Error(leaf);
    const facts = await expectSame({ port: await listen(chosen, server), options });

    expect(facts).toMatchObject(known);
  });

  test.each(['TLSv1.2', 'TLSv1.3'] as const)('a stapled response (%s)', async (maxVersion) => {
    const staple = Buffer.alloc(77, 9);
    const port = await listen(ecdsa, { maxVersion }, staple);

    const facts = await expectSame({ port, options: { requestOCSP: true } as ConnectionOptions });

    expect(facts.ocspStaple).toEqual({ bytes: 77, response: staple.toString('base64') });
  });

  test.each(['TLSv1.2', 'TLSv1.3'] as const)('a resumption (%s)', async (maxVersion) => {
    const facts = await expectSame({ port: await listen(ecdsa, { maxVersion }), session: 'resume' });

    expect(facts).toMatchObject({ resumed: true, chain: { sent: [] } });
  });
});

describe('alerts are decoded as OpenSSL traces them', () => {
  test.each<[string, number, TlsOptions, ConnectionOptions]>([
    [
      'no cipher in common',
      40,
      { ciphers: 'ECDHE-ECDSA-AES128-GCM-SHA256', maxVersion: 'TLSv1.2' },
      { ciphers: 'ECDHE-RSA-AES128-GCM-SHA256', maxVersion: 'TLSv1.2' },
    ],
    ['no group in common', 40, { ecdhCurve: 'P-384' }, { ecdhCurve: 'X25519' }],
    ['no version in common', 70, { minVersion: 'TLSv1.3' }, { maxVersion: 'TLSv1.2' }],
    ['no protocol in common', 120, { ALPNProtocols: ['h2'] }, { ALPNProtocols: ['spdy/3'] }],
    ['a client certificate missed', 116, { requestCert: true, ca: root.cert }, {}],
    ['a client certificate missed before TLS 1.3', 40, { requestCert: true, ca: root.cert, maxVersion: 'TLSv1.2' }, {}],
  ])('%s (%i)', async (_name, number, server, options) => {
    const { facts, trace: said } = await traced({ port: await listen(ecdsa, server), options });

    const theirs = [...said.matchAll(/^ {4}Level=\w+\((\d)\), description=.*\((\d+)\)/gm)].map(([, , code]) =>
      Number(code),
    );
    expect(facts.alerts.map((alert) => alert.number)).toContain(number);
    expect(facts.alerts.map((alert) => alert.number)).toEqual(expect.arrayContaining(theirs));
  });

  test('an unknown client CA (48), from s_server', async () => {
    const other = issueRoot('/CN=Another Root');
    const verify = ['-Verify', '1', '-verify_return_error', '-CAfile', other.certFile];
    const files = ['-cert', ecdsa.certFile, '-key', ecdsa.keyFile];
    const server = spawn('openssl', ['s_server', '-accept', '127.0.0.1:0', ...files, ...verify]);
    closing.push(() => server.kill());
    let said = '';
    while (!said.includes('ACCEPT 127')) said += String((await once(server.stdout, 'data'))[0]);
    server.stdout.resume();
    server.stderr.resume();

    const { facts } = await traced({
      port: Number(/ACCEPT 127\.0\.0\.1:(\d+)/.exec(said)?.[1]),
      options: { key: ecdsa.key, cert: ecdsa.cert },
    });

    expect(facts.alerts).toMatchObject([{ from: 'server', level: 'fatal', number: 48, name: 'unknown_ca' }]);
  });

  test.each([10, 20, 22, 42, 43, 44, 45, 46, 47, 49, 50, 51, 71, 80, 86, 90, 109, 110, 112, 113, 115, 121])(
    'number %i from a server that sends nothing else',
    async (number) => {
      const server = createTcpServer((socket) => {
        socket.on('error', () => undefined);
        socket.once('data', () => socket.end(Uint8Array.of(21, 3, 3, 0, 2, 2, number)));
      }).listen(0, '127.0.0.1');
      closing.push(() => server.close());
      await once(server, 'listening');

      const { facts } = await traced({ port: (server.address() as AddressInfo).port });

      expect(facts.alerts).toMatchObject([{ from: 'server', level: 'fatal', number }]);
      expect(facts.alerts[0]?.name).toMatch(/^[a-z_]+$/);
    },
  );
});
