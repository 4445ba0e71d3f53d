import { execFileSync } from 'node:child_process';
import { X509Certificate } from 'node:crypto';
import { rootCertificates } from 'node:tls';
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { extensionOf, type Certificate } from './certificate.ts';
import { decodeCertificate } from './decode.ts';
import { attributeOf, formatName, shortName } from './name.ts';
import { keyText } from './publicKey.ts';
import { derOf, known } from '#testdata/known.ts';
import { caExtensions, issue, issueRoot, leafExtensions, type Issued } from '#testdata/pki.ts';

const openssl = (issued: Issued, ...words: string[]): string =>
  execFileSync('openssl', ['x509', '-in', issued.certFile, '-noout', ...words], { encoding: 'utf8' }).trim();

/** 'Nov  3 09:05:00 2026 GMT', as openssl prints times. */
function opensslDay(at: number): string {
  const [, day = '', month = '', year = '', time = ''] = new Date(at).toUTCString().split(' ');
  return `${month} ${String(Number(day)).padStart(2)} ${time} ${year} GMT`;
}

/** The lines `openssl x509` prints for the same facts. */
function asOpenssl({ subject, issuer, serial, notBefore, notAfter }: Certificate): string {
  return [
    `subject=${formatName(subject)}`,
    `issuer=${formatName(issuer)}`,
    `serial=${serial.replace(/^00/, '').toUpperCase()}`,
    `notBefore=${opensslDay(notBefore)}`,
    `notAfter=${opensslDay(notAfter)}`,
  ].join('\n');
}

describe('a certificate is decoded as openssl reads it', () => {
  const kinds: readonly (readonly [string, readonly string[], string])[] = [
    ['RSA 2048', ['rsa:2048'], 'RSA 2048'],
    ['P-256', ['ec', '-pkeyopt', 'ec_paramgen_curve:P-256'], 'ECDSA P-256'],
    ['P-384', ['ec', '-pkeyopt', 'ec_paramgen_curve:P-384'], 'ECDSA P-384'],
    ['P-521', ['ec', '-pkeyopt', 'ec_paramgen_curve:P-521'], 'ECDSA P-521'],
    ['secp256k1', ['ec', '-pkeyopt', 'ec_paramgen_curve:secp256k1'], 'ECDSA secp256k1'],
    ['brainpool', ['ec', '-pkeyopt', 'ec_paramgen_curve:brainpoolP256r1'], 'ECDSA brainpoolP256r1'],
    ['Ed25519', ['ed25519'], 'Ed25519'],
    ['Ed448', ['ed448'], 'Ed448'],
    ['RSA-PSS', ['rsa-pss', '-pkeyopt', 'rsa_keygen_bits:2048'], 'RSA-PSS 2048'],
  ];

  test.each(kinds)('%s', (_, newkey, text) => {
    const issued = issue({
      newkey,
      subject: '/C=NO/O=Halden, AS/OU=A+B/CN=api.halden.internal',
      extensions: leafExtensions('api.halden.internal', '10.1.2.3', 'fd00::1'),
    });

    const { certificate } = known(issued);

    expect(asOpenssl(certificate)).toBe(
      openssl(issued, '-subject', '-issuer', '-serial', '-dates', '-nameopt', 'RFC2253,-esc_msb,utf8'),
    );
    expect(keyText(certificate.publicKey)).toBe(text);
    expect(certificate.signatureMatches).toBe(true);
  });

  test('its extensions hold what openssl prints', () => {
    const issued = issue({
      subject: '/CN=Limited CA',
      extensions: [
        'basicConstraints=critical,CA:TRUE,pathlen:1',
        'keyUsage=critical,keyCertSign,cRLSign',
        'extendedKeyUsage=serverAuth,1.2.3.4',
        'nameConstraints=critical,permitted;DNS:.corp,permitted;IP:10.0.0.0/255.0.0.0,excluded;email:evil.corp',
        'subjectKeyIdentifier=hash',
        'authorityInfoAccess=OCSP;URI:http://ocsp.corp/,caIssuers;URI:http://ca.corp/ca.cer',
        'crlDistributionPoints=URI:http://crl.corp/1.crl,URI:http://crl.corp/2.crl',
        'certificatePolicies=2.23.140.1.2.1,1.2.3.4.5',
        'tlsfeature=status_request',
        'subjectAltName=DNS:a.corp,IP:::ffff:1.2.3.4,email:a@b.corp,URI:https://x.corp/,RID:1.2.3,dirName:named',
        '[named]',
        'CN=Directory',
      ],
    });

    const { certificate } = known(issued);

    expect(extensionOf(certificate, 'basicConstraints')).toMatchObject({ ca: true, pathLength: 1 });
    expect(extensionOf(certificate, 'keyUsage')?.bits).toEqual(['keyCertSign', 'cRLSign']);
    expect(extensionOf(certificate, 'extKeyUsage')?.purposes.map(({ name, oid }) => name ?? oid)).toEqual([
      'serverAuth',
      '1.2.3.4',
    ]);
    expect(extensionOf(certificate, 'nameConstraints')).toMatchObject({
      permitted: [
        { kind: 'dns', value: '.corp' },
        { kind: 'ip', value: '10.0.0.0/8' },
      ],
      excluded: [{ kind: 'email', value: 'evil.corp' }],
    });
    expect(extensionOf(certificate, 'authorityInfoAccess')).toMatchObject({
      ocsp: ['http://ocsp.corp/'],
      caIssuers: ['http://ca.corp/ca.cer'],
    });
    expect(extensionOf(certificate, 'cRLDistributionPoints')?.urls).toEqual([
      'http://crl.corp/1.crl',
      'http://crl.corp/2.crl',
    ]);
    expect(extensionOf(certificate, 'certificatePolicies')?.policies.map(({ name, oid }) => name ?? oid)).toEqual([
      'Domain validated',
      '1.2.3.4.5',
    ]);
    expect(extensionOf(certificate, 'tlsFeature')?.features).toEqual([5]);
    expect(
      extensionOf(certificate, 'subjectAltName')?.names.map((name) => ('value' in name ? name.value : name.kind)),
    ).toEqual(['a.corp', '::ffff:102:304', 'a@b.corp', 'https://x.corp/', '1.2.3', 'directory']);
    const id = extensionOf(certificate, 'subjectKeyIdentifier')?.id ?? new Uint8Array();
    expect(openssl(issued, '-ext', 'subjectKeyIdentifier')).toContain(
      Buffer.from(id)
        .toString('hex')
        .toUpperCase()
        .replace(/(..)(?!$)/g, '$1:'),
    );
  });

  test('without extensions it is version 1', () => {
    expect(known(issue({ subject: '/CN=old' })).certificate).toMatchObject({ version: 1, extensions: [] });
  });

  test('the hash inside RSA-PSS parameters is found', () => {
    const issued = issue({
      newkey: ['rsa:2048'],
      more: ['-sigopt', 'rsa_padding_mode:pss', '-sigopt', 'rsa_pss_saltlen:32'],
    });

    expect(known(issued).certificate.signatureAlgorithm).toMatchObject({ name: 'id-RSASSA-PSS', hash: 'SHA-256' });
  });

  test('names in other letters than ASCII, and several attributes in one part, are read', () => {
    const issued = issue({ subject: '/O=Størrelse ✓/CN=høyde+OU=øst', more: ['-utf8', '-multivalue-rdn'] });

    const { subject } = known(issued).certificate;

    expect(attributeOf(subject, 'O')).toBe('Størrelse ✓');
    expect(shortName(subject)).toMatch(/høyde/);
  });
});

