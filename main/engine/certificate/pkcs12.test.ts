import { execFileSync } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createSecureContext } from 'node:tls';
import fc from 'fast-check';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { openContainer } from '#core/certificate/container.ts';
import type { Container, ContainerResult } from '#core/certificate/container/contained.ts';
import { pkcs12Kdf, purposes } from '#core/certificate/container/pkcs12Kdf.ts';
import { decryptRc2 } from '#core/certificate/container/rc2.ts';
import { decryptRc4 } from '#core/certificate/container/rc4.ts';
import { containerPowers } from './containerPowers.ts';
import { derOf } from '#testdata/known.ts';
import { issue, issueRoot, leafExtensions, type Issued } from '#testdata/pki.ts';

let folder: string;
let root: Issued;
let leaf: Issued;
beforeAll(() => {
  folder = mkdtempSync(join(tmpdir(), 'wireglass-pkcs12-'));
  root = issueRoot();
  leaf = issue({ subject: '/CN=leaf', issuer: root, extensions: leafExtensions('leaf.corp') });
});
afterAll(() => {
  rmSync(folder, { recursive: true });
});

function run(tool: string, ...words: string[]): string {
  return execFileSync(tool, words, { encoding: 'utf8', stdio: ['ignore', 'pipe', 'pipe'] });
}

let made = 0;

/** A file by `openssl pkcs12 -export`, with the leaf, its key and the root. */
function exported(password: string, ...words: string[]): Uint8Array {
  const file = join(folder, `${++made}.p12`);
  const given = ['-in', leaf.certFile, '-inkey', leaf.keyFile, '-certfile', root.certFile, '-name', 'mein Schlüssel'];
  run('openssl', 'pkcs12', '-export', ...given, '-passout', `pass:${password}`, '-out', file, ...words);
  return new Uint8Array(readFileSync(file));
}

const open = (input: Uint8Array, password?: string): Promise<ContainerResult> =>
  openContainer(input, { powers: containerPowers, ...(password !== undefined && { password }) });

async function opened(input: Uint8Array, password?: string): Promise<Container> {
  const result = await open(input, password);
  if (!result.ok) throw new Error(JSON.stringify(result.error));
  return result.value;
}

const hex = (bytes: Uint8Array) => Buffer.from(bytes).toString('hex');
const bytes = (text: string) => Uint8Array.from(Buffer.from(text, 'hex'));
const both = () => [hex(derOf(leaf)), hex(derOf(root))];

describe('the old ciphers', () => {
  // RFC 2268 §5.
  test.each([
    ['0000000000000000', 63, 'ebb773f993278eff', '0000000000000000'],
    ['ffffffffffffffff', 64, '278b27e42e2f0d49', 'ffffffffffffffff'],
    ['3000000000000000', 64, '30649edf9be7d2c2', '1000000000000001'],
    ['88', 64, '61a8a244adacccf0', '0000000000000000'],
    ['88bca90e90875a', 64, '6ccf4308974c267f', '0000000000000000'],
    ['88bca90e90875a7f0f79c384627bafb2', 64, '1a807d272bbe5db1', '0000000000000000'],
    ['88bca90e90875a7f0f79c384627bafb2', 128, '2269552ab0f85ca6', '0000000000000000'],
  ])('RC2 with key %s of %i bits', (key, bits, cipher, plain) => {
    // The block as its own IV turns the plaintext into eight bytes of padding: then nothing is left and nothing is wrong.
    const iv = bytes(plain).map((byte) => byte ^ 8);

    expect(decryptRc2(bytes(key), bits, iv, bytes(cipher))).toEqual(new Uint8Array(0));
    expect(
      decryptRc2(
        bytes(key),
        bits,
        iv.map((byte) => byte ^ 1),
        bytes(cipher),
      ),
    ).toBeUndefined();
  });

  test('RC4', () => {
    // RFC 6229 §2, 40-bit key 01…05, offset 0.
    expect(hex(decryptRc4(bytes('0102030405'), new Uint8Array(16)))).toBe('b2396305f03dc027ccc3524a0a1118a8');
  });

  test('the key derivation of PKCS#12', async () => {
    // The password is 'smeg': the vector that implementations of RFC 7292 appendix B check themselves with.
    const derived = await pkcs12Kdf(
      {
        hash: 'sha1',
        purpose: purposes.key,
        password: bytes('0073006d006500670000'),
        salt: bytes('0a58cf64530d823f'),
        rounds: 1,
        length: 24,
      },
      containerPowers,
    );

    expect(hex(derived)).toBe('8aaae6297b6cb04642ab5b077851284eb7128f1a2a7fbca3');
  });
});

