import { readAlgorithm } from './algorithm.ts';
import type { Algorithm, PublicKey } from './certificate.ts';
import { curveOf, curveText } from './curve.ts';
import {
  content,
  expectTag,
  guarded,
  readBitString,
  readInteger,
  readWhole,
  sequence,
  tags,
  whole,
  type DerNode,
} from './der.ts';
import { oidText } from './oid.ts';

/** Nominal sizes of keys whose algorithm says all (RFC 8410). Post-quantum keys have no size that compares. */
const fixedBits: Readonly<Record<string, number>> = { Ed25519: 256, Ed448: 456, X25519: 256, X448: 448 };

/** A SubjectPublicKeyInfo (RFC 5280 §4.1.2.7). Its key bits are read only as far as needed to name and measure it. @throws Malformed */
export function readPublicKey(node: DerNode | undefined, parent: DerNode): PublicKey {
  const found = expectTag(node, tags.sequence, 'the public key', parent);
  const [kind, bits] = sequence(found, 'the public key', parent);
  const algorithm = readAlgorithm(kind, 'the key algorithm', found);
  const { bytes } = readBitString(expectTag(bits, tags.bitString, 'the key', found));
  const spki = whole(found);
  const base = { algorithm, spki };
  const type = keyTypeName(algorithm.name);
  switch (type) {
    case 'RSA':
    case 'RSA-PSS':
      return { ...base, type, ...readRsaKey(bytes) };
    case 'EC':
      return { ...base, type, ...readCurve(algorithm) };
    case 'DSA':
      return { ...base, type, bits: dsaBits(algorithm) };
    default:
      return { ...base, type, bits: fixedBits[type] ?? 0 };
  }
}

/** What people call a key, by the name of its algorithm: 'RSA', 'EC', 'Ed25519', 'ML-DSA-65'; the name itself when we know no better. */
export function keyTypeName(algorithm: string): string {
  if (/^id-(?:ml-dsa|slh-dsa|alg-ml-kem)/.test(algorithm)) return algorithm.replace(/^id-(?:alg-)?/, '').toUpperCase();
  const names: Readonly<Record<string, string>> = {
    rsaEncryption: 'RSA',
    'id-RSASSA-PSS': 'RSA-PSS',
    'id-ecPublicKey': 'EC',
    'id-dsa': 'DSA',
  };
  return names[algorithm] ?? algorithm.replace(/^id-(?=Ed|X|MLDSA)/, '');
}

/** RFC 8017 §A.1.1. A key that is none is kept with 0 bits: it is shown, and no signature verifies with it. */
function readRsaKey(bytes: Uint8Array): { bits: number; exponent?: string } {
  const read = guarded(() => {
    const node = readWhole(bytes);
    const [modulus, exponent] = sequence(node, 'the RSA key', node);
    const n = readInteger(expectTag(modulus, tags.integer, 'the modulus', node));
    const e = readInteger(expectTag(exponent, tags.integer, 'the exponent', node));
    return { bits: bitLength(n), exponent: toBigInt(e).toString() };
  });
  return read.ok ? read.value : { bits: 0 };
}

function readCurve(algorithm: Algorithm): { bits: number; curve?: string } {
  const der = algorithm.parameters;
  if (der === undefined) return { bits: 0 };
  const read = guarded(() => readWhole(der));
  if (!read.ok || read.value.tag !== tags.oid) return { bits: 0 };
  const oid = oidText(content(read.value));
  if (oid === undefined) return { bits: 0 };
  const curve = curveOf(oid);
  return curve === undefined ? { bits: 0, curve: oid } : { bits: curve.bits, curve: curve.name };
}

function dsaBits(algorithm: Algorithm): number {
  const der = algorithm.parameters;
  if (der === undefined) return 0;
  const read = guarded(() => {
    const node = readWhole(der);
    const [prime] = sequence(node, 'the DSA parameters', node);
    return bitLength(readInteger(expectTag(prime, tags.integer, 'the DSA prime', node)));
  });
  return read.ok ? read.value : 0;
}

/** Bits of a non-negative INTEGER's content: 257 bytes beginning with 00 80… are 2048. */
function bitLength(bytes: Uint8Array): number {
  const first = bytes.findIndex((byte) => byte !== 0);
  return first < 0 ? 0 : (bytes.length - first) * 8 - (Math.clz32(bytes[first] ?? 0) - 24);
}

/** RFC 8017 has no bound on the exponent; 64 bytes are far beyond any real one and keep the conversion cheap. */
function toBigInt(bytes: Uint8Array): bigint {
  return bytes.subarray(0, 64).reduce((value, byte) => value * 256n + BigInt(byte), 0n);
}

/** 'ECDSA P-256', 'ECDSA brainpoolP256r1', 'RSA 2048', 'Ed25519', 'ML-DSA-65': a key in a few words. */
export function keyText(key: PublicKey): string {
  if (key.type === 'EC') return `ECDSA ${curveText(key)}`;
  if (key.type === 'RSA' || key.type === 'RSA-PSS' || key.type === 'DSA') return `${key.type} ${key.bits || '?'}`;
  return key.type;
}
