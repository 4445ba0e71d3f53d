import { createHmac, createPrivateKey, pbkdf2Sync, X509Certificate } from 'node:crypto';
import { mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { children, content, encodeDer, readWhole, tags, whole, type DerNode } from '#core/certificate/der.ts';
import type { InputOf } from '#core/contract.ts';
import { tlsLibrary } from '#main/engine/http/tlsOptions.ts';
import { readIdentity, type FoundIdentity } from './readIdentity.ts';
import { bundle, clientOf, run } from '#testdata/identity.ts';
import { issue, issueRoot, type Issued } from '#testdata/pki.ts';

let folder: string;
let root: Issued;
let middle: Issued;
let client: Issued;
beforeAll(() => {
  folder = mkdtempSync(join(tmpdir(), 'wireglass-identity-'));
  root = issueRoot('/O=Corp/CN=Corp Root');
  middle = issue({
    subject: '/O=Corp/CN=Corp Clients',
    issuer: root,
    extensions: ['basicConstraints=critical,CA:TRUE', 'keyUsage=critical,keyCertSign'],
  });
  client = clientOf(middle, '/O=Corp/CN=ci-runner');
});
afterAll(() => {
  rmSync(folder, { recursive: true });
});

type Sources = InputOf<'identity.read'>['sources'];
const text = (pem: string) => ({ kind: 'text' as const, text: pem });
const file = (bytes: Uint8Array, name = 'ci-runner.p12') => ({ kind: 'bytes' as const, name, bytes });

const read = (sources: Sources, password?: string) =>
  readIdentity({ sources, ...(password !== undefined && { password }) });

async function found(sources: Sources, password?: string): Promise<FoundIdentity> {
  const result = await read(sources, password);
  if (!result.ok) throw new Error(JSON.stringify(result.error));
  return result.value;
}

async function failure(sources: Sources, password?: string) {
  const result = await read(sources, password);
  return result.ok ? 'read' : result.error;
}

const derOf = (pem: string) => new X509Certificate(pem).raw;
const hex = (bytes: Uint8Array) => Buffer.from(bytes).toString('hex');
const pkcs8 = (pem: string) => createPrivateKey(pem).export({ format: 'der', type: 'pkcs8' });

/** The same key, and the chain in the order it is to be sent. */
function expectClient(identity: FoundIdentity, chain: readonly Issued[] = [client, middle, root]): void {
  expect(hex(identity.key)).toBe(hex(pkcs8(client.key)));
  expect(identity.chain.map(({ der }) => hex(der))).toEqual(chain.map(({ cert }) => hex(derOf(cert))));
}

/** `openssl pkcs12 -export` of the client, its key and the authorities above it, the root first: the wrong way round. */
function p12(password: string, ...words: string[]): Uint8Array {
  return bundle(folder, client, `${root.cert}${middle.cert}`, password, ...words);
}

/** `openssl pkey`, `rsa`, `ec`…: the key of somebody in another form. */
function converted(key: Issued, ...words: string[]): string {
  return run('openssl', ...words, '-in', key.keyFile);
}

/** A file without a code, given one of the new form: HMAC-SHA-256 under a key by PBKDF2. The openssl here makes none. */
function withPbmac1(file: Uint8Array, password: string): Uint8Array {
  const salt = Buffer.from('salzsalz');
  const rounds = 2048;
  const inside = (node: DerNode, at: number): DerNode => children(node)[at] ?? node;
  const top = readWhole(file);
  // PFX → authSafe → [0] → OCTET STRING.
  const signed = content(inside(inside(inside(top, 1), 1), 0));
  const digest = createHmac('sha256', pbkdf2Sync(password, salt, rounds, 32, 'sha256'))
    .update(signed)
    .digest();
  const oid = (hex: string) => encodeDer(tags.oid, Buffer.from(hex, 'hex'));
  const sequence = (...parts: readonly Uint8Array[]) => encodeDer(tags.sequence, Buffer.concat(parts));
  const octets = (bytes: Uint8Array) => encodeDer(tags.octetString, bytes);
  const integer = (hex: string) => encodeDer(tags.integer, Buffer.from(hex, 'hex'));
  const hmacSha256 = sequence(oid('2a864886f70d0209'), encodeDer(5, new Uint8Array(0)));
  const pbkdf2 = sequence(
    oid('2a864886f70d01050c'),
    sequence(octets(salt), integer('0800'), integer('20'), hmacSha256),
  );
  const pbmac1 = sequence(oid('2a864886f70d01050e'), sequence(pbkdf2, hmacSha256));
  const macData = sequence(sequence(pbmac1, octets(digest)), octets(salt), integer('01'));
  return sequence(...children(top).map(whole), macData);
}

describe('a client certificate is read from PKCS#12', () => {
  const forms: readonly (readonly [string, readonly string[]])[] = [
    ['AES-256 with PBKDF2, as OpenSSL 3', []],
    ['AES-128', ['-keypbe', 'AES-128-CBC', '-certpbe', 'AES-128-CBC']],
    ['three keys of DES', ['-keypbe', 'PBE-SHA1-3DES', '-certpbe', 'PBE-SHA1-3DES', '-macalg', 'sha1']],
    ['RC2 of 40 bits with a 3DES key, as old Windows', ['-legacy']],
    ['RC2 of 128 bits', ['-legacy', '-certpbe', 'PBE-SHA1-RC2-128']],
    ['certificates in the clear', ['-certpbe', 'NONE']],
    ['nothing encrypted', ['-certpbe', 'NONE', '-keypbe', 'NONE']],
    ['without a code over it', ['-nomac']],
  ];
  test.each(forms)('%s', async (_, words) => {
    expectClient(await found([file(p12('geheim', ...words))], 'geheim'));
  });

  test.each(['', 'pässwörd', '密码🔑'])('with the password “%s”', async (password) => {
    expectClient(await found([file(p12(password))], password));
  });

  test('with an empty password when none is given', async () => {
    expectClient(await found([file(p12(''))]));
  });

  test('with a PBMAC1 code over it (RFC 9579)', async () => {
    const bytes = withPbmac1(p12('geheim', '-nomac'), 'geheim');

    expectClient(await found([file(bytes)], 'geheim'));
    expect(await failure([file(bytes)], 'falsch')).toMatchObject({ kind: 'wrong-password', tried: true });
  });

  test('from a Java key store, PKCS#12 or JKS', async () => {
    writeFileSync(join(folder, 'store.p12'), p12('changeit'));
    const given = [
      '-srckeystore',
      join(folder, 'store.p12'),
      '-srcstorepass',
      'changeit',
      '-deststorepass',
      'changeit',
    ];
    const store = join(folder, 'store.jks');
    run('keytool', '-importkeystore', '-noprompt', ...given, '-destkeystore', store, '-deststoretype', 'JKS');

    expectClient(await found([file(new Uint8Array(readFileSync(store)), 'store.jks')], 'changeit'));
    expect(await failure([file(new Uint8Array(readFileSync(store)), 'store.jks')], 'changed')).toMatchObject({
      kind: 'wrong-password',
      tried: true,
    });
    expect(await failure([file(new Uint8Array(readFileSync(store)), 'store.jks')])).toMatchObject({
      kind: 'wrong-password',
      tried: false,
    });
  });
});

describe('a client certificate is read from PEM and DER', () => {
  test('certificate, chain and key in one text, in whatever order', async () => {
    for (const parts of [
      [client.cert, middle.cert, root.cert, client.key],
      [client.key, root.cert, middle.cert, client.cert],
      [middle.cert, client.key, client.cert, root.cert],
    ])
      expectClient(await found([text(parts.join('\n'))]));
  });

  test('in several files, among them one in DER', async () => {
    const identity = await found([
      file(new TextEncoder().encode(client.key), 'client.key'),
      file(new Uint8Array(derOf(client.cert)), 'client.cer'),
      text(middle.cert + root.cert),
    ]);

    expectClient(identity);
    expect(identity.origin).toBe('client.key, client.cer, pasted text');
  });

  test('from paths, of which the origin keeps the last part alone', async () => {
    const identity = await found([
      { kind: 'path', path: client.certFile },
      { kind: 'path', path: client.keyFile },
    ]);

    expectClient(identity, [client]);
    expect(identity.origin).not.toContain('/');
  });

  test('what lies beside the chain is not sent', async () => {
    const stranger = issueRoot('/CN=Somebody Else');

    expectClient(await found([text(stranger.cert + client.cert + middle.cert + client.key)]), [client, middle]);
  });

  test('of two authorities of one name the one that signed follows', async () => {
    const renewed = issue({
      subject: '/O=Corp/CN=Corp Clients',
      issuer: root,
      extensions: ['basicConstraints=critical,CA:TRUE'],
    });

    expectClient(await found([text(renewed.cert + client.cert + middle.cert + client.key)]), [client, middle]);
  });

  const kinds: readonly (readonly [string, readonly string[]])[] = [
    ['RSA', ['rsa:2048']],
    ['ECDSA P-384', ['ec', '-pkeyopt', 'ec_paramgen_curve:P-384']],
    ['Ed25519', ['ed25519']],
  ];
  test.each(kinds)('with an %s key', async (_, newkey) => {
    const one = clientOf(root, '/CN=one', { newkey });

    const identity = await found([text(one.cert + one.key)]);

    expect(hex(identity.key)).toBe(hex(pkcs8(one.key)));
  });

  test('with a key for RSA-PSS alone, unless the library cannot read it: then it says so', async () => {
    const one = clientOf(root, '/CN=pss', { newkey: ['rsa-pss', '-pkeyopt', 'rsa_keygen_bits:2048'] });
    const result = await read([text(one.cert + one.key)]);

    if (tlsLibrary() === 'boringssl') expect(result).toMatchObject({ ok: false, error: { kind: 'unsupported' } });
    else expect(result.ok && hex(result.value.key)).toBe(hex(pkcs8(one.key)));
  });

  describe('whose key is', () => {
    let made: Issued | undefined;
    const rsa = () => (made ??= clientOf(root, '/CN=rsa', { newkey: ['rsa:2048'] }));
    const encrypted: readonly (readonly [string, readonly string[]])[] = [
      ['PKCS#8 under AES-256', ['pkcs8', '-topk8', '-passout', 'pass:geheim', '-v2', 'aes-256-cbc']],
      [
        'PKCS#8 under AES-128, hash SHA-512',
        ['pkcs8', '-topk8', '-passout', 'pass:geheim', '-v2', 'aes-128-cbc', '-v2prf', 'hmacWithSHA512'],
      ],
      ['PKCS#8 under 3DES', ['pkcs8', '-topk8', '-passout', 'pass:geheim', '-v2', 'des3']],
      ['PKCS#8 in its first version', ['pkcs8', '-topk8', '-passout', 'pass:geheim', '-v1', 'PBE-SHA1-3DES']],
      ['the old form under AES-256', ['rsa', '-traditional', '-aes256', '-passout', 'pass:geheim']],
      ['the old form under AES-128', ['rsa', '-traditional', '-aes128', '-passout', 'pass:geheim']],
      ['the old form under 3DES', ['rsa', '-traditional', '-des3', '-passout', 'pass:geheim']],
    ];
    test.each(encrypted)('%s: the password opens it, another does not', async (_, words) => {
      const one = rsa();
      const sources = [text(one.cert), text(converted(one, ...words))];

      expect(hex((await found(sources, 'geheim')).key)).toBe(hex(pkcs8(one.key)));
      expect(await failure(sources, 'falsch')).toMatchObject({
        kind: 'wrong-password',
        tried: true,
        name: 'pasted text',
      });
      expect(await failure(sources)).toMatchObject({ kind: 'wrong-password', tried: false });
    });

    test('PKCS#1', async () => {
      const one = rsa();
      const key = converted(one, 'rsa', '-traditional');

      expect(key).toContain('BEGIN RSA PRIVATE KEY');
      expect(hex((await found([text(one.cert + key)])).key)).toBe(hex(pkcs8(one.key)));
    });

    test('SEC 1, plain, encrypted and with its parameters before it', async () => {
      const plain = converted(client, 'ec');
      const parameters = run('openssl', 'ecparam', '-name', 'prime256v1');
      const locked = converted(client, 'ec', '-aes256', '-passout', 'pass:geheim');

      expect(plain).toContain('BEGIN EC PRIVATE KEY');
      expectClient(await found([text(client.cert + parameters + plain)]), [client]);
      expectClient(await found([text(client.cert + locked)], 'geheim'), [client]);
    });

    test('DER, plain and encrypted', async () => {
      const one = rsa();
      const der = (...words: string[]) => {
        const out = join(folder, 'key.der');
        run('openssl', ...words, '-in', one.keyFile, '-outform', 'DER', '-out', out);
        return file(new Uint8Array(readFileSync(out)), 'key.der');
      };

      const plain = der('pkcs8', '-topk8', '-nocrypt');
      const locked = der('pkcs8', '-topk8', '-passout', 'pass:geheim');

      expect(hex((await found([text(one.cert), plain])).key)).toBe(hex(pkcs8(one.key)));
      expect(hex((await found([text(one.cert), locked], 'geheim')).key)).toBe(hex(pkcs8(one.key)));
    });
  });

  test('of several certificates with keys the first that may be a client’s is taken', async () => {
    const server = issue({ subject: '/CN=server', issuer: root, extensions: ['extendedKeyUsage=serverAuth'] });

    const identity = await found([text(server.cert + server.key + client.cert + client.key)]);

    expectClient(identity, [client]);
    expect(identity.pairs).toBe(2);
  });
});

describe('what is no client certificate says why', () => {
  test('another password, and none', async () => {
    for (const words of [[], ['-legacy'], ['-nomac']]) {
      expect(await failure([file(p12('geheim', ...words))], 'falsch')).toMatchObject({
        kind: 'wrong-password',
        name: 'ci-runner.p12',
        tried: true,
      });
      expect(await failure([file(p12('geheim', ...words))])).toMatchObject({ kind: 'wrong-password', tried: false });
    }
  });

  test('a file that was changed after it was written is damaged, not locked', async () => {
    const bytes = p12('geheim');
    // The code over the content is its last part but the salt and the count: the last digest byte lies 20 bytes or so before the end.
    const bent = bytes.slice();
    const at = bent.length - 20;
    bent[at] = (bent[at] ?? 0) ^ 1;

    expect(await failure([file(bent)], 'geheim')).toMatchObject({ kind: 'damaged-file', name: 'ci-runner.p12' });
  });

  test('a file cut short is damaged', async () => {
    const bytes = p12('geheim');

    expect(await failure([file(bytes.subarray(0, bytes.length - 40))], 'geheim')).toMatchObject({
      kind: 'damaged-file',
    });
    expect(await failure([text(client.cert.slice(0, 300))])).toMatchObject({ kind: 'damaged-file' });
  });

  test('no key', async () => {
    expect(await failure([text(client.cert + middle.cert)])).toMatchObject({ kind: 'no-key', name: 'pasted text' });
    expect(await failure([file(p12('geheim', '-nokeys'))], 'geheim')).toMatchObject({ kind: 'no-key' });
  });

  test('no certificate', async () => {
    expect(await failure([text(client.key)])).toMatchObject({ kind: 'no-certificate', what: 'a private key' });
    expect(await failure([text('<!doctype html><p>hello')])).toMatchObject({
      kind: 'no-certificate',
      what: 'an HTML page',
    });
  });

  test('the key of somebody else', async () => {
    const other = clientOf(root, '/CN=other');

    expect(await failure([text(client.cert + other.key)])).toMatchObject({
      kind: 'key-mismatch',
      subject: 'ci-runner',
    });
  });

  test('a cipher that is not read, by its name', async () => {
    const scrypt = converted(client, 'pkcs8', '-topk8', '-passout', 'pass:geheim', '-scrypt');
    const camellia = p12('geheim', '-keypbe', 'CAMELLIA-256-CBC', '-certpbe', 'AES-256-CBC');

    expect(await failure([text(client.cert + scrypt)], 'geheim')).toMatchObject({
      kind: 'unsupported',
      what: 'scrypt',
    });
    expect(await failure([file(camellia)], 'geheim')).toMatchObject({
      kind: 'unsupported',
      what: 'Camellia-256-CBC',
    });
  });

  test('an OpenSSH key', async () => {
    const ssh = join(folder, 'id_ed25519');
    run('ssh-keygen', '-q', '-t', 'ed25519', '-N', '', '-f', ssh);

    expect(await failure([text(client.cert + readFileSync(ssh, 'utf8'))])).toMatchObject({
      kind: 'unsupported',
      what: 'OpenSSH’s own form of key',
    });
  });

  test('a path that does not open, and more than a client certificate has', async () => {
    mkdirSync(join(folder, 'inside'), { recursive: true });

    expect(await failure([{ kind: 'path', path: join(folder, 'nowhere.p12') }])).toMatchObject({
      kind: 'unreadable',
      code: 'ENOENT',
    });
    expect(await failure([{ kind: 'path', path: join(folder, 'inside') }])).toMatchObject({ code: 'EISDIR' });
    expect(await failure([text('x'.repeat(2_000_001))])).toMatchObject({ kind: 'too-large', limitBytes: 2_000_000 });
  });

  test('nothing of password or key stands in a failure', async () => {
    const body = client.key.split('\n')[1] ?? '';
    const other = clientOf(root, '/CN=other');
    const results = [
      await failure([file(p12('geheim-geheim'))], 'falsch-falsch'),
      await failure([text(client.key + other.cert)]),
      await failure([text(client.key.replace('MI', 'M!'))]),
      await failure([text(client.key)]),
    ];

    const words = JSON.stringify(results);
    expect(words).not.toContain('geheim-geheim');
    expect(words).not.toContain('falsch-falsch');
    expect(words).not.toContain(body);
  });
});
