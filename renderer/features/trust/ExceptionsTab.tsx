import { useEffect, useState } from 'react';
import { ExceptionEditDialog } from './ExceptionEditDialog.tsx';
import { countWords, exceptionRows } from './exceptionRows.ts';
import { ExceptionRowView } from './ExceptionRowView.tsx';
import { removeExceptions } from './exceptionActions.ts';
import { OpenTable, type OpenColumn } from './OpenTable.tsx';
import type { TrustTabProps } from './trustTabs.tsx';
import { useMoment } from './useMoment.ts';
import { goTo } from '#renderer/state/navigation.ts';
import { refreshTrust } from '#renderer/state/trust.ts';
import { Button } from '#renderer/ui/Button.tsx';
import { EmptyState } from '#renderer/ui/EmptyState.tsx';
import styles from './OpenTable.module.css';

const columns: readonly OpenColumn[] = [
  { label: 'State', width: 44, place: 'hidden' },
  { label: 'Only this host and port' },
  { label: 'Accepted', width: 260 },
  { label: 'Certificate', width: 104 },
  { label: 'Until', width: 152 },
  { label: 'Used', width: 76, isNumeric: true },
];

/** Every exception: for which server, what was accepted of which certificate, until when, and whether it still helps. */
export function ExceptionsTab({ state, filter, now: minute }: TrustTabProps) {
  const now = useMoment(
    minute,
    state.exceptions.flatMap(({ end }) => (end.kind === 'date' ? [end.at] : [])),
  );
  const [edited, setEdited] = useState<string>();
  // Uses are counted without an event.
  useEffect(() => void refreshTrust(), []);
  const rows = exceptionRows(state, filter, now);
  const ended = rows.filter((row) => row.state === 'ended').map(({ exception }) => exception);
  const editing = state.exceptions.find(({ id }) => id === edited);
  if (state.exceptions.length === 0) return <NoException />;
  return (
    <div className={styles['list']}>
      <div className={styles['bar']}>
        <p>{rows.length === 0 ? '' : countWords(rows)}</p>
        {ended.length === 0 ? null : (
          <Button variant="quiet" size="small" onPress={() => void removeExceptions(ended)}>
            Remove ended
          </Button>
        )}
      </div>
      {rows.length === 0 ? (
        <EmptyState title={`Nothing matches ${filter}`}>
          Every host, note, certificate and kind of problem of the exceptions was looked at.
        </EmptyState>
      ) : (
        <OpenTable label="Exceptions" columns={columns}>
          {rows.map((row) => (
            <ExceptionRowView key={row.exception.id} row={row} now={now} onChange={setEdited} />
          ))}
        </OpenTable>
      )}
      {editing === undefined ? null : (
        <ExceptionEditDialog
          exception={editing}
          onClose={() => {
            setEdited(undefined);
          }}
        />
      )}
    </div>
  );
}

function NoException() {
  return (
    <EmptyState
      title="No exception"
      action={
        <Button
          onPress={() => {
            goTo('requests');
          }}
        >
          Go to the requests
        </Button>
      }
    >
      An exception accepts known problems of one certificate of one server, for example “expired” of
      printer.lab.internal:443 until Friday; another certificate or another problem stops again. It is made where a
      request was stopped, beside the problems themselves.
    </EmptyState>
  );
}
