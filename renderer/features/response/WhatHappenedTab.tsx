import { useState } from 'react';
import { FailureActions } from './FailureActions.tsx';
import { FindOut } from './FindOut.tsx';
import { isProbeable } from '#core/diagnose/probe.ts';
import { formatMs } from '#core/format.ts';
import { parseAddress } from '#core/http/address.ts';
import type { CertificateBag, Exchange, ExchangeFailure } from '#core/http/exchange.ts';
import { explainFailure, type Explanation } from '#core/http/explain.ts';
import { send } from '#renderer/state/exchange.ts';
import { goTo } from '#renderer/state/navigation.ts';
import { Button } from '#renderer/ui/Button.tsx';
import { focusAddress } from '#renderer/ui/focusAddress.ts';
import { Glyph } from '#renderer/ui/Glyph.tsx';
import { UseIdentity } from './UseIdentity.tsx';
import { WantedIdentity } from './WantedIdentity.tsx';
import styles from './WhatHappenedTab.module.css';

interface WhatHappenedTabProps {
  readonly exchange: Exchange;
  readonly certificates: CertificateBag;
}

/** Why there is no (whole) response: title, cause, what to do. */
export function WhatHappenedTab({ exchange, certificates }: WhatHappenedTabProps) {
  const { outcome, connection, timings, request } = exchange;
  const failure = outcome.kind === 'failed' ? outcome.failure : undefined;
  const asked = askedOf(exchange);
  const words = wordsOf(exchange);
  const remote = connection?.remote;
  /** About a client certificate that was added here. */
  const [told, setTold] = useState<string>();
  return (
    <section className={styles['page']}>
      <Glyph kind={outcome.kind === 'failed' ? 'failed' : 'note'} size={28} name="hidden" />
      <div className={styles['main']}>
        <h2>{words.title}</h2>
        <p>{words.cause}</p>
        <p>{words.remedy}</p>
        <div className={styles['actions']}>
          {isAboutIdentity(failure) && asked !== undefined ? (
            <UseIdentity asked={asked} told={told} onTold={setTold} />
          ) : null}
          {told === undefined ? <Again outcome={outcome} /> : null}
          {failure === undefined || asked === undefined ? null : (
            <FailureActions exchange={exchange} certificates={certificates} failure={failure} asked={asked} />
          )}
        </div>
        {isAboutIdentity(failure) && connection?.tls !== undefined && asked !== undefined ? (
          <WantedIdentity clientAuth={connection.tls.clientAuth} asked={asked} />
        ) : null}
        {failure !== undefined && asked !== undefined && isProbeable(failure) ? (
          <FindOut key={exchange.id} exchangeId={exchange.id} asked={asked} failure={failure} />
        ) : null}
        <dl className={styles['facts']}>
          {outcome.kind === 'failed' ? (
            <div>
              <dt>Kind</dt>
              <dd>{outcome.failure.kind}</dd>
            </div>
          ) : null}
          {request.url.trim() === '' ? null : (
            <div>
              <dt>Asked for</dt>
              <dd>{request.url}</dd>
            </div>
          )}
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

function isAboutIdentity(failure: ExchangeFailure | undefined): boolean {
  return failure?.kind === 'client-certificate-required' || failure?.kind === 'client-certificate-rejected';
}

/** Who was asked over TLS; undefined when nobody was. */
function askedOf({ request }: Exchange): { readonly host: string; readonly port: number } | undefined {
  const address = parseAddress(request.url);
  if (!address.ok || address.value.scheme !== 'https') return undefined;
  return { host: address.value.host, port: address.value.port };
}

/** The next step: what cannot be sent is not offered to be sent again. */
function Again({ outcome }: Pick<Exchange, 'outcome'>) {
  if (outcome.kind === 'failed' && outcome.failure.kind === 'invalid-url') {
    return (
      <Button icon="edit" onPress={focusAddress}>
        Edit the address
      </Button>
    );
  }
  if (outcome.kind === 'failed' && outcome.failure.kind === 'trust-unavailable') {
    return (
      <Button
        icon="trust"
        onPress={() => {
          goTo('trust');
        }}
      >
        Open the Trust page
      </Button>
    );
  }
  return (
    <Button icon={outcome.kind === 'inspected' ? 'send' : 'refresh'} onPress={() => void send()}>
      {outcome.kind === 'inspected' ? 'Send the request' : 'Try again'}
    </Button>
  );
}

function wordsOf(exchange: Exchange): Explanation {
  const { outcome, timings } = exchange;
  switch (outcome.kind) {
    case 'failed':
      return explainFailure(outcome.failure);
    case 'inspected':
      return {
        title: 'Only the handshake was looked at',
        cause: 'The server’s certificates were accepted. Then the connection was closed: no request was sent.',
        remedy: 'What was seen is under TLS and Certificates.',
      };
    case 'cancelled':
    case 'response':
      return {
        title: 'You cancelled this request',
        cause: `It was stopped after ${formatMs(timings.totalMs)}. ${reached(exchange)}`,
        remedy: 'Send it again when you like.',
      };
  }
}

/** How far a cancelled request had come. */
function reached({ timings, connection }: Exchange): string {
  if (timings.sendMs !== undefined) return 'It had been sent already: the server may have acted on it.';
  return connection === undefined ? 'No connection had come about.' : 'Nothing of the request had been sent.';
}
