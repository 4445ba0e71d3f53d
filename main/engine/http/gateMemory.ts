import { Bounded } from '#main/engine/trust/bounded.ts';
import type { IdentityAsk } from '#main/engine/identity/identities.ts';
import type { Completion } from './completion.ts';

/** A server that was approved on a handshake without a client certificate, and asked for one. */
export interface Approval {
  readonly ask: IdentityAsk;
  /** Id of the identity that was chosen. */
  readonly identity: string;
  /** SHA-256 of the certificates with which it was approved: machines behind one name may have different ones. */
  readonly leafs: ReadonlySet<string>;
}

/** Hosts remembered: more than anybody asks in a day. */
const MAX_HOSTS = 500;

/**
 * What earlier handshakes of this run taught about how to begin the next, so that it takes one instead of two. Nothing here lets
 * anybody pass: each handshake is judged anew. Keys name the trust it was learned under, and all is forgotten when that changes.
 */
export class GateMemory {
  /** How a chain with a gap was completed. */
  readonly completions = new Bounded<Completion>(MAX_HOSTS);
  readonly approvals = new Bounded<Approval>(MAX_HOSTS);

  /** What is trusted has changed. */
  clear(): void {
    this.completions.clear();
    this.approvals.clear();
  }
}
