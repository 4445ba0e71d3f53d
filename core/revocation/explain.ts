import { unreachable } from '#core/result.ts';
import type { RevocationCause, RevocationProblem } from './status.ts';

/** Why the word of an authority is not relied on: a whole sentence about "the proof", which is a response or a list. */
export function explainRevocationProblem(problem: RevocationProblem): string {
  switch (problem) {
    case 'malformed':
      return 'The proof cannot be read: its bytes are damaged or are something else.';
    case 'malformed-request':
      return 'The authority could not read what it was asked.';
    case 'internal-error':
      return 'The authority’s responder has a fault of its own.';
    case 'try-later':
      return 'The authority’s responder is busy and asks to be tried again later.';
    case 'signature-required':
      return 'The authority answers only those who sign their question.';
    case 'unauthorized':
      return 'The authority’s responder does not answer for this certificate.';
    case 'other-certificate':
      return 'The proof is about another certificate.';
    case 'other-issuer':
      return 'The list is of another authority, or holds certificates of several, which is not supported.';
    case 'other-scope':
      return 'The list is not about certificates of this kind, or not the one that the certificate points to.';
    case 'partial':
      return 'The list holds only changes or only some reasons: not being on it proves nothing.';
    case 'bad-signature':
      return 'The signature of the proof does not fit: it was damaged, forged, or made by another authority of that name.';
    case 'weak-signature':
      return 'The proof is signed with a hash for which signatures can be forged.';
    case 'unknown-signer':
      return 'The certificate of whoever signed the proof did not come with it.';
    case 'signer-not-allowed':
      return 'Whoever signed the proof may not speak for the authority.';
    case 'signer-expired':
      return 'The certificate of whoever signed the proof is not valid now.';
    case 'not-yet-valid':
      return 'The proof is from the future: this computer’s clock or the authority’s is wrong.';
    case 'outdated':
      return 'The proof is out of date: newer word was due and did not come.';
    case 'unknown-critical-extension':
      return 'The proof demands something unknown: it has a critical extension that nobody here understands.';
    default:
      return unreachable(problem);
  }
}

/** CRLReason in words, to follow "The reason given is: ". */
export function causeText(cause: RevocationCause): string {
  switch (cause) {
    case 'unspecified':
      return 'none in particular';
    case 'keyCompromise':
      return 'its key may be in the wrong hands';
    case 'cACompromise':
    case 'aACompromise':
      return 'the key of an authority may be in the wrong hands';
    case 'affiliationChanged':
      return 'its owner’s name or place has changed';
    case 'superseded':
      return 'it was replaced by another';
    case 'cessationOfOperation':
      return 'its owner no longer uses it';
    case 'certificateHold':
      return 'it is on hold, and may be released';
    case 'removeFromCRL':
      return 'it was released from a hold';
    case 'privilegeWithdrawn':
      return 'its owner lost the right to it';
    default:
      return unreachable(cause);
  }
}
