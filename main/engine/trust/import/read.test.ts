import { execFileSync } from 'node:child_process';
import { mkdirSync, readFileSync, symlinkSync } from 'node:fs';
import { join } from 'node:path';
import { rootCertificates } from 'node:tls';
import { afterAll, describe, expect, test } from 'vitest';
import { derOf, known } from '#testdata/known.ts';
import { caExtensions, issue, issueRoot, leafExtensions } from '#testdata/pki.ts';
import { certificateFiles, saysCertificate } from './certificateFiles.ts';
import { testImports } from './testImports.ts';

const systemRoot = rootCertificates[0] ?? '';
const bundledRoot = rootCertificates[1] ?? '';
const here = testImports({ systemRoots: () => [systemRoot], bundledRoots: () => [bundledRoot] });
afterAll(() => here.close());
const { read, file } = here;

const root = issueRoot('/O=Halden Freight AS/CN=Halden Root');
const issuing = issue({
  subject: '/CN=Halden Issuing',
  issuer: root,
  extensions: [
    'basicConstraints=critical,CA:TRUE,pathlen:0',
    'keyUsage=critical,keyCertSign',
    'nameConstraints=critical,permitted;DNS:halden.internal,permitted;DNS:.corp,permitted;IP:10.0.0.0/255.0.0.0',
  ],
});
const leaf = issue({
  subject: '/CN=api',
  issuer: root,
  extensions: leafExtensions('api.halden.internal', '10.20.0.7'),
});

const text = (value: string) => ({ kind: 'text', text: value }) as const;
const bytes = (name: string, value: Uint8Array) => ({ kind: 'bytes', name, bytes: value }) as const;
const path = (value: string) => ({ kind: 'path', path: value }) as const;
const openssl = (...words: string[]) =>
  new Uint8Array(execFileSync('openssl', words, { stdio: ['ignore', 'pipe', 'pipe'] }));
const pkcs12 = (...more: string[]) =>
  openssl('pkcs12', '-export', '-in', leaf.certFile, '-inkey', leaf.keyFile, '-certfile', root.certFile, ...more);
const pkcs7 = (form: 'DER' | 'PEM') =>
  openssl('crl2pkcs7', '-nocrl', '-certfile', leaf.certFile, '-certfile', root.certFile, '-outform', form);
const utf16 = (value: string) => Uint8Array.of(0xff, 0xfe, ...Buffer.from(value, 'utf16le'));

