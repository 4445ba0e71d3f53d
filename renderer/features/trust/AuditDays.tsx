import { useEffect, useRef } from 'react';
import { auditDays } from './auditDays.ts';
import { AuditRow } from './AuditRow.tsx';
import { formatCount } from '#core/format.ts';
import type { AuditEntry, TrustState } from '#core/trust/anchor.ts';
import styles from './AuditTab.module.css';

interface AuditDaysProps {
  readonly entries: readonly AuditEntry[];
  readonly now: number;
  readonly state: TrustState;
  /** Reads older entries; absent when there are none. */
  readonly onEnd: (() => Promise<void>) | undefined;
}

/** Decisions under the day they were made on. When its end comes into sight, older ones are asked for. */
export function AuditDays({ entries, now, state, onEnd }: AuditDaysProps) {
  const days = auditDays(entries, now);
  return (
    <div className={styles['days']}>
      {days.map(({ title, by, entries: own }, index) => (
        <section key={title} aria-label={title}>
          <h2 className={styles['day']}>
            {title}
            {/* How many there are of the last one is not known before all are read. */}
            {onEnd !== undefined && index === days.length - 1 ? null : <span>{formatCount(own.length)}</span>}
          </h2>
          <ol className={styles['line']}>
            {own.map((entry) => (
              <AuditRow key={entry.id} entry={entry} by={by} state={state} />
            ))}
          </ol>
        </section>
      ))}
      {onEnd === undefined ? null : <End key={entries.length} onReach={onEnd} />}
    </div>
  );
}

/** The end of what was read. Where few entries match what is searched for it stays in sight, and goes on asking. */
function End({ onReach }: { readonly onReach: () => Promise<void> }) {
  const end = useRef<HTMLParagraphElement>(null);
  useEffect(() => {
    if (end.current === null) return;
    const watcher = new IntersectionObserver(([seen]) => {
      if (seen?.isIntersecting === true) void onReach();
    });
    watcher.observe(end.current);
    return () => {
      watcher.disconnect();
    };
  }, [onReach]);
  return (
    <p ref={end} className={styles['end']}>
      Reading older decisions
    </p>
  );
}
