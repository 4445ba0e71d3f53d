import type { Algorithm, PublicKey } from './certificate.ts';

/**
 * Smallest keys we accept: 112 bits of security (NIST SP 800-57 part 1, table 2), the CA/Browser Forum's floor for RSA
 * (Baseline Requirements §6.1.5) and OpenSSL's security level 2. BoringSSL accepts RSA-1024, so this judges in its place.
 */
const minimumBits: Readonly<Record<string, number>> = { RSA: 2048, 'RSA-PSS': 2048, DSA: 2048, EC: 224 };

/** Hashes for which two documents with one signature have been made, or nearly (RFC 6151, RFC 6194, RFC 6149). */
const brokenHashes: ReadonlySet<string> = new Set(['MD2', 'MD4', 'MD5', 'SHA-1']);

/** What a key would need to be strong enough; undefined when it is, or when its size is unknown. */
export function weaknessOf(key: PublicKey): { readonly algorithm: string; readonly minimumBits: number } | undefined {
  const minimum = minimumBits[key.type];
  if (minimum === undefined || key.bits === 0 || key.bits >= minimum) return undefined;
  return { algorithm: key.type, minimumBits: minimum };
}

/** True when the hash under a signature can no longer be relied on. */
export function isWeakSignature(algorithm: Algorithm): boolean {
  return algorithm.hash !== undefined && brokenHashes.has(algorithm.hash);
}
