import { createHash, X509Certificate } from 'node:crypto';
import { decodeCertificate } from '#core/certificate/decode.ts';
import { toHex } from '#core/certificate/fingerprint.ts';
import type { DecodedAnchor, EffectiveTrust, TrustSource } from '#main/engine/trust/effective.ts';

/** A trust source for tests: trusts what it is told for every host, and can change its mind. */
export interface TestTrust extends TrustSource {
  /** From now on only these are trusted. */
  replace(...pems: readonly string[]): void;
}

/** Trusts these certificates (PEM) everywhere, as custom anchors; none = nobody. */
export function trustOnly(...pems: readonly string[]): TestTrust {
  const listeners = new Set<() => void>();
  let revision = 1;
  let trust = effective(revision, pems);
  return {
    effective: () => trust,
    onChange: (listener) => {
      listeners.add(listener);
      return () => listeners.delete(listener);
    },
    replace: (...next) => {
      trust = effective(++revision, next);
      for (const listener of listeners) listener();
    },
  };
}

function effective(revision: number, pems: readonly string[]): EffectiveTrust {
  const anchors = pems.map(anchorOf);
  const bySubject = new Map<string, DecodedAnchor[]>();
  for (const anchor of anchors) {
    const subject = toHex(anchor.certificate.subject.der);
    bySubject.set(subject, [...(bySubject.get(subject) ?? []), anchor]);
  }
  const bySha256 = new Map(anchors.map((anchor) => [anchor.sha256, anchor]));
  return { key: `test ${revision}`, pems, bySubject, bySha256, outOfScope: [] };
}

function anchorOf(pem: string): DecodedAnchor {
  const der = new X509Certificate(pem).raw;
  const certificate = decodeCertificate(der);
  if (!certificate.ok) throw new Error(certificate.error.message);
  const sha256 = createHash('sha256').update(der).digest('hex');
  return { sha256, certificate: certificate.value, source: 'custom', label: 'Test', scope: [] };
}
