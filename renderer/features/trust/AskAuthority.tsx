import type { Refused } from './refused.ts';
import type { Certificate } from '#core/certificate/certificate.ts';
import { sameName } from '#core/certificate/name.ts';
import type { Finding } from '#core/trust/verdict.ts';
import { cancelDiagnosis, checkRevocation } from '#renderer/state/diagnose.ts';
import { useRevocationOffers } from '#renderer/state/useRevocationOffers.ts';
import { certificateName } from '#renderer/ui/chainSteps.ts';
import { RevocationAsk } from '#renderer/ui/RevocationAsk.tsx';

interface AskAuthorityProps {
  readonly finding: Finding;
  readonly refused: Refused;
}

/** Beside a finding about revocation: asks the authority itself. Nothing when the finding is about something else. */
export function AskAuthority({ finding, refused }: AskAuthorityProps) {
  const { kind, certificate: sha256 } = finding;
  if (kind !== 'revocation-unknown' && kind !== 'must-staple-missing' && kind !== 'revoked') return null;
  const certificate = sha256 === undefined ? undefined : refused.decoded.get(sha256);
  if (sha256 === undefined || certificate === undefined) return null;
  const issuer = issuerOf(certificate, refused);
  if (issuer === undefined) return null;
  return <Ask certificate={certificate} sha256={sha256} pem={refused.certificates[sha256] ?? ''} issuer={issuer} />;
}

interface AskProps {
  readonly certificate: Certificate;
  readonly sha256: string;
  readonly pem: string;
  readonly issuer: string;
}

function Ask({ certificate, sha256, pem, issuer }: AskProps) {
  const offers = useRevocationOffers(certificate, sha256);
  return (
    <RevocationAsk
      name={certificateName(certificate)}
      offers={offers}
      onAsk={(method) => void checkRevocation(sha256, method, { certificate: pem, issuer })}
      onCancel={(jobId) => void cancelDiagnosis(jobId)}
    />
  );
}

/** PEM of the certificate with the issuer's name; whether its key signed is found out when it is used. */
function issuerOf({ issuer }: Certificate, { decoded, certificates }: Refused): string | undefined {
  for (const [sha256, one] of decoded) if (sameName(one.subject, issuer)) return certificates[sha256];
  return undefined;
}
