import { execFileSync, spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdtempSync, openSync, rmSync, writeFileSync, closeSync } from 'node:fs';
import { createServer, type Server, type TLSSocket } from 'node:tls';
import type { AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import { bundle, clientOf } from '#testdata/identity.ts';
import { issue, issueRoot, leafExtensions, type Issued } from '#testdata/pki.ts';
import { exitCodes } from './powers.ts';
import { runForJson, runHere } from './testRun.ts';

const PASSWORD = 'geheim-und-lang';
const cli = new URL('../cli.ts', import.meta.url).pathname;
let folder: string;
let root: Issued;
let client: Issued;
let p12: string;
let server: Server;
let url: string;
/** Common names of the clients that were seen, by connection; '' for none. */
let seen: string[];

beforeAll(async () => {
  folder = mkdtempSync(join(tmpdir(), 'wireglass-cli-identity-'));
  root = issueRoot('/O=Corp/CN=Corp Root');
  client = clientOf(root, '/CN=ci-runner');
  p12 = join(folder, 'ci.p12');
  writeFileSync(p12, bundle(folder, client, '', PASSWORD));
  const own = issue({ subject: '/CN=partner', issuer: root, extensions: leafExtensions('127.0.0.1') });
  server = createServer({ cert: own.cert, key: own.key, ca: root.cert, requestCert: true }, (socket: TLSSocket) => {
    const { subject } = socket.getPeerCertificate();
    seen.push(String(subject?.CN ?? ''));
    socket.once('data', () => socket.end('HTTP/1.1 200 OK\r\nContent-Length: 2\r\nConnection: close\r\n\r\nok'));
    socket.on('error', () => undefined);
  });
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  url = `https://127.0.0.1:${(server.address() as AddressInfo).port}/`;
});
afterAll(async () => {
  server.close();
  await once(server, 'close');
  rmSync(folder, { recursive: true });
});
beforeEach(() => {
  seen = [];
});

const trusting = () => ['--no-system', '--no-bundled', '--ca', root.certFile];
const env = (name: string) => (name === 'CI_PASSWORD' ? PASSWORD : undefined);

describe('--identity', () => {
  test('is shown to the server once it was approved, and the exchange says so', async () => {
    const args = ['send', url, ...trusting(), '--identity', p12, '--identity-password-env', 'CI_PASSWORD'];
    const { code, out } = await runHere([...args, '--json'], { env });
    const exchange = JSON.parse(out) as Awaited<ReturnType<typeof runForJson>>['json'];

    expect(code).toBe(exitCodes.ok);
    expect(exchange.connection?.tls?.clientAuth.offered).toMatch(/^[0-9a-f]{64}$/);
    expect(seen.at(-1)).toBe('ci-runner');
    expect(out).not.toContain(PASSWORD);
    expect(out).not.toContain('PRIVATE KEY');
  });

  test('is never shown to a server that is not trusted', async () => {
    const args = ['send', url, '--no-system', '--no-bundled', '--identity', client.certFile, '--key', client.keyFile];

    expect((await runHere(args)).code).toBe(exitCodes.untrusted);
    expect(seen.filter((name) => name !== '')).toEqual([]);
  });

  test('takes certificate and key of two files, and works for inspect', async () => {
    const args = ['inspect', url, ...trusting(), '--identity', client.certFile, '--key', client.keyFile];
    const { code, json } = await runForJson(args);

    expect(code).toBe(exitCodes.ok);
    expect(json.connection?.tls?.clientAuth.offered).toMatch(/^[0-9a-f]{64}$/);
  });

  test('asks the terminal for the password when the file needs one', async () => {
    const asked: string[] = [];
    const askSecret = (question: string) => {
      asked.push(question);
      return Promise.resolve(PASSWORD);
    };

    const { code } = await runHere(['send', url, ...trusting(), '--identity', p12], { askSecret });

    expect(code).toBe(exitCodes.ok);
    expect(asked).toEqual(['Password of ci.p12: ']);
  });

  test('without a password, and with another one, is refused before anything is sent', async () => {
    const none = await runHere(['send', url, ...trusting(), '--identity', p12]);
    const wrong = await runHere(
      ['send', url, ...trusting(), '--identity', p12, '--identity-password-env', 'CI_PASSWORD'],
      { env: () => 'falsch-falsch' },
    );

    expect([none.code, wrong.code]).toEqual([exitCodes.usage, exitCodes.usage]);
    expect(none.err).toContain(
      'ci.p12 is locked. It opens with its password. Give it with --identity-password-env NAME.',
    );
    expect(wrong.err).toContain('The password does not open ci.p12.');
    expect(wrong.err).not.toContain('falsch-falsch');
    expect(seen).toEqual([]);
  });

  test.each([
    [['--key', 'x.key'], '--key belongs to --identity FILE.'],
    [['--identity-password-env', 'X'], '--identity-password-env belongs to --identity FILE.'],
    [['--identity', 'a.p12', '--identity', 'b.p12'], 'Take one --identity'],
    [['--identity', 'a.p12', '--identity-password-env', 'NOT_SET'], 'there is no variable NOT_SET'],
    [['--identity', 'a.p12', '--identity-password-fd', 'x'], 'is no number of an open file'],
    [['--identity', 'a.p12', '--identity-password-fd', '997'], 'cannot be read (EBADF)'],
    [['--identity', '/nowhere/a.p12'], 'could not be read (ENOENT)'],
  ])('%j is a mistake on the command line', async (flags, words) => {
    const { code, err } = await runHere(['send', url, ...trusting(), ...flags]);

    expect(code).toBe(exitCodes.usage);
    expect(err).toContain(words);
    expect(seen).toEqual([]);
  });

  test('for plain HTTP is a mistake', async () => {
    const { code, err } = await runHere(['send', 'http://127.0.0.1:1/', '--identity', client.certFile]);

    expect([code, err]).toEqual([exitCodes.usage, expect.stringContaining('--identity is for https')]);
  });

  test('says what is odd about the certificate', async () => {
    const odd = clientOf(root, '/CN=odd', { extensions: ['extendedKeyUsage=serverAuth'] });
    const { err } = await runHere(['send', url, ...trusting(), ...['--identity', odd.certFile, '--key', odd.keyFile]]);

    expect(err).toContain('It was issued for being a TLS server, not for being a TLS client');
  });
});

describe('the command itself', () => {
  test('reads the password from an open file', async () => {
    const file = join(folder, 'password');
    writeFileSync(file, `${PASSWORD}\n`);
    const fd = openSync(file, 'r');
    const words = ['send', url, ...trusting(), '--identity', p12, '--identity-password-fd', '3'];
    const child = spawn(process.execPath, [cli, ...words], { stdio: ['ignore', 'pipe', 'pipe', fd] });
    let err = '';
    child.stderr?.on('data', (piece) => (err += String(piece)));
    const [code] = (await once(child, 'exit')) as [number];
    closeSync(fd);

    expect([code, err]).toEqual([exitCodes.ok, '']);
    expect(seen.at(-1)).toBe('ci-runner');
  });

  test.skipIf(process.platform !== 'linux')('asks a terminal without showing what is typed', async () => {
    // `script` gives the command a terminal of its own; expect is not everywhere.
    const words = ['send', url, ...trusting(), '--identity', p12].map((word) => `'${word}'`).join(' ');
    const child = spawn('script', ['-qec', `${process.execPath} ${cli} ${words}`, '/dev/null'], {
      stdio: ['pipe', 'pipe', 'ignore'],
    });
    let shown = '';
    child.stdout.on('data', (piece) => {
      shown += String(piece);
      if (shown.endsWith('Password of ci.p12: ')) child.stdin.write(`${PASSWORD}\r`);
    });
    await once(child, 'exit');

    expect(shown).toContain('200');
    expect(shown).not.toContain(PASSWORD);
    expect(seen.at(-1)).toBe('ci-runner');
  });

  test('is told about in the help', () => {
    const help = execFileSync(process.execPath, [cli, 'help', 'send'], { encoding: 'utf8' });

    expect(help).toContain('--identity-password-env NAME');
  });
});
