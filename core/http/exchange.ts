import type { Failure } from '#core/result.ts';
import type { TlsReport } from '#core/tls/report.ts';
import type { IdentityMiss } from '#core/trust/identity.ts';
import type { Finding, Verdict } from '#core/trust/verdict.ts';

/**
 * One request and everything that came of it: the record used on the bridge, in history, in exports and in `--json`.
 *
 * The field names are fixed: tools rely on them. Fields may be added, never renamed or removed.
 * Every value is plain data that survives structuredClone and JSON.
 */
export interface Exchange {
  /** UUIDv7: sorts by time of creation. */
  readonly id: string;
  /** ms since the Unix epoch, UTC. */
  readonly startedAt: number;
  readonly request: RequestRecord;
  /** Redirects that were followed, oldest first, each with its own connection. Empty when none was. */
  readonly hops: readonly Hop[];
  /** Absent when nothing was reached (name not found, refused, bad address). */
  readonly connection?: Connection;
  readonly outcome: Outcome;
  readonly timings: Timings;
  readonly trailers?: readonly Header[];
}

/** Name and value as on the wire: order, case and duplicates kept. */
export type Header = readonly [name: string, value: string];

export interface RequestRecord {
  readonly method: string;
  readonly url: string;
  /** 'HTTP/1.1' */
  readonly httpVersion: string;
  /** As sent (or, when nothing was sent, as they would have been). */
  readonly headers: readonly Header[];
  /** Names of headers that were composed and not sent, because nobody checked to whom this request goes. */
  readonly withheld?: readonly string[];
  readonly body?: BodyRecord;
}

/** A body that was sent. `ref` is the key under which the bytes are kept (the SHA-256 in lower-case hex). */
export interface BodyRecord {
  readonly bytes: number;
  readonly sha256: string;
  readonly mediaType?: string;
  readonly ref: string;
}

export interface ResponseRecord {
  readonly status: number;
  readonly statusText: string;
  readonly httpVersion: string;
  /** As received. */
  readonly headers: readonly Header[];
  readonly body: ResponseBody;
}

export interface ResponseBody {
  /** Decoded length (after Content-Encoding). */
  readonly bytes: number;
  /** Length on the wire, before decoding and without chunk framing. */
  readonly wireBytes: number;
  /** SHA-256 of the decoded bytes, lower-case hex. */
  readonly sha256: string;
  readonly mediaType?: string;
  readonly charset?: string;
  /** Content-Encoding as received, e.g. 'gzip'; absent when identity. */
  readonly encoding?: string;
  readonly ref: string;
  /** True when the body stops before its end (connection lost, limit reached): what is kept is what came. */
  readonly truncated?: boolean;
}

export interface Hop {
  readonly request: RequestRecord;
  readonly response: ResponseRecord;
  readonly connection?: Connection;
  readonly timings: Timings;
}

export interface Endpoint {
  readonly address: string;
  readonly port: number;
  readonly family: 'IPv4' | 'IPv6';
}

export interface Connection {
  readonly remote: Endpoint;
  readonly local: Endpoint;
  readonly reused: boolean;
  /** Id of the exchange that opened the connection; present when `reused`. */
  readonly firstUsedBy?: string;
  /** How many handshakes it took, when more than one: a gap in the chain was closed, a client certificate was shown. */
  readonly handshakes?: number;
  /** Absent on plain HTTP. */
  readonly tls?: TlsReport;
}

export type Outcome =
  | { readonly kind: 'response'; readonly response: ResponseRecord }
  | { readonly kind: 'failed'; readonly failure: ExchangeFailure; readonly response?: ResponseRecord }
  | { readonly kind: 'cancelled' }
  /** A handshake and a verdict were asked for, no request; the chain was accepted. (Refused, it is `failed`.) */
  | { readonly kind: 'inspected' };

/** Milliseconds with fractions. Absent means it did not happen (a reused connection has no dnsMs). */
export interface Timings {
  readonly blockedMs?: number;
  readonly dnsMs?: number;
  readonly connectMs?: number;
  readonly proxyMs?: number;
  /** TCP connected → handshake finished, verdict included. */
  readonly tlsMs?: number;
  /** The part of tlsMs that was our own judging of the chain. */
  readonly verdictMs?: number;
  readonly sendMs?: number;
  readonly waitMs?: number;
  readonly receiveMs?: number;
  readonly totalMs: number;
}

