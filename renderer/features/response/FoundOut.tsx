import { conclude } from '#core/diagnose/conclude.ts';
import type { ProbeReport } from '#core/diagnose/probe.ts';
import type { ExchangeFailure } from '#core/http/exchange.ts';
import { Button } from '#renderer/ui/Button.tsx';
import { ProbeList } from './ProbeList.tsx';
import styles from './FindOut.module.css';

interface FoundOutProps {
  readonly report: ProbeReport;
  readonly failure: ExchangeFailure;
  readonly onAgain: () => void;
}

/** What the probes mean, the most telling first, and each of them below. */
export function FoundOut({ report, failure, onAgain }: FoundOutProps) {
  const { outcomes, cancelled } = report;
  const conclusions = cancelled && outcomes.length === 0 ? [] : conclude(failure, outcomes);
  // Stopped half-way, that nothing helped is not known.
  const known = cancelled ? conclusions.filter(({ from }) => from.length > 0) : conclusions;
  return (
    <section className={styles['panel']} aria-label="Find out why">
      <div role="status">
        {known.map(({ kind, title, cause, remedy }) => (
          <article key={kind} className={styles['conclusion']} data-kind={kind}>
            <h3>{title}</h3>
            <p>{cause}</p>
            <p>{remedy}</p>
          </article>
        ))}
        {cancelled ? <p className={styles['stopped']}>You stopped it; what was found until then is kept.</p> : null}
      </div>
      <ProbeList outcomes={outcomes} />
      <div>
        <Button size="small" icon="refresh" onPress={onAgain}>
          Try all again
        </Button>
      </div>
    </section>
  );
}
