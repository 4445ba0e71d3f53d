import { execFileSync } from 'node:child_process';
import { generateKeyPairSync, sign, X509Certificate, type KeyObject } from 'node:crypto';
import { describe, expect, test } from 'vitest';
import { algorithmName } from './algorithm.ts';
import type { Certificate } from './certificate.ts';
import { concat } from './bytes.ts';
import { curveOf } from './curve.ts';
import { decodeCertificate } from './decode.ts';
import { encodeDer } from './der.ts';
import { describeCertificate } from './describe.ts';
import { toHex } from './fingerprint.ts';
import { keyDetails } from './keyDetails.ts';
import { keyText, keyTypeName } from './publicKey.ts';
import { signatureDetails } from './signatureDetails.ts';
import { known } from '#testdata/known.ts';
import { issue, type Issued } from '#testdata/pki.ts';

/** What openssl prints, without white space and colons: long numbers come in lines of hex. */
function printed(issued: Issued): string {
  const words = ['x509', '-in', issued.certFile, '-noout', '-text'];
  return execFileSync('openssl', words, { encoding: 'utf8' }).replace(/[\s:]/g, '');
}

const rowOf = (certificate: Certificate, label: string) =>
  describeCertificate(certificate, { detail: 'full' })
    .flatMap(({ rows }) => rows)
    .find((row) => row.label === label);

describe('the numbers of a key and a signature are those that openssl prints', () => {
  test('RSA', () => {
    const issued = issue({ newkey: ['rsa:2048'] });
    const { publicKey } = known(issued).certificate;

    const details = keyDetails(publicKey);

    if (details.kind !== 'rsa') throw new Error(details.kind);
    expect(printed(issued)).toContain(`Modulus00${toHex(details.modulus)}Exponent${details.exponent}(0x10001)`);
  });

  test('RSA-PSS, with what the key and the signature are limited to', () => {
    const issued = issue({
      newkey: [
        'rsa-pss',
        '-pkeyopt',
        'rsa_keygen_bits:2048',
        '-pkeyopt',
        'rsa_pss_keygen_md:sha384',
        '-pkeyopt',
        'rsa_pss_keygen_mgf1_md:sha384',
        '-pkeyopt',
        'rsa_pss_keygen_saltlen:48',
      ],
      digest: '-sha384',
    });
    const { certificate } = known(issued);

    expect(keyDetails(certificate.publicKey)).toMatchObject({
      kind: 'rsa',
      restriction: { hash: 'SHA-384', mgfHash: 'SHA-384', saltLength: 48 },
    });
    expect(printed(issued)).toContain('HashAlgorithmsha384');
    expect(printed(issued)).toMatch(/MinimumSaltLength(?:48|0x30)/i);
    expect(signatureDetails(certificate)).toMatchObject({ kind: 'pss', parameters: { hash: 'SHA-384' } });
    expect(rowOf(certificate, 'Only for')?.value).toBe('RSA-PSS with SHA-384, MGF1 with SHA-384, 48 bytes of salt');
  });

  test.each(['uncompressed', 'compressed'] as const)('EC with an %s point', (form) => {
    const issued = issue({
      newkey: ['ec', '-pkeyopt', 'ec_paramgen_curve:P-384', '-pkeyopt', 'ec_param_enc:named_curve'],
    });
    const der = form === 'compressed' ? compressed(issued) : known(issued).certificate.publicKey;

    const details = keyDetails(der);

    if (details.kind !== 'ec') throw new Error(details.kind);
    expect(details.form).toBe(form);
    if (form === 'uncompressed') expect(printed(issued)).toContain(`pub${toHex(details.point)}ASN1OID`);
    else expect(details.point).toHaveLength(49);
  });

  test('the two numbers of an ECDSA signature', () => {
    const issued = issue();
    const { certificate } = known(issued);

    const details = signatureDetails(certificate);

    if (details.kind !== 'pair') throw new Error(details.kind);
    const parsed = execFileSync('openssl', ['asn1parse', '-inform', 'DER'], { input: certificate.signature });
    const numbers = [...parsed.toString().matchAll(/INTEGER +:([0-9A-F]+)/g)].map(([, hex = '']) => hex.toLowerCase());
    expect([toHex(details.r), toHex(details.s)]).toEqual(numbers);
  });

  test.each(['ed25519', 'ed448'])('%s', (algorithm) => {
    const issued = issue({ newkey: [algorithm] });
    const details = keyDetails(known(issued).certificate.publicKey);

    if (details.kind !== 'bytes') throw new Error(details.kind);
    expect(printed(issued)).toContain(`pub${toHex(details.bytes)}`);
  });

  test('every curve that openssl has is known by name and size', () => {
    const listed = execFileSync('openssl', ['ecparam', '-list_curves'], { encoding: 'utf8' });
    const names = [...listed.matchAll(/^ +([\w-]+) *:/gm)]
      .map(([, name = '']) => name)
      .filter((name) => !name.startsWith('Oakley'));

    const ours: Readonly<Record<string, string>> = {
      prime192v1: 'secp192r1',
      prime256v1: 'secp256r1',
      SM2: 'curveSM2',
    };

    const unknown = names.filter((name) => {
      const der = execFileSync('openssl', ['ecparam', '-name', name, '-outform', 'DER'], { encoding: 'buffer' });
      return curveOf(oidOf(der))?.name !== (ours[name] ?? name);
    });

    expect(names.length).toBeGreaterThan(70);
    expect(unknown).toEqual([]);
  }, 20_000);
});

