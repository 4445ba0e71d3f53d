import { createHmac, createSecretKey, type KeyObject } from 'node:crypto';
import type { RecordPlace } from '#core/tls/transcript.ts';
import { TLS12 } from '#core/tls/version.ts';

/** What one direction of a connection before TLS 1.3 is protected with. */
export interface WriteKeys {
  readonly mac: Uint8Array;
  readonly key: Uint8Array;
  readonly iv: Uint8Array;
}

export interface KeySizes {
  readonly macBytes: number;
  readonly keyBytes: number;
  readonly ivBytes: number;
}

/**
 * The keys that the sender of a record writes with, from the master secret (RFC 5246 §6.3, RFC 2246 §6.3).
 *
 * @param hash of the suite's PRF; before TLS 1.2 it is always MD5 and SHA-1
 */
export function writeKeys(master: KeyObject, place: RecordPlace, hash: string, sizes: KeySizes): WriteKeys {
  const { macBytes, keyBytes, ivBytes } = sizes;
  const seed = Buffer.concat([Buffer.from('key expansion', 'latin1'), place.serverRandom, place.clientRandom]);
  const length = 2 * (macBytes + keyBytes + ivBytes);
  const block = place.version === TLS12 ? expand(hash, master, seed, length) : expandOld(master, seed, length);
  const second = place.from === 'client' ? 0 : 1;
  const part = (before: number, size: number) => block.subarray(before + second * size, before + (second + 1) * size);
  return {
    mac: part(0, macBytes),
    key: part(2 * macBytes, keyBytes),
    iv: part(2 * (macBytes + keyBytes), ivBytes),
  };
}

/** P_hash (RFC 5246 §5). */
function expand(hash: string, secret: KeyObject, seed: Uint8Array, length: number): Buffer {
  const blocks: Buffer[] = [];
  let a: Uint8Array = seed;
  for (let size = 0; size < length; size += blocks.at(-1)?.length ?? length) {
    a = createHmac(hash, secret).update(a).digest();
    blocks.push(createHmac(hash, secret).update(a).update(seed).digest());
  }
  return Buffer.concat(blocks).subarray(0, length);
}

/** P_MD5 of the first half of the secret, xor P_SHA-1 of the second (RFC 2246 §5). */
function expandOld(secret: KeyObject, seed: Uint8Array, length: number): Buffer {
  const bytes = secret.export();
  const half = Math.ceil(bytes.length / 2);
  const md5 = expand('md5', createSecretKey(bytes.subarray(0, half)), seed, length);
  const sha1 = expand('sha1', createSecretKey(bytes.subarray(bytes.length - half)), seed, length);
  bytes.fill(0);
  for (const [at, byte] of sha1.entries()) md5[at] = (md5[at] ?? 0) ^ byte;
  return md5;
}
