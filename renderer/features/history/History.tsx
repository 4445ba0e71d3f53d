import type { ReactNode } from 'react';
import { refreshHistory, useHistory } from '#renderer/state/history.ts';
import { Button } from '#renderer/ui/Button.tsx';
import { Chip } from '#renderer/ui/Chip.tsx';
import { EmptyState } from '#renderer/ui/EmptyState.tsx';
import { ErrorState } from '#renderer/ui/ErrorState.tsx';
import { IconButton } from '#renderer/ui/IconButton.tsx';
import { Skeleton } from '#renderer/ui/Skeleton.tsx';
import { HistoryList } from './HistoryList.tsx';
import styles from './History.module.css';

interface HistoryProps {
  /** Opens the export dialog for these exchanges. */
  readonly onExport: (ids: readonly string[] | 'all') => void;
  /** The edge by which its width is changed. */
  readonly edge: ReactNode;
}

/** Everything that was sent, newest first. */
export function History({ onExport, edge }: HistoryProps) {
  const state = useHistory();
  const isEmpty = state.status === 'ready' && state.total === 0;
  return (
    <aside className={styles['side']} aria-label="History" data-pane="history">
      <header className={styles['head']}>
        <h2>History</h2>
        {state.status !== 'ready' || isEmpty ? null : (
          <IconButton
            icon="export"
            label="Export the history…"
            onPress={() => {
              onExport('all');
            }}
          />
        )}
      </header>
      {state.status === 'loading' ? <Skeleton label="Reading the history" lines={9} /> : null}
      {state.status === 'failed' ? (
        <ErrorState
          title="The history cannot be read"
          action={<Button onPress={() => void refreshHistory()}>Try again</Button>}
        >
          Nothing can be listed{'code' in state.error ? ` (${state.error.code})` : ''}. Check that the profile folder
          can be read.
        </ErrorState>
      ) : null}
      {isEmpty ? (
        <EmptyState title="No requests yet">
          <p>
            Every exchange is kept here with its handshake and its verdict, on this computer only. A line looks like
            this:
          </p>
          <p className={styles['example']}>
            <Chip value="GET /v2/orders" /> <Chip value="200" /> <Chip value="Trusted" />
          </p>
        </EmptyState>
      ) : null}
      {state.status === 'ready' && !isEmpty ? (
        <HistoryList entries={state.entries} total={state.total} onExport={onExport} />
      ) : null}
      <div className={styles['edge']}>{edge}</div>
    </aside>
  );
}
