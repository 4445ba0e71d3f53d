import type { Exchange, Outcome } from '#core/http/exchange.ts';
import { formatBytes, formatMs } from '#core/format.ts';
import { isUnchecked } from '#core/http/padlock.ts';
import { Glyph } from '#renderer/ui/Glyph.tsx';
import { responseOf } from './responseOf.ts';
import { statusText } from './statusText.ts';
import styles from './ResponseResult.module.css';

/** The end of the exchange in one line: status, version, time, size. */
export function ResponseResult({ exchange }: { readonly exchange: Exchange }) {
  const response = responseOf(exchange);
  const { outcome } = exchange;
  const totalMs = [...exchange.hops, exchange].reduce((sum, { timings }) => sum + timings.totalMs, 0);
  if (response === undefined) {
    const [word, verb] = endOf(outcome);
    return (
      <p className={styles['result']}>
        <strong>{word}</strong>
        <span>
          {verb} after {formatMs(totalMs)}
        </span>
      </p>
    );
  }
  const { body, httpVersion } = response;
  return (
    <p className={styles['result']}>
      {isUnchecked(exchange) ? (
        <span className={styles['unchecked']}>
          <Glyph kind="unchecked" size={14} name="hidden" />
          Unchecked
        </span>
      ) : null}
      <strong>{statusText(response)}</strong>
      {outcome.kind === 'failed' ? <span className={styles['broken']}>incomplete</span> : null}
      <span>{httpVersion}</span>
      <span>{formatMs(totalMs)}</span>
      <span className={styles['size']}>
        {formatBytes(body.bytes)}
        {body.encoding === undefined ? '' : `, ${formatBytes(body.wireBytes)} on the wire`}
      </span>
    </p>
  );
}

function endOf(outcome: Outcome): readonly [word: string, verb: string] {
  if (outcome.kind === 'cancelled') return ['Cancelled', 'ended'];
  if (outcome.kind === 'inspected') return ['Inspected', 'done'];
  return ['No response', outcome.kind === 'failed' && outcome.failure.kind === 'untrusted' ? 'stopped' : 'ended'];
}