/** What a port that does not speak TLS spoke instead. */
export type SpokenProtocol =
  | 'http'
  | 'ssh'
  | 'smtp'
  | 'ftp'
  | 'imap'
  | 'pop3'
  | 'nntp'
  | 'irc'
  | 'xmpp'
  | 'telnet'
  | 'mysql'
  | 'postgresql'
  | 'redis'
  | 'memcached'
  | 'ldap'
  | 'rdp'
  | 'vnc'
  | 'amqp'
  | 'mqtt'
  | 'unknown';

/** How an exchange can fail. Closed: a new kind needs a new case in explainFailure, or the build breaks. */
export type ExchangeFailure =
  | (Failure<'invalid-url'> & {
      readonly url: string;
      readonly reason: 'empty' | 'not-a-url' | 'scheme' | 'credentials' | 'port';
    })
  | (Failure<'invalid-request'> & { readonly part: 'method' | 'header-name' | 'header-value'; readonly value: string })
  | (Failure<'dns-not-found'> & { readonly host: string })
  | (Failure<'dns-failed'> & { readonly host: string; readonly code: string })
  | (Failure<'refused'> & { readonly host: string; readonly port: number })
  | (Failure<'unreachable'> & { readonly host: string; readonly port: number; readonly code: string })
  | (Failure<'connect-timeout'> & { readonly host: string; readonly port: number; readonly afterMs: number })
  | (Failure<'reset'> & { readonly during: 'connect' | 'tls' | 'request' | 'response' })
  | (Failure<'proxy-failed'> & { readonly proxy: string; readonly status?: number })
  | (Failure<'proxy-auth-required'> & { readonly proxy: string })
  | (Failure<'not-tls'> & { readonly spoken: SpokenProtocol; readonly firstBytes: string; readonly port: number })
  | (Failure<'tls-timeout'> & { readonly afterMs: number; readonly lastMessage?: string })
  | (Failure<'tls-alert'> & { readonly number: number; readonly name: string; readonly sender: 'client' | 'server' })
  | (Failure<'tls-incompatible'> & {
      readonly what:
        'version' | 'cipher' | 'group' | 'signature' | 'renegotiation' | 'key-usage' | 'message-size' | 'unknown';
      readonly code: string;
    })
  /** `identity`: the one that comes nearest to what the server wants, and why it was not shown; absent: there is none. */
  | (Failure<'client-certificate-required'> & {
      readonly authorities: readonly string[];
      readonly identity?: IdentityMiss;
    })
  | (Failure<'client-certificate-rejected'> & { readonly alert?: number })
  /** `withdrawn`: the server was believed when the request was sent, and trust in it was taken back while it ran. */
  | (Failure<'untrusted'> & {
      readonly verdict: Verdict;
      readonly host: string;
      readonly port: number;
      readonly withdrawn?: true;
    })
  | (Failure<'closed-early'> & { readonly during: 'tls' | 'request' | 'response' })
  | (Failure<'malformed-response'> & { readonly code: string })
  | (Failure<'body-truncated'> & { readonly expectedBytes?: number; readonly receivedBytes: number })
  | (Failure<'header-timeout'> & { readonly afterMs: number })
  | (Failure<'idle-timeout'> & { readonly afterMs: number })
  | (Failure<'total-timeout'> & { readonly afterMs: number })
  | (Failure<'too-many-redirects'> & { readonly limit: number })
  | (Failure<'redirect-blocked'> & { readonly to: string })
  | (Failure<'decode-failed'> & { readonly encoding: string })
  | (Failure<'body-too-large'> & { readonly limitBytes: number; readonly wireBytes: number })
  /** The trust file cannot be read: nothing is sent until the user decides. */
  | Failure<'trust-unavailable'>
  /** Our own side: a bug, or a disk that did not take the body (`code` of the system, e.g. 'ENOSPC'). */
  | (Failure<'internal'> & { readonly code?: string });

export type ExchangeFailureKind = ExchangeFailure['kind'];

/** Certificates that an exchange names by fingerprint. PEM, keyed by SHA-256 of the DER in lower-case hex. */
export type CertificateBag = Readonly<Record<string, string>>;

/** An exchange with everything needed to show it without asking again. */
export interface ExchangeWithCertificates {
  readonly exchange: Exchange;
  readonly certificates: CertificateBag;
}

/** The verdict on the connection, or what stands in its place. */
export function verdictOf(exchange: Exchange): Verdict | undefined {
  return exchange.connection?.tls?.verdict;
}

/** All findings on the chain, worst first as the path check ordered them. Empty when there was no TLS. */
export function findingsOf(exchange: Exchange): readonly Finding[] {
  return verdictOf(exchange)?.findings ?? [];
}
