import { pssParameters, type PssParameters } from './algorithm.ts';
import type { PublicKey } from './certificate.ts';
import { children, content, guarded, readBitString, readInteger, readWhole, sequence, tags } from './der.ts';
import { toHex } from './fingerprint.ts';

/** The numbers of a public key, read when they are looked at: a path check needs none of them. */
export type KeyDetails =
  | {
      readonly kind: 'rsa';
      /** Without the sign byte. */
      readonly modulus: Uint8Array;
      /** Decimal. */
      readonly exponent: string;
      /** What an RSA-PSS key may be used with (RFC 4055 §3.1); absent: with anything. */
      readonly restriction?: PssParameters;
    }
  | {
      readonly kind: 'ec';
      /** How the point is written (SEC 1 §2.3.3). */
      readonly form: 'uncompressed' | 'compressed' | 'hybrid' | 'infinity' | 'unknown';
      /** As it stands in the certificate. */
      readonly point: Uint8Array;
    }
  | { readonly kind: 'dsa'; readonly prime: Uint8Array; readonly value: Uint8Array }
  /** EdDSA, X25519, ML-DSA, SLH-DSA, ML-KEM and composites: the key is these bytes. */
  | { readonly kind: 'bytes'; readonly bytes: Uint8Array }
  | { readonly kind: 'malformed'; readonly reason: string };

/** What stands in the subjectPublicKey. */
export function keyDetails(key: PublicKey): KeyDetails {
  const read = guarded((): KeyDetails => {
    const top = readWhole(key.spki);
    const [, bits] = children(top);
    const { bytes } = readBitString(bits ?? top);
    switch (key.type) {
      case 'RSA':
      case 'RSA-PSS':
        return rsaDetails(bytes, key);
      case 'EC':
        return { kind: 'ec', form: pointForms[bytes[0] ?? -1] ?? 'unknown', point: bytes };
      case 'DSA':
        return dsaDetails(bytes, key);
      default:
        return { kind: 'bytes', bytes };
    }
  });
  return read.ok ? read.value : { kind: 'malformed', reason: read.error.reason };
}

const pointForms: Readonly<Record<number, Extract<KeyDetails, { kind: 'ec' }>['form']>> = {
  0: 'infinity',
  2: 'compressed',
  3: 'compressed',
  4: 'uncompressed',
  6: 'hybrid',
  7: 'hybrid',
};

function rsaDetails(bytes: Uint8Array, key: PublicKey): KeyDetails {
  const top = readWhole(bytes);
  const [modulus, exponent] = sequence(top, 'the RSA key', top);
  const restriction = key.type === 'RSA-PSS' ? pssParameters(key.algorithm) : undefined;
  return {
    kind: 'rsa',
    modulus: unsigned(readInteger(modulus ?? top)),
    exponent: BigInt(`0x${toHex(readInteger(exponent ?? top).subarray(0, MAX_EXPONENT_BYTES))}`).toString(),
    ...(restriction !== undefined && { restriction }),
  };
}

/** RFC 8017 has no bound on the exponent; longer ones are cut, so that showing a hostile key costs no more than another. */
const MAX_EXPONENT_BYTES = 64;

function dsaDetails(bytes: Uint8Array, { algorithm }: PublicKey): KeyDetails {
  const top = readWhole(algorithm.parameters ?? new Uint8Array());
  const [prime] = sequence(top, 'the DSA parameters', top);
  const value = readWhole(bytes);
  if (value.tag !== tags.integer) return { kind: 'malformed', reason: 'the DSA key is no number' };
  return { kind: 'dsa', prime: unsigned(readInteger(prime ?? top)), value: unsigned(content(value)) };
}

function unsigned(bytes: Uint8Array): Uint8Array {
  return bytes[0] === 0 ? bytes.subarray(1) : bytes;
}
