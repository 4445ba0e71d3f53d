import { execFileSync } from 'node:child_process';
import { mkdtempSync, rmSync, truncateSync, writeFileSync } from 'node:fs';
import { createServer } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import * as fc from 'fast-check';
import { afterAll, describe, expect, test } from 'vitest';
import { shortName } from '#core/certificate/name.ts';
import { caExtensions, issue, issueRoot, leafExtensions } from '#testdata/pki.ts';
import { refusalOf } from './candidate.ts';
import { readSource } from './read.ts';

const root = issueRoot('/O=Halden Freight AS/CN=Halden Root');
const folder = mkdtempSync(join(tmpdir(), 'wireglass-read-'));
afterAll(() => rmSync(folder, { recursive: true }));

const text = (value: string) => readSource({ kind: 'text', text: value });
const bytes = (value: Uint8Array) => readSource({ kind: 'bytes', name: 'dropped', bytes: value });
const path = (value: string) => readSource({ kind: 'path', path: value });

function file(name: string, content: string | Uint8Array): string {
  const made = join(folder, name);
  writeFileSync(made, content);
  return made;
}

function derOf(pem: string): Uint8Array {
  return new Uint8Array(Buffer.from(pem.replace(/-----[^-]+-----/g, ''), 'base64'));
}

/** What each is called that is no authority; undefined for those that are. */
async function refusals(answer: ReturnType<typeof text>) {
  const found = await answer;
  return found.ok ? found.value.map(({ certificate }) => refusalOf(certificate)) : found.error;
}

/** Names of what was found, or why nothing was. */
async function subjects(answer: ReturnType<typeof text>) {
  const found = await answer;
  return found.ok ? found.value.map(({ certificate }) => shortName(certificate.subject)) : found.error;
}

describe('certificates are found', () => {
  test('in PEM, in DER, in a file, in UTF-16, in base64 alone, and between other blocks and words', async () => {
    const inputs = [
      text(root.cert),
      text(`Subject: Halden Root\n${root.key}${root.cert}\nthanks`),
      text(Buffer.from(derOf(root.cert)).toString('base64')),
      text(root.cert.replaceAll('\n', '\r\n')),
      bytes(derOf(root.cert)),
      bytes(new TextEncoder().encode(root.cert)),
      bytes(new Uint8Array(Buffer.from(`\ufeff${root.cert}`, 'utf16le'))),
      path(file('root.der', derOf(root.cert))),
      path(file('root.pem', root.cert)),
    ];

    for (const input of inputs) expect(await subjects(input)).toEqual(['Halden Root']);
  });

  test('in a PKCS#7 bundle', async () => {
    const bundle = execFileSync('openssl', ['crl2pkcs7', '-nocrl', '-certfile', root.certFile, '-outform', 'DER']);

    expect(await subjects(bytes(new Uint8Array(bundle)))).toEqual(['Halden Root']);
  });

  test('several in one text keep their order and are named once', async () => {
    const second = issueRoot('/CN=Second');

    expect(await subjects(text(`${root.cert}${second.cert}${root.cert}`))).toEqual(['Halden Root', 'Second']);
  });
});

describe('what is not an authority is called by what it is', () => {
  const purpose = (usage: string) => [...leafExtensions('x.corp').slice(0, 2), `extendedKeyUsage=${usage}`];

  test.each([
    [
      'a server certificate for api.corp',
      { subject: '/CN=ignored', issuer: root, extensions: leafExtensions('api.corp') },
    ],
    [
      'a server certificate for 10.0.0.1',
      { subject: '/CN=ignored', issuer: root, extensions: leafExtensions('10.0.0.1') },
    ],
    ['a self-signed server certificate', { subject: '/CN=api.corp', extensions: leafExtensions('api.corp') }],
    ['a client certificate for Ann', { subject: '/CN=Ann', issuer: root, extensions: purpose('clientAuth') }],
    [
      'a code-signing certificate for Build',
      { subject: '/CN=Build', issuer: root, extensions: purpose('codeSigning') },
    ],
    ['an e-mail certificate for Ann', { subject: '/CN=Ann', issuer: root, extensions: purpose('emailProtection') }],
    ['an OCSP responder certificate for R1', { subject: '/CN=R1', issuer: root, extensions: purpose('OCSPSigning') }],
    [
      'an end-entity certificate for Thing',
      { subject: '/CN=Thing', issuer: root, extensions: ['basicConstraints=CA:FALSE'] },
    ],
  ])('%s', async (what, options) => {
    expect(await refusals(text(issue(options).cert))).toEqual([what]);
  });

  test('an intermediate is an authority', async () => {
    const intermediate = issue({ subject: '/CN=Issuing CA', issuer: root, extensions: caExtensions });

    expect(await refusals(text(intermediate.cert))).toEqual([undefined]);
  });

  test('a self-signed certificate of version 1 could not say so and counts as a root', async () => {
    const made = join(folder, 'v1');
    const run = (...words: string[]) => execFileSync('openssl', words, { stdio: 'pipe' });
    run(
      'req',
      '-new',
      '-newkey',
      'rsa:2048',
      '-nodes',
      '-keyout',
      `${made}.key`,
      '-out',
      `${made}.csr`,
      '-subj',
      '/CN=V1 Root',
    );
    run('x509', '-req', '-in', `${made}.csr`, '-signkey', `${made}.key`, '-out', `${made}.pem`, '-days', '30');

    expect(await refusals(path(`${made}.pem`))).toEqual([undefined]);
  });
});

