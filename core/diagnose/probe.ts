import type { ExchangeFailure } from '#core/http/exchange.ts';
import type { TlsReport } from '#core/tls/report.ts';

/** One way of beginning a connection that differs from that of a request in one point. */
export type ProbeId =
  | 'as-before'
  | 'no-alpn'
  | 'h2'
  | 'no-pq'
  | 'tls12'
  | 'tls13'
  | 'no-sni'
  | 'old-versions'
  | 'wide-ciphers'
  | 'legacy-renegotiation'
  | 'plain';

export interface Probe {
  readonly id: ProbeId;
  /** What is different, for a list that fills up: 'Without ALPN'. */
  readonly label: string;
}

/**
 * What is tried, in this order, each on a connection of its own. To add one: its id here, its options in
 * main/engine/diagnose/probeOptions.ts, what its success means in conclude.ts.
 */
export const probes: readonly Probe[] = [
  { id: 'as-before', label: 'As before, once more' },
  { id: 'no-alpn', label: 'Without ALPN' },
  { id: 'h2', label: 'Offering HTTP/2 alone' },
  { id: 'no-pq', label: 'Without the post-quantum key share' },
  { id: 'tls12', label: 'TLS 1.2 only' },
  { id: 'tls13', label: 'TLS 1.3 only' },
  { id: 'no-sni', label: 'Without the host name (SNI)' },
  { id: 'old-versions', label: 'TLS 1.0 and 1.1 allowed' },
  { id: 'wide-ciphers', label: 'Every cipher and signature, also weak ones' },
  { id: 'legacy-renegotiation', label: 'Servers without secure renegotiation allowed' },
  { id: 'plain', label: 'Without TLS: what does the port speak?' },
];

/** What came of one probe. */
export interface ProbeOutcome {
  readonly id: ProbeId;
  /** ms, name lookup and TCP included. */
  readonly ms: number;
  readonly result: ProbeResult;
}

export type ProbeResult =
  /** The handshake came to its end, whatever the certificate is worth: nothing was sent over it. */
  | {
      readonly kind: 'handshake';
      readonly version: string;
      readonly cipher: string;
      readonly group?: string;
      readonly signatureScheme?: string;
      readonly alpn?: string;
      /** Names in the certificate that was shown. */
      readonly names: readonly string[];
    }
  | { readonly kind: 'failed'; readonly failure: ExchangeFailure; readonly clientAuth?: TlsReport['clientAuth'] }
  /** The plain probe was answered; `spoken` says by what. */
  | { readonly kind: 'spoken'; readonly spoken: Extract<ExchangeFailure, { kind: 'not-tls' }>['spoken'] }
  /** The plain probe got no byte that means anything: closed, or silent for its time. */
  | { readonly kind: 'silent' }
  /** Not possible with this TLS library. */
  | { readonly kind: 'skipped'; readonly why: string };

/** All outcomes so far; `cancelled` when the person stopped it. */
export interface ProbeReport {
  readonly host: string;
  readonly port: number;
  readonly outcomes: readonly ProbeOutcome[];
  readonly cancelled: boolean;
}

/** True when something came back in TLS, were it only an alert: then the port is one that speaks it. */
export function hasSpokenTls(results: readonly ProbeResult[]): boolean {
  return results.some((result) => result.kind === 'handshake' || (result.kind === 'failed' && isInTls(result.failure)));
}

/** Whether a failure shows that the server speaks TLS. */
export function isInTls({ kind }: ExchangeFailure): boolean {
  return kind === 'tls-alert' || kind === 'tls-incompatible' || kind === 'client-certificate-required';
}

/** Failures that further handshakes can tell more about. A refused connection or an unknown name need none. */
export function isProbeable(failure: ExchangeFailure): boolean {
  switch (failure.kind) {
    case 'tls-alert':
      return failure.sender === 'server';
    case 'tls-incompatible':
    case 'tls-timeout':
      return true;
    case 'not-tls':
      return failure.spoken === 'unknown';
    case 'reset':
    case 'closed-early':
      return failure.during === 'tls';
    default:
      return false;
  }
}