describe('a PKCS#12 file is opened', () => {
  const forms: readonly (readonly [string, readonly string[]])[] = [
    ['AES-256 with PBKDF2', []],
    ['AES-128, hash SHA-512', ['-keypbe', 'AES-128-CBC', '-certpbe', 'AES-128-CBC', '-macalg', 'sha512']],
    ['three keys of DES', ['-keypbe', 'PBE-SHA1-3DES', '-certpbe', 'PBE-SHA1-3DES', '-macalg', 'sha1']],
    ['two keys of DES', ['-keypbe', 'PBE-SHA1-2DES', '-certpbe', 'PBE-SHA1-2DES']],
    ['RC2 of 40 bits, as Windows and old openssl', ['-legacy']],
    ['RC2 of 128 bits', ['-legacy', '-certpbe', 'PBE-SHA1-RC2-128']],
    ['RC4 of 128 bits', ['-legacy', '-certpbe', 'PBE-SHA1-RC4-128', '-keypbe', 'PBE-SHA1-RC4-40']],
    ['certificates in the clear', ['-certpbe', 'NONE']],
    ['nothing encrypted', ['-certpbe', 'NONE', '-keypbe', 'NONE']],
    ['without a code over it', ['-nomac', '-certpbe', 'AES-256-CBC']],
    ['without rounds', ['-noiter']],
  ];
  test.each(forms)('%s', async (_, words) => {
    const file = exported('geheim', ...words);

    const container = await opened(file, 'geheim');

    expect(container).toMatchObject({ format: 'pkcs12', keys: [{ kind: 'EC' }] });
    expect(container.certificates.map(({ der }) => hex(der))).toEqual(both());
    expect(container.certificates.map(({ hasKey, alias }) => [hasKey, alias])).toEqual([
      [true, 'mein Schlüssel'],
      [false, undefined],
    ]);
    expect(container.integrity).toBe(words.includes('-nomac') ? 'none' : 'proven');
  });

  test.each(['', 'pässwörd', '密码🔑', 'x'.repeat(60)])('with the password “%s”', async (password) => {
    for (const words of [[], ['-legacy']])
      expect((await opened(exported(password, ...words), password)).integrity).toBe('proven');
  });

  test('with an empty password when none is given', async () => {
    expect((await opened(exported(''))).certificates).toHaveLength(2);
  });

  test('without its password when its certificates are in the clear', async () => {
    const container = await opened(exported('geheim', '-certpbe', 'NONE'));

    expect(container).toMatchObject({ integrity: 'unproven', keys: [{ encrypted: true }] });
    expect(container.certificates.map(({ hasKey }) => hasKey)).toEqual([true, false]);
  });
});

describe('a PKCS#12 file that does not open says why', () => {
  test.each([
    ['no password', [], undefined, { kind: 'password-needed' }],
    ['another password', [], 'other', { kind: 'wrong-password' }],
    [
      'another password and no code to tell',
      ['-nomac', '-certpbe', 'AES-256-CBC'],
      'other',
      { kind: 'wrong-password' },
    ],
    ['another password and RC2', ['-legacy'], 'other', { kind: 'wrong-password' }],
    [
      'a cipher that is not read',
      ['-certpbe', 'CAMELLIA-256-CBC'],
      'geheim',
      { kind: 'unsupported-algorithm', name: 'Camellia-256-CBC' },
    ],
  ] as const)('%s', async (_, words, password, error) => {
    expect(await open(exported('geheim', ...words), password)).toMatchObject({ ok: false, error });
  });

  test('only a key in it', async () => {
    const file = join(folder, 'key.p12');
    run('openssl', 'pkcs12', '-export', '-nocerts', '-inkey', leaf.keyFile, '-passout', 'pass:x', '-out', file);

    expect(await open(new Uint8Array(readFileSync(file)), 'x')).toMatchObject({
      ok: false,
      error: { kind: 'only-keys', keys: [{ kind: 'EC', encrypted: true }] },
    });
  });

  test('cut short, or with bytes behind it', async () => {
    const file = exported('geheim');

    for (const bent of [file.subarray(0, -5), Uint8Array.of(...file, 0)])
      expect(await open(bent, 'geheim')).toMatchObject({ ok: false, error: { kind: 'damaged', format: 'pkcs12' } });
  });

  test('more rounds than anyone needs', async () => {
    const file = exported('geheim', '-iter', '13000000', '-nomac', '-certpbe', 'AES-256-CBC');

    expect(await open(file, 'other')).toMatchObject({
      ok: false,
      error: { kind: 'unsupported-algorithm', name: 'a key derivation of 13000000 rounds' },
    });
  }, 30_000);

  test('whatever byte is bent', async () => {
    const file = exported('geheim', '-legacy', '-iter', '1');
    await fc.assert(
      fc.asyncProperty(fc.nat(file.length - 1), fc.nat(255), async (at, byte) => {
        const bent = file.slice();
        bent[at] = byte;
        const result = await open(bent, 'geheim');
        if (result.ok) expect(result.value.certificates.length).toBeGreaterThan(0);
      }),
      { numRuns: 500 },
    );
  });
});

