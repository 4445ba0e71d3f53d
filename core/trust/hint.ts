import type { AnchorOrigin } from './anchor.ts';

/** An intermediate kept to complete chains that servers send with gaps. It is never an anchor: a path still has to reach one. */
export interface Hint {
  /** SHA-256 of the DER, lower-case hex: its identity. */
  readonly sha256: string;
  /** What the user calls it; defaults to the subject's CN. */
  readonly label: string;
  readonly note?: string;
  /** ms UTC. */
  readonly addedAt: number;
  readonly origin: AnchorOrigin;
  /** Facts for lists, decoded once: */
  readonly issuer: string;
  readonly organization: string;
  readonly key: string;
  readonly notBefore: number;
  readonly notAfter: number;
}
