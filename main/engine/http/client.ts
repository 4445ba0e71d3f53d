import type { RequestPhase } from '#core/contract.ts';
import type { RequestDraft } from '#core/http/draft.ts';
import type { Exchange } from '#core/http/exchange.ts';
import type { KeptBody } from '#main/engine/history/body.ts';
import type { TrustSource } from '#main/engine/trust/effective.ts';

export interface SendProgress {
  readonly phase: RequestPhase;
  readonly receivedBytes?: number;
  readonly expectedBytes?: number;
}

export interface SendJob {
  /** UUIDv7 of the exchange. */
  readonly id: string;
  readonly draft: RequestDraft;
  readonly signal?: AbortSignal;
  readonly onProgress?: (progress: SendProgress) => void;
}

/** An exchange that is over, with what history must keep beside it. */
export interface SentExchange {
  readonly exchange: Exchange;
  /** Every certificate the exchange names (sent, path, offered): DER by SHA-256. The same Map for every exchange of a connection. */
  readonly certificates: ReadonlyMap<string, Uint8Array>;
  readonly bodies: readonly KeptBody[];
}

export interface HttpClient {
  /** Never rejects for anything a server, network or user can do: that is in `exchange.outcome`. */
  send(job: SendJob): Promise<SentExchange>;
  /** Handshake and verdict without a request: the exchange has no response and its outcome is 'cancelled' when all is well. */
  close(): Promise<void>;
}

export interface HttpClientPowers {
  readonly trust: TrustSource;
  /** ms UTC. */
  readonly now: () => number;
  /** Where large bodies are written (main/engine/history/body.ts). */
  readonly bodyFolder: string;
  /** 'Wireglass/0.1.0': the User-Agent unless the draft has one. */
  readonly userAgent: string;
}