describe('bad input', () => {
  const request = join(folder, 'request');
  execFileSync(
    'openssl',
    [
      'req',
      '-new',
      '-newkey',
      'rsa:2048',
      '-nodes',
      '-keyout',
      `${request}.key`,
      '-out',
      `${request}.csr`,
      '-subj',
      '/CN=r',
    ],
    { stdio: 'pipe' },
  );

  test.each([
    ['a private key', () => text(root.key)],
    ['a certificate request', () => path(`${request}.csr`)],
    ['an HTML page', () => text('<!doctype html><title>Sign in</title>')],
    ['a PNG image', () => bytes(new Uint8Array([0x89, 0x50, 0x4e, 0x47, 13, 10, 26, 10]))],
    ['an empty file', () => path(file('empty', ''))],
    ['a text file', () => text('please trust me')],
    ['binary data', () => bytes(new Uint8Array(5000).map((_, index) => (index * 7) % 256))],
  ])('is refused with what it is instead: %s', async (what, preview) => {
    expect(await preview()).toMatchObject({ ok: false, error: { kind: 'not-a-certificate', what } });
  });

  test('a certificate cut short, or with one bad line, spoils the whole input and says which', async () => {
    const cut = derOf(root.cert).slice(0, -20);
    const lines = root.cert.split('\n');
    lines[3] = '!!! not base64 !!!';

    expect(await bytes(cut)).toMatchObject({ ok: false });
    expect(await text(`${root.cert}${lines.join('\n')}`)).toMatchObject({
      ok: false,
      error: {
        kind: 'malformed-certificate',
        index: 1,
        reason: expect.stringMatching(/^Line \d+ is not base64/) as string,
      },
    });
    expect(await text(root.cert.slice(0, 300))).toMatchObject({ ok: false, error: { kind: 'malformed-certificate' } });
  });

  test('a file of 100 MB is refused before it is read', async () => {
    const huge = file('huge.pem', root.cert);
    truncateSync(huge, 100_000_000);

    expect(await path(huge)).toMatchObject({
      ok: false,
      error: { kind: 'too-large', bytes: 100_000_000, limitBytes: 16_000_000 },
    });
  });

  test('text and bytes beyond the limit are refused', async () => {
    expect(await text('x'.repeat(16_000_001))).toMatchObject({ ok: false, error: { kind: 'too-large' } });
    expect(await bytes(new Uint8Array(16_000_001))).toMatchObject({ ok: false, error: { kind: 'too-large' } });
  });

  test('megabytes of garbage between certificate lines are refused as a certificate that cannot be', async () => {
    const garbage = `-----BEGIN CERTIFICATE-----\n${'A'.repeat(15_000_000)}\n-----END CERTIFICATE-----\n`;

    expect(await text(garbage)).toMatchObject({ ok: false, error: { kind: 'malformed-certificate' } });
  });

  test('a folder, nothing, a pipe, a device and a socket each say so and do not hang', async () => {
    const pipe = join(folder, 'pipe');
    execFileSync('mkfifo', [pipe]);
    const socket = join(folder, 'socket');
    const server = createServer();
    await new Promise<void>((resolve) => server.listen(socket, resolve));
    const codes = [];
    for (const place of [
      folder,
      join(folder, 'nothing'),
      pipe,
      '/dev/zero',
      socket,
      join(root.certFile, 'below'),
      'a\0b',
    ]) {
      const answer = await path(place);
      codes.push(answer.ok ? 'ok' : answer.error.kind === 'unreadable' ? answer.error.code : answer.error.kind);
    }
    server.close();

    expect(codes).toEqual(['EISDIR', 'ENOENT', 'FIFO', 'DEVICE', 'SOCKET', 'ENOTDIR', 'ERR_INVALID_ARG_VALUE']);
  });

  test('any bytes get an answer', async () => {
    await fc.assert(
      fc.asyncProperty(fc.uint8Array({ maxLength: 300 }), fc.boolean(), async (garbage, likeDer) => {
        if (likeDer) garbage[0] = 0x30;
        expect((await bytes(garbage)).ok).toBe(false);
      }),
      { numRuns: 200 },
    );
  });
});