describe('certificates are found', () => {
  test('in every format, in their order and each once', async () => {
    const both = `${leaf.cert}some words\n${root.cert}`;
    const inputs = [
      text(both),
      text(both.replaceAll('\n', '\r\n')),
      bytes('bom.pem', utf16(both)),
      bytes('utf8.pem', Uint8Array.of(0xef, 0xbb, 0xbf, ...Buffer.from(both))),
      bytes('bundle.p7b', pkcs7('DER')),
      bytes('bundle.p7c', pkcs7('PEM')),
      bytes('empty.p12', pkcs12('-passout', 'pass:')),
    ];

    for (const input of inputs) {
      const { found, problems, locked } = await read([input, input]);

      expect(found.map(({ subject }) => subject)).toEqual(['api', 'Halden Root']);
      expect([...problems, ...locked]).toEqual([]);
    }
  });

  test('in DER, with the trust settings of openssl behind them, and as a TLS message', async () => {
    const trusted = openssl('x509', '-in', root.certFile, '-trustout', '-setalias', 'Mine');
    const der = derOf(root);
    const list = Buffer.concat([Buffer.of(0, der.length >> 8, der.length & 255), der]);
    const sized = (body: Uint8Array) => Buffer.concat([Buffer.of(0, body.length >> 8, body.length & 255), body]);
    const message = new Uint8Array(Buffer.concat([Buffer.of(11), sized(sized(list))]));

    for (const input of [bytes('a.der', der), bytes('b.pem', trusted), bytes('c.bin', message)])
      expect((await read([input])).found.map(({ sha256 }) => sha256)).toEqual([known(root).sha256]);
  });

  test('with all that decides about them', async () => {
    const { found } = await read([path(file('chain.pem', `${root.cert}${issuing.cert}${leaf.cert}`))]);

    expect(found).toMatchObject([
      {
        sha256: known(root).sha256,
        subject: 'Halden Root',
        organization: 'Halden Freight AS',
        kind: 'root',
        origin: { kind: 'file', name: 'chain.pem' },
        hasKey: false,
        presentIn: [],
        refused: false,
        time: 'valid',
        weak: [],
        permitted: [],
        hosts: [],
      },
      {
        kind: 'intermediate',
        issuer: 'Halden Root',
        pathLength: 0,
        permitted: ['halden.internal', '.halden.internal', '.corp', '10.0.0.0/8'],
      },
      {
        kind: 'leaf',
        what: 'a server certificate for api.halden.internal',
        hosts: ['api.halden.internal', '10.20.0.7'],
        pem: leaf.cert,
      },
    ]);
    expect(found[0]?.keySha256).toMatch(/^[0-9a-f]{64}$/);
    expect(found[0]?.pem).toBe(root.cert);
  });

  test('what is weak or out of its time says so, and a root’s own signature does not count', async () => {
    const weak = issueRoot('/CN=Weak', { newkey: ['rsa:1024'], digest: '-sha1' });
    const old = issueRoot('/CN=Old', { notBefore: '20200101000000Z', notAfter: '20210101000000Z' });
    const below = issue({ subject: '/CN=Below', issuer: root, extensions: caExtensions, digest: '-sha1' });

    const { found } = await read([text(`${weak.cert}${old.cert}${below.cert}`)]);

    expect(found).toMatchObject([
      { kind: 'root', weak: ['RSA 1024'] },
      { time: 'expired', weak: [] },
      { kind: 'intermediate', weak: ['SHA-1 signature'] },
    ]);
  });

  test('an authority’s new key, certified with its old one under the same name, is no root', async () => {
    const old = issueRoot('/CN=Rollover');
    const rollover = issue({
      subject: '/CN=Rollover',
      issuer: old,
      extensions: [...caExtensions, 'authorityKeyIdentifier=keyid'],
    });

    expect((await read([text(rollover.cert)])).found).toMatchObject([{ kind: 'intermediate' }]);
  });

  test('where they are anchors already is told', async () => {
    const mine = issueRoot('/CN=Mine');
    here.store.add([{ pem: mine.cert, label: 'My CA', scope: ['*.corp'], origin: { kind: 'paste' } }]);

    const { found } = await read([text(`${mine.cert}${systemRoot}\n${bundledRoot}`)]);

    expect(found).toMatchObject([
      { presentIn: ['custom'], custom: { label: 'My CA', scope: ['*.corp'] } },
      { presentIn: ['system'] },
      { presentIn: ['bundled'] },
    ]);
  });

  test('a key beside its certificate is noted, in the same file or a later one, and is in no answer', async () => {
    const answer = await read([text(leaf.cert), bytes('key.pem', Buffer.from(`${leaf.cert}${leaf.key}`))]);

    expect(answer.found).toMatchObject([{ hasKey: true }]);
    expect(JSON.stringify(answer)).not.toContain('PRIVATE');
  });
});

describe('files that need a password', () => {
  const secret = pkcs12('-passout', 'pass:geheim', '-name', 'My leaf');

  test('say so, and open with the password of their name', async () => {
    const where = file('secret.p12', secret);

    expect(await read([path(where), text(root.cert)])).toMatchObject({
      found: [{ subject: 'Halden Root' }],
      locked: [{ name: where, format: 'pkcs12', tried: false }],
    });
    expect(await read([path(where)], { [where]: 'geheim' })).toMatchObject({
      found: [{ subject: 'api', alias: 'My leaf', hasKey: true }, { subject: 'Halden Root' }],
      locked: [],
    });
  });

  test('a wrong password is told from none, and belongs to one file', async () => {
    const two = [bytes('a.p12', secret), bytes('b.p12', secret)];

    expect(await read(two, { 'a.p12': 'falsch' })).toMatchObject({
      found: [],
      locked: [
        { name: 'a.p12', tried: true },
        { name: 'b.p12', tried: false },
      ],
    });
  });
});

