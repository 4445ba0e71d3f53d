import { concat } from '#core/certificate/bytes.ts';
import type { ContainerPowers, HashName } from './powers.ts';

/** What the derived bytes are for (RFC 7292 appendix B.3). */
export const purposes = { key: 1, iv: 2, mac: 3 } as const;

export interface KdfInput {
  readonly hash: HashName;
  readonly purpose: (typeof purposes)[keyof typeof purposes];
  /** Already in two bytes a character; see pkcs12Password.ts. */
  readonly password: Uint8Array;
  readonly salt: Uint8Array;
  readonly rounds: number;
  /** Bytes wanted. */
  readonly length: number;
}

/** Bytes a hash takes in at a time (FIPS 180-4 §1). */
const blockSizes: Readonly<Record<HashName, number>> = {
  md5: 64,
  sha1: 64,
  sha224: 64,
  sha256: 64,
  sha384: 128,
  sha512: 128,
  'sha512-224': 128,
  'sha512-256': 128,
};

/** Hashes between two pauses: about 10 ms. */
const ROUNDS_PER_TURN = 8192;

/** The key derivation of PKCS#12 (RFC 7292 appendix B.2), which nothing else uses. */
export async function pkcs12Kdf(
  { hash, purpose, password, salt, rounds, length }: KdfInput,
  powers: Pick<ContainerPowers, 'hash' | 'pause'>,
): Promise<Uint8Array> {
  const block = blockSizes[hash];
  const diversifier = new Uint8Array(block).fill(purpose);
  const input = concat([fill(salt, block), fill(password, block)]);
  const derived: Uint8Array[] = [];
  for (let have = 0; have < length;) {
    let digest = powers.hash(hash, concat([diversifier, input]));
    for (let round = 1; round < rounds; round++) {
      digest = powers.hash(hash, digest);
      if (round % ROUNDS_PER_TURN === 0) await powers.pause();
    }
    derived.push(digest);
    have += digest.length;
    stir(input, block, repeat(digest, block));
  }
  return concat(derived).subarray(0, length);
}

/** Repeated to a whole number of blocks; nothing stays nothing. */
function fill(bytes: Uint8Array, block: number): Uint8Array {
  return repeat(bytes, block * Math.ceil(bytes.length / block));
}

function repeat(bytes: Uint8Array, length: number): Uint8Array {
  return Uint8Array.from({ length }, (_, at) => bytes[at % bytes.length] ?? 0);
}

/** Adds the digest and 1 to each block, as big numbers that overflow (step 6C). */
function stir(input: Uint8Array, block: number, addend: Uint8Array): void {
  for (let start = 0; start < input.length; start += block) {
    let carry = 1;
    for (let at = block - 1; at >= 0; at--) {
      const sum = (input[start + at] ?? 0) + (addend[at] ?? 0) + carry;
      input[start + at] = sum & 0xff;
      carry = sum >> 8;
    }
  }
}
