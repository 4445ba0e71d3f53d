import { hash } from 'node:crypto';
import { decodeCertificate } from '#core/certificate/decode.ts';
import type { KnownCertificate } from '#core/trust/anchors.ts';
import type { UnreadableCertificate } from '#core/trust/path.ts';

/** A certificate as the path check takes it, read or with the reason why it is none. @param sha256 of the DER, where it is known already */
export function readSent(
  der: Uint8Array,
  sha256: string = hash('sha256', der, 'hex'),
): KnownCertificate | UnreadableCertificate {
  const certificate = decodeCertificate(der);
  return certificate.ok ? { sha256, certificate: certificate.value } : { sha256, reason: certificate.error.reason };
}
