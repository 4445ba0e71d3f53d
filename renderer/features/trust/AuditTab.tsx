import { useEffect, useState } from 'react';
import { auditDays } from './auditDays.ts';
import { AuditRow } from './AuditRow.tsx';
import { explainTrustFailure } from '#core/trust/explainTrustFailure.ts';
import type { AuditEntry, TrustFailure } from '#core/trust/anchor.ts';
import { ok, type Result } from '#core/result.ts';
import { call } from '#renderer/call.ts';
import { Button } from '#renderer/ui/Button.tsx';
import { EmptyState } from '#renderer/ui/EmptyState.tsx';
import { ErrorState } from '#renderer/ui/ErrorState.tsx';
import { formatCount } from '#core/format.ts';
import { Segments } from '#renderer/ui/Segments.tsx';
import { Skeleton } from '#renderer/ui/Skeleton.tsx';
import styles from './AuditTab.module.css';

/** As many as the method gives at once. */
const LIMIT = 1000;

type Direction = 'all' | 'wider' | 'narrower';

/** Every trust decision on a line of time, newest first. It can only grow. */
export function AuditTab({ revision }: { readonly revision: number }) {
  const [audit, setAudit] = useState<Result<readonly AuditEntry[], TrustFailure>>();
  const [direction, setDirection] = useState<Direction>('all');
  const [attempt, setAttempt] = useState(0);
  useEffect(() => {
    let isCurrent = true;
    void call('trust.audit', { limit: LIMIT }).then((result) => {
      if (isCurrent) setAudit(result.ok ? ok(result.value.entries) : result);
    });
    return () => {
      isCurrent = false;
    };
  }, [revision, attempt]);

  if (audit === undefined) return <Skeleton label="Reading the decisions" lines={6} />;
  if (!audit.ok) {
    return (
      <ErrorState
        title="The decisions could not be read"
        action={
          <Button
            onPress={() => {
              setAttempt(attempt + 1);
            }}
          >
            Try again
          </Button>
        }
      >
        {explainTrustFailure(audit.error)}
      </ErrorState>
    );
  }
  if (audit.value.length === 0) {
    return (
      <EmptyState title="No decision yet">
        Whenever trust changes, it is written down here: what was trusted or limited, for which hosts, and when.
      </EmptyState>
    );
  }
  const shown = audit.value.filter((entry) => direction === 'all' || entry.direction === direction);
  return (
    <div className={styles['audit']}>
      <header className={styles['head']}>
        <span>
          {formatCount(shown.length)}
          {audit.value.length === LIMIT ? ' newest' : ''} {shown.length === 1 ? 'decision' : 'decisions'}. The list can
          only grow.
        </span>
        <Segments
          label="Which way trust moved"
          options={[
            { id: 'all', label: 'All' },
            { id: 'wider', label: 'Wider' },
            { id: 'narrower', label: 'Narrower' },
          ]}
          value={direction}
          onChange={setDirection}
        />
      </header>
      <Days entries={shown} />
    </div>
  );
}

function Days({ entries }: { readonly entries: readonly AuditEntry[] }) {
  const [now] = useState(() => Date.now());
  if (entries.length === 0) return <EmptyState title="No decision of this kind" />;
  return auditDays(entries, now).map((day) => (
    <section key={day.title}>
      <h2 className={styles['day']}>
        {day.title}
        <span>{formatCount(day.entries.length)}</span>
      </h2>
      <ol className={styles['line']}>
        {day.entries.map((entry) => (
          <AuditRow key={entry.id} entry={entry} />
        ))}
      </ol>
    </section>
  ));
}
