import {
  children,
  content,
  expectTag,
  malformed,
  readSmallInteger,
  sequence,
  tags,
  type DerNode,
} from '#core/certificate/der.ts';
import { readOid } from '#core/certificate/oid.ts';
import { concat } from '#core/certificate/bytes.ts';
import type { PasswordForm } from './pkcs12Password.ts';
import { pkcs12Kdf, purposes } from './pkcs12Kdf.ts';
import type { CipherName, ContainerPowers, HashName } from './powers.ts';
import { decryptRc2 } from './rc2.ts';
import { decryptRc4 } from './rc4.ts';

/** One opening of a file: its powers, and how much derivation may still be spent on it. */
export interface Opening {
  readonly powers: ContainerPowers;
  /** Rounds of hashing left. A file names its own number, once for each of its parts, and may be written to keep us busy. */
  roundsLeft: number;
}

/** Rounds for one whole file: twenty parts at the 600 000 that the most cautious tools use (OWASP, 2023). A few seconds. */
export const MAX_ROUNDS = 12_000_000;

export type Decrypted =
  | { readonly kind: 'plain'; readonly bytes: Uint8Array }
  | { readonly kind: 'wrong-password' }
  /** Name of the algorithm we do not read, or its OID. */
  | { readonly kind: 'unsupported'; readonly name: string };

/** What was encrypted with a password, under the AlgorithmIdentifier that stood beside it. @throws Malformed */
export async function decryptWithPassword(
  algorithm: DerNode,
  password: PasswordForm,
  bytes: Uint8Array,
  opening: Opening,
): Promise<Decrypted> {
  const [type, parameters] = sequence(algorithm, 'the encryption', algorithm);
  const oid = readOid(type, 'the encryption', algorithm);
  if (oid === PBES2) return pbes2(parameters ?? algorithm, password, bytes, opening);
  const scheme = oldSchemes[oid];
  if (scheme === undefined) return { kind: 'unsupported', name: unreadNames[oid] ?? oid };
  return oldScheme(scheme, parameters ?? algorithm, password, bytes, opening);
}

const PBES2 = '1.2.840.113549.1.5.13';
const PBKDF2 = '1.2.840.113549.1.5.12';

interface OldScheme {
  readonly keyLength: number;
  readonly ivLength: number;
  readonly run: (key: Uint8Array, iv: Uint8Array, bytes: Uint8Array, powers: ContainerPowers) => Uint8Array | undefined;
}

/** RFC 7292 appendix C, all with SHA-1. */
const oldSchemes: Readonly<Record<string, OldScheme>> = {
  '1.2.840.113549.1.12.1.1': { keyLength: 16, ivLength: 0, run: (key, _, bytes) => decryptRc4(key, bytes) },
  '1.2.840.113549.1.12.1.2': { keyLength: 5, ivLength: 0, run: (key, _, bytes) => decryptRc4(key, bytes) },
  '1.2.840.113549.1.12.1.3': {
    keyLength: 24,
    ivLength: 8,
    run: (key, iv, bytes, powers) => powers.decrypt('des-ede3-cbc', key, iv, bytes),
  },
  '1.2.840.113549.1.12.1.4': {
    keyLength: 16,
    ivLength: 8,
    // Two keys are three with the first one again.
    run: (key, iv, bytes, powers) => powers.decrypt('des-ede3-cbc', concat([key, key.subarray(0, 8)]), iv, bytes),
  },
  '1.2.840.113549.1.12.1.5': { keyLength: 16, ivLength: 8, run: (key, iv, bytes) => decryptRc2(key, 128, iv, bytes) },
  '1.2.840.113549.1.12.1.6': { keyLength: 5, ivLength: 8, run: (key, iv, bytes) => decryptRc2(key, 40, iv, bytes) },
};

/** What is met and not read, so that the refusal has a name (RFC 8018 appendix A, RFC 7914 §7, RFC 3657, RFC 5794). */
const unreadNames: Readonly<Record<string, string>> = {
  '1.2.840.113549.1.5.1': 'PBE-MD2-DES',
  '1.2.840.113549.1.5.3': 'PBE-MD5-DES',
  '1.2.840.113549.1.5.4': 'PBE-MD2-RC2',
  '1.2.840.113549.1.5.6': 'PBE-MD5-RC2',
  '1.2.840.113549.1.5.10': 'PBE-SHA1-DES',
  '1.2.840.113549.1.5.11': 'PBE-SHA1-RC2',
  '1.3.6.1.4.1.11591.4.11': 'scrypt',
  '1.3.14.3.2.7': 'DES-CBC',
  '2.16.840.1.101.3.4.1.6': 'AES-128-GCM',
  '2.16.840.1.101.3.4.1.26': 'AES-192-GCM',
  '2.16.840.1.101.3.4.1.46': 'AES-256-GCM',
  '1.2.392.200011.61.1.1.1.2': 'Camellia-128-CBC',
  '1.2.392.200011.61.1.1.1.3': 'Camellia-192-CBC',
  '1.2.392.200011.61.1.1.1.4': 'Camellia-256-CBC',
  '1.2.410.200046.1.1.2': 'ARIA-128-CBC',
  '1.2.410.200046.1.1.7': 'ARIA-192-CBC',
  '1.2.410.200046.1.1.12': 'ARIA-256-CBC',
  '1.2.156.10197.1.104.2': 'SM4-CBC',
  '1.2.410.200004.1.4': 'SEED-CBC',
};

