import { execFileSync } from 'node:child_process';
import { X509Certificate } from 'node:crypto';
import { rootCertificates } from 'node:tls';
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import type { Certificate } from './certificate.ts';
import { decodeCertificate } from './decode.ts';
import { describeCertificate } from './describe.ts';
import { keyDetails } from './keyDetails.ts';
import { keyFlaws } from './keyFlaws.ts';
import { formatName } from './name.ts';
import { signatureDetails } from './signatureDetails.ts';
import { certificateTree } from './tree.ts';
import { asn1Lines, asn1parse } from '#testdata/asn1parse.ts';
import { derOf } from '#testdata/known.ts';
import { caExtensions, issue, issueRoot, leafExtensions, type Issued } from '#testdata/pki.ts';

/*
 * Everything that stands in a certificate, beside what two other readers make of it: the openssl command and node's library.
 */

const root = issueRoot();

/** A certificate of each kind that we show differently. */
const fixtures: readonly (readonly [string, () => Issued])[] = [
  ['a server', () => issue({ issuer: root, extensions: leafExtensions('a.corp', '10.0.0.1', '::1') })],
  [
    'an authority',
    () => issue({ extensions: ['basicConstraints=critical,CA:TRUE,pathlen:3', ...caExtensions.slice(1)] }),
  ],
  ['RSA with SHA-512', () => issue({ newkey: ['rsa:3072'], digest: '-sha512' })],
  ['RSA-PSS', () => issue({ newkey: ['rsa-pss', '-pkeyopt', 'rsa_keygen_bits:2048'] })],
  ['P-521', () => issue({ newkey: ['ec', '-pkeyopt', 'ec_paramgen_curve:P-521'] })],
  ['secp256k1', () => issue({ newkey: ['ec', '-pkeyopt', 'ec_paramgen_curve:secp256k1'] })],
  ['brainpool', () => issue({ newkey: ['ec', '-pkeyopt', 'ec_paramgen_curve:brainpoolP384r1'] })],
  ['Ed25519', () => issue({ newkey: ['ed25519'] })],
  ['Ed448', () => issue({ newkey: ['ed448'] })],
  ['odd names', () => issue({ subject: '/C=DE/O=A, B \\+ C/OU=Ünï\\=code/CN= x#/emailAddress=a@b.c/serialNumber=1' })],
  ['dates beyond 2050', () => issue({ notBefore: '20491231235959Z', notAfter: '20500101000000Z' })],
  [
    'a name that constrains',
    () => issue({ extensions: ['nameConstraints=critical,permitted;DNS:corp,excluded;IP:10.0.0.0/255.0.0.0'] }),
  ],
  ['a name in parts', () => issue({ subject: '/O=One+CN=Two', more: ['-multivalue-rdn'] })],
];

function decoded(der: Uint8Array): Certificate {
  const result = decodeCertificate(der);
  if (!result.ok) throw new Error(result.error.message);
  return result.value;
}

const openssl = (der: Uint8Array, ...words: string[]): string =>
  execFileSync('openssl', ['x509', '-inform', 'DER', '-noout', ...words], { input: der, encoding: 'utf8' });

/** 'Dec 16 06:12:44 2026 GMT', as openssl and node write a time. */
function stamp(at: number): string {
  const [, day = '', month = '', year = '', clock = ''] =
    /, (\d+) (\w+) (\d+) ([\d:]+)/.exec(new Date(at).toUTCString()) ?? [];
  return `${month} ${String(Number(day)).padStart(2)} ${clock} ${year} GMT`;
}

