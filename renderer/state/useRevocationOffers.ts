import { useShallow } from 'zustand/shallow';
import type { Certificate } from '#core/certificate/certificate.ts';
import { revocationAddresses, type RevocationOffer } from '#core/diagnose/revocationCheck.ts';
import { revocationKey, useDiagnoses } from './diagnose.ts';

/** The ways in which the authority of a certificate can be asked about it, with what came of those that were used. */
export function useRevocationOffers(certificate: Certificate, sha256: string): readonly RevocationOffer[] {
  const looks = useDiagnoses(
    useShallow(({ revocations }) => ({
      ocsp: revocations[revocationKey(sha256, 'ocsp')],
      crl: revocations[revocationKey(sha256, 'crl')],
    })),
  );
  const { ocsp, crl } = revocationAddresses(certificate);
  return [
    ...(ocsp === undefined ? [] : [{ method: 'ocsp', url: ocsp, look: looks.ocsp } as const]),
    ...(crl === undefined ? [] : [{ method: 'crl', url: crl, look: looks.crl } as const]),
  ];
}
