import type { Certificate } from '#core/certificate/certificate.ts';
import { toHex } from '#core/certificate/fingerprint.ts';
import { toBase64 } from '#core/certificate/pem.ts';

export interface Fingerprints {
  /** Hex of the certificate's SHA-1: old tools still ask for it. It proves nothing. */
  readonly sha1: string;
  /** 'sha256/…': the hash of the public key alone (RFC 7469 §2.4), as curl and mobile clients pin it. */
  readonly pin: string;
}

/** The hashes of a certificate that its record does not carry. SHA-256 is its key everywhere and known already. */
export async function fingerprintsOf(certificate: Certificate): Promise<Fingerprints> {
  const [sha1, key] = await Promise.all([
    crypto.subtle.digest('SHA-1', new Uint8Array(certificate.der)),
    crypto.subtle.digest('SHA-256', new Uint8Array(certificate.publicKey.spki)),
  ]);
  return { sha1: toHex(new Uint8Array(sha1)), pin: `sha256/${toBase64(new Uint8Array(key))}` };
}
