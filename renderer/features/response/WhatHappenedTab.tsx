import type { Exchange } from '#core/http/exchange.ts';
import { explainFailure } from '#core/http/explain.ts';
import { send } from '#renderer/state/exchange.ts';
import { Button } from '#renderer/ui/Button.tsx';
import { formatMs } from '#core/format.ts';
import { Glyph } from '#renderer/ui/Glyph.tsx';
import styles from './WhatHappenedTab.module.css';

/** Why there is no (whole) response: title, cause, what to do. */
export function WhatHappenedTab({ exchange }: { readonly exchange: Exchange }) {
  const { outcome, connection, timings, request } = exchange;
  const words =
    outcome.kind === 'failed'
      ? explainFailure(outcome.failure)
      : {
          title: 'You cancelled this request',
          cause: `It was stopped after ${formatMs(timings.totalMs)}. ${reached(exchange)}`,
          remedy: 'Send it again when you like.',
        };
  const remote = connection?.remote;
  return (
    <section className={styles['page']}>
      <Glyph kind={outcome.kind === 'failed' ? 'failed' : 'note'} size={28} name="hidden" />
      <div className={styles['main']}>
        <h2>{words.title}</h2>
        <p>{words.cause}</p>
        <p>{words.remedy}</p>
        <div className={styles['actions']}>
          <Button icon="refresh" onPress={() => void send()}>
            Try again
          </Button>
        </div>
        <dl className={styles['facts']}>
          {outcome.kind === 'failed' ? (
            <div>
              <dt>Kind</dt>
              <dd>{outcome.failure.kind}</dd>
            </div>
          ) : null}
          <div>
            <dt>Asked for</dt>
            <dd>{request.url}</dd>
          </div>
          {remote === undefined ? null : (
            <div>
              <dt>Reached</dt>
              <dd>{`${remote.family === 'IPv6' ? `[${remote.address}]` : remote.address}:${String(remote.port)}`}</dd>
            </div>
          )}
          <div>
            <dt>Ended after</dt>
            <dd>{formatMs(timings.totalMs)}</dd>
          </div>
        </dl>
      </div>
    </section>
  );
}

/** How far a cancelled request had come. */
function reached({ timings, connection }: Exchange): string {
  if (timings.sendMs !== undefined) return 'It had been sent already: the server may have acted on it.';
  return connection === undefined ? 'No connection had come about.' : 'Nothing of the request had been sent.';
}
