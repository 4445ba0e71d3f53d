import type { Certificate } from '#core/certificate/certificate.ts';
import { decodeCertificate } from '#core/certificate/decode.ts';
import { parsePem } from '#core/certificate/pem.ts';
import type { CertificateBag } from '#core/http/exchange.ts';

/** The certificates of a bag, decoded, by SHA-256. One that cannot be decoded is absent. */
export function decodeBag(bag: CertificateBag): ReadonlyMap<string, Certificate> {
  const decoded = new Map<string, Certificate>();
  for (const [sha256, pem] of Object.entries(bag)) {
    const certificate = decodePem(pem);
    if (certificate !== undefined) decoded.set(sha256, certificate);
  }
  return decoded;
}

/** The first certificate of a PEM text; undefined when there is none or it cannot be decoded. */
export function decodePem(pem: string): Certificate | undefined {
  const blocks = parsePem(pem);
  const der = blocks.ok ? blocks.value[0] : undefined;
  if (der === undefined) return undefined;
  const certificate = decodeCertificate(der);
  return certificate.ok ? certificate.value : undefined;
}
