import type { ExchangeFailure } from '#core/http/exchange.ts';
import type { Connection } from './connection.ts';
import type { Ending, Interrupt } from './interrupt.ts';
import type { ReceivedBody } from './receiveBody.ts';
import { certificateWanted, libraryCode, tlsFailure } from './tlsFailure.ts';

/** Why a request got no response. `during` says whether a part of a response had come. */
export function requestFailure(error: Error, connection: Connection, during: 'request' | 'response'): ExchangeFailure {
  const malformed = malformedResponse(error);
  if (malformed) return malformed;
  connection.finishReport(); // An alert that explains the end comes after the handshake in TLS 1.3.
  const { facts, tcpError } = connection;
  const alerted = facts?.alerts.some((alert) => alert.from === 'server' && alert.level === 'fatal') === true;
  if (facts && (alerted || libraryCode(error) !== '')) {
    return tlsFailure({
      error,
      tcpError,
      facts,
      firstServerBytes: connection.firstServerBytes,
      port: connection.remotePort,
    });
  }
  const firstOfAll = connection.uses === 1 && during === 'request';
  const wanted = firstOfAll && facts ? certificateWanted(facts, error.message) : undefined;
  if (wanted) return wanted;
  const code = (tcpError as NodeJS.ErrnoException | undefined)?.code;
  if (code === 'ECONNRESET' || code === 'EPIPE') return { kind: 'reset', message: error.message, during };
  return { kind: 'closed-early', message: error.message, during };
}

export interface Announced {
  readonly idleTimeoutMs: number;
  readonly maxBodyBytes: number;
  readonly contentEncoding: string | undefined;
  readonly expectedBytes: number | undefined;
}

/** Why a response is not whole; undefined when it is. `parserError`: what the HTTP parser said after the headers. */
export function bodyFailure(
  received: ReceivedBody,
  parserError: Error | undefined,
  announced: Announced,
  interrupt: Interrupt,
): Ending | undefined {
  const { end, wireBytes } = received;
  const malformed = parserError && malformedResponse(parserError);
  switch (end.kind) {
    case 'complete':
      return malformed;
    case 'truncated': {
      const message = end.error?.message ?? 'closed';
      const { expectedBytes } = announced;
      return (
        malformed ?? {
          kind: 'body-truncated',
          message,
          receivedBytes: wireBytes,
          ...(expectedBytes === undefined ? {} : { expectedBytes }),
        }
      );
    }
    case 'decode-failed':
      return { kind: 'decode-failed', message: end.message, encoding: announced.contentEncoding ?? '' };
    case 'too-large': {
      const limitBytes = announced.maxBodyBytes;
      return { kind: 'body-too-large', message: `more than ${limitBytes} bytes`, limitBytes, wireBytes };
    }
    case 'idle':
      return {
        kind: 'idle-timeout',
        message: `silence for ${announced.idleTimeoutMs} ms`,
        afterMs: announced.idleTimeoutMs,
      };
    case 'interrupted':
      return interrupt.ending;
    case 'disk':
      return diskFailure(end.error);
  }
}

/** The disk did not take a body. */
export function diskFailure(error: Error): ExchangeFailure {
  const code = (error as NodeJS.ErrnoException).code;
  return { kind: 'internal', message: error.message, ...(code === undefined ? {} : { code }) };
}

/** llhttp's verdict (codes HPE_*); undefined for any other error. */
function malformedResponse(error: Error): ExchangeFailure | undefined {
  const code = (error as NodeJS.ErrnoException).code ?? '';
  return code.startsWith('HPE_') ? { kind: 'malformed-response', message: error.message, code } : undefined;
}
