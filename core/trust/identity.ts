import type { Failure } from '#core/result.ts';

/** A client certificate with its private key, and to whom it may be shown. The key never leaves the main process. */
export interface Identity {
  /** UUIDv7. */
  readonly id: string;
  readonly label: string;
  readonly enabled: boolean;
  /** Host patterns (core/trust/pattern.ts); at least one: an identity is never for everybody. */
  readonly hosts: readonly string[];
  readonly note?: string;
  /** ms UTC. */
  readonly addedAt: number;
  /** 'ci-runner.p12' */
  readonly origin: string;
  /** SHA-256 of the DER, leaf first, as they are sent. Their bytes: `trust.certificates`. */
  readonly chain: readonly string[];
  /** Facts of the leaf: */
  readonly subject: string;
  readonly issuer: string;
  readonly key: string;
  readonly notBefore: number;
  readonly notAfter: number;
  readonly protection: KeyProtection;
}

/**
 * Where the private key is. 'protected': on disk, encrypted with the system's secret store; 'session': in memory until the app is
 * closed, because the system has none or it is locked; 'missing': it was for a session that is over, or cannot be decrypted here.
 */
export type KeyProtection =
  | { readonly kind: 'protected' | 'session'; readonly store: string }
  | { readonly kind: 'missing'; readonly reason: string };

/** What was found in files that may become an identity. Nothing is stored yet; no key bytes cross the bridge. */
export interface IdentityCandidate {
  /** Given back to `identity.add`; forgotten after ten minutes or when the window asks for another. */
  readonly token: string;
  readonly subject: string;
  readonly issuer: string;
  readonly key: string;
  readonly notBefore: number;
  readonly notAfter: number;
  readonly chain: readonly string[];
  readonly certificates: Readonly<Record<string, string>>;
  /** What is wrong or worth knowing, in reading order. Errors are refused as failures instead. */
  readonly notes: readonly IdentityNote[];
}

export type IdentityNote =
  | { readonly kind: 'expired' | 'not-yet-valid'; readonly at: number }
  /** The chain ends at a certificate whose issuer did not come along: servers may want it. */
  | { readonly kind: 'chain-incomplete'; readonly issuer: string }
  /** Its extended key usage does not allow clients (RFC 5280 §4.2.1.12). */
  | { readonly kind: 'wrong-purpose'; readonly purposes: readonly string[] }
  | { readonly kind: 'weak-key'; readonly key: string }
  /** More than one certificate came with its key: this one was taken, the first that may be shown as a client's. */
  | { readonly kind: 'several'; readonly count: number }
  /** The same certificate is an identity already. */
  | { readonly kind: 'already-there'; readonly label: string };

export type IdentityFailure =
  /** The file needs a password, or it is another one. `tried`: whether one was given. */
  | (Failure<'wrong-password'> & { readonly name: string; readonly tried: boolean })
  | (Failure<'no-certificate'> & { readonly name: string; readonly what: string })
  | (Failure<'no-key'> & { readonly name: string })
  /** The key is not that of any of the certificates. */
  | (Failure<'key-mismatch'> & { readonly subject: string })
  /** A kind of key, cipher or file that cannot be used, by name. */
  | (Failure<'unsupported'> & { readonly name: string; readonly what: string })
  /** It is one of our formats, but broken or changed; `reason` in words that can be shown. */
  | (Failure<'damaged-file'> & { readonly name: string; readonly reason: string })
  | (Failure<'unreadable'> & { readonly path: string; readonly code: string })
  | (Failure<'too-large'> & { readonly bytes: number; readonly limitBytes: number })
  | (Failure<'bad-pattern'> & { readonly pattern: string; readonly reason: string })
  | Failure<'token-gone'>
  | (Failure<'unknown-identity'> & { readonly id: string })
  /** The system has no secret store, or it is locked: `store` names it. */
  | (Failure<'no-secret-store'> & { readonly store: string; readonly reason: string })
  | (Failure<'cannot-write'> & { readonly path: string; readonly code: string })
  | (Failure<'damaged'> & { readonly path: string; readonly reason: string });

/** Why the identity that comes nearest was not shown to a server that asks for one. */
export interface IdentityMiss {
  readonly label: string;
  /** 'off': switched off; 'other-hosts': kept for others; 'other-authorities': the server wants another issuer; 'key-missing': its key is not at hand. */
  readonly why: 'off' | 'other-hosts' | 'other-authorities' | 'other-algorithms' | 'expired' | 'key-missing';
}
