import { compareWithStop, removeExceptions, renewForStop, showAccepted } from './exceptionActions.ts';
import type { ExceptionRow } from './exceptionRows.ts';
import { coverWords, stopWords } from './exceptionWords.ts';
import { useStop, type Stop } from './useStop.ts';
import type { TrustException } from '#core/trust/exception.ts';
import { openEntry } from '#renderer/state/openEntry.ts';
import { Button } from '#renderer/ui/Button.tsx';
import { decodePem } from '#renderer/ui/decodeBag.ts';
import { LinkButton } from '#renderer/ui/LinkButton.tsx';
import styles from './OpenTable.module.css';

interface ExceptionDetailProps {
  readonly row: ExceptionRow;
  readonly now: number;
  readonly onChange: (id: string) => void;
}

/** Why an exception stopped, what it covers, and what can be done about it. */
export function ExceptionDetail({ row: { exception, state }, now, onChange }: ExceptionDetailProps) {
  const stop = useStop(exception);
  const words = stopWords(exception, now, leafOf(exception, stop));
  const change = state === 'ended' ? 'Renew it…' : 'Change end or note…';
  return (
    <>
      {words === undefined ? null : (
        <p className={styles['words']}>
          <b>{words.lead}</b> {words.why}{' '}
          {stop.status === 'found' ? (
            <LinkButton onPress={() => void openEntry(stop.exchange.exchange.id)}>Open the exchange</LinkButton>
          ) : null}
        </p>
      )}
      <p className={styles['words']}>{coverWords(exception, state, now)}</p>
      {exception.note === undefined ? null : <p className={styles['words']}>Your note: {exception.note}</p>}
      <div className={styles['actions']}>
        {words === undefined || state === 'refused' ? null : <AfterStop exception={exception} stop={stop} />}
        <Button
          size="small"
          icon="edit"
          isDisabled={state === 'refused'}
          why="Its certificate is refused: take that back first."
          onPress={() => {
            onChange(exception.id);
          }}
        >
          {change}
        </Button>
        <Button size="small" icon="certificate" onPress={() => void showAccepted(exception)}>
          Show certificate
        </Button>
        <Button
          size="small"
          variant="quiet"
          className={styles['remove']}
          onPress={() => void removeExceptions([exception])}
        >
          Remove
        </Button>
      </div>
    </>
  );
}

function leafOf({ stopped }: TrustException, stop: Stop): { readonly notAfter: number } | undefined {
  if (stopped === undefined || stop.status !== 'found') return undefined;
  return decodePem(stop.exchange.certificates[stopped.leaf] ?? '');
}

/** What helps after it stopped. It needs what the server showed, which the history has. */
function AfterStop({ exception, stop }: { readonly exception: TrustException; readonly stop: Stop }) {
  const isOther = exception.stopped?.leaf !== exception.leaf;
  const why = stop.status === 'looking' ? 'The history is looked through.' : GONE;
  const found = stop.status === 'found' ? stop.exchange : undefined;
  return (
    <>
      {isOther ? (
        <Button
          size="small"
          icon="compare"
          isDisabled={found === undefined}
          why={why}
          onPress={() => {
            if (found !== undefined) void compareWithStop(exception, found);
          }}
        >
          Compare the two
        </Button>
      ) : null}
      <Button
        size="small"
        icon="calendar"
        isDisabled={found === undefined}
        why={why}
        onPress={() => {
          if (found !== undefined) renewForStop(exception, found);
        }}
      >
        {isOther ? 'Renew for the new certificate…' : 'Renew with the new problem…'}
      </Button>
    </>
  );
}

const GONE = 'The request that was stopped is no longer in the history. Send it again: it can be renewed there.';
