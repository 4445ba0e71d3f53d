import { candidateKinds } from './candidateFilter.ts';
import type { Candidate, Choices } from './importPlan.ts';
import { formatCount } from '#core/format.ts';
import { Checkbox } from '#renderer/ui/Checkbox.tsx';
import { SearchField } from '#renderer/ui/SearchField.tsx';
import styles from './ImportDialog.module.css';

interface CandidateBarProps {
  /** All of them, and those that are shown. */
  readonly candidates: readonly Candidate[];
  readonly shown: readonly Candidate[];
  readonly choices: Choices;
  readonly filter: string;
  readonly onFilter: (filter: string) => void;
  readonly onTick: (candidates: readonly Candidate[], tick: 'on' | 'off') => void;
}

/** From so many on a list is filtered rather than read. */
const FILTERED_FROM = 20;

/** Ticks for all of a kind, and a field that filters a long list. A tick counts for what is shown and nothing else. */
export function CandidateBar({ candidates, shown, choices, filter, onFilter, onTick }: CandidateBarProps) {
  const kinds = candidateKinds(shown, choices);
  if (candidates.length <= FILTERED_FROM && !kinds.some(({ members }) => members.length > 1)) return null;
  return (
    <div className={styles['bar']}>
      {kinds.map(({ label, members, ticked }) => (
        <Checkbox
          key={label}
          isSelected={ticked === members.length}
          isIndeterminate={ticked > 0 && ticked < members.length}
          onChange={(isOn) => {
            onTick(members, isOn ? 'on' : 'off');
          }}
        >
          {label}
        </Checkbox>
      ))}
      {candidates.length <= FILTERED_FROM ? null : (
        <>
          <SearchField
            label="Filter by name, issuer, key or fingerprint"
            value={filter}
            onChange={onFilter}
            className={styles['find']}
          />
          <span className={styles['second']} role="status">
            {formatCount(shown.length)} of {formatCount(candidates.length)}
          </span>
        </>
      )}
    </div>
  );
}
