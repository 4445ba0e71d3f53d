import type { Certificate } from '#core/certificate/certificate.ts';
import type { KnownCertificate } from '#core/trust/anchors.ts';
import type { AnchorSource } from '#core/trust/verdict.ts';

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
  /** Equal keys mean equal anchors: the revision of the store and the set of custom anchors in scope. */
  readonly key: string;
  /** For the `ca` of a TLS context: replaces the library's defaults, so it lists everything. PEM. */
  readonly pems: readonly string[];
  /** Anchors that apply, by the raw bytes of their subject as a hex string. */
  readonly bySubject: ReadonlyMap<string, readonly DecodedAnchor[]>;
  readonly bySha256: ReadonlyMap<string, DecodedAnchor>;
  /** Enabled custom anchors whose scope does not cover this host: they explain a refusal, never lift it. */
  readonly outOfScope: readonly DecodedAnchor[];
  /** The lists of roots that hold an authority, or who issued it, whether they count or not; absent: nobody knows. */
  readonly listed?: (authority: KnownCertificate) => readonly AnchorSource[];
}

/** The part of the trust store that connecting needs. */
export interface TrustSource {
  /** @throws TrustDamaged when the trust file cannot be read: nothing may be sent then. */
  effective(host: string, port: number): EffectiveTrust;
  /** Called after every change; connections opened under the old trust must be closed. */
  onChange(listener: () => void): () => void;
}

/** Thrown by `effective` when the trust file is damaged. */
export class TrustDamaged extends Error {
  override readonly name = 'TrustDamaged';
}
