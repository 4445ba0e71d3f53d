import type { Certificate } from '#core/certificate/certificate.ts';
import { isSelfIssued } from '#core/trust/search.ts';
import { cancelDiagnosis, checkRevocation } from '#renderer/state/diagnose.ts';
import { useRevocationOffers } from '#renderer/state/useRevocationOffers.ts';
import { certificateName } from '#renderer/ui/chainSteps.ts';
import { RevocationAsk } from '#renderer/ui/RevocationAsk.tsx';
import styles from './FieldList.module.css';

interface RevocationProps {
  readonly certificate: Certificate;
  readonly sha256: string;
  readonly pem: string;
  /** PEM; absent when it is not at hand. */
  readonly issuer: string | undefined;
}

/** Whether the certificate was taken back: nobody is asked before the button is pressed. */
export function Revocation({ certificate, sha256, pem, issuer }: RevocationProps) {
  const offers = useRevocationOffers(certificate, sha256);
  return (
    <section aria-label="Revocation" className={styles['revocation']}>
      <h2>Revocation</h2>
      {offers.length === 0 || issuer === undefined ? (
        <p>{whyNot(certificate, offers.length)}</p>
      ) : (
        <RevocationAsk
          name={certificateName(certificate)}
          offers={offers}
          onAsk={(method) => void checkRevocation(sha256, method, { certificate: pem, issuer })}
          onCancel={(jobId) => void cancelDiagnosis(jobId)}
        />
      )}
    </section>
  );
}

function whyNot(certificate: Certificate, offers: number): string {
  if (isSelfIssued(certificate)) return 'A root is not revoked by anybody: it is taken out of the trust lists.';
  if (offers === 0) return 'The certificate names nobody who could be asked whether it was revoked.';
  return 'The certificate of its issuer is not here, and without it no answer could be checked.';
}
