import type { ExceptionEnd } from './exception.ts';
import type { RevocationCause, RevocationProblem } from '#core/revocation/status.ts';

/** Where an anchor came from. */
export type AnchorSource = 'system' | 'bundled' | 'custom';

/**
 * Whether a server was believed, by whose word, and what is wrong with its chain: all of it, not the first fault.
 *
 * trusted    both the TLS library and our own path check accepted the chain
 * excepted   a person decided otherwise for exactly these findings
 * untrusted  at least one error; no byte of the request left this computer
 * unchecked  nobody checked (a handshake that ended too early to show a certificate, or one send the user forced)
 */
export interface Verdict {
  readonly kind: 'trusted' | 'excepted' | 'untrusted' | 'unchecked';
  /** Present when a path was proven. */
  readonly anchor?: {
    readonly sha256: string;
    readonly source: AnchorSource;
    readonly label?: string;
    readonly scope?: readonly string[];
  };
  /** The exception that let it pass; present when `kind` is 'excepted'. `accepted`: the kinds of findings it stands for. */
  readonly exception?: { readonly id: string; readonly accepted: readonly FindingKind[]; readonly end: ExceptionEnd };
  /** What the TLS library said: `code` is its error code, 'OK' when accepted, '' when it was never asked. */
  readonly library: { readonly accepted: boolean; readonly code: string };
  readonly findings: readonly Finding[];
  /** When the first certificate on the proven path expires (ms UTC); absent without a path. */
  readonly goodUntil?: number;
}

export type Severity = 'error' | 'warning' | 'note';

interface FindingOf<K extends string, S extends Severity = 'error'> {
  readonly kind: K;
  readonly severity: S;
  /** SHA-256 of the certificate it is about; absent when it is about the connection. */
  readonly certificate?: string;
  /** Subject of that certificate in words (CN, else O, else RFC 4514), so that a line can be written without the bag. */
  readonly subject?: string;
}

/** What most likely lies behind a chain that nobody trusted stands behind (core/trust/diagnose.ts). */
interface Likely {
  /** Why the authority seems to be a private one, in words. */
  readonly privateReasons?: readonly string[];
  /** Lists that hold the authority, though they do not count here: switched off, or off for it. */
  readonly listedIn?: readonly AnchorSource[];
}

/** What can be wrong or worth knowing. Closed: a new kind needs a case in explainFinding, or the build breaks. */
export type Finding =
  /** `clockReasons`: why this computer's clock may be what is wrong, in words. */
  | (FindingOf<'expired'> & {
      readonly notAfter: number;
      readonly now: number;
      readonly clockReasons?: readonly string[];
    })
  | (FindingOf<'not-yet-valid'> & {
      readonly notBefore: number;
      readonly now: number;
      readonly clockReasons?: readonly string[];
    })
  /** `offered`: DNS names and IP addresses of the SAN; `nearest`: the one most like what was asked. */
  | (FindingOf<'wrong-host'> & {
      readonly asked: string;
      readonly offered: readonly string[];
      readonly nearest?: string;
    })
  /** No subjectAltName with a DNS name or address (RFC 9525 §6.3: the common name is not looked at). */
  | (FindingOf<'no-san'> & { readonly asked: string; readonly commonName?: string })
  /** The leaf vouches only for itself and is no anchor. */
  | (FindingOf<'self-signed'> & Likely)
  /** Nobody trusted stands behind the chain. `root` is true when the chain ends in a self-signed certificate that was sent. */
  | (FindingOf<'unknown-issuer'> & Likely & { readonly issuer: string; readonly root: boolean })
  /** A warning when we had what the server left out. */
  | (FindingOf<'incomplete-chain', 'error' | 'warning'> &
      Likely & {
        readonly issuer: string;
        readonly caIssuers: readonly string[];
      })
  | (FindingOf<'bad-signature'> & { readonly issuer: string })
  /** Used as an issuer without being a CA. */
  | (FindingOf<'not-a-ca'> & { readonly reason: 'basic-constraints' | 'v1' })
  | (FindingOf<'key-usage'> & { readonly missing: string })
  | (FindingOf<'path-too-long'> & { readonly limit: number; readonly actual: number })
  | (FindingOf<'name-constraint'> & { readonly name: string })
  | (FindingOf<'wrong-purpose'> & { readonly purposes: readonly string[] })
  | (FindingOf<'unknown-critical-extension'> & { readonly oid: string })
  | (FindingOf<'weak-key'> & { readonly algorithm: string; readonly bits: number; readonly minimumBits: number })
  | (FindingOf<'weak-signature'> & { readonly algorithm: string })
  /** `at`: ms UTC. */
  | (FindingOf<'revoked'> & { readonly at?: number; readonly reason?: RevocationCause })
  /** `problems`: why the word of the authority is not relied on; empty when it does not know the certificate. */
  | (FindingOf<'revocation-unknown', 'warning'> & { readonly problems?: readonly RevocationProblem[] })
  /** The certificate promises a proof with every handshake (RFC 7633). `problems`: what is wrong with the one that came; absent: none came. */
  | (FindingOf<'must-staple-missing'> & { readonly problems?: readonly RevocationProblem[] })
  /** Refused by the user: this certificate, or its key. */
  | (FindingOf<'distrusted'> & { readonly by: 'certificate' | 'key'; readonly label: string })
  /** A custom anchor would vouch for the chain, but not for this host. */
  | (FindingOf<'out-of-scope'> & {
      readonly host: string;
      /** Absent in a judgement of certificates alone. */
      readonly port?: number;
      readonly scope: readonly string[];
      readonly label: string;
    })
  /** A warning when no proven path needs what could not be read. */
  | (FindingOf<'malformed', 'error' | 'warning'> & { readonly reason: string })
  | (FindingOf<'interception-likely', 'warning'> & { readonly reasons: readonly string[] })
  | (FindingOf<'expires-soon', 'warning'> & { readonly notAfter: number; readonly days: number })
  | (FindingOf<'validity-too-long', 'warning'> & { readonly days: number; readonly limitDays: number })
  | FindingOf<'chain-disorder', 'warning'>
  | FindingOf<'extra-certificate', 'note'>
  | FindingOf<'root-sent', 'note'>
  | FindingOf<'sct-missing', 'note'>
  | (FindingOf<'legacy-version', 'warning'> & { readonly version: string })
  | (FindingOf<'weak-cipher', 'warning'> & { readonly cipher: string })
  | (FindingOf<'no-forward-secrecy', 'warning'> & { readonly cipher: string })
  /**
   * The library and our own check differ. `ours`: what our check says; 'excepted': what it found had been accepted by a person, and
   * does not explain why the connection is refused. An error when the library refused what we would accept. `because`: the reason,
   * where it is known.
   */
  | (FindingOf<'disagreement', 'error' | 'warning'> & {
      readonly libraryCode: string;
      readonly ours: 'accepted' | 'refused' | 'excepted';
      readonly because?: 'hint-without-root';
    });

export type FindingKind = Finding['kind'];

/** True when the finding stops the request. */
export function blocks(finding: Finding): boolean {
  return finding.severity === 'error';
}
