import type { Failure } from '#core/result.ts';
import type { AnchorSource } from '#core/trust/verdict.ts';
import type { Distrust } from './distrust.ts';
import type { TrustException } from './exception.ts';
import type { Hint } from './hint.ts';
import type { Identity } from './identity.ts';

/** A certificate that may end a path (RFC 5280 §6.1.1 (d)): an authority the user, the system or Mozilla vouches for. */
export interface Anchor {
  /** SHA-256 of the DER, lower-case hex: its identity. */
  readonly sha256: string;
  /** SHA-256 of its SubjectPublicKeyInfo: the same for cross-signed twins. */
  readonly keySha256: string;
  readonly source: AnchorSource;
  /** What the user calls it; defaults to the subject's CN. */
  readonly label: string;
  readonly enabled: boolean;
  /** Host patterns (core/trust/pattern.ts); empty = everywhere. Only custom anchors have any. */
  readonly scope: readonly string[];
  /** ms UTC; absent = no end. Only custom anchors have one. */
  readonly trustedUntil?: number;
  readonly note?: string;
  /** ms UTC; absent on system and bundled anchors. */
  readonly addedAt?: number;
  /** How it came here; absent on system and bundled anchors. */
  readonly origin?: AnchorOrigin;
  /** Facts for lists, decoded once: */
  readonly subject: string;
  readonly organization: string;
  readonly key: string;
  readonly notBefore: number;
  readonly notAfter: number;
}

/** Where a custom anchor was read from. `name` is a file name, host:port or an address. */
export type AnchorOrigin =
  { readonly kind: 'file' | 'server' | 'url'; readonly name: string } | { readonly kind: 'paste' };

export interface TrustSources {
  readonly system: boolean;
  readonly bundled: boolean;
}

export interface TrustState {
  /** Counts every change; caches of contexts and verdicts are keyed by it. */
  readonly revision: number;
  readonly sources: TrustSources;
  /** Custom first (newest first), then system, then bundled (each by label). */
  readonly anchors: readonly Anchor[];
  /** Each newest first. */
  readonly hints: readonly Hint[];
  readonly distrusted: readonly Distrust[];
  /** With those that have ended: removing them is the user's decision. */
  readonly exceptions: readonly TrustException[];
  readonly identities: readonly Identity[];
}

export type TrustFailure =
  /** Not a certificate; `what` says what it is instead: 'a private key', 'a certificate request', 'an HTML page', 'an image'… */
  | (Failure<'not-a-certificate'> & { readonly what: string })
  | (Failure<'not-a-ca'> & { readonly what: string; readonly subject: string })
  | (Failure<'malformed-certificate'> & { readonly reason: string; readonly index: number })
  | (Failure<'too-large'> & { readonly bytes: number; readonly limitBytes: number })
  | (Failure<'unreadable'> & { readonly path: string; readonly code: string })
  | (Failure<'bad-pattern'> & { readonly pattern: string; readonly reason: string })
  | (Failure<'already-there'> & { readonly label: string })
  /** Nothing of this kind and id is there. */
  | (Failure<'unknown-anchor'> & { readonly sha256: string })
  /** A kind of finding that no exception can accept, or none of that name. */
  | (Failure<'not-acceptable'> & { readonly finding: string })
  /** The end of an exception lies in the past. ms UTC. */
  | (Failure<'already-over'> & { readonly at: number })
  /** The certificate, or its key, is refused: that is the stronger word. `label`: of the refusal. */
  | (Failure<'refused'> & { readonly label: string })
  /** The decision could not be stored (disk full, read-only folder, another process holds the file): nothing changed. */
  | (Failure<'cannot-write'> & { readonly path: string; readonly code: string })
  /** The trust file is damaged: nothing is sent until the user decides. */
  | (Failure<'damaged'> & { readonly path: string; readonly reason: string });

/** One row of the append-only record of trust decisions. */
export interface AuditEntry {
  readonly id: number;
  /** ms UTC. */
  readonly at: number;
  readonly action:
    | 'add-anchor'
    | 'remove-anchor'
    | 'restore-anchor'
    | 'enable-anchor'
    | 'disable-anchor'
    | 'change-anchor'
    | 'source-on'
    | 'source-off'
    /** A root of the system or of Mozilla, switched by itself. */
    | 'enable-root'
    | 'disable-root'
    | 'add-hint'
    | 'remove-hint'
    | 'restore-hint'
    | 'add-distrust'
    | 'remove-distrust'
    | 'restore-distrust'
    | 'add-exception'
    | 'change-exception'
    | 'remove-exception'
    | 'restore-exception'
    /** By itself: the server showed something that was not accepted. */
    | 'stop-exception'
    | 'add-identity'
    | 'change-identity'
    | 'protect-identity'
    | 'remove-identity'
    | 'restore-identity'
    /** One request that nobody checked, by the user's decision. `subject`: id of the exchange. */
    | 'send-unchecked';
  /** Who decided: a person in the window or the terminal, or the app by its own rules. */
  readonly by: 'window' | 'terminal' | 'app';
  /** Whether the change lets more or fewer servers be believed. */
  readonly direction: 'wider' | 'narrower' | 'neutral';
  /** SHA-256 of the certificate, `kind:sha256` of a distrust, id of an exception, identity or exchange, or the source's name. */
  readonly subject: string;
  readonly label: string;
  /** What stood before and after, as JSON objects; absent where nothing did. */
  readonly before?: Readonly<Record<string, unknown>>;
  readonly after?: Readonly<Record<string, unknown>>;
}
