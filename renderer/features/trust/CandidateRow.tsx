import { happensWords, kindWords, originWords, type Role } from './candidateWords.ts';
import { EndBadge } from './EndBadge.tsx';
import type { Candidate } from './importPlan.ts';
import type { RowPlace } from './rowPlace.ts';
import { formatDay } from '#core/certificate/validity.ts';
import { Checkbox } from '#renderer/ui/Checkbox.tsx';
import { classes } from '#renderer/ui/classes.ts';
import { LinkButton } from '#renderer/ui/LinkButton.tsx';
import styles from './CandidateTable.module.css';

interface CandidateRowProps {
  readonly candidate: Candidate;
  /** What it is ticked for. */
  readonly role: Role | undefined;
  readonly place: RowPlace;
  readonly isCurrent: boolean;
  readonly onChoose: (candidate: Candidate, role: Role | undefined) => void;
  readonly onException: (candidate: Candidate) => void;
  readonly now: number;
}

/** One certificate: its tick, what it is, until when, and what happens to it or why nothing does. */
export function CandidateRow({ candidate, role, place, isCurrent, onChoose, onException, now }: CandidateRowProps) {
  const { found, offer } = candidate;
  const isOffered = offer.roles.length > 0;
  const name =
    found.alias === undefined || found.alias === found.subject ? found.subject : `${found.subject} (${found.alias})`;
  const second = originWords(found);
  return (
    <div
      id={place.id}
      role="row"
      aria-rowindex={place.index}
      aria-selected={role !== undefined}
      className={classes(
        styles['row'],
        role !== undefined && styles['ticked'],
        isCurrent && styles['current'],
        !isOffered && styles['refused'],
      )}
      style={{ top: place.top, height: place.height }}
    >
      <span role="gridcell">
        <Checkbox
          label={`Take ${name}`}
          isSelected={role !== undefined}
          isDisabled={!isOffered}
          onChange={(isOn) => {
            onChoose(candidate, isOn ? offer.roles[0] : undefined);
          }}
        />
      </span>
      <span role="gridcell" className={styles['who']} title={`${name}\n${second}`}>
        <span className={styles['name']}>{name}</span>
        <span className={styles['second']}>{second}</span>
      </span>
      <span role="gridcell" className={styles['fact']}>
        {kindWords(found)}
      </span>
      <span role="gridcell" className={styles['fact']}>
        <Valid found={found} now={now} />
      </span>
      <span role="gridcell" className={styles['happens']}>
        <Happens candidate={candidate} role={role} onChoose={onChoose} onException={onException} />
      </span>
    </div>
  );
}

/** 'until 30 Jun 2034'; a badge when it is over, near or not begun. */
function Valid({ found, now }: { readonly found: Candidate['found']; readonly now: number }) {
  const badge = <EndBadge notBefore={found.notBefore} notAfter={found.notAfter} now={now} />;
  // EndBadge says a bare date where there is nothing to warn of.
  return found.time === 'valid' && found.notAfter - now > SOON_MS ? `until ${formatDay(found.notAfter)}` : badge;
}

/** As in EndBadge. */
const SOON_MS = 30 * 86_400_000;

type HappensProps = Pick<CandidateRowProps, 'candidate' | 'role' | 'onChoose' | 'onException'>;

function Happens({ candidate, role, onChoose, onException }: HappensProps) {
  const { found, offer } = candidate;
  const [bold, rest] = happensWords(found, offer, role);
  return (
    <>
      <span>
        {bold === '' ? null : <b>{bold}</b>}
        {rest}
        {offer.instead === 'identity' ? '. Add it under Client certificates' : ''}
      </span>
      {offer.instead === 'exception' ? (
        <LinkButton
          onPress={() => {
            onException(candidate);
          }}
        >
          Make an exception instead…
        </LinkButton>
      ) : null}
      {role === 'hint' ? (
        <LinkButton
          onPress={() => {
            onChoose(candidate, 'anchor');
          }}
        >
          Trust it by itself
        </LinkButton>
      ) : null}
      {role === 'anchor' && offer.roles.includes('hint') ? (
        <LinkButton
          onPress={() => {
            onChoose(candidate, 'hint');
          }}
        >
          Only keep it
        </LinkButton>
      ) : null}
    </>
  );
}