describe('the certificates of the world decode', () => {
  const roots = rootCertificates.map((pem) => new Uint8Array(new X509Certificate(pem).raw));

  test("all of node's roots, without a malformed extension", () => {
    const decoded = roots.map((der) => decodeCertificate(der));

    expect(decoded.filter((result) => !result.ok)).toEqual([]);
    expect(
      decoded.flatMap((result) =>
        result.ok ? result.value.extensions.filter(({ value }) => value.kind === 'malformed') : [],
      ),
    ).toEqual([]);
  });

  test('with the dates and serial numbers node reads', () => {
    for (const der of roots.slice(0, 40)) {
      const node = new X509Certificate(der);
      const decoded = decodeCertificate(der);
      const certificate = decoded.ok ? decoded.value : undefined;

      expect(certificate?.notAfter).toBe(Date.parse(node.validTo));
      expect(certificate && BigInt(`0x${certificate.serial}`)).toBe(BigInt(`0x${node.serialNumber}`));
    }
  });
});

describe('what is no certificate is refused with a place and a reason', () => {
  const der = derOf(issueRoot());

  test('trailing bytes', () => {
    const result = decodeCertificate(Uint8Array.from([...der, 0]));

    expect(result).toMatchObject({
      ok: false,
      error: { kind: 'malformed', reason: '1 bytes follow after the end', offset: der.length },
    });
  });

  test('every truncation', () => {
    for (let length = 0; length < der.length; length++)
      expect(decodeCertificate(der.subarray(0, length)).ok).toBe(false);
  });

  test('a certificate of more than a megabyte is not looked into', () => {
    expect(decodeCertificate(new Uint8Array(1_000_001))).toMatchObject({
      ok: false,
      error: { reason: 'longer than 1000000 bytes' },
    });
  });

  test('the decoded bytes are a copy', () => {
    const given = Uint8Array.from(der);
    const decoded = decodeCertificate(given);
    given.fill(0);

    expect(decoded.ok && decoded.value.der).toEqual(der);
  });

  test('random bytes never throw', () => {
    fc.assert(
      fc.property(fc.uint8Array({ maxLength: 400 }), (bytes) => typeof decodeCertificate(bytes).ok === 'boolean'),
    );
  });

  test('mutated certificates never throw, whatever byte changes', () => {
    const rich = derOf(
      issue({
        extensions: [
          ...caExtensions,
          'subjectAltName=DNS:a.b,IP:1.2.3.4,email:a@b,URI:https://x/,RID:1.2.3',
          'nameConstraints=permitted;DNS:b,permitted;IP:10.0.0.0/255.0.0.0',
          'certificatePolicies=2.23.140.1.2.1',
          'authorityInfoAccess=OCSP;URI:http://o/',
          'crlDistributionPoints=URI:http://c/',
          'tlsfeature=status_request',
        ],
      }),
    );
    const edit = fc.tuple(fc.nat(rich.length - 1), fc.nat(255));
    fc.assert(
      fc.property(fc.array(edit, { minLength: 1, maxLength: 6 }), (edits) => {
        const mutated = Uint8Array.from(rich);
        for (const [at, byte] of edits) mutated[at] = byte;

        return typeof decodeCertificate(mutated).ok === 'boolean';
      }),
      { numRuns: 2000 },
    );
  });
});
