import { execFile, execFileSync, spawn, type ChildProcess } from 'node:child_process';
import { createHash, X509Certificate } from 'node:crypto';
import { once } from 'node:events';
import { createServer } from 'node:net';
import { promisify } from 'node:util';
import { afterEach, describe, expect, test } from 'vitest';
import type { ExchangeJson } from '#core/report/json.ts';
import { caExtensions, issue, issueRoot, leafExtensions } from '#testdata/pki.ts';

/*
 * The command line, as a user starts it, says the same of a plain `openssl s_server` as `openssl s_client` does.
 */

const root = issueRoot();
const intermediate = issue({ subject: '/CN=Test Issuing', issuer: root, extensions: caExtensions });
const ecLeaf = issue({
  subject: '/CN=localhost',
  issuer: intermediate,
  extensions: leafExtensions('localhost', '127.0.0.1'),
});
const rsaLeaf = issue({
  subject: '/CN=localhost',
  issuer: intermediate,
  newkey: ['rsa:2048'],
  extensions: leafExtensions('localhost', '127.0.0.1'),
});

let server: ChildProcess | undefined;
afterEach(async () => {
  if (server === undefined) return;
  const gone = once(server, 'exit');
  server.kill();
  await gone;
});

async function freePort(): Promise<number> {
  const probe = createServer().listen(0, '127.0.0.1');
  await once(probe, 'listening');
  const { port } = probe.address() as { port: number };
  probe.close();
  await once(probe, 'close');
  return port;
}

/** `-www` makes it answer HTTP; -accept with an address keeps it on IPv4, whatever the machine prefers. */
async function serve(leaf: typeof ecLeaf, words: readonly string[]): Promise<number> {
  const port = await freePort();
  const files = ['-cert', leaf.certFile, '-key', leaf.keyFile, '-cert_chain', intermediate.certFile];
  server = spawn('openssl', ['s_server', '-accept', `127.0.0.1:${port}`, '-www', ...files, ...words]);
  server.stderr?.resume();
  for await (const chunk of server.stdout ?? []) if (String(chunk).includes('ACCEPT')) break;
  server.stdout?.resume();
  return port;
}

interface Facts {
  readonly version: string | undefined;
  readonly cipher: string | undefined;
  readonly group: string | undefined;
  readonly alpn: string | null | undefined;
  readonly chain: readonly string[];
}

/** How s_client calls the groups used here, and how IANA does. */
const groups: Readonly<Record<string, string>> = {
  'ECDH, prime256v1': 'secp256r1',
  'ECDH, P-256': 'secp256r1',
  X25519: 'x25519',
};

async function saidByClient(port: number): Promise<Facts> {
  const words = [
    's_client',
    '-connect',
    `127.0.0.1:${port}`,
    '-servername',
    'localhost',
    '-alpn',
    'http/1.1',
    '-showcerts',
  ];
  const run = promisify(execFile)('openssl', words);
  run.child.stdin?.end('Q\n');
  const { stdout } = await run;
  const [, version, cipher] = /New, (\S+), Cipher is (\S+)/.exec(stdout) ?? [];
  const protocol = /^ *Protocol *: (\S+)/m.exec(stdout)?.[1] ?? version;
  const key = /(?:Server|Peer) Temp Key: (.+), \d+ bits/.exec(stdout)?.[1] ?? '';
  const negotiated = /Negotiated TLS1\.3 group: (\S+)/.exec(stdout)?.[1];
  return {
    version: protocol,
    cipher: standardName(cipher ?? ''),
    group: negotiated === undefined || negotiated === '<NULL>' ? groups[key] : (groups[negotiated] ?? negotiated),
    alpn: /ALPN protocol: (\S+)/.exec(stdout)?.[1] ?? null,
    chain: (stdout.match(/-----BEGIN CERTIFICATE-----[^-]+-----END CERTIFICATE-----/g) ?? []).map(fingerprint),
  };
}

function standardName(cipher: string): string {
  const line = execFileSync('openssl', ['ciphers', '-stdname', 'ALL']).toString().split('\n');
  return line.find((text) => text.split(/\s+/)[2] === cipher)?.split(/\s+/)[0] ?? cipher;
}

function fingerprint(pem: string): string {
  return createHash('sha256').update(new X509Certificate(pem).raw).digest('hex');
}

async function saidByUs(port: number): Promise<{ readonly facts: Facts; readonly exchange: ExchangeJson }> {
  const cli = new URL('../cli.ts', import.meta.url).pathname;
  const words = [
    cli,
    'send',
    `https://localhost:${port}`,
    '--ca',
    root.certFile,
    '--no-system',
    '--no-bundled',
    '--json',
  ];
  const { stdout } = await promisify(execFile)(process.execPath, words);
  const exchange = JSON.parse(stdout) as ExchangeJson;
  const tls = exchange.connection?.tls;
  const chain = tls?.chain.sent ?? [];
  return {
    facts: { version: tls?.version, cipher: tls?.cipher, group: tls?.group, alpn: tls?.alpn.accepted, chain },
    exchange,
  };
}

describe('what is said of a plain s_server is what s_client says', () => {
  test.each([
    ['TLS 1.3 as it comes', ecLeaf, ['-tls1_3']],
    [
      'TLS 1.3, another suite and group',
      ecLeaf,
      ['-tls1_3', '-ciphersuites', 'TLS_CHACHA20_POLY1305_SHA256', '-groups', 'P-256'],
    ],
    ['TLS 1.3 with ALPN', rsaLeaf, ['-tls1_3', '-alpn', 'http/1.1']],
    ['TLS 1.2', ecLeaf, ['-tls1_2']],
    [
      'TLS 1.2 with RSA, another suite and group',
      rsaLeaf,
      ['-tls1_2', '-cipher', 'ECDHE-RSA-CHACHA20-POLY1305', '-groups', 'P-256'],
    ],
    ['TLS 1.2 with ALPN', rsaLeaf, ['-tls1_2', '-alpn', 'http/1.1']],
  ])('%s', async (_name, leaf, words) => {
    const port = await serve(leaf, words);

    const expected = await saidByClient(port);
    const { facts, exchange } = await saidByUs(port);

    expect(Object.values(expected)).not.toContain(undefined);
    expect(expected.chain).toHaveLength(2);
    expect(facts).toEqual(expected);
    expect(exchange.outcome).toMatchObject({ kind: 'response', response: { status: 200 } });
    expect(exchange.connection?.tls?.verdict.kind).toBe('trusted');
    expect(Object.keys(exchange.certificates)).toEqual(expect.arrayContaining([...expected.chain]));
    expect(exchange.explanations).toEqual([]);
  });
});
