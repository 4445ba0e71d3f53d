import { endWords } from './exceptionUntil.ts';
import type { ExceptionBearing } from './exceptionBearing.ts';
import { kindWords } from '#core/trust/kindWords.ts';
import { patternFor } from '#core/trust/pattern.ts';
import { showTrustItem } from '#renderer/state/navigation.ts';
import { Button } from '#renderer/ui/Button.tsx';
import { FindingNumber } from '#renderer/ui/FindingNumber.tsx';
import { formatDateTime } from '#renderer/ui/format.ts';
import { Glyph } from '#renderer/ui/Glyph.tsx';
import { explainFinding } from '#core/trust/explain.ts';
import styles from './StoppedAgain.module.css';

interface StoppedAgainProps {
  readonly bearing: Extract<ExceptionBearing, { readonly kind: 'stopped' }>;
  readonly now: number;
  /** Shows the certificate it was made for beside the one the server shows now. */
  readonly onCompare: () => void;
  readonly onRenew: () => void;
}

/** An exception did not help: what it had accepted, what is new, and what can be done. Stands before everything else. */
export function StoppedAgain({ bearing, now, onCompare, onRenew }: StoppedAgainProps) {
  const { exception, certificate, fresh, isOver } = bearing;
  const { host, port, accepted, end, subject, note } = exception;
  return (
    <section className={styles['again']} aria-label="Your exception stopped">
      <Glyph kind="excepted" name="hidden" />
      <div>
        <h3>Your exception for {patternFor(host, port)} does not cover this</h3>
        <p>
          Accepted for the certificate of {subject},{' '}
          {end.kind === 'date' ? `until ${formatDateTime(end.at)}` : endWords(end, now)}:{' '}
          {accepted.map(kindWords).join(', ')}.{note === undefined ? '' : ` Your note: ${note}`}
        </p>
        <ul>
          {isOver ? <li>{end.kind === 'once' ? 'Its one connection has been used.' : 'Its time is over.'}</li> : null}
          {certificate === 'another' ? <li>The server shows another certificate than the one you accepted.</li> : null}
          {fresh.map(({ finding, number }, index) => (
            <li key={index}>
              {number === undefined ? null : <FindingNumber number={number} />} New: {explainFinding(finding).title}
            </li>
          ))}
        </ul>
        <div className={styles['actions']}>
          {certificate === 'another' ? (
            <Button size="small" icon="compare" onPress={onCompare}>
              Compare the two certificates
            </Button>
          ) : null}
          <Button size="small" icon="calendar" onPress={onRenew}>
            {certificate === 'another' ? 'Renew it for this certificate…' : 'Renew it…'}
          </Button>
          <Button
            size="small"
            variant="quiet"
            onPress={() => {
              showTrustItem('exceptions', exception.id);
            }}
          >
            See it on the Trust page
          </Button>
        </div>
      </div>
    </section>
  );
}
