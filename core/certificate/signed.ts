import type { Algorithm, Certificate } from './certificate.ts';

/** Something with a signature on it: a certificate, an OCSP response, a revocation list. */
export interface Signed {
  /** The bytes that were signed, exactly as received. */
  readonly tbs: Uint8Array;
  readonly signatureAlgorithm: Algorithm;
  /** Without the unused-bits byte. */
  readonly signature: Uint8Array;
}

/** True when the key of `by` made the signature. Never throws. */
export type VerifySigned = (signed: Signed, by: Certificate) => boolean;

/** Hashes by which OCSP names an issuer (RFC 6960 §4.1.1); RFC 5019 knows SHA-1 alone, RFC 9654 adds SHA-256. */
export type HashName = 'SHA-1' | 'SHA-256' | 'SHA-384' | 'SHA-512';

/** The digest of bytes: node:crypto in the main process. */
export type Hash = (name: HashName, bytes: Uint8Array) => Uint8Array;
