import { FoundOut } from './FoundOut.tsx';
import { probes, type ProbeOutcome } from '#core/diagnose/probe.ts';
import { bracketed } from '#core/http/address.ts';
import type { ExchangeFailure } from '#core/http/exchange.ts';
import { cancelDiagnosis, findOutWhy, useDiagnoses, type AskedServer } from '#renderer/state/diagnose.ts';
import { Button } from '#renderer/ui/Button.tsx';
import { ProbeList } from './ProbeList.tsx';
import styles from './FindOut.module.css';

interface FindOutProps {
  readonly exchangeId: string;
  readonly asked: AskedServer;
  readonly failure: ExchangeFailure;
}

/** Tries other handshakes when asked to, shows each as it ends, and says what they mean. */
export function FindOut({ exchangeId, asked, failure }: FindOutProps) {
  const look = useDiagnoses((state) => state.probes[exchangeId]);
  const place = `${bracketed(asked.host)}:${asked.port}`;
  const begin = (): void => void findOutWhy(exchangeId, asked);
  switch (look?.status) {
    case undefined:
      return (
        <section className={styles['offer']} aria-label="Find out why">
          <Button icon="search" onPress={begin}>
            Find out why
          </Button>
          <span>
            Up to {probes.length} connections to {place}. They shake hands and close: nothing of your request is sent.
          </span>
        </section>
      );
    case 'running': {
      const { jobId, running, outcomes } = look;
      return (
        <section className={styles['panel']} aria-label="Find out why">
          <header>
            <h3 role="status">{counted(outcomes)}</h3>
            <Button size="small" icon="stop" onPress={() => void cancelDiagnosis(jobId)}>
              Cancel
            </Button>
          </header>
          <ProbeList outcomes={outcomes} running={running} />
        </section>
      );
    }
    case 'failed':
      return (
        <section className={styles['offer']} aria-label="Find out why">
          <Button icon="search" onPress={begin}>
            Find out why
          </Button>
          <span role="alert">Nobody was asked: the trust file cannot be read.</span>
        </section>
      );
    case 'done':
      return <FoundOut report={look.found} failure={failure} onAgain={begin} />;
  }
}

function counted(outcomes: readonly ProbeOutcome[]): string {
  return `Trying ${outcomes.length + 1} of ${probes.length} ways…`;
}
