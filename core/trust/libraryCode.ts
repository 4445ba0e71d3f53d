import type { FindingKind } from './verdict.ts';

/**
 * What the TLS libraries mean by their codes for a refused chain, in our kinds of findings. OpenSSL and BoringSSL share the codes
 * (X509_V_ERR_*, as Node spells them) and not always the occasion: both stand here (facts measured on Node 24 with OpenSSL 3.5 and
 * on Chromium 156's BoringSSL, November 2026).
 *
 * To add a code: provoke it first (main/engine/http/explainedRefusal.test.ts). A code that is not here explains nothing.
 */
const meanings: Readonly<Record<string, readonly FindingKind[]>> = {
  CERT_HAS_EXPIRED: ['expired'],
  CERT_NOT_YET_VALID: ['not-yet-valid'],
  // A certificate that signed itself may be an anchor of another host.
  DEPTH_ZERO_SELF_SIGNED_CERT: ['self-signed', 'out-of-scope'],
  SELF_SIGNED_CERT_IN_CHAIN: ['unknown-issuer', 'out-of-scope'],
  UNABLE_TO_GET_ISSUER_CERT: ['unknown-issuer', 'incomplete-chain', 'out-of-scope'],
  UNABLE_TO_GET_ISSUER_CERT_LOCALLY: ['unknown-issuer', 'incomplete-chain', 'out-of-scope'],
  // BoringSSL: also when the issuer may not issue.
  UNABLE_TO_VERIFY_LEAF_SIGNATURE: [
    'unknown-issuer',
    'incomplete-chain',
    'out-of-scope',
    'self-signed',
    'not-a-ca',
    'key-usage',
  ],
  ERR_TLS_CERT_ALTNAME_INVALID: ['wrong-host', 'no-san'],
  HOSTNAME_MISMATCH: ['wrong-host', 'no-san'],
  // OpenSSL 3.5: also of an issuer that is no authority.
  INVALID_PURPOSE: ['wrong-purpose', 'key-usage', 'not-a-ca'],
  INVALID_CA: ['not-a-ca', 'key-usage'],
  PATH_LENGTH_EXCEEDED: ['path-too-long'],
  // Node has no word of its own for these (deps/ncrypto/ncrypto.cc, X509Pointer::ErrorCode).
  UNSPECIFIED: ['weak-key', 'weak-signature', 'key-usage', 'not-a-ca'],
};

/** Whether a refusal of the TLS library with this code is for one of these faults. An unknown code is explained by nothing. */
export function explainsRefusal(code: string, faults: ReadonlySet<FindingKind>): boolean {
  return Object.hasOwn(meanings, code) && (meanings[code] ?? []).some((kind) => faults.has(kind));
}

/** Codes that say: between the leaf and what is trusted something is missing. */
const gaps: ReadonlySet<string> = new Set([
  'UNABLE_TO_GET_ISSUER_CERT',
  'UNABLE_TO_GET_ISSUER_CERT_LOCALLY',
  'UNABLE_TO_VERIFY_LEAF_SIGNATURE',
]);

/** True when the library refused a chain because it could not be completed, and for nothing else. */
export function saysIncomplete(code: string): boolean {
  return gaps.has(code);
}