describe.each(fixtures)('%s', (_, make) => {
  const der = derOf(make());
  const certificate = decoded(der);

  test('has the ASN.1 that openssl finds', () => {
    const tree = certificateTree(der);

    expect(tree.ok && asn1Lines(tree.value)).toEqual(asn1parse(der));
  });

  test('has the serial number, names, times and extensions that openssl prints', () => {
    const printed = openssl(der, '-serial', '-subject', '-issuer', '-dates', '-nameopt', 'RFC2253,-esc_msb,utf8');
    const text = openssl(der, '-text', '-certopt', 'ext_dump');

    expect(printed).toContain(`serial=${certificate.serial.replace(/^00/, '').toUpperCase()}\n`);
    expect(printed).toContain(`notBefore=${stamp(certificate.notBefore)}\nnotAfter=${stamp(certificate.notAfter)}`);
    const [, subject = ''] = /^subject=(.*)$/m.exec(printed) ?? [];
    // The attributes of one RDN have no order (RFC 4514 §2.2); openssl turns them round with the rest. It also writes numbers
    // for labels that it does not count among the short ones.
    const parts = (name: string) => name.split(/(?<!\\)[+,]/).sort();
    if (!/emailAddress|serialNumber/.test(subject))
      expect(parts(formatName(certificate.subject))).toEqual(parts(subject));
    expect(text.match(/^ {12}\S.*: (?:critical)?$/gm)?.length ?? 0).toBe(certificate.extensions.length);
  });
});

describe('the authorities that node brings along', () => {
  test('are read as node reads them', () => {
    for (const pem of rootCertificates) {
      const node = new X509Certificate(pem);
      const ours = decoded(new Uint8Array(node.raw));

      expect(BigInt(`0x${ours.serial}`)).toBe(BigInt(`0x${node.serialNumber}`));
      expect([stamp(ours.notBefore), stamp(ours.notAfter)]).toEqual([node.validFrom, node.validTo]);
      expect(node.publicKey.export({ format: 'der', type: 'spki' }).equals(ours.publicKey.spki)).toBe(true);
      expect(ours.extensions.filter(({ value }) => value.kind === 'unknown' || value.kind === 'malformed')).toEqual([]);
      expect(keyFlaws(ours.publicKey).filter((flaw) => flaw !== 'small-exponent')).toEqual([]);
    }
    expect(rootCertificates.length).toBeGreaterThan(100);
  });

  test('have the ASN.1 that openssl finds', () => {
    // Every fifth: each costs a process.
    for (const pem of rootCertificates.filter((_, at) => at % 5 === 0)) {
      const der = new Uint8Array(new X509Certificate(pem).raw);
      const tree = certificateTree(der);

      expect(tree.ok && asn1Lines(tree.value)).toEqual(asn1parse(der));
    }
  });
});

/** How many; a night's run has more: WIREGLASS_FUZZ=100000. */
const numRuns = Number(process.env['WIREGLASS_FUZZ'] ?? 4000);

describe('no bytes stop the viewer', () => {
  const seeds = [
    ...fixtures.slice(0, 5).map(([, make]) => derOf(make())),
    ...rootCertificates.slice(0, 5).map((pem) => new Uint8Array(new X509Certificate(pem).raw)),
  ];

  test('mutated certificates are refused or shown, quickly', () => {
    const edit = fc.record({ at: fc.nat(3000), byte: fc.nat(255), how: fc.constantFrom('set', 'cut', 'insert') });
    fc.assert(
      fc.property(fc.constantFrom(...seeds), fc.array(edit, { minLength: 1, maxLength: 4 }), (seed, edits) => {
        let bytes: number[] = [...seed];
        for (const { at, byte, how } of edits) {
          const place = at % bytes.length;
          if (how === 'set') bytes[place] = byte;
          else if (how === 'insert') bytes.splice(place, 0, byte);
          else bytes = bytes.slice(0, Math.max(1, place));
        }
        const der = Uint8Array.from(bytes);
        certificateTree(der);
        const result = decodeCertificate(der);
        if (!result.ok) return;
        describeCertificate(result.value, { now: 0, detail: 'full' });
        keyDetails(result.value.publicKey);
        signatureDetails(result.value);
      }),
      { numRuns },
    );
  }, 600_000);
});
