import { PrintLines } from './PrintLines.tsx';
import { useSha256 } from './useSha256.ts';
import type { Certificate } from '#core/certificate/certificate.ts';
import { patternFor } from '#core/trust/pattern.ts';
import { certificateName } from '#renderer/ui/chainSteps.ts';
import styles from './ExceptionDialog.module.css';

interface ExceptionBoundProps {
  /** Absent while it is typed, elsewhere. */
  readonly host: string | undefined;
  readonly port: number;
  readonly certificate: Certificate;
}

/** What the exception is bound to: one server, and one certificate by its fingerprint. */
export function ExceptionBound({ host, port, certificate }: ExceptionBoundProps) {
  const sha256 = useSha256(certificate.der);
  return (
    <dl className={styles['bound']}>
      {host === undefined ? null : (
        <>
          <dt>Only for</dt>
          <dd>{patternFor(host, port)}</dd>
        </>
      )}
      <dt>Only with</dt>
      <dd>
        {certificateName(certificate)}
        <PrintLines sha256={sha256} />
      </dd>
    </dl>
  );
}
