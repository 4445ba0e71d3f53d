import type { EndRow } from './ladder.ts';
import { formatMs } from '#core/format.ts';
import type { Exchange, ExchangeFailure, SpokenProtocol } from '#core/http/exchange.ts';
import type { TlsReport } from '#core/tls/report.ts';

/** The last row of a handshake that ended without a word of TLS; undefined when a message, or the gate, ended it. */
export function endOf({ outcome, connection }: Exchange): EndRow | undefined {
  const failure = outcome.kind === 'failed' ? outcome.failure : undefined;
  const report = connection?.tls;
  const words = failure === undefined || report === undefined ? undefined : ending(failure, report);
  if (failure === undefined || words === undefined) return undefined;
  const row: EndRow = { kind: 'end', key: 'end', title: words[0], note: words[1] };
  return failure.kind === 'not-tls' ? { ...row, bytes: bytesOfPrintable(failure.firstBytes) } : row;
}

function ending(failure: ExchangeFailure, { alerts }: TlsReport): readonly [title: string, note: string] | undefined {
  switch (failure.kind) {
    case 'not-tls':
      return ['Not TLS', `the server ${spokenWords(failure.spoken)}`];
    case 'reset':
      return failure.during === 'tls' ? ['Connection reset', 'without an alert that says why'] : undefined;
    case 'closed-early':
      return failure.during === 'tls' ? ['Connection closed', 'without an alert that says why'] : undefined;
    case 'tls-timeout':
      return ['Nothing more came', `given up after ${formatMs(failure.afterMs)}`];
    case 'tls-alert':
      // Under a cipher that is not opened here only the library could read it.
      if (alerts.some(({ number }) => number === failure.number)) return undefined;
      return ['Alert', `${failure.name} (${failure.number}), told by the TLS library`];
    default:
      return undefined;
  }
}

function spokenWords(spoken: SpokenProtocol): string {
  return spoken === 'unknown' ? 'sent something else' : `speaks ${protocolNames[spoken] ?? spoken.toUpperCase()}`;
}

const protocolNames: Readonly<Partial<Record<string, string>>> = {
  http: 'plain HTTP',
  mysql: 'MySQL',
  postgresql: 'PostgreSQL',
  redis: 'Redis',
};

/**
 * The bytes of a text in which others than visible ASCII stand as \\xNN, as failures keep them. A server that sends these four
 * characters themselves is read wrong; nothing depends on it.
 */
export function bytesOfPrintable(text: string): Uint8Array {
  const parts = text.match(/\\x[0-9a-f]{2}|[\s\S]/g) ?? [];
  return Uint8Array.from(parts, (part) =>
    part.length === 4 ? Number.parseInt(part.slice(2), 16) : part.charCodeAt(0),
  );
}
