import { useState } from 'react';
import { OpenTable, type OpenColumn } from './OpenTable.tsx';
import { RefuseAnyDialog } from './RefuseAnyDialog.tsx';
import { RefusedRow } from './RefusedRow.tsx';
import { refusedRows } from './refusedRows.ts';
import type { TrustTabProps } from './trustTabs.tsx';
import { distrustId } from '#core/trust/distrust.ts';
import { Button } from '#renderer/ui/Button.tsx';
import { EmptyState } from '#renderer/ui/EmptyState.tsx';
import styles from './OpenTable.module.css';

const columns: readonly OpenColumn[] = [
  { label: 'Refused', width: 44, place: 'hidden' },
  { label: 'Certificate or key' },
  { label: 'Where it is', width: 340 },
  { label: 'Since', width: 120, isNumeric: true },
];

/** Certificates and keys that are refused wherever they appear. */
export function RefusedTab({ state, filter }: TrustTabProps) {
  const [isAsking, setAsking] = useState(false);
  const rows = refusedRows(state.distrusted, filter);
  const ask = (
    <Button
      icon="ban"
      size="small"
      onPress={() => {
        setAsking(true);
      }}
    >
      Refuse…
    </Button>
  );
  const dialog = isAsking ? (
    <RefuseAnyDialog
      onClose={() => {
        setAsking(false);
      }}
    />
  ) : null;
  if (state.distrusted.length === 0) {
    return (
      <>
        <EmptyState title="Nothing is refused" action={ask}>
          A certificate that is refused is refused wherever it appears, whoever signed it: for example the key of a
          device that is printed in its manual. The key stands for every certificate made with it.
        </EmptyState>
        {dialog}
      </>
    );
  }
  return (
    <div className={styles['list']}>
      <div className={styles['bar']}>
        <p>Wherever it appears, whoever signed it</p>
        {ask}
      </div>
      {rows.length === 0 ? (
        <EmptyState title={`Nothing matches ${filter}`}>
          Every name, note, fingerprint and pin of what is refused was looked at.
        </EmptyState>
      ) : (
        <OpenTable label="Refused" columns={columns}>
          {rows.map((refusal) => (
            <RefusedRow key={distrustId(refusal)} refusal={refusal} state={state} />
          ))}
        </OpenTable>
      )}
      {dialog}
    </div>
  );
}