describe('what cannot be read says why and loses nothing else', () => {
  test('a broken certificate in a bundle', async () => {
    const lines = issuing.cert.split('\n');
    lines[3] = '!!! not base64 !!!';
    const der = derOf(issuing);
    const bent = `-----BEGIN CERTIFICATE-----\n${Buffer.from(der.subarray(0, -9)).toString('base64')}\n-----END CERTIFICATE-----\n`;

    const { found, problems } = await read([text(`${root.cert}${lines.join('\n')}${bent}${leaf.cert}${bent}`)]);

    expect(found.map(({ subject }) => subject)).toEqual(['Halden Root', 'api']);
    expect(problems).toMatchObject(
      [
        { name: 'pasted text', failure: { kind: 'broken-certificate', index: 1, reason: /Line \d+ is not base64/ } },
        { failure: { kind: 'broken-certificate', index: 2, reason: /past the end/ } },
        { failure: { kind: 'broken-certificate', index: 4 } },
      ].map(matching),
    );
  });

  test('a hundred broken ones are named, of more the number is said', async () => {
    const broken = '-----BEGIN CERTIFICATE-----\nMAA=\n-----END CERTIFICATE-----\n'.repeat(250);

    const { found, problems } = await read([text(`${broken}${root.cert}`)]);

    expect(found).toHaveLength(1);
    expect(problems).toHaveLength(101);
    expect(problems.at(-1)).toMatchObject({ failure: { kind: 'more-broken', count: 150 } });
  });

  test('a certificate that is far too long, before it is decoded', async () => {
    const names = Array.from({ length: 20_000 }, (_, at) => `n${at}.corp`);
    const long = issue({ subject: '/CN=long', issuer: root, extensions: leafExtensions(...names) });

    const { found, problems } = await read([text(`${long.cert}${root.cert}`)]);

    expect(found.map(({ subject }) => subject)).toEqual(['Halden Root']);
    expect(problems).toMatchObject(
      [{ failure: { kind: 'broken-certificate', index: 0, reason: /longer than 150 kB/ } }].map(matching),
    );
  });

  test('files of other kinds, a file that is gone, and one that is too large', async () => {
    const image = file('photo.crt', Buffer.from('89504e470d0a1a0a', 'hex'));
    const huge = file('huge.pem', Buffer.alloc(16_000_001, 0x41));
    const gone = join(here.folder, 'gone.pem');
    const cut = bytes('cut.der', derOf(root).subarray(0, 200));

    const { found, problems } = await read([path(image), path(huge), path(gone), cut, text(root.key), text(root.cert)]);

    expect(found).toHaveLength(1);
    expect(problems).toMatchObject([
      { name: gone, failure: { kind: 'unreadable', code: 'ENOENT' } },
      { name: image, failure: { kind: 'not-a-certificate', what: 'a PNG image' } },
      { name: huge, failure: { kind: 'too-large' } },
      { name: 'cut.der' },
      { name: 'pasted text', failure: { kind: 'only-keys' } },
    ]);
  });
});

describe('a folder', () => {
  test('is read as far as its names say certificate, four levels deep, without following links out of it', async () => {
    const other = issueRoot('/CN=Outside');
    const outside = file('outside/secret.pem', other.cert);
    file('folder/root.pem', root.cert);
    file('folder/notes.txt', issuing.cert);
    file('folder/a/b/c/deep.crt', leaf.cert);
    file('folder/a/b/c/d/deeper.crt', issuing.cert);
    const store = file('folder/java/cacerts', readFileSync(root.certFile));
    symlinkSync(outside, join(here.folder, 'folder/out.pem'));
    symlinkSync(join(here.folder, 'outside'), join(here.folder, 'folder/out'));
    symlinkSync(store, join(here.folder, 'folder/again.pem'));
    symlinkSync(join(here.folder, 'folder'), join(here.folder, 'folder/round'));
    symlinkSync('round.pem', join(here.folder, 'folder/round.pem'));

    const { found, problems } = await read([path(join(here.folder, 'folder'))]);

    expect(found.map(({ subject, origin }) => [subject, 'name' in origin && origin.name])).toEqual([
      ['api', 'deep.crt'],
      ['Halden Root', 'cacerts'],
    ]);
    expect(problems).toEqual([]);
  });

  test('without any says so', async () => {
    const empty = join(here.folder, 'empty');
    mkdirSync(empty);

    expect((await read([path(empty)])).problems).toMatchObject([
      { name: empty, failure: { kind: 'nothing-there', path: empty } },
    ]);
  });

  test('of more than two thousand files is listed as far as that, and says so', async () => {
    for (let at = 0; at <= 2000; at++) file(`many/${at}.pem`, '');

    const { files, limited } = await certificateFiles(join(here.folder, 'many'), new AbortController().signal);

    expect(files).toHaveLength(2000);
    expect(limited).toBe(true);
  });

  test.each([
    ['ca.pem', true],
    ['Corp Root.CER', true],
    ['5ed36f99.0', true],
    ['cacerts', true],
    ['my-truststore.bin', true],
    ['ca-bundle.trust.crt', true],
    ['readme.txt', false],
    ['pem', false],
    ['server.key', false],
    ['truststores.md', false],
  ])('%s is taken for a file of certificates: %s', (name, says) => {
    expect(saysCertificate(name)).toBe(says);
  });
});

/** Regular expressions in an expected value, as matchers. */
function matching(value: unknown): unknown {
  if (value instanceof RegExp) return expect.stringMatching(value) as unknown;
  if (typeof value !== 'object' || value === null) return value;
  return Object.fromEntries(Object.entries(value).map(([key, inner]) => [key, matching(inner)]));
}
