import {
  constants,
  createHash,
  hash,
  publicDecrypt,
  verify,
  X509Certificate,
  type KeyObject,
  type VerifyKeyObjectInput,
} from 'node:crypto';
import type { SignedHandshake } from '#core/tls/serverSignature.ts';
import { Bounded } from '#main/engine/trust/bounded.ts';

/** Keys of leaves by the SHA-256 of the certificate: reading one costs as much as a signature of P-256, and servers are asked again. */
const keys = new Bounded<KeyObject>(100);

/**
 * Whether the leaf's key made the signature of a handshake, by node:crypto; undefined when the library does not know the key or
 * the scheme, for then it is not the signature that is wrong. Never throws.
 */
export function verifyHandshake({ leaf, content, scheme, signature }: SignedHandshake): boolean | undefined {
  try {
    const key = keyOf(leaf);
    if (scheme === undefined) return verifyOld(key, content, signature);
    const way = wayOf(scheme, key);
    return way && verify(way.digest, content, keyFor(way, key), signature);
  } catch {
    return undefined;
  }
}

function keyOf(leaf: Uint8Array): KeyObject {
  const name = hash('sha256', leaf, 'hex');
  return keys.get(name) ?? keys.set(name, new X509Certificate(leaf).publicKey);
}

interface Way {
  readonly digest: string | null;
  readonly options?: { readonly padding: number; readonly saltLength?: number } | undefined;
}

/** A key without options goes in bare: of an object around it, Node 24 finds out that it is no key by an error thrown and caught. */
function keyFor({ options }: Way, key: KeyObject): KeyObject | VerifyKeyObjectInput {
  return options ? { key, ...options } : key;
}

const pkcs1 = { padding: constants.RSA_PKCS1_PADDING };
const pss = { padding: constants.RSA_PKCS1_PSS_PADDING, saltLength: constants.RSA_PSS_SALTLEN_DIGEST };

/** SignatureScheme values that do not say their hash in the first byte and the key in the second (RFC 8446 §4.2.3). */
const ways: Readonly<Record<number, Way & { readonly key: string }>> = {
  0x0804: { key: 'rsa', digest: 'sha256', options: pss },
  0x0805: { key: 'rsa', digest: 'sha384', options: pss },
  0x0806: { key: 'rsa', digest: 'sha512', options: pss },
  0x0807: { key: 'ed25519', digest: null },
  0x0808: { key: 'ed448', digest: null },
  0x0809: { key: 'rsa-pss', digest: 'sha256', options: pss },
  0x080a: { key: 'rsa-pss', digest: 'sha384', options: pss },
  0x080b: { key: 'rsa-pss', digest: 'sha512', options: pss },
  0x081a: { key: 'ec', digest: 'sha256' },
  0x081b: { key: 'ec', digest: 'sha384' },
  0x081c: { key: 'ec', digest: 'sha512' },
  0x0904: { key: 'ml-dsa-44', digest: null },
  0x0905: { key: 'ml-dsa-65', digest: null },
  0x0906: { key: 'ml-dsa-87', digest: null },
};

/** HashAlgorithm and SignatureAlgorithm of TLS 1.2 (RFC 5246 §7.4.1.4.1), which the older schemes are pairs of. */
const hashes: Readonly<Record<number, string>> = {
  1: 'md5',
  2: 'sha1',
  3: 'sha224',
  4: 'sha256',
  5: 'sha384',
  6: 'sha512',
};
const signers: Readonly<Record<number, { readonly key: string; readonly options?: Way['options'] }>> = {
  1: { key: 'rsa', options: pkcs1 },
  2: { key: 'dsa' },
  3: { key: 'ec' },
};

function wayOf(scheme: number, key: KeyObject): Way | undefined {
  const digest = hashes[scheme >> 8];
  const signer = signers[scheme & 0xff];
  const way = ways[scheme] ?? (digest !== undefined && signer ? { digest, ...signer } : undefined);
  // A signature under a key of another type was not made by this key, but what it is we cannot tell.
  return way?.key === key.asymmetricKeyType ? way : undefined;
}

/** RFC 4346 §7.4.3: RSA signs MD5 and SHA-1 side by side, without saying so inside; other keys sign SHA-1. */
function verifyOld(key: KeyObject, content: Uint8Array, signature: Uint8Array): boolean | undefined {
  if (key.asymmetricKeyType !== 'rsa') return verify('sha1', content, key, signature);
  const digest = (name: string) => createHash(name).update(content).digest();
  try {
    return publicDecrypt({ key, ...pkcs1 }, signature).equals(Buffer.concat([digest('md5'), digest('sha1')]));
  } catch {
    return false; // no PKCS #1 block came out
  }
}
