import type { ExchangeFailureKind } from '#core/http/exchange.ts';
import type { Failure } from '#core/result.ts';
import type { Verdict } from '#core/trust/verdict.ts';

/** One line of the history list: enough to draw it, nothing more. */
export interface HistoryEntry {
  readonly id: string;
  /** ms UTC. */
  readonly startedAt: number;
  readonly method: string;
  readonly url: string;
  readonly outcome: 'response' | 'failed' | 'cancelled';
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
