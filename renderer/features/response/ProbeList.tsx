import { probeWords } from '#core/diagnose/ownerReport.ts';
import { probes, type ProbeId, type ProbeOutcome, type ProbeResult } from '#core/diagnose/probe.ts';
import { formatMs } from '#core/format.ts';
import { Icon, type IconName } from '#renderer/ui/Icon.tsx';
import styles from './FindOut.module.css';

interface ProbeListProps {
  readonly outcomes: readonly ProbeOutcome[];
  /** Which one is on its way. */
  readonly running?: ProbeId | undefined;
}

/** Every way that was tried, in its order: what was different, what came of it, how long it took. */
export function ProbeList({ outcomes, running }: ProbeListProps) {
  const label = probes.find(({ id }) => id === running)?.label;
  return (
    <ol className={styles['probes']} aria-label="Ways tried">
      {outcomes.map(({ id, ms, result }) => (
        <li key={id} data-result={result.kind}>
          <Icon name={iconOf(result)} size={14} />
          <span>{probes.find((probe) => probe.id === id)?.label ?? id}</span>
          <span className={styles['result']}>{probeWords(result)}</span>
          <span className={styles['ms']}>{result.kind === 'skipped' ? '' : formatMs(ms)}</span>
        </li>
      ))}
      {label === undefined ? null : (
        <li>
          <Icon name="clock" size={14} />
          <span>{label}</span>
          <span className={styles['result']}>…</span>
          <span />
        </li>
      )}
    </ol>
  );
}

/** Ink, not verdict colours: that a handshake succeeds says nothing about trust. */
function iconOf({ kind }: ProbeResult): IconName {
  switch (kind) {
    case 'handshake':
    case 'spoken':
      return 'tick';
    case 'failed':
    case 'silent':
      return 'close';
    case 'skipped':
      return 'more';
  }
}
