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
