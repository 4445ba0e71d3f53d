import { useEffect, useState } from 'react';
import type { Certificate } from '#core/certificate/certificate.ts';
import { withColons } from '#core/certificate/fingerprint.ts';
import { classes } from '#renderer/ui/classes.ts';
import { CopyButton } from '#renderer/ui/CopyButton.tsx';
import { FingerprintText } from '#renderer/ui/FingerprintText.tsx';
import { fingerprintsOf, type Fingerprints } from '#renderer/ui/fingerprints.ts';
import styles from './FieldList.module.css';

interface PrintsProps {
  /** Absent when the certificate is malformed: then there is no key to pin. */
  readonly certificate?: Certificate | undefined;
  readonly sha256: string;
}

/** By what the certificate and its key are told from others. */
export function Prints({ certificate, sha256 }: PrintsProps) {
  const more = useFingerprints(certificate);
  return (
    <dl>
      <Print label="SHA-256" value={withColons(sha256)} hex={sha256} />
      {certificate === undefined ? null : (
        <>
          <Print
            label="SHA-1"
            value={more === undefined ? undefined : withColons(more.sha1)}
            hex={more?.sha1}
            note="for old tools; proves nothing"
          />
          <Print
            label="Public key pin"
            value={more?.pin}
            note="stays the same when the certificate is renewed with its key"
          />
        </>
      )}
    </dl>
  );
}

/** The hashes of a certificate; undefined for the moment it takes to make them. */
export function useFingerprints(certificate: Certificate | undefined): Fingerprints | undefined {
  const [found, setFound] = useState<{ readonly of: Certificate; readonly prints: Fingerprints }>();
  useEffect(() => {
    if (certificate === undefined) return;
    let isCurrent = true;
    void fingerprintsOf(certificate).then((prints) => {
      if (isCurrent) setFound({ of: certificate, prints });
    });
    return () => {
      isCurrent = false;
    };
  }, [certificate]);
  return found?.of === certificate ? found?.prints : undefined;
}

interface PrintProps {
  readonly label: string;
  /** What is copied. */
  readonly value: string | undefined;
  /** The same as hex, when it is a fingerprint. */
  readonly hex?: string | undefined;
  readonly note?: string;
}

function Print({ label, value, hex, note }: PrintProps) {
  return (
    <div className={styles['row']}>
      <dt>{label}</dt>
      <dd className={styles['print']}>
        <span>
          <span className={styles['mono']}>{hex === undefined ? (value ?? '…') : <FingerprintText hex={hex} />}</span>
          {note === undefined ? null : <span className={classes(styles['say'], styles['below'])}>{note}</span>}
        </span>
        {value === undefined ? null : <CopyButton text={value} label={`Copy ${label}`} size="small" />}
      </dd>
    </div>
  );
}