async function oldScheme(
  { keyLength, ivLength, run }: OldScheme,
  parameters: DerNode,
  password: PasswordForm,
  bytes: Uint8Array,
  opening: Opening,
): Promise<Decrypted> {
  const [salt, count] = sequence(parameters, 'the encryption parameters', parameters);
  const rounds = readRounds(count, parameters);
  if (!spend(opening, 2 * rounds)) return tooManyRounds(rounds);
  const base = {
    hash: 'sha1' as const,
    password: password.wide,
    salt: content(expectTag(salt, tags.octetString, 'the salt', parameters)),
    rounds,
  };
  const key = await pkcs12Kdf({ ...base, purpose: purposes.key, length: keyLength }, opening.powers);
  const iv =
    ivLength === 0
      ? new Uint8Array(0)
      : await pkcs12Kdf({ ...base, purpose: purposes.iv, length: ivLength }, opening.powers);
  return plainOr(run(key, iv, bytes, opening.powers));
}

/** RFC 8018 §6.2. */
async function pbes2(
  parameters: DerNode,
  password: PasswordForm,
  bytes: Uint8Array,
  opening: Opening,
): Promise<Decrypted> {
  const [derivation, encryption] = sequence(parameters, 'the encryption parameters', parameters);
  const cipher = readCipher(encryption ?? parameters);
  if (cipher.kind === 'unsupported') return cipher;
  const key = await deriveKey(derivation ?? parameters, password, cipher.keyLength, opening);
  if (key.kind !== 'plain') return key;
  return plainOr(cipher.run(key.bytes, opening.powers, bytes));
}

type Cipher =
  | {
      readonly kind: 'cipher';
      readonly keyLength: number;
      readonly run: (key: Uint8Array, powers: ContainerPowers, bytes: Uint8Array) => Uint8Array | undefined;
    }
  | { readonly kind: 'unsupported'; readonly name: string };

const blockCiphers: Readonly<Record<string, readonly [name: CipherName, keyLength: number]>> = {
  '1.2.840.113549.3.7': ['des-ede3-cbc', 24],
  '2.16.840.1.101.3.4.1.2': ['aes-128-cbc', 16],
  '2.16.840.1.101.3.4.1.22': ['aes-192-cbc', 24],
  '2.16.840.1.101.3.4.1.42': ['aes-256-cbc', 32],
};

function readCipher(node: DerNode): Cipher {
  const [type, parameters] = sequence(node, 'the cipher', node);
  const oid = readOid(type, 'the cipher', node);
  const known = blockCiphers[oid];
  if (known === undefined) return { kind: 'unsupported', name: unreadNames[oid] ?? oid };
  const [name, keyLength] = known;
  const iv = content(expectTag(parameters, tags.octetString, 'the start of the cipher', node));
  return { kind: 'cipher', keyLength, run: (key, powers, bytes) => powers.decrypt(name, key, iv, bytes) };
}

/** RFC 8018 appendix B.1. */
const prfs: Readonly<Record<string, HashName>> = {
  '1.2.840.113549.2.7': 'sha1',
  '1.2.840.113549.2.8': 'sha224',
  '1.2.840.113549.2.9': 'sha256',
  '1.2.840.113549.2.10': 'sha384',
  '1.2.840.113549.2.11': 'sha512',
  '1.2.840.113549.2.12': 'sha512-224',
  '1.2.840.113549.2.13': 'sha512-256',
};

/** The hash under an HMAC's OID; undefined when we do not know it. */
export function hmacHash(oid: string): HashName | undefined {
  return prfs[oid];
}

/** A key out of a password by PBKDF2 (RFC 8018 appendix A.2). `length` yields to the one that stands in the file. @throws Malformed */
export async function deriveKey(
  node: DerNode,
  password: PasswordForm,
  length: number,
  opening: Opening,
): Promise<Decrypted> {
  const [type, parameters] = sequence(node, 'the key derivation', node);
  const oid = readOid(type, 'the key derivation', node);
  if (oid !== PBKDF2) return { kind: 'unsupported', name: unreadNames[oid] ?? oid };
  const [salt, count, ...rest] = sequence(parameters, 'the key derivation', node);
  const rounds = readRounds(count, node);
  const stated = rest[0]?.tag === tags.integer ? readSmallInteger(rest.shift() ?? node, 'the key length') : length;
  // The longest key in use is the 64 bytes of an HMAC with SHA-512.
  if (stated === 0 || stated > 128) malformed(`a key of ${stated} bytes`, node);
  const prf = rest[0] === undefined ? '1.2.840.113549.2.7' : readOid(children(rest[0])[0], 'the hash', node);
  const hash = prfs[prf];
  if (hash === undefined) return { kind: 'unsupported', name: prf };
  if (!spend(opening, rounds)) return tooManyRounds(rounds);
  const saltBytes = content(expectTag(salt, tags.octetString, 'the salt', node));
  return { kind: 'plain', bytes: await opening.powers.pbkdf2(hash, password.plain, saltBytes, rounds, stated) };
}

export function readRounds(node: DerNode | undefined, parent: DerNode): number {
  const rounds = readSmallInteger(
    expectTag(node, tags.integer, 'the number of rounds', parent),
    'the number of rounds',
  );
  return rounds === 0 ? malformed('no rounds at all', parent) : rounds;
}

/** Whether so many rounds may still be done; takes them off if so. */
export function spend(opening: Opening, rounds: number): boolean {
  if (rounds > opening.roundsLeft) return false;
  opening.roundsLeft -= rounds;
  return true;
}

export function tooManyRounds(rounds: number): Decrypted {
  return { kind: 'unsupported', name: `a key derivation of ${rounds} rounds` };
}

function plainOr(bytes: Uint8Array | undefined): Decrypted {
  return bytes === undefined ? { kind: 'wrong-password' } : { kind: 'plain', bytes };
}
