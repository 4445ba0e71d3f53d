import type { AnchorOrigin, AuditEntry, TrustSources } from '#core/trust/anchor.ts';
import type { Distrust } from '#core/trust/distrust.ts';
import type { ExceptionEnd, ExceptionStop } from '#core/trust/exception.ts';
import type { FindingKind } from '#core/trust/verdict.ts';
import type { KeptCertificate } from './authority.ts';

/** A custom anchor as it is stored. */
export interface StoredAnchor {
  readonly sha256: string;
  readonly label: string;
  readonly enabled: boolean;
  readonly scope: readonly string[];
  readonly trustedUntil?: number;
  readonly note?: string;
  readonly origin: AnchorOrigin;
  readonly addedAt: number;
}

export interface StoredHint {
  readonly sha256: string;
  readonly label: string;
  readonly note?: string;
  readonly origin: AnchorOrigin;
  readonly addedAt: number;
}

/** An exception without what is read from its certificate and what became of it. */
export interface StoredException {
  readonly id: string;
  readonly host: string;
  readonly port: number;
  /** SHA-256 of the server's certificate. */
  readonly leaf: string;
  readonly accepted: readonly FindingKind[];
  /** 'once' and 'session' are kept in memory only (memory.ts). */
  readonly end: ExceptionEnd;
  readonly note?: string;
  readonly addedAt: number;
}

/** What became of an exception. Nothing hangs on it but what is shown, and whether a 'once' is spent. */
export interface ExceptionUse {
  readonly used: number;
  readonly usedAt?: number;
  readonly stopped?: ExceptionStop;
}

/** A client certificate as it is stored. Its key is here only as the system's secret store sealed it. */
export interface StoredIdentity {
  /** UUIDv7. */
  readonly id: string;
  readonly label: string;
  readonly enabled: boolean;
  readonly hosts: readonly string[];
  readonly note?: string;
  readonly addedAt: number;
  /** 'ci-runner.p12' */
  readonly origin: string;
  /** DER, leaf first. */
  readonly chain: readonly Uint8Array[];
  readonly sealedKey?: Uint8Array;
  /** Which secret store sealed it. */
  readonly sealedBy?: string;
}

/** Everything that stands in the trust file at one moment, the audit apart. Lists are newest first, without the removed. */
export interface TrustSnapshot {
  readonly revision: number;
  readonly sources: TrustSources;
  readonly anchors: readonly StoredAnchor[];
  readonly hints: readonly StoredHint[];
  readonly distrusted: readonly Distrust[];
  readonly exceptions: readonly StoredException[];
  readonly identities: readonly StoredIdentity[];
  /** SHA-256 of single roots of the system or of the bundled list that are switched off. */
  readonly off: ReadonlySet<string>;
  /** Every certificate that is kept, also of what was removed. */
  readonly certificates: ReadonlyMap<string, KeptCertificate>;
}

export type NewAuditRow = Omit<AuditEntry, 'id' | 'at'>;
