import { generateKeyPairSync, sign } from 'node:crypto';
import { describe, expect, test } from 'vitest';
import { verifySignature } from '#main/engine/trust/verifySignature.ts';
import { known } from '#testdata/known.ts';
import { caExtensions, issue, issueRoot, type Issued } from '#testdata/pki.ts';

const child = (issuer: Issued, more: Parameters<typeof issue>[0] = {}) =>
  known(issue({ issuer, subject: '/CN=child', ...more })).certificate;

describe('a signature verifies with the key that made it', () => {
  test.each([
    ['RSA', ['rsa:2048'], '-sha256', []],
    ['RSA with SHA-1', ['rsa:2048'], '-sha1', []],
    ['RSA with SHA-512', ['rsa:2048'], '-sha512', []],
    [
      'RSA-PSS by an ordinary RSA key',
      ['rsa:2048'],
      '-sha384',
      ['-sigopt', 'rsa_padding_mode:pss', '-sigopt', 'rsa_pss_saltlen:20'],
    ],
    [
      'RSA-PSS by a PSS key',
      ['rsa-pss', '-pkeyopt', 'rsa_keygen_bits:2048'],
      '-sha256',
      ['-sigopt', 'rsa_padding_mode:pss', '-sigopt', 'rsa_pss_saltlen:32'],
    ],
    ['ECDSA P-256', ['ec', '-pkeyopt', 'ec_paramgen_curve:P-256'], '-sha256', []],
    ['ECDSA P-384', ['ec', '-pkeyopt', 'ec_paramgen_curve:P-384'], '-sha384', []],
    ['ECDSA P-521', ['ec', '-pkeyopt', 'ec_paramgen_curve:P-521'], '-sha512', []],
  ] as const)('%s', (_, newkey, digest, more) => {
    const root = issueRoot('/CN=Signer', { newkey });
    const twin = issueRoot('/CN=Signer', { newkey });

    const signed = child(root, { digest, more });

    expect(verifySignature(signed, known(root).certificate)).toBe(true);
    expect(verifySignature(signed, known(twin).certificate)).toBe(false);
  });

  test.each(['ed25519', 'ed448'])('%s', (newkey) => {
    const root = known(issueRoot('/CN=Ed', { newkey: [newkey] })).certificate;
    const twin = known(issueRoot('/CN=Ed', { newkey: [newkey] })).certificate;

    expect(verifySignature(root, root)).toBe(true);
    expect(verifySignature(root, twin)).toBe(false);
  });
});

// OpenSSL 3.5 has ML-DSA, BoringSSL's node does not: there nothing verifies, and nothing throws.
test.skipIf(Reflect.get(process.features, 'openssl_is_boringssl') === true)('ML-DSA', () => {
  const template = known(issue()).certificate;
  const { privateKey, publicKey } = generateKeyPairSync('ml-dsa-65');
  const spki = new Uint8Array(publicKey.export({ format: 'der', type: 'spki' }));
  const signatureAlgorithm = { oid: '2.16.840.1.101.3.4.3.18', name: 'id-ml-dsa-65' };
  const signature = new Uint8Array(sign(null, template.tbs, privateKey));
  const signed = { ...template, signatureAlgorithm, signature };

  expect(verifySignature(signed, { ...template, publicKey: { ...template.publicKey, spki } })).toBe(true);
  expect(verifySignature(signed, { ...template })).toBe(false);
});

describe('nothing verifies', () => {
  const root = known(issue({ subject: '/CN=Signer', extensions: caExtensions })).certificate;

  test('when a signed byte changed', () => {
    expect(
      verifySignature({ ...root, tbs: root.tbs.map((byte, index) => (index === 40 ? byte ^ 1 : byte)) }, root),
    ).toBe(false);
  });

  test('when the signature changed, or is empty', () => {
    expect(verifySignature({ ...root, signature: root.signature.map((byte) => byte ^ 1) }, root)).toBe(false);
    expect(verifySignature({ ...root, signature: new Uint8Array() }, root)).toBe(false);
  });

  test('when the algorithm is not of the key, or unknown', () => {
    const rsa = { oid: '1.2.840.113549.1.1.11', name: 'sha256WithRSAEncryption', hash: 'SHA-256' };
    const unknown = { oid: '1.2.3.4', name: '1.2.3.4' };

    expect(verifySignature({ ...root, signatureAlgorithm: rsa }, root)).toBe(false);
    expect(verifySignature({ ...root, signatureAlgorithm: unknown }, root)).toBe(false);
  });

  test('when the key of the issuer cannot be read', () => {
    const broken = { ...root, publicKey: { ...root.publicKey, spki: Uint8Array.of(0x30, 0x00) } };

    expect(verifySignature(root, broken)).toBe(false);
  });
});
