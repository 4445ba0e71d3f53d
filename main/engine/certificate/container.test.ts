import { execFileSync } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { openContainer } from '#core/certificate/container.ts';
import type { Container, ContainerResult } from '#core/certificate/container/contained.ts';
import { containerPowers } from './containerPowers.ts';
import { derOf } from '#testdata/known.ts';
import { issue, issueRoot, leafExtensions, type Issued } from '#testdata/pki.ts';

let folder: string;
let root: Issued;
let leaf: Issued;
beforeAll(() => {
  folder = mkdtempSync(join(tmpdir(), 'wireglass-container-'));
  root = issueRoot();
  leaf = issue({ subject: '/CN=leaf', issuer: root, extensions: leafExtensions('leaf.corp') });
});
afterAll(() => {
  rmSync(folder, { recursive: true });
});

/** What openssl writes to `-out`. */
function made(...words: string[]): Uint8Array {
  const file = join(folder, 'made');
  execFileSync('openssl', [...words, '-out', file], { stdio: ['ignore', 'pipe', 'pipe'] });
  return new Uint8Array(readFileSync(file));
}

function open(input: Uint8Array | string, password?: string): Promise<ContainerResult> {
  return openContainer(input, { powers: containerPowers, ...(password !== undefined && { password }) });
}

async function opened(input: Uint8Array | string, password?: string): Promise<Container> {
  const result = await open(input, password);
  if (!result.ok) throw new Error(JSON.stringify(result.error));
  return result.value;
}

const hex = (bytes: Uint8Array) => Buffer.from(bytes).toString('hex');
const ders = (container: Container) => container.certificates.map(({ der }) => hex(der));
const both = () => [hex(derOf(leaf)), hex(derOf(root))];
const utf16 = (text: string) => Uint8Array.of(0xff, 0xfe, ...Buffer.from(text, 'utf16le'));

/** RFC 8446 §4.4.2 and RFC 5246 §7.4.2. */
function tlsMessage(form: 'tls12' | 'tls13', list: readonly Uint8Array[]): Uint8Array {
  const sized = (bytes: Uint8Array) => Buffer.concat([Buffer.from([0, bytes.length >> 8, bytes.length & 255]), bytes]);
  const tail = form === 'tls13' ? Buffer.from([0, 0]) : Buffer.alloc(0);
  const body = sized(Buffer.concat(list.map((der) => Buffer.concat([sized(der), tail]))));
  const message = form === 'tls13' ? Buffer.concat([Buffer.from([0]), body]) : body;
  return new Uint8Array(Buffer.concat([Buffer.from([11]), sized(message)]));
}

describe('a file of certificates is opened', () => {
  test('as DER', async () => {
    expect(await opened(derOf(leaf))).toMatchObject({ format: 'der', certificates: [{ hasKey: false }] });
  });

  test('as PEM with words, other blocks and a key between, telling whose key it is', async () => {
    const file = `Bag Attributes\n subject=/CN=leaf\n${leaf.cert}junk -----\n${leaf.key}\n${root.cert}-----END\n`;

    const container = await opened(file);

    expect(ders(container)).toEqual(both());
    expect(container.certificates.map(({ hasKey }) => hasKey)).toEqual([true, false]);
    expect(container.keys).toEqual([{ kind: 'EC', encrypted: false }]);
  });

  test('in UTF-16, in base64 alone and in hex', async () => {
    const der = derOf(leaf);

    for (const input of [
      utf16(leaf.cert),
      Buffer.from(der).toString('base64'),
      hex(der),
      (hex(der).match(/../g) ?? []).join(':'),
      new TextEncoder().encode(`\n  ${Buffer.from(der).toString('base64')}\n`),
    ])
      expect(ders(await opened(input))).toEqual([hex(der)]);
  });

  test('with the trust settings of openssl behind it', async () => {
    const file = made('x509', '-in', root.certFile, '-trustout', '-addtrust', 'serverAuth', '-setalias', 'Mine');

    expect(Buffer.from(file).toString()).toContain('BEGIN TRUSTED CERTIFICATE');
    expect(ders(await opened(file))).toEqual([hex(derOf(root))]);
  });

  test.each(['DER', 'PEM'])('as PKCS#7 in %s, with the certificates that openssl lists', async (form) => {
    const file = made('crl2pkcs7', '-nocrl', '-certfile', leaf.certFile, '-certfile', root.certFile, '-outform', form);
    const printed = execFileSync('openssl', ['pkcs7', '-inform', form, '-print_certs'], {
      input: file,
      encoding: 'utf8',
    });

    const container = await opened(file);

    expect(ders(container)).toEqual(both());
    expect(ders(container)).toEqual(ders(await opened(printed)));
  });

  test.each(['tls12', 'tls13'] as const)('as the Certificate message of %s, in bytes or in hex', async (form) => {
    const message = tlsMessage(form, [derOf(leaf), derOf(root)]);

    expect(ders(await opened(message))).toEqual(both());
    expect(await opened(hex(message))).toMatchObject({ format: 'tls-certificate' });
  });
});

describe('what cannot be opened says why', () => {
  test.each([
    ['a key alone', () => root.key, { kind: 'only-keys', keys: [{ kind: 'EC', encrypted: false }] }],
    ['a certificate cut short', () => root.cert.slice(0, 300), { kind: 'damaged', reason: /no END line/ }],
    [
      'a line that is no base64',
      () => root.cert.replace(/\nMI/, '\n!!'),
      { kind: 'damaged', reason: /^Line 2 is not/ },
    ],
    ['words', () => 'hello', { kind: 'not-a-certificate', what: 'a text file' }],
    ['nothing', () => new Uint8Array(), { kind: 'not-a-certificate', what: 'an empty file' }],
    [
      'a PKCS#7 bundle cut short',
      () => made('crl2pkcs7', '-nocrl', '-certfile', root.certFile, '-outform', 'DER').subarray(0, -9),
      { kind: 'damaged', format: 'pkcs7' },
    ],
    [
      'a PKCS#7 bundle with bytes behind it',
      () => Uint8Array.of(...made('crl2pkcs7', '-nocrl', '-certfile', root.certFile, '-outform', 'DER'), 0),
      { kind: 'damaged', format: 'pkcs7' },
    ],
    ['an encrypted key', () => made('ec', '-in', root.keyFile, '-aes128', '-passout', 'pass:x'), { kind: 'only-keys' }],
  ])('%s', async (_, input, error) => {
    const result = await open(input());

    const reason = 'reason' in error ? { reason: expect.stringMatching(error.reason as RegExp) as string } : {};
    expect(result).toMatchObject({ ok: false, error: { ...error, ...reason } });
  });

  test('a damaged certificate is handed on, to be looked at', async () => {
    const bent = Uint8Array.of(...derOf(root), 0);

    expect(ders(await opened(bent))).toEqual([hex(bent)]);
  });
});
