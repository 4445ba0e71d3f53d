import { fail, ok, type Failure, type Result } from '#core/result.ts';
import type { FindingKind } from './verdict.ts';

/** How long an exception holds. 'once': for one connection; 'session': until the app is closed; both are kept in memory only. */
export type ExceptionEnd =
  | { readonly kind: 'once' | 'session' | 'forever' }
  /** ms UTC; the last moment belongs to it. */
  | { readonly kind: 'date'; readonly at: number };

/**
 * Known faults of one certificate of one server, accepted by a person. Bound to host, port, leaf and the exact kinds of finding:
 * another certificate or another fault stops again.
 */
export interface TrustException {
  /** UUIDv7. */
  readonly id: string;
  /** As core/trust/host.ts normalises it: lower case, A-labels, no brackets, no dot at the end. */
  readonly host: string;
  readonly port: number;
  /** SHA-256 of the DER of the server's certificate. Its bytes: `trust.certificates`. */
  readonly leaf: string;
  /** Subject of the leaf in words. */
  readonly subject: string;
  /** When the leaf expires, ms UTC. */
  readonly notAfter: number;
  /** Kinds of findings accepted; at least one, each can be accepted (`acceptable`). */
  readonly accepted: readonly FindingKind[];
  readonly end: ExceptionEnd;
  readonly note?: string;
  /** ms UTC. */
  readonly addedAt: number;
  /** Connections that were approved because of it. */
  readonly used: number;
  /** ms UTC; absent when it was not used yet. */
  readonly usedAt?: number;
  /** The last time it did not help, and why; absent when it never stopped. Renewing it takes this away. */
  readonly stopped?: ExceptionStop;
}

/** Why an exception did not help although it was made for this host and port. */
export interface ExceptionStop {
  /** ms UTC. */
  readonly at: number;
  /** SHA-256 of what the server showed. */
  readonly leaf: string;
  /** Kinds of findings that had not been accepted; empty when only the certificate was another. */
  readonly unaccepted: readonly FindingKind[];
}

/** What became of an exception: in force, over (its end came), or stopped again (shown, and still refused, as long as the server stays so). */
export type ExceptionState = 'active' | 'ended' | 'stopped';

export function exceptionState(
  { end, used, usedAt, stopped }: Pick<TrustException, 'end' | 'used' | 'usedAt' | 'stopped'>,
  now: number,
): ExceptionState {
  if (hasEnded(end, used, now)) return 'ended';
  // Used after it had stopped, it helps again: the server shows what was accepted.
  return stopped !== undefined && (usedAt ?? -Infinity) <= stopped.at ? 'stopped' : 'active';
}

/** The last moment of a date belongs to it. @param used connections that were approved because of it */
export function hasEnded(end: ExceptionEnd, used: number, now: number): boolean {
  switch (end.kind) {
    case 'once':
      return used > 0;
    case 'date':
      return now > end.at;
    case 'session':
    case 'forever':
      return false;
  }
}

/**
 * Whether a person may accept this kind of finding for one certificate of one server.
 *
 * An exception puts a person's word for exactly this certificate in the place of an authority's; the handshake proves that the
 * server has its key. So what is wrong with who vouches, for which name, until when and how well may be accepted. What says that
 * the certificate itself must not be relied on may not, and neither what nobody can name.
 */
export function acceptable(kind: FindingKind): boolean {
  return rules[kind] === 'may';
}

/** The kinds that were named, each once, in their order; or the first that cannot be accepted, or is none. */
export function readAccepted(
  kinds: readonly string[],
): Result<readonly FindingKind[], Failure<'not-acceptable'> & { readonly finding: string }> {
  const refused = kinds.find((kind) => !isKind(kind) || !acceptable(kind));
  if (refused === undefined) return ok([...new Set(kinds.filter(isKind))]);
  return fail({ kind: 'not-acceptable', finding: refused, message: `${refused} cannot be accepted.` });
}

/** True of a name of a kind of finding. */
export function isKind(text: string): text is FindingKind {
  return Object.hasOwn(rules, text);
}

/** 'never': with the reason beside it; 'no-fault': it stops nobody by itself, so there is nothing to accept. */
const rules: Readonly<Record<FindingKind, 'may' | 'never' | 'no-fault'>> = {
  expired: 'may',
  'not-yet-valid': 'may',
  'wrong-host': 'may',
  'no-san': 'may',
  'self-signed': 'may',
  'unknown-issuer': 'may',
  'incomplete-chain': 'may',
  'not-a-ca': 'may',
  'key-usage': 'may',
  'path-too-long': 'may',
  'wrong-purpose': 'may',
  'weak-key': 'may',
  'weak-signature': 'may',
  // It then counts like the many certificates that promise no proof. One that is proven revoked still stops.
  'must-staple-missing': 'may',
  'out-of-scope': 'may',

  // Somebody changed the certificate after it was signed, or says that another signed it: no mistake of an operator does that.
  'bad-signature': 'never',
  // The authority's own authority said for which names it may vouch. This is not unproven, it is denied.
  'name-constraint': 'never',
  // Its issuer says not to rely on it without understanding a part that we do not understand (RFC 5280 §4.2).
  'unknown-critical-extension': 'never',
  // The issuer took it back: its key may be in other hands, and then the handshake proves nothing.
  revoked: 'never',
  // The person's own word, and the stronger one. It is taken back where it was given.
  distrusted: 'never',
  // What cannot be read cannot be judged.
  malformed: 'never',
  // The library refuses and we do not know why: nobody could say what is accepted.
  disagreement: 'never',

  'revocation-unknown': 'no-fault',
  'interception-likely': 'no-fault',
  'expires-soon': 'no-fault',
  'validity-too-long': 'no-fault',
  'chain-disorder': 'no-fault',
  'extra-certificate': 'no-fault',
  'root-sent': 'no-fault',
  'sct-missing': 'no-fault',
  'legacy-version': 'no-fault',
  'weak-cipher': 'no-fault',
  'no-forward-secrecy': 'no-fault',
};
