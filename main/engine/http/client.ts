import type { RequestPhase } from '#core/contract.ts';
import type { ConnectTo, RequestDraft, SendLimits } from '#core/http/draft.ts';
import type { Exchange } from '#core/http/exchange.ts';
import type { KeptBody } from '#main/engine/history/body.ts';
import type { IdentitySource } from '#main/engine/identity/identities.ts';
import type { TrustSource } from '#main/engine/trust/effective.ts';
import type { Vouchers } from '#main/engine/trust/vouchers.ts';
import type { Lookup } from './connectTcp.ts';

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

export interface InspectJob {
  /** UUIDv7 of the exchange. */
  readonly id: string;
  /** Name or address as typed, without brackets or with. */
  readonly host: string;
  readonly port: number;
  readonly limits?: Partial<SendLimits>;
  readonly connectTo?: readonly ConnectTo[];
  /** Shows a client certificate to a server that is approved and asks; default: none is shown. */
  readonly clientCertificate?: 'show-when-asked' | undefined;
  readonly signal?: AbortSignal;
  readonly onProgress?: (progress: SendProgress) => void;
}

export interface HttpClient {
  /** Never rejects for anything a server, network or user can do: that is in `exchange.outcome`. */
  send(job: SendJob): Promise<SentExchange>;
  /**
   * Handshake and verdict on a connection of its own, without a request; it is closed at once.
   *
   * The outcome is 'inspected' when the chain was accepted, else 'failed' or 'cancelled'. `request` says `INSPECT`, which is
   * no HTTP method, and has neither headers nor version: nothing was sent.
   */
  inspect(job: InspectJob): Promise<SentExchange>;
  /** Ends what is running (as cancelled), closes every connection; resolves when nothing is left that holds the process. */
  close(): Promise<void>;
}

export interface HttpClientPowers {
  readonly trust: TrustSource;
  /** ms UTC. */
  readonly now: () => number;
  /** Where large bodies are written (main/engine/history/body.ts). */
  readonly bodyFolder: string;
  /** The script of the thread that writes them (bodyWorker.ts, or its build). */
  readonly bodyWorker: URL;
  /** 'Wireglass/0.1.0': the User-Agent unless the draft has one. */
  readonly userAgent: string;
  /** Name lookup. Default: the system's. */
  readonly lookup?: Lookup;
  /** Client certificates, shown to servers that were approved and ask. Default: there are none. */
  readonly identities?: IdentitySource;
  /** What is known of earlier chains. Default: nothing yet. */
  readonly vouchers?: Vouchers;
}
