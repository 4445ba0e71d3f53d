import { verdictOf, type Exchange, type ExchangeFailureKind, type Outcome } from '#core/http/exchange.ts';
import type { Failure } from '#core/result.ts';
import type { Verdict } from '#core/trust/verdict.ts';

/** One line of the history list: enough to draw it, nothing more. */
export interface HistoryEntry {
  readonly id: string;
  /** ms UTC. */
  readonly startedAt: number;
  readonly method: string;
  readonly url: string;
  readonly outcome: Outcome['kind'];
  readonly status?: number;
  readonly failure?: ExchangeFailureKind;
  /** Absent on plain HTTP and when nothing was reached. */
  readonly verdict?: Verdict['kind'];
  readonly tlsVersion?: string;
  readonly totalMs: number;
  /** Decoded body bytes; absent without a response. */
  readonly bytes?: number;
}

export interface HistoryPage {
  readonly entries: readonly HistoryEntry[];
  /** How many there are in all. */
  readonly total: number;
  /** Bytes on disk: database and bodies. */
  readonly bytesOnDisk: number;
}

export type HistoryFailure =
  | (Failure<'not-found'> & { readonly id: string })
  | (Failure<'storage'> & { readonly code: string })
  | (Failure<'cannot-write'> & { readonly path: string; readonly code: string });

/** What the list shows of an exchange. */
export function entryOf(exchange: Exchange): HistoryEntry {
  const { id, startedAt, request, connection, outcome, timings } = exchange;
  const response = 'response' in outcome ? outcome.response : undefined;
  const verdict = verdictOf(exchange);
  return {
    id,
    startedAt,
    method: request.method,
    url: request.url,
    outcome: outcome.kind,
    totalMs: timings.totalMs,
    ...(response === undefined ? {} : { status: response.status, bytes: response.body.bytes }),
    ...(outcome.kind === 'failed' ? { failure: outcome.failure.kind } : {}),
    ...(verdict === undefined ? {} : { verdict: verdict.kind }),
    ...(connection?.tls?.version === undefined ? {} : { tlsVersion: connection.tls.version }),
  };
}
