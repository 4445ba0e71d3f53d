import type { TrustFailure } from '#core/trust/anchor.ts';
import { explainIdentityFailure } from '#core/trust/explainIdentityFailure.ts';
import { explainTrustFailure } from '#core/trust/explainTrustFailure.ts';
import type { IdentityFailure } from '#core/trust/identity.ts';

/** Why a client certificate was not kept or changed, and what to do. */
export function identityFailureWords(failure: TrustFailure | IdentityFailure): string {
  return isIdentityFailure(failure) ? explainIdentityFailure(failure) : explainTrustFailure(failure);
}

/** Kinds that only client certificates have; what both have is said by either in the same words. */
const identityKinds: readonly string[] = [
  'wrong-password',
  'no-certificate',
  'no-key',
  'key-mismatch',
  'unsupported',
  'damaged-file',
  'token-gone',
  'unknown-identity',
  'no-secret-store',
];

function isIdentityFailure(failure: TrustFailure | IdentityFailure): failure is Exclude<IdentityFailure, TrustFailure> {
  return identityKinds.includes(failure.kind);
}
