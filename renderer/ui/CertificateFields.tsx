import { useEffect, useState } from 'react';
import { CopyButton } from './CopyButton.tsx';
import { classes } from './classes.ts';
import { FindingNumber } from './FindingNumber.tsx';
import { FingerprintText } from './FingerprintText.tsx';
import { fingerprintsOf, type Fingerprints } from './fingerprints.ts';
import type { NumberedFinding } from './findingNumbers.ts';
import { Glyph } from './Glyph.tsx';
import type { Certificate } from '#core/certificate/certificate.ts';
import { describeCertificate, type DescribedRow } from '#core/certificate/describe.ts';
import { withColons } from '#core/certificate/fingerprint.ts';
import { explainFinding } from '#core/trust/explain.ts';
import styles from './CertificateFields.module.css';

interface CertificateFieldsProps {
  readonly certificate: Certificate;
  readonly sha256: string;
  /** What was found about this certificate. */
  readonly findings: readonly NumberedFinding[];
  /** The host that was asked, to say which of its names was meant. */
  readonly asked?: string;
}

/** A certificate in sections: what was found about it, its fields in plain words, its fingerprints. */
export function CertificateFields({ certificate, sha256, findings, asked }: CertificateFieldsProps) {
  // Days left are told as of when it was opened: they do not change while it is read.
  const [now] = useState(() => Date.now());
  const sections = describeCertificate(certificate, { now, ...(asked === undefined ? {} : { asked }) });
  return (
    <div className={styles['fields']}>
      {findings.map((numbered, index) => (
        <Finding key={index} numbered={numbered} />
      ))}
      {sections.map((section) => (
        <section key={section.title} className={styles['group']}>
          <h3>{section.title}</h3>
          <dl>
            {section.rows.map((row, index) => (
              <Row key={index} row={row} />
            ))}
          </dl>
        </section>
      ))}
      <FingerprintSection certificate={certificate} sha256={sha256} />
    </div>
  );
}

function Finding({ numbered: { finding, number } }: { readonly numbered: NumberedFinding }) {
  const words = explainFinding(finding);
  return (
    <article className={styles['finding']}>
      {number === undefined ? (
        <Glyph kind={finding.severity === 'warning' ? 'warning' : 'note'} />
      ) : (
        <FindingNumber number={number} />
      )}
      <p>
        <b>{words.title}.</b> {words.cause}
      </p>
    </article>
  );
}

function Row({ row }: { readonly row: DescribedRow }) {
  return (
    <div className={styles['row']}>
      <dt>{row.label}</dt>
      <dd>
        <span className={classes(row.mono && styles['mono'])}>{row.value}</span>
        {row.note === undefined ? null : (
          <span className={classes(styles['note'], row.mono && styles['below'])}>{row.note}</span>
        )}
      </dd>
    </div>
  );
}

function FingerprintSection({ certificate, sha256 }: Pick<CertificateFieldsProps, 'certificate' | 'sha256'>) {
  const [more, setMore] = useState<Fingerprints>();
  useEffect(() => {
    let isCurrent = true;
    setMore(undefined);
    void fingerprintsOf(certificate).then((found) => {
      if (isCurrent) setMore(found);
    });
    return () => {
      isCurrent = false;
    };
  }, [certificate]);
  return (
    <section className={styles['group']}>
      <h3>Fingerprints</h3>
      <dl>
        <Print label="SHA-256" value={withColons(sha256)} hex={sha256} />
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
      </dl>
    </section>
  );
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
          {note === undefined ? null : <span className={classes(styles['note'], styles['below'])}>{note}</span>}
        </span>
        {value === undefined ? null : <CopyButton text={value} label={`Copy ${label}`} size="small" />}
      </dd>
    </div>
  );
}
