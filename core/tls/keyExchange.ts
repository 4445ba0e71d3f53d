import { toHex } from '#core/certificate/fingerprint.ts';
import { shownHex } from './bytes.ts';
import { keyExchangeOf } from './cipherSuite.ts';
import { groupName } from './group.ts';
import type { Reader } from './reader.ts';
import type { FieldValue } from './report.ts';
import { signatureSchemeName } from './signatureScheme.ts';
import { SSL3, TLS12 } from './version.ts';

/** What a ServerKeyExchange (RFC 5246 §7.4.3, RFC 8422 §5.4) tells beside its fields. */
export interface ServerKeyExchange {
  /** IANA name; absent when the parameters belong to no registered group. */
  readonly group?: string;
  /** IANA name; absent when nothing was signed, and before TLS 1.2, where the certificate's key decides it. */
  readonly signatureScheme?: string;
  /** What the server signed of it, and how; absent when nothing was signed. */
  readonly signed?: Signed & { readonly parameters: Uint8Array };
  readonly fields: Record<string, FieldValue>;
}

/** A signature over a part of the handshake. Bytes are views. */
export interface Signed {
  /** SignatureScheme; absent before TLS 1.2, where the key decides it. */
  readonly scheme?: number;
  readonly signature: Uint8Array;
}

/** The shape depends on the cipher suite; that of a pre-shared key or an unknown exchange is left unread. */
export function readServerKeyExchange(reader: Reader, suite: number, version: number): ServerKeyExchange {
  switch (keyExchangeOf(suite)) {
    case 'ecdhe':
      return readEllipticCurve(reader, version);
    case 'dhe':
      return readFiniteField(reader, version);
    default:
      return { fields: { hex: shownHex(reader.rest()) } };
  }
}

const NAMED_CURVE = 3;

/** TLS EC Curve Types (RFC 8422 §5.4). */
function curveTypeName(number: number): string {
  return { 1: 'explicit_prime', 2: 'explicit_char2', 3: 'named_curve' }[number] ?? String(number);
}

function readEllipticCurve(reader: Reader, version: number): ServerKeyExchange {
  if (reader.u8('the curve type', curveTypeName) !== NAMED_CURVE) {
    reader.fail('the curve is not a named one');
    return { fields: {} };
  }
  const group = groupName(reader.u16('the curve', groupName));
  const key = reader.opaque(1, 'the public key');
  const signature = readSignature(reader, version);
  return {
    group,
    ...signature.facts,
    fields: { group, publicKeyBytes: key.length, publicKey: shownHex(key), ...signature.fields },
  };
}

/** All primes of RFC 7919 begin alike (Appendix A): with the first 128 bits and the length the group is known. */
const FFDHE_BEGIN = 'ffffffffffffffffadf85458a2bb4a9a';
const FFDHE_BITS: readonly number[] = [2048, 3072, 4096, 6144, 8192];

function readFiniteField(reader: Reader, version: number): ServerKeyExchange {
  const prime = reader.opaque(2, 'the prime');
  const generator = reader.opaque(2, 'the generator');
  const key = reader.opaque(2, 'the public key');
  const signature = readSignature(reader, version);
  const bits = bitLength(prime);
  const known = FFDHE_BITS.includes(bits) && toHex(prime.subarray(0, 16)) === FFDHE_BEGIN;
  return {
    ...(known ? { group: `ffdhe${bits}` } : {}),
    ...signature.facts,
    fields: {
      ...(known ? { group: `ffdhe${bits}` } : {}),
      primeBits: bits,
      prime: shownHex(prime),
      generator: shownHex(generator),
      publicKeyBytes: key.length,
      ...signature.fields,
    },
  };
}

function readSignature(reader: Reader, version: number) {
  if (reader.left === 0) return { facts: {}, fields: {} }; // anonymous
  const parameters = reader.done;
  const signed = readSigned(reader, version);
  const scheme = describeScheme(signed);
  return {
    facts: { ...scheme, signed: { ...signed, parameters } },
    fields: { ...scheme, signatureBytes: signed.signature.length },
  };
}

/** A scheme since TLS 1.2, and the signature (RFC 5246 §4.7, RFC 8446 §4.4.3). */
export function readSigned(reader: Reader, version: number): Signed {
  const scheme = version >= TLS12 ? { scheme: reader.u16('the scheme', signatureSchemeName) } : {};
  return { ...scheme, signature: reader.opaque(2, 'the signature') };
}

export function describeScheme({ scheme }: Signed): { readonly signatureScheme?: string } {
  return scheme === undefined ? {} : { signatureScheme: signatureSchemeName(scheme) };
}

function bitLength(integer: Uint8Array): number {
  const first = integer.findIndex((byte) => byte !== 0);
  if (first < 0) return 0;
  return (integer.length - first) * 8 - Math.clz32(integer[first] ?? 0) + 24;
}

/** The client's half (RFC 5246 §7.4.7): an encrypted secret or a public key, told apart by the suite. */
export function readClientKeyExchange(reader: Reader, suite: number, version: number): Record<string, FieldValue> {
  switch (keyExchangeOf(suite)) {
    case 'ecdhe':
      return describeKey(reader.opaque(1, 'the public key'));
    case 'dhe':
      return describeKey(reader.opaque(2, 'the public key'));
    case 'rsa':
      // SSL 3.0 had no length before it.
      return {
        encryptedSecretBytes: (version > SSL3
          ? reader.opaque(2, 'the encrypted secret')
          : reader.rest('the encrypted secret')
        ).length,
      };
    default:
      return { hex: shownHex(reader.rest()) };
  }
}

function describeKey(key: Uint8Array): Record<string, FieldValue> {
  return { publicKeyBytes: key.length, publicKey: shownHex(key) };
}
