import { withColons } from '#core/certificate/fingerprint.ts';
import { formatDay } from '#core/certificate/validity.ts';
import type { InspectedCertificate } from '#renderer/state/inspect.ts';
import { Button } from '#renderer/ui/Button.tsx';
import { certificateName } from '#renderer/ui/chainSteps.ts';
import { Glyph, glyphWords } from '#renderer/ui/Glyph.tsx';
import { openPem } from './lazyBag.ts';
import styles from './ComparePage.module.css';

interface ComparedSideProps {
  readonly letter: 'A' | 'B';
  /** Absent until it was chosen. */
  readonly certificate: InspectedCertificate | undefined;
  readonly onChange: () => void;
}

/** Which certificate stands on a side, and where it comes from. */
export function ComparedSide({ letter, certificate, onChange }: ComparedSideProps) {
  return (
    <section className={styles['side']} aria-label={`Certificate ${letter}`}>
      <span className={styles['letter']}>{letter}</span>
      <div>{certificate === undefined ? <p>Not chosen yet</p> : <Facts certificate={certificate} />}</div>
      <Button variant="quiet" onPress={onChange}>
        {certificate === undefined ? 'Choose…' : 'Change…'}
      </Button>
    </section>
  );
}

function Facts({ certificate: { pem, sha256, origin, verdict } }: { readonly certificate: InspectedCertificate }) {
  const read = openPem(pem)?.read;
  const print = withColons(sha256);
  return (
    <>
      <p className={styles['name']}>
        {verdict === undefined ? null : <Glyph kind={verdict.kind} name="hidden" />}
        {verdict === undefined ? null : <b>{glyphWords[verdict.kind]}</b>}
        <span>
          {read?.ok === true
            ? `${certificateName(read.value)}, ${formatDay(read.value.notBefore)} to ${formatDay(read.value.notAfter)}`
            : 'malformed'}
        </span>
      </p>
      <p className={styles['print']} title={print}>
        {print.slice(0, 23)} … {print.slice(-11)}
      </p>
      <p className={styles['origin']} title={origin}>
        {origin}
      </p>
    </>
  );
}