const hasKeytool = (() => {
  try {
    run('keytool', '-help');
    return true;
  } catch {
    return false;
  }
})();

// Java is not everywhere; where it is, its files are the real thing.
describe.skipIf(!hasKeytool)('a key store by keytool is opened', () => {
  test.each(['PKCS12', 'JKS', 'JCEKS'])(
    '%s with a key, a chain and an authority',
    async (type) => {
      const store = join(folder, `store.${type}`);
      const base = ['-keystore', store, '-storetype', type, '-storepass', 'geheim'];
      run(
        'keytool',
        '-genkeypair',
        '-alias',
        'mine',
        '-keyalg',
        'EC',
        '-dname',
        'CN=mine',
        '-keypass',
        'geheim',
        ...base,
      );
      run('keytool', '-importcert', '-noprompt', '-alias', 'corp', '-file', root.certFile, ...base);
      const listed = run('keytool', '-list', '-rfc', ...base);
      const file = new Uint8Array(readFileSync(store));

      const container = await opened(file, 'geheim');

      const found = container.certificates.map(({ der }) => hex(der)).sort();
      const expected = (listed.match(/-----BEGIN[^]*?END CERTIFICATE-----/g) ?? []).map((pem) =>
        hex(derOf({ cert: pem } as Issued)),
      );
      expect(found).toEqual(expected.sort());
      expect(container).toMatchObject({ integrity: 'proven', keys: [{ alias: 'mine', kind: 'EC' }] });
      expect(container.certificates.find(({ hasKey }) => hasKey)?.alias).toBe('mine');
      expect(await open(file, 'other')).toMatchObject({ ok: false, error: { kind: 'wrong-password' } });
      const locked = await open(file);
      if (type === 'PKCS12') expect(locked).toMatchObject({ error: { kind: 'password-needed' } });
      else expect(locked).toMatchObject({ ok: true, value: { integrity: 'unproven' } });
    },
    30_000,
  );

  test('JCEKS with a secret key among the certificates', async () => {
    const store = join(folder, 'secret.jceks');
    const base = ['-keystore', store, '-storetype', 'JCEKS', '-storepass', 'geheim'];
    run('keytool', '-importcert', '-noprompt', '-alias', 'corp', '-file', root.certFile, ...base);
    run('keytool', '-genseckey', '-alias', 'aes', '-keyalg', 'AES', '-keysize', '128', '-keypass', 'geheim', ...base);
    run('keytool', '-importcert', '-noprompt', '-alias', 'leaf', '-file', leaf.certFile, ...base);

    const container = await opened(new Uint8Array(readFileSync(store)), 'geheim');

    expect(container.certificates.map(({ alias }) => alias).sort()).toEqual(['corp', 'leaf']);
    expect(container.keys).toEqual([{ alias: 'aes', encrypted: true, kind: 'secret' }]);
  }, 30_000);

  test('a trust store of Java without any password', async () => {
    const store = join(folder, 'trust.p12');
    const java = ['-J-Dkeystore.pkcs12.certProtectionAlgorithm=NONE', '-J-Dkeystore.pkcs12.macAlgorithm=NONE'];
    const base = ['-keystore', store, '-storetype', 'PKCS12', '-storepass', 'changeit'];
    run('keytool', ...java, '-importcert', '-noprompt', '-alias', 'corp', '-file', root.certFile, ...base);

    const container = await opened(new Uint8Array(readFileSync(store)));

    expect(container).toMatchObject({ certificates: [{ alias: 'corp', hasKey: false }], integrity: 'none' });
  }, 30_000);
});

describe('a Java key store that is damaged', () => {
  test('says so, whatever it is', async () => {
    for (const bent of ['feedfeed', 'feedfeed0000000200000001', 'cececece00000009', 'feedfeed00000002ffffffff'])
      expect(await open(bytes(`${bent}${'00'.repeat(24)}`))).toMatchObject({ ok: false, error: { kind: 'damaged' } });
  });
});

/** DER of one value. */
function der(tag: number, ...parts: Uint8Array[]): Uint8Array {
  const body = Buffer.concat(parts);
  const size = body.length < 0x80 ? [body.length] : [0x82, body.length >> 8, body.length & 0xff];
  return new Uint8Array(Buffer.concat([Buffer.from([tag, ...size]), body]));
}

