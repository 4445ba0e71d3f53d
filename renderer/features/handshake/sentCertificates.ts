import type { CertificateBag } from '#core/http/exchange.ts';
import { certificateName } from '#renderer/ui/chainSteps.ts';
import { decodePem } from '#renderer/ui/decodeBag.ts';

interface SentCertificate {
  readonly sha256: string;
  readonly name: string;
  readonly bytes: number;
}

/** The certificates the server sent, by name and size; those that are not in the bag or cannot be read are left out. */
export function sentCertificates(sent: readonly string[], bag: CertificateBag): readonly SentCertificate[] {
  return sent.flatMap((sha256) => {
    const pem = bag[sha256];
    const certificate = pem === undefined ? undefined : decodePem(pem);
    if (certificate === undefined) return [];
    return [{ sha256, name: certificateName(certificate), bytes: certificate.der.length }];
  });
}
