import { candidateWords } from './candidateWords.ts';
import { EndBadge } from './EndBadge.tsx';
import type { ImportCandidate } from '#core/trust/anchor.ts';
import { Checkbox } from '#renderer/ui/Checkbox.tsx';
import { classes } from '#renderer/ui/classes.ts';
import { FingerprintText } from '#renderer/ui/FingerprintText.tsx';
import { Hidden } from '#renderer/ui/Hidden.tsx';
import { Table } from '#renderer/ui/Table.tsx';
import styles from './ImportDialog.module.css';

interface CandidateTableProps {
  readonly candidates: readonly ImportCandidate[];
  readonly ticked: ReadonlySet<string>;
  readonly onTick: (ticked: ReadonlySet<string>) => void;
  readonly now: number;
}

/** Every certificate of the import, also those that cannot be trusted, with the reason. */
export function CandidateTable({ candidates, ticked, onTick, now }: CandidateTableProps) {
  const offered = candidates.filter((candidate) => candidateWords(candidate).state === 'offered');
  const all = offered.length > 0 && offered.every((candidate) => ticked.has(candidate.sha256));
  return (
    <div className={styles['tableWrap']}>
      <Table label="Certificates found" className={styles['table']}>
        <thead>
          <tr>
            <th>
              {offered.length > 1 ? (
                <Checkbox
                  label="All that can be trusted"
                  isSelected={all}
                  isIndeterminate={!all && ticked.size > 0}
                  onChange={(isOn) => {
                    onTick(new Set(isOn ? offered.map(({ sha256 }) => sha256) : []));
                  }}
                />
              ) : (
                <Hidden>Trust</Hidden>
              )}
            </th>
            <th>Certificate</th>
            <th>Kind</th>
            <th>Ends</th>
            <th>What happens</th>
          </tr>
        </thead>
        <tbody>
          {candidates.map((candidate) => (
            <CandidateRow
              key={candidate.sha256}
              candidate={candidate}
              isTicked={ticked.has(candidate.sha256)}
              onTick={(isOn) => {
                const others = [...ticked].filter((sha256) => sha256 !== candidate.sha256);
                onTick(new Set(isOn ? [...others, candidate.sha256] : others));
              }}
              now={now}
            />
          ))}
        </tbody>
      </Table>
    </div>
  );
}

interface CandidateRowProps {
  readonly candidate: ImportCandidate;
  readonly isTicked: boolean;
  readonly onTick: (isTicked: boolean) => void;
  readonly now: number;
}

function CandidateRow({ candidate, isTicked, onTick, now }: CandidateRowProps) {
  const words = candidateWords(candidate);
  const isOffered = words.state === 'offered';
  return (
    <tr aria-selected={isTicked} className={classes(!isOffered && styles['refused'])}>
      <td>
        <Checkbox
          label={`Trust ${candidate.subject}`}
          isSelected={isTicked}
          isDisabled={!isOffered}
          onChange={onTick}
        />
      </td>
      <td>
        <div className={styles['name']}>{candidate.subject}</div>
        <div className={styles['second']}>
          {candidate.selfIssued ? 'Signed by itself' : `Issued by ${candidate.issuer}`} · {candidate.key}
        </div>
        {isTicked ? (
          <div className={styles['print']}>
            <FingerprintText hex={candidate.sha256} />
          </div>
        ) : null}
      </td>
      <td className={styles['fact']}>{words.kind}</td>
      <td className={styles['fact']}>
        <EndBadge notBefore={candidate.notBefore} notAfter={candidate.notAfter} now={now} />
      </td>
      <td>{isTicked ? <b>{words.happens}</b> : isOffered ? 'Left out' : words.happens}</td>
    </tr>
  );
}
