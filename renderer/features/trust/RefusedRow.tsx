import { useState } from 'react';
import { AllowAgainDialog } from './AllowAgainDialog.tsx';
import { OpenRow } from './OpenRow.tsx';
import { RefusedDetail } from './RefusedDetail.tsx';
import { nameOfRefusal, refusalWords } from './refusedRows.ts';
import { keyless, refusedUses, usesWords } from './refusedUses.ts';
import { useKeyHashes } from './useKeyHashes.ts';
import type { TrustState } from '#core/trust/anchor.ts';
import { distrustId, type Distrust } from '#core/trust/distrust.ts';
import { useNavigation } from '#renderer/state/navigation.ts';
import { formatDate, formatDateTime } from '#renderer/ui/format.ts';
import { Icon } from '#renderer/ui/Icon.tsx';
import styles from './OpenTable.module.css';

interface RefusedRowProps {
  readonly refusal: Distrust;
  readonly state: TrustState;
}

/** One certificate or key that is refused; opened, by which number, and what of the store it is about. */
export function RefusedRow({ refusal, state }: RefusedRowProps) {
  const id = distrustId(refusal);
  const [isAsking, setAsking] = useState(false);
  const isOpen = useNavigation(({ trustItem }) => trustItem === id);
  // What does not say its key is decoded only for a row that is looked at.
  const keys = useKeyHashes(isOpen && refusal.kind === 'key' ? keyless(state) : []);
  const uses = refusedUses(refusal, state, keys);
  const ask = (): void => {
    setAsking(true);
  };
  return (
    <>
      <OpenRow
        id={id}
        lead={<Icon name="ban" />}
        name={nameOfRefusal(refusal)}
        second={refusalWords(refusal)}
        cells={[
          <span key="where" className={styles['second']}>
            {usesWords(refusal, uses)}
          </span>,
          <span key="since" className={styles['soft']} title={formatDateTime(refusal.addedAt)}>
            {formatDate(refusal.addedAt)}
          </span>,
        ]}
        isLastNumeric
        isMuted={false}
        onDelete={ask}
      >
        <RefusedDetail refusal={refusal} uses={uses} onAllow={ask} />
      </OpenRow>
      {isAsking ? (
        <AllowAgainDialog
          refusal={refusal}
          uses={uses}
          onClose={() => {
            setAsking(false);
          }}
        />
      ) : null}
    </>
  );
}
