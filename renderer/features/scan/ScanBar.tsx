import type { ScanReport } from '#core/scan/report.ts';
import { Button } from '#renderer/ui/Button.tsx';
import { classes } from '#renderer/ui/classes.ts';
import { progressOf } from './progress.ts';
import styles from './ScanBar.module.css';

interface ScanBarProps {
  readonly report: ScanReport;
  readonly onCancel: () => void;
  readonly onGoOn: () => void;
}

/** How far the scan is. It keeps its height whatever it says. */
export function ScanBar({ report, onCancel, onGoOn }: ScanBarProps) {
  const { title, facts, hint, action, done } = progressOf(report);
  const percent = Math.round(done * 100);
  return (
    <section className={styles['bar']} aria-label="Progress">
      <div
        className={styles['line']}
        role="progressbar"
        aria-label="Progress of the scan"
        aria-valuemin={0}
        aria-valuemax={100}
        aria-valuenow={percent}
      >
        {report.state === 'complete' ? null : (
          <div className={styles['done']} style={{ transform: `scaleX(${String(done)})` }} />
        )}
      </div>
      {/* Said when it changes its state, not with every connection. */}
      <span className={styles['title']} role={report.state === 'running' ? undefined : 'status'}>
        {title}
      </span>
      {facts.map((fact, index) => (
        <span key={index} className={classes(styles['fact'], index === 0 && styles['first'])}>
          {fact}
        </span>
      ))}
      <span className={styles['fill']} />
      {hint === undefined ? null : <span className={styles['hint']}>{hint}</span>}
      {action === 'cancel' ? <Button onPress={onCancel}>Cancel</Button> : null}
      {action === 'go-on' ? (
        <Button autoFocus onPress={onGoOn}>
          Go on
        </Button>
      ) : null}
    </section>
  );
}