/** Dotted text of the OBJECT IDENTIFIER that the bytes are, by the rules of X.690 §8.19 once more. */
function oidOf(der: Uint8Array): string {
  const arcs: number[] = [];
  let arc = 0;
  for (const byte of der.subarray(2)) {
    arc = arc * 128 + (byte & 0x7f);
    if (byte >= 0x80) continue;
    arcs.push(arc);
    arc = 0;
  }
  const [first = 0, ...rest] = arcs;
  const root = Math.min(2, Math.floor(first / 40));
  return [root, first - root * 40, ...rest].join('.');
}

function compressed(issued: Issued): Certificate['publicKey'] {
  const words = ['ec', '-in', issued.keyFile, '-pubout', '-conv_form', 'compressed', '-outform', 'DER'];
  const spki = new Uint8Array(execFileSync('openssl', words, { stdio: ['ignore', 'pipe', 'pipe'] }));
  return { ...known(issued).certificate.publicKey, spki };
}

const hex = (text: string) => Uint8Array.from(Buffer.from(text, 'hex'));

/** A self-signed certificate by node's library: the openssl command here is older than these algorithms. */
function selfSigned(key: KeyObject, publicKey: KeyObject): Uint8Array {
  const spki = new Uint8Array(publicKey.export({ format: 'der', type: 'spki' }));
  const oid = spki.subarray(spki.indexOf(6), spki.indexOf(6) + 2 + (spki[spki.indexOf(6) + 1] ?? 0));
  const algorithm = encodeDer(0x30, oid);
  const name = hex('300c310a300806035504030c0161');
  const validity = hex(
    `301e170d${Buffer.from('260101000000Z').toString('hex')}170d${Buffer.from('270101000000Z').toString('hex')}`,
  );
  const tbs = encodeDer(0x30, concat([hex('a003020102'), hex('020101'), algorithm, name, validity, name, spki]));
  const signature = encodeDer(0x03, concat([Uint8Array.of(0), new Uint8Array(sign(null, tbs, key))]));
  return encodeDer(0x30, concat([tbs, algorithm, signature]));
}

describe('post-quantum keys', () => {
  test.each([
    ['ml-dsa-44', 'ML-DSA-44', 1312, 2],
    ['ml-dsa-65', 'ML-DSA-65', 1952, 3],
    ['ml-dsa-87', 'ML-DSA-87', 2592, 5],
    ['slh-dsa-sha2-128f', 'SLH-DSA-SHA2-128F', 32, 1],
    ['slh-dsa-shake-256f', 'SLH-DSA-SHAKE-256F', 64, 5],
  ])('%s', (type, text, bytes, category) => {
    const pair = generateKeyPairSync(type as 'ed25519');
    const der = selfSigned(pair.privateKey, pair.publicKey);
    const node = new X509Certificate(der);

    const decoded = decodeCertificate(der);

    if (!decoded.ok) throw new Error(decoded.error.message);
    const { publicKey, signatureAlgorithm } = decoded.value;
    expect(keyText(publicKey)).toBe(text);
    expect(node.publicKey.asymmetricKeyType).toBe(type);
    expect(node.publicKey.export({ format: 'der', type: 'spki' })).toEqual(Buffer.from(publicKey.spki));
    expect(signatureAlgorithm.name).toBe(`id-${type}`);
    expect(keyDetails(publicKey)).toMatchObject({ kind: 'bytes', bytes: { length: bytes } });
    expect(rowOf(decoded.value, 'Public key')?.note).toBe(
      `safe from quantum computers as far as is known (NIST category ${category})`,
    );
  });

  test('ML-KEM and composites are known by name', () => {
    const typeOf = (oid: string) => keyTypeName(algorithmName(oid) ?? oid);

    expect(typeOf('2.16.840.1.101.3.4.4.2')).toBe('ML-KEM-768');
    expect(typeOf('1.3.6.1.5.5.7.6.45')).toBe('MLDSA65-ECDSA-P256-SHA512');
    expect(typeOf('1.2.3.4')).toBe('1.2.3.4');
  });
});
