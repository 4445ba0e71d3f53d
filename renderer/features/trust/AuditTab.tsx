import { useState } from 'react';
import { AuditDays } from './AuditDays.tsx';
import { auditHolds } from './auditSearch.ts';
import { exportAudit } from './exportTrust.ts';
import type { TrustTabProps } from './trustTabs.tsx';
import { useAudit, type AuditDirection } from './useAudit.ts';
import { formatCount, formatPlural } from '#core/format.ts';
import { explainTrustFailure } from '#core/trust/explainTrustFailure.ts';
import { Button } from '#renderer/ui/Button.tsx';
import { EmptyState } from '#renderer/ui/EmptyState.tsx';
import { ErrorState } from '#renderer/ui/ErrorState.tsx';
import { IconButton } from '#renderer/ui/IconButton.tsx';
import { Segments } from '#renderer/ui/Segments.tsx';
import { Skeleton } from '#renderer/ui/Skeleton.tsx';
import styles from './AuditTab.module.css';

/** Every trust decision on a line of time, newest first; older ones are read while scrolling. It can only grow. */
export function AuditTab({ state, filter, now }: TrustTabProps) {
  const [direction, setDirection] = useState<AuditDirection>('all');
  const { audit, error, hasMore, readMore, retry } = useAudit(state, direction);
  if (error !== undefined) {
    return (
      <ErrorState title="The decisions could not be read" action={<Button onPress={retry}>Try again</Button>}>
        {explainTrustFailure(error)}
      </ErrorState>
    );
  }
  if (audit?.total === 0 && direction === 'all') {
    return (
      <EmptyState title="No decision yet">
        Whenever trust changes, it is written down here: what was trusted or limited, for which hosts, and when.
      </EmptyState>
    );
  }
  const isSearching = filter.trim() !== '';
  const shown = audit?.entries.filter((entry) => auditHolds(entry, filter)) ?? [];
  return (
    <div className={styles['audit']}>
      <header className={styles['head']}>
        <p role="status">{audit === undefined ? '' : headWords(shown.length, audit.total, isSearching, hasMore)}</p>
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
        <IconButton icon="export" label="Export the audit…" onPress={() => void exportAudit()} />
      </header>
      {audit === undefined ? (
        <Skeleton label="Reading the decisions" lines={6} />
      ) : shown.length === 0 && !hasMore ? (
        <EmptyState title={isSearching ? `Nothing matches ${filter}` : 'No decision of this kind'}>
          {isSearching ? `${formatPlural(audit.total, 'decision')} looked through, down to the oldest.` : null}
        </EmptyState>
      ) : (
        <AuditDays entries={shown} now={now} state={state} onEnd={hasMore ? readMore : undefined} />
      )}
    </div>
  );
}

function headWords(shown: number, total: number, isSearching: boolean, hasMore: boolean): string {
  if (!isSearching) return `${formatPlural(total, 'decision')}. The list can only grow.`;
  return `${formatCount(shown)} of ${formatPlural(total, 'decision')}${hasMore ? ' so far' : ''}.`;
}
