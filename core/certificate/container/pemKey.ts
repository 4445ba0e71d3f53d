import { concat } from '#core/certificate/bytes.ts';
import { fromHex } from './fileText.ts';
import type { CipherName, ContainerPowers } from './powers.ts';
import { readPrivateKey, type ClosedKey, type FoundKey, type LockedKey } from './privateKey.ts';

/** Ciphers of DEK-Info as openssl names them, with the bytes of their keys. */
const ciphers: Readonly<Record<string, readonly [name: CipherName, keyLength: number]>> = {
  'DES-EDE3-CBC': ['des-ede3-cbc', 24],
  'AES-128-CBC': ['aes-128-cbc', 16],
  'AES-192-CBC': ['aes-192-cbc', 24],
  'AES-256-CBC': ['aes-256-cbc', 32],
};

/**
 * A key of the old form that is encrypted inside its armour (RFC 1421 §4.6), as `openssl rsa -aes256 -traditional` still writes
 * it; else why it stays closed.
 */
export function openPemKey(
  { info, bytes }: Extract<LockedKey, { kind: 'pem' }>,
  password: string,
  powers: ContainerPowers,
): Partial<FoundKey> & { readonly closed?: ClosedKey } {
  const [name = '', ivText = ''] = info.split(',');
  const cipher = ciphers[name.toUpperCase()];
  const iv = fromHex(ivText);
  if (cipher === undefined || iv === undefined) return { closed: { kind: 'unsupported', name } };
  const key = bytesToKey(new TextEncoder().encode(password), iv.subarray(0, 8), cipher[1], powers);
  const plain = powers.decrypt(cipher[0], key, iv, bytes);
  const read = plain === undefined ? undefined : readPrivateKey(plain, powers);
  return read?.encrypted === false ? read : { closed: { kind: 'wrong-password' } };
}

/** EVP_BytesToKey with MD5 and one round: what openssl has used for these files since ever, and for nothing else here. */
function bytesToKey(
  password: Uint8Array,
  salt: Uint8Array,
  length: number,
  { hash }: Pick<ContainerPowers, 'hash'>,
): Uint8Array {
  let digest = new Uint8Array(0);
  let key = new Uint8Array(0);
  while (key.length < length) {
    digest = new Uint8Array(hash('md5', concat([digest, password, salt])));
    key = new Uint8Array(concat([key, digest]));
  }
  return key.subarray(0, length);
}
