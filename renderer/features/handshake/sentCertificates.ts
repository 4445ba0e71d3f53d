import type { CertificateBag } from '#core/http/exchange.ts';
import { certificateName } from '#renderer/ui/chainSteps.ts';
import { decodePem } from '#renderer/ui/decodeBag.ts';

export interface SentCertificate {
  readonly sha256: string;
  readonly name: string;
  /** Absent when it cannot be read, or is not in the bag. */
  readonly bytes?: number;
}

/** Certificates by name and size, in their order. One that cannot be read keeps its line, with its fingerprint. */
export function sentCertificates(sent: readonly string[], bag: CertificateBag): readonly SentCertificate[] {
  return sent.map((sha256) => {
    const pem = bag[sha256];
    const certificate = pem === undefined ? undefined : decodePem(pem);
    if (certificate === undefined) return { sha256, name: `unreadable, ${sha256.slice(0, 16)}…` };
    return { sha256, name: certificateName(certificate), bytes: certificate.der.length };
  });
}
