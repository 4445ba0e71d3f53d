/** What an authority says about whether it took a certificate back, and how far that can be relied on. */
export interface RevocationStatus {
  /** How the word came: with the handshake, asked of the responder, or looked up in a list. */
  readonly source: RevocationSource;
  /** 'good' and 'revoked' are proven: signed by who may say so, about this certificate, and current. Else 'unknown'. */
  readonly status: 'good' | 'revoked' | 'unknown';
  /** ms UTC; present when revoked. */
  readonly revokedAt?: number;
  /** Present when revoked and a reason was given. */
  readonly reason?: RevocationCause;
  /** From when the word holds, ms UTC; absent when there was none to read. */
  readonly thisUpdate?: number;
  /** When newer word will be there at the latest, ms UTC; absent when it was not said. */
  readonly nextUpdate?: number;
  /** When an OCSP response was signed, ms UTC. */
  readonly producedAt?: number;
  /** Who signed: the subject in words (CN, else O, else the whole name). */
  readonly responder?: string;
  /** What is wrong with it, most telling first; explainRevocationProblem says each in words. Without any it is relied on. */
  readonly problems: readonly RevocationProblem[];
}

export type RevocationSource = 'staple' | 'ocsp' | 'crl';

/** CRLReason (RFC 5280 §5.3.1), by its number; 7 was never given out. */
export type RevocationCause =
  | 'unspecified'
  | 'keyCompromise'
  | 'cACompromise'
  | 'affiliationChanged'
  | 'superseded'
  | 'cessationOfOperation'
  | 'certificateHold'
  | 'removeFromCRL'
  | 'privilegeWithdrawn'
  | 'aACompromise';

/** Why the word of an authority cannot be relied on. Closed: a new one needs its words, or the build breaks. */
export type RevocationProblem =
  /** Nothing that could be decoded. */
  | 'malformed'
  /** The responder answered that it does not answer (RFC 6960 §4.2.1). */
  | 'malformed-request'
  | 'internal-error'
  | 'try-later'
  | 'signature-required'
  | 'unauthorized'
  /** It speaks of another certificate, or an OCSP response of none. */
  | 'other-certificate'
  /** A list of another authority, or an indirect one. */
  | 'other-issuer'
  /** A list that is not about this kind of certificate, or not the one the certificate points to. */
  | 'other-scope'
  /** A list of changes only, or of some reasons only: not being on it proves nothing. */
  | 'partial'
  | 'bad-signature'
  | 'weak-signature'
  /** The signer's certificate did not come along and is not the issuer's. */
  | 'unknown-signer'
  /** The signer may not speak for the issuer: not issued by it, or without the purpose OCSPSigning or the usage cRLSign. */
  | 'signer-not-allowed'
  | 'signer-expired'
  /** thisUpdate lies in the future: a wrong clock, here or there. */
  | 'not-yet-valid'
  /** nextUpdate has passed, or without one the word is old. */
  | 'outdated'
  | 'unknown-critical-extension';
