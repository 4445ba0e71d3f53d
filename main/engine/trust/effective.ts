import type { Certificate } from '#core/certificate/certificate.ts';
import type { KnownCertificate } from '#core/trust/anchors.ts';
import type { Distrust } from '#core/trust/distrust.ts';
import type { ExceptionEnd } from '#core/trust/exception.ts';
import type { AnchorSource, FindingKind } from '#core/trust/verdict.ts';

/** An anchor ready for the path check: decoded once, kept. */
export interface DecodedAnchor {
  readonly sha256: string;
  readonly certificate: Certificate;
  readonly source: AnchorSource;
  readonly label: string;
  readonly scope: readonly string[];
}

/** What is trusted for one host and port at one moment. Same object for the same key, so that caches can hang on it. */
export interface EffectiveTrust {
  /** Equal keys mean equal trust: the revision of the store as it was read, and the set of custom anchors in scope. */
  readonly key: string;
  /** For the `ca` of a TLS context: replaces the library's defaults, so it lists everything. PEM. */
  readonly pems: readonly string[];
  /** Anchors that apply, by the raw bytes of their subject as a hex string. */
  readonly bySubject: ReadonlyMap<string, readonly DecodedAnchor[]>;
  readonly bySha256: ReadonlyMap<string, DecodedAnchor>;
  /** Enabled custom anchors whose scope does not cover this host: they explain a refusal, never lift it. */
  readonly outOfScope: readonly DecodedAnchor[];
  /** Intermediates that may complete a path; never in `pems`, never anchors. */
  readonly hints: readonly KnownCertificate[];
  /** Why a certificate is refused wherever it appears; undefined when it is not. Refused anchors are left out of `pems`, `bySha256` and `bySubject`. */
  readonly refused: (certificate: KnownCertificate) => Distrust | undefined;
  /** Anchors left out because they are refused: they explain (finding `distrusted`), never vouch. */
  readonly refusedAnchors: readonly DecodedAnchor[];
  /** The lists of roots that hold an authority, or who issued it, whether they count or not; absent: nobody knows. */
  readonly listed?: (authority: KnownCertificate) => readonly AnchorSource[];
}

/** An exception in force, as the gate needs it. */
export interface ExceptionGrant {
  readonly id: string;
  readonly host: string;
  readonly port: number;
  /** SHA-256 of the server's certificate. */
  readonly leaf: string;
  readonly accepted: ReadonlySet<FindingKind>;
  readonly end: ExceptionEnd;
}

/** Why an exception did not help: what the server showed, and the kinds of findings that nobody accepted. */
export interface Stop {
  /** SHA-256 of what the server showed. */
  readonly leaf: string;
  readonly unaccepted: readonly FindingKind[];
}

/** The part of the trust store that connecting needs. */
export interface TrustSource {
  /** @throws TrustDamaged when the trust file cannot be read: nothing may be sent then. */
  effective(host: string, port: number): EffectiveTrust;
  /** Exceptions in force for exactly this host and port at this moment. A new array when they change, else the same. */
  exceptionsFor(host: string, port: number): readonly ExceptionGrant[];
  /**
   * A connection passed because of it. False when it no longer counts (a 'once' that was spent, removed, ended): then the
   * connection must be refused. A 'once' is spent by this and gone from `exceptionsFor`; its connection serves one request.
   */
  spend(id: string): boolean;
  /** The server showed another certificate, or faults that were not accepted. Kept and audited once for each new (leaf, kinds). */
  stopped(id: string, stop: Stop): void;
  /** One request that nobody will check: a row of the audit. False when it could not be written: then the request must not be sent. */
  noteUnchecked(exchangeId: string, host: string, port: number): boolean;
  /** Called after every change; connections opened under the old trust must be closed. */
  onChange(listener: () => void): () => void;
}

/** Thrown by `effective` when the trust file is damaged. */
export class TrustDamaged extends Error {
  override readonly name = 'TrustDamaged';
}