describe('no bytes stop the reading of files', () => {
  const starts = [
    '30800609',
    '308206092a864886f70d010702a0',
    '3082010002010330',
    'feedfeed0000000200000002',
    'cececece00000002',
    '0b0000',
    '',
  ];

  test('any, after the beginning of each format', async () => {
    await fc.assert(
      fc.asyncProperty(fc.constantFrom(...starts), fc.uint8Array({ maxLength: 300 }), async (start, rest) => {
        const result = await open(Uint8Array.of(...bytes(start), ...rest), 'x');
        expect(result.ok ? result.value.certificates.length : result.error.message.length).toBeGreaterThan(0);
      }),
      { numRuns: 3000 },
    );
  });

  test('mutated bundles and key stores', async () => {
    const bundle = ['crl2pkcs7', '-nocrl', '-certfile', leaf.certFile, '-certfile', root.certFile, '-outform', 'DER'];
    const pkcs7 = new Uint8Array(execFileSync('openssl', bundle, { stdio: ['ignore', 'pipe', 'pipe'] }));
    const entry = (alias: string, cert: Uint8Array) =>
      Buffer.concat([
        bytes('00000002'),
        sized(Buffer.from(alias), 2),
        Buffer.alloc(8),
        sized(Buffer.from('X.509'), 2),
        sized(cert, 4),
      ]);
    const sized = (part: Uint8Array, width: number) => {
      const size = Buffer.alloc(width);
      size.writeUIntBE(part.length, 0, width);
      return Buffer.concat([size, part]);
    };
    const jks = Buffer.concat([
      bytes('feedfeed0000000200000002'),
      entry('a', derOf(leaf)),
      entry('b', derOf(root)),
      Buffer.alloc(20),
    ]);
    expect(await open(new Uint8Array(jks))).toMatchObject({
      ok: true,
      value: { certificates: [{ alias: 'a' }, { alias: 'b' }] },
    });

    await fc.assert(
      fc.asyncProperty(
        fc.constantFrom(pkcs7, new Uint8Array(jks)),
        fc.nat(3000),
        fc.nat(255),
        async (file, at, byte) => {
          const bent = file.slice();
          bent[at % bent.length] = byte;
          await open(bent);
          await open(bent.subarray(0, at % bent.length));
        },
      ),
      { numRuns: 1000 },
    );
  });
});

test('a file with the integrity code of RFC 9579 is read, as it is by openssl 3.5', async () => {
  // The openssl command here is too old to write one; Node's own library reads it and so vouches for what we made.
  const plain = exported('geheim', '-nomac', '-certpbe', 'AES-256-CBC');
  const body = plain.subarray(4);
  // INTEGER 3; SEQUENCE { OID, [0] { OCTET STRING safe } }: each with two bytes of length.
  const safe = body.subarray(3 + 4 + 11 + 4 + 4);
  const hmac = der(0x30, bytes('06082a864886f70d0209'), bytes('0500'));
  const salt = bytes('0102030405060708');
  const pbkdf2 = der(0x30, der(4, salt), bytes('02020800'), bytes('020120'), hmac);
  const derivation = der(0x30, bytes('06092a864886f70d01050c'), pbkdf2);
  const algorithm = der(0x30, bytes('06092a864886f70d01050e'), der(0x30, derivation, hmac));
  const key = await containerPowers.pbkdf2('sha256', Buffer.from('geheim'), salt, 2048, 32);
  const code = containerPowers.hmac('sha256', key, safe);
  const mac = der(0x30, der(0x30, algorithm, der(4, code)), der(4, Buffer.from('NOT USED')), bytes('020101'));
  const file = der(0x30, body, mac);

  const container = await opened(file, 'geheim');

  expect(() => createSecureContext({ pfx: Buffer.from(file), passphrase: 'geheim' })).not.toThrow();
  expect(container).toMatchObject({ integrity: 'proven', keys: [{ kind: 'EC' }] });
  expect(await open(file, 'other')).toMatchObject({ ok: false, error: { kind: 'wrong-password' } });
});

test('a file in BER, with lengths that are not told in advance, is read', async () => {
  const file = exported('geheim', '-nomac');
  // The outermost value with an indefinite length, as Windows and NSS write it: openssl has no switch for that.
  const start = file[1] === 0x82 ? 4 : file[1] === 0x83 ? 5 : 2;
  const ber = Uint8Array.of(0x30, 0x80, ...file.subarray(start), 0, 0);
  writeFileSync(join(folder, 'ber.p12'), ber);

  expect((await opened(ber, 'geheim')).certificates.map(({ der }) => hex(der))).toEqual(both());
  expect(run('openssl', 'pkcs12', '-in', join(folder, 'ber.p12'), '-nokeys', '-passin', 'pass:geheim')).toContain(
    'BEGIN',
  );
});
