import { removeExceptions, placeOf } from './exceptionActions.ts';
import { ExceptionDetail } from './ExceptionDetail.tsx';
import type { ExceptionRow } from './exceptionRows.ts';
import { acceptedWords, endLines } from './exceptionWords.ts';
import { OpenRow } from './OpenRow.tsx';
import { shortPrint } from './shortPrint.ts';
import { withColons } from '#core/certificate/fingerprint.ts';
import { formatCount } from '#core/format.ts';
import { kindWords } from '#core/trust/kindWords.ts';
import type { FindingKind } from '#core/trust/verdict.ts';
import { Badge } from '#renderer/ui/Badge.tsx';
import { formatDateTime } from '#renderer/ui/format.ts';
import { Glyph } from '#renderer/ui/Glyph.tsx';
import { Icon } from '#renderer/ui/Icon.tsx';
import styles from './OpenTable.module.css';

interface ExceptionRowViewProps {
  readonly row: ExceptionRow;
  readonly now: number;
  /** Asks for another end or note. @param id of the exception */
  readonly onChange: (id: string) => void;
}

/** One exception in a line; opened, why it stopped and what can be done. */
export function ExceptionRowView({ row, now, onChange }: ExceptionRowViewProps) {
  const { exception, state } = row;
  return (
    <OpenRow
      id={exception.id}
      lead={<StateMark state={state} />}
      name={placeOf(exception)}
      face="wire"
      second={acceptedWords(exception, now)}
      cells={[
        <Kinds key="accepted" kinds={exception.accepted} />,
        <span key="leaf" className={styles['print']} title={withColons(exception.leaf)}>
          {shortPrint(exception.leaf)}
        </span>,
        <Until key="until" row={row} now={now} />,
        <span key="used" className={styles['soft']} title={usedTitle(exception.usedAt)}>
          {formatCount(exception.used)}×
        </span>,
      ]}
      isLastNumeric
      isMuted={state === 'ended'}
      onDelete={() => void removeExceptions([exception])}
    >
      <ExceptionDetail row={row} now={now} onChange={onChange} />
    </OpenRow>
  );
}

function usedTitle(usedAt: number | undefined): string {
  return usedAt === undefined ? 'Not used yet' : `Last used ${formatDateTime(usedAt)}`;
}

function StateMark({ state }: { readonly state: ExceptionRow['state'] }) {
  switch (state) {
    case 'active':
      return <Glyph kind="excepted" />;
    case 'stopped':
      return <Glyph kind="untrusted" />;
    case 'refused':
      return <Icon name="ban" label="Refused" />;
    case 'ended':
      return <Icon name="clock" label="Ended" />;
  }
}

/** Kinds that have room in the column; the rest is counted and told by the opened row. */
const SHOWN = 2;

function Kinds({ kinds }: { readonly kinds: readonly FindingKind[] }) {
  const rest = kinds.length - SHOWN;
  return (
    <span className={styles['chips']} title={kinds.map(kindWords).join(', ')}>
      {kinds.slice(0, SHOWN).map((kind) => (
        <Badge key={kind}>{kindWords(kind)}</Badge>
      ))}
      {rest > 0 ? (
        <span className={styles['rest']}>
          <Badge>+{rest}</Badge>
        </span>
      ) : null}
    </span>
  );
}

function Until({ row: { exception, state }, now }: { readonly row: ExceptionRow; readonly now: number }) {
  const { when, away } = endLines(exception, state, now);
  const badge = state === 'stopped' ? 'stopped again' : state === 'refused' ? 'refused' : undefined;
  if (badge !== undefined) {
    return (
      <>
        <Badge tone="untrusted">{badge}</Badge>
        <div className={styles['second']} title={`${when}, ${away}`}>
          {when}
        </div>
      </>
    );
  }
  return (
    <>
      <div className={styles['first']}>{when}</div>
      <div className={styles['second']}>{away}</div>
    </>
  );
}
