import { signatureText, type PssParameters } from './algorithm.ts';
import type { Certificate, PublicKey } from './certificate.ts';
import { curveText } from './curve.ts';
import type { DescribedRow, DescribeOptions } from './describe.ts';
import { inGroups, toHex } from './fingerprint.ts';
import { keyDetails } from './keyDetails.ts';
import { keyFlaws, type KeyFlaw } from './keyFlaws.ts';
import { monoRow, row } from './row.ts';
import { signatureDetails } from './signatureDetails.ts';
import { isWeakSignature, weaknessOf } from './strength.ts';

/** The public key and the signature; in full with their numbers and what cheap arithmetic finds wrong with them. */
export function describeKey(
  certificate: Certificate,
  { detail, signer }: Pick<DescribeOptions, 'detail' | 'signer'>,
): readonly DescribedRow[] {
  const { publicKey, signatureAlgorithm, signatureMatches } = certificate;
  const weak = isWeakSignature(signatureAlgorithm) ? ['can be forged'] : [];
  const differs = signatureMatches ? [] : ['another algorithm is named inside'];
  const verified = signer === undefined ? [] : [`verifies with the key of ${signer}`];
  const notes = [...verified, ...weak, ...differs].join(' · ');
  return [
    row('Public key', publicKeyText(publicKey), 'publicKey', strengthNote(publicKey)),
    ...(detail === 'full' ? keyRows(publicKey) : []),
    row('Signature', signatureText(signatureAlgorithm), 'signature', notes),
    ...(detail === 'full' ? signatureRows(certificate) : []),
  ];
}

function publicKeyText(key: PublicKey): string {
  if (key.type === 'EC') return `EC ${curveText(key)}`;
  return key.type === 'RSA' || key.type === 'RSA-PSS' || key.type === 'DSA'
    ? `${key.type} ${key.bits || 'of unknown size'}`
    : key.type;
}

/** RSA sizes of the same strength (NIST SP 800-57 part 1, table 2), by the bits of a curve. */
const sameAsRsa: readonly (readonly [bits: number, rsa: number])[] = [
  [512, 15360],
  [384, 7680],
  [256, 3072],
  [224, 2048],
];

/** FIPS 203 §8, FIPS 204 §4, FIPS 205 §11: 1 is as hard as AES-128, 3 as AES-192, 5 as AES-256. */
const quantumCategories: Readonly<Record<string, number>> = {
  'ML-DSA-44': 2,
  'ML-DSA-65': 3,
  'ML-DSA-87': 5,
  'ML-KEM-512': 1,
  'ML-KEM-768': 3,
  'ML-KEM-1024': 5,
  ...Object.fromEntries(
    ['SHA2', 'SHAKE'].flatMap((hash) =>
      [128, 192, 256].flatMap((bits) =>
        ['S', 'F'].map((speed) => [`SLH-DSA-${hash}-${bits}${speed}`, (bits - 64) / 32 - 1]),
      ),
    ),
  ),
};

function strengthNote(key: PublicKey): string {
  const weakness = weaknessOf(key);
  if (weakness !== undefined) return `${key.bits} bits, too weak: at least ${weakness.minimumBits}`;
  const exponent = key.exponent === undefined ? '' : `exponent ${key.exponent}`;
  if (key.type === 'RSA' || key.type === 'RSA-PSS') return exponent;
  const category = quantumCategories[key.type];
  if (category !== undefined) return `safe from quantum computers as far as is known (NIST category ${category})`;
  if (key.type.startsWith('MLDSA')) return 'two keys in one: both must be broken';
  const equal = sameAsRsa.find(([bits]) => key.bits >= bits);
  if (key.bits === 0) return '';
  return equal === undefined ? `${key.bits} bits` : `${key.bits} bits, about as strong as RSA ${equal[1]}`;
}

function keyRows(key: PublicKey): readonly DescribedRow[] {
  const details = keyDetails(key);
  switch (details.kind) {
    case 'rsa':
      return [
        monoRow('Modulus', inGroups(toHex(details.modulus)), 'publicKey', ''),
        row('Exponent', details.exponent, 'publicKey', ''),
        ...(details.restriction === undefined
          ? []
          : [row('Only for', pssText(details.restriction), 'publicKey', 'the key may make no other signatures')]),
        flawRow(keyFlaws(key)),
      ];
    case 'ec':
      return [monoRow('Point', inGroups(toHex(details.point)), 'publicKey', details.form)];
    case 'dsa':
      return [
        monoRow('Prime', inGroups(toHex(details.prime)), 'publicKey', ''),
        monoRow('Key', inGroups(toHex(details.value)), 'publicKey', ''),
      ];
    case 'bytes':
      return [monoRow('Key', inGroups(toHex(details.bytes)), 'publicKey', `${details.bytes.length} bytes`)];
    case 'malformed':
      return [row('Key', 'cannot be read', 'publicKey', details.reason)];
  }
}

const flawWords: Readonly<Record<KeyFlaw, string>> = {
  'even-modulus': 'the modulus is even: no key at all',
  'small-factor': 'the modulus has a small factor: anyone can find the private key',
  'close-primes': 'its primes lie close together: anyone can find the private key (Fermat)',
  roca: 'made by a flawed chip: the private key can be found (ROCA, CVE-2017-15361)',
  'exponent-one': 'exponent 1: it protects nothing',
  'even-exponent': 'even exponent: no key at all',
  'small-exponent': 'exponent below 65537',
};

function flawRow(flaws: readonly KeyFlaw[]): DescribedRow {
  if (flaws.length > 0) return row('Key checks', flaws.map((flaw) => flawWords[flaw]).join('; '), 'publicKey', '');
  const note =
    'no small factor, not of the ROCA chips, primes not close together; Debian’s weak keys are not looked for';
  return row('Key checks', 'nothing found', 'publicKey', note);
}

function signatureRows(certificate: Certificate): readonly DescribedRow[] {
  const details = signatureDetails(certificate);
  switch (details.kind) {
    case 'pair':
      return [
        monoRow('r', inGroups(toHex(details.r)), 'signatureValue', ''),
        monoRow('s', inGroups(toHex(details.s)), 'signatureValue', ''),
      ];
    case 'pss':
      return [
        row(
          'Parameters',
          details.parameters === undefined ? 'cannot be read' : pssText(details.parameters),
          'signature',
          '',
        ),
        monoRow('Value', inGroups(toHex(details.bytes)), 'signatureValue', ''),
      ];
    case 'bytes':
      return [monoRow('Value', inGroups(toHex(details.bytes)), 'signatureValue', `${details.bytes.length} bytes`)];
  }
}

function pssText({ hash, mgfHash, saltLength }: PssParameters): string {
  return `RSA-PSS with ${hash ?? 'an unknown hash'}, MGF1 with ${mgfHash ?? 'an unknown hash'}, ${saltLength} bytes of salt`;
}
