import { useVirtualizer } from '@tanstack/react-virtual';
import { useEffect, useRef, useState, type KeyboardEvent } from 'react';
import { CandidateRow } from './CandidateRow.tsx';
import { rowAfter } from './candidateKeys.ts';
import { roleOf, type Candidate, type Choices } from './importPlan.ts';
import type { Role } from './candidateWords.ts';
import { Hidden } from '#renderer/ui/Hidden.tsx';
import styles from './CandidateTable.module.css';

interface CandidateTableProps {
  readonly candidates: readonly Candidate[];
  readonly choices: Choices;
  readonly onChoose: (candidate: Candidate, role: Role | undefined) => void;
  readonly onException: (candidate: Candidate) => void;
  readonly now: number;
}

/** Height of a row, px; the same as in the style sheet. */
const ROW = 44;

/** Every certificate of the import, also those that cannot be ticked, with the reason; only rows in sight are drawn. Arrows move, Space ticks. */
export function CandidateTable({ candidates, choices, onChoose, onException, now }: CandidateTableProps) {
  const scroller = useRef<HTMLDivElement>(null);
  const [at, setAt] = useState(-1);
  const virtual = useVirtualizer({
    count: candidates.length,
    getScrollElement: () => scroller.current,
    estimateSize: () => ROW,
    getItemKey: (index) => candidates[index]?.found.sha256 ?? index,
    overscan: 6,
  });
  useEffect(() => {
    if (at !== -1 && at < candidates.length) virtual.scrollToIndex(at, { align: 'auto' });
  }, [at, candidates.length, virtual]);
  const items = virtual.getVirtualItems();
  const current = candidates[at];

  const keyDown = (event: KeyboardEvent): void => {
    // Keys in a row's own controls are theirs.
    if (event.target !== event.currentTarget) return;
    const next = rowAfter(event.key, at, candidates.length);
    if (next !== undefined) {
      event.preventDefault();
      setAt(next);
    } else if (event.key === ' ' && current !== undefined) {
      event.preventDefault();
      if (current.offer.roles.length > 0) {
        onChoose(current, roleOf(current, choices) === undefined ? current.offer.roles[0] : undefined);
      }
    }
  };
  return (
    <div
      className={styles['wrap']}
      role="grid"
      aria-label="Certificates found"
      aria-rowcount={candidates.length + 1}
      aria-multiselectable="true"
      tabIndex={0}
      aria-activedescendant={items.some(({ index }) => index === at) ? rowId(at) : undefined}
      onKeyDown={keyDown}
    >
      <div role="row" className={styles['columns']} aria-rowindex={1}>
        <span role="columnheader">
          <Hidden>Take</Hidden>
        </span>
        <span role="columnheader">Certificate</span>
        <span role="columnheader">Kind</span>
        <span role="columnheader">Valid</span>
        <span role="columnheader">What happens</span>
      </div>
      <div ref={scroller} role="rowgroup" className={styles['scroller']}>
        <div role="presentation" style={{ height: virtual.getTotalSize(), position: 'relative' }}>
          {items.map((item) => {
            const candidate = candidates[item.index];
            return candidate === undefined ? null : (
              <CandidateRow
                key={item.key}
                candidate={candidate}
                role={roleOf(candidate, choices)}
                place={{ id: rowId(item.index), index: item.index + 2, top: item.start, height: item.size }}
                isCurrent={item.index === at}
                onChoose={onChoose}
                onException={onException}
                now={now}
              />
            );
          })}
        </div>
      </div>
    </div>
  );
}

function rowId(index: number): string {
  return `candidate-row-${index}`;
}
