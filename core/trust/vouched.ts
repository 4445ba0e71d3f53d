import { extensionOf, type Certificate } from '#core/certificate/certificate.ts';
import { toHex } from '#core/certificate/fingerprint.ts';
import { nameKey, sameName } from '#core/certificate/name.ts';

/** What one handshake showed about who vouches for a host. */
export interface Vouched {
  readonly host: string;
  /** SHA-256 of the anchor, when the host was believed because of it; absent when it was not believed. */
  readonly anchor?: string;
  /** Who signed the chain, when that may be a private authority: authoritiesOf of it. */
  readonly authorities: readonly string[];
}

/** Issuers looked at: no real chain is longer (OpenSSL builds none beyond 100, the longest public ones have 5). */
const MAX_ISSUERS = 10;

/**
 * Who signed a chain, as keys to compare: the name of each issuer and the key it says it has. By what the certificates say,
 * so this proves nothing.
 *
 * None for a leaf with log timestamps: only public authorities have those, and one that no list holds, or whose intermediate a
 * server forgot to send, vouches for unrelated hosts as a matter of course. None for a certificate that vouches for itself.
 *
 * @param chain certificates, leaf first; what does not follow from its beginning does not count
 */
export function authoritiesOf(chain: readonly Certificate[]): readonly string[] {
  const found = new Set<string>();
  let [current] = chain;
  if (current === undefined || extensionOf(current, 'signedCertificateTimestampList') !== undefined) return [];
  while (current !== undefined && found.size < MAX_ISSUERS) {
    const child: Certificate = current;
    const key = sameName(child.subject, child.issuer) ? undefined : keyOfIssuer(child);
    if (key === undefined || found.has(key)) break;
    found.add(key);
    current = chain.find(({ subject }) => sameName(subject, child.issuer));
  }
  return [...found];
}

/** Longest name taken for that of an authority, bytes: real ones have at most a few hundred, and hundreds of keys are remembered. */
const MAX_NAME_BYTES = 1024;
/** Key identifiers are hashes: 20 bytes, rarely 32. */
const MAX_ID_BYTES = 64;

/** Undefined when no real authority is called so. */
function keyOfIssuer(certificate: Certificate): string | undefined {
  const id = extensionOf(certificate, 'authorityKeyIdentifier')?.id;
  if (certificate.issuer.der.length > MAX_NAME_BYTES || (id?.length ?? 0) > MAX_ID_BYTES) return undefined;
  return `${nameKey(certificate.issuer)} ${id === undefined ? '' : toHex(id)}`;
}
