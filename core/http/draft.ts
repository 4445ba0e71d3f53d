import type { Header } from '#core/http/exchange.ts';

/** What the user composed and asked to send. */
export interface RequestDraft {
  readonly method: string;
  readonly url: string;
  /** In the order they are sent. Host, Content-Length, Accept-Encoding, User-Agent and Accept are added when absent. */
  readonly headers: readonly Header[];
  readonly body?: DraftBody | undefined;
  readonly limits?: ChosenLimits | undefined;
  /** curl's --connect-to: where to open the connection instead; name checks still use the URL's host. */
  readonly connectTo?: readonly ConnectTo[];
  /** This one send goes to whoever answers. `keep`: headers with credentials that are sent all the same, lower case. */
  readonly unchecked?: { readonly keep: readonly string[] } | undefined;
}

/** Text is sent as UTF-8. */
export type DraftBody =
  { readonly kind: 'text'; readonly text: string } | { readonly kind: 'bytes'; readonly bytes: Uint8Array };

/** 'H:P:H2:P2': asking for host:port connects to toHost:toPort. Empty host or port 0 matches any / keeps the asked one. */
export interface ConnectTo {
  readonly host: string;
  readonly port: number;
  readonly toHost: string;
  readonly toPort: number;
}

export interface SendLimits {
  /** Name lookup and TCP, ms. */
  readonly connectTimeoutMs: number;
  /** TCP connected → handshake finished, ms. */
  readonly tlsTimeoutMs: number;
  /** Request sent → first byte of the response, ms; 0 = no limit. */
  readonly headerTimeoutMs: number;
  /** Silence while the body is coming, ms; 0 = no limit. */
  readonly idleTimeoutMs: number;
  /** Whole exchange, ms; 0 = no limit. */
  readonly totalTimeoutMs: number;
  /** Decoded body; a gzip bomb stops here, bytes. */
  readonly maxBodyBytes: number;
}

/** Generous for people, finite for bombs: 1 GiB decoded is more than any response that is read by a person. */
export const defaultLimits: SendLimits = {
  connectTimeoutMs: 10_000,
  tlsTimeoutMs: 15_000,
  headerTimeoutMs: 0,
  idleTimeoutMs: 0,
  totalTimeoutMs: 0,
  maxBodyBytes: 1024 ** 3,
};

/** Limits somebody chose; what is absent or undefined is left to the next in line. */
export type ChosenLimits = { readonly [K in keyof SendLimits]?: SendLimits[K] | undefined };

/** The limits in force: each as the last that chose it says. */
export function limitsFrom(base: SendLimits, ...chosen: readonly (ChosenLimits | undefined)[]): SendLimits {
  const defined = chosen.flatMap((limits) => Object.entries(limits ?? {}).filter(([, value]) => value !== undefined));
  return { ...base, ...Object.fromEntries(defined) };
}
