import type { Endpoint, ExchangeFailure } from '#core/http/exchange.ts';
import { explainFailure } from '#core/http/explain.ts';
import { formatBytes, formatMs } from '#core/format.ts';
import { unreachable, type Failure } from '#core/result.ts';

/** What somebody else's server is asked for: while a chain is looked into, or (a file of certificates) for an import. */
export type FetchPurpose = 'issuer' | 'ocsp' | 'crl' | 'certificates';

/**
 * One request that the app made to somebody other than the server the user asked: who, what came, how long it took. Each is made
 * only because the user pressed a button or gave a flag, and each is shown.
 */
export interface FetchRecord {
  readonly purpose: FetchPurpose;
  readonly method: 'GET' | 'POST';
  /** As it stood in the certificate. */
  readonly url: string;
  /** Where redirects led, in their order; empty when there were none. */
  readonly redirects: readonly string[];
  /** Who answered, at the last address; absent when nobody was reached. */
  readonly remote?: Endpoint;
  readonly status?: number;
  readonly mediaType?: string;
  /** Bytes of the body that came. */
  readonly bytes: number;
  readonly ms: number;
  /** Absent when the whole body came. */
  readonly failure?: FetchFailure;
}

export type FetchFailure =
  /** Neither http: nor https: (`ldap:` is common in private CAs; `file:` would read this computer). */
  | (Failure<'scheme'> & { readonly scheme: string })
  | (Failure<'too-large'> & { readonly limitBytes: number })
  | (Failure<'too-slow'> & { readonly afterMs: number })
  | (Failure<'too-many-redirects'> & { readonly limit: number })
  /** From the Internet to this computer or into its network; nobody was asked there. */
  | (Failure<'redirect-inside'> & { readonly host: string })
  | (Failure<'status'> & { readonly status: number })
  | (Failure<'no-connection'> & { readonly reason: ExchangeFailure })
  | Failure<'broken-off' | 'cancelled'>;

/** Why nothing usable came, as a sentence. */
export function explainFetchFailure(failure: FetchFailure): string {
  switch (failure.kind) {
    case 'scheme':
      return `Its address begins with ${failure.scheme}, and only http:// and https:// are fetched.`;
    case 'too-large':
      return `The answer was larger than ${formatBytes(failure.limitBytes)}, which is more than it can rightly be.`;
    case 'too-slow':
      return `It was not there within ${formatMs(failure.afterMs)}.`;
    case 'too-many-redirects':
      return `It was sent on more than ${failure.limit} times.`;
    case 'redirect-inside':
      return `It was sent on to ${failure.host}, which is this computer or one in its network, and was not asked.`;
    case 'status':
      return `The answer was status ${failure.status}.`;
    case 'no-connection':
      return `${explainFailure(failure.reason).title}.`;
    case 'broken-off':
      return 'The answer broke off before its end.';
    case 'cancelled':
      return 'You cancelled it.';
    default:
      return unreachable(failure);
  }
}

/** 'GET http://pki.corp/staging-2.cer → 200, 1.2 kB, 31 ms': one line for a list and a terminal. */
export function fetchLine(record: FetchRecord): string {
  const { method, url, redirects, status, bytes, ms, failure } = record;
  const where = [url, ...redirects].join(' → ');
  if (failure !== undefined && failure.kind !== 'status') return `${method} ${where}: ${explainFetchFailure(failure)}`;
  return `${method} ${where}: ${status ?? 'no status'}, ${formatBytes(bytes)}, ${formatMs(ms)}`;
}

/** The host of an address, for a button that must name whom it will ask; the address itself when it is none. */
export function fetchHost(url: string): string {
  if (!URL.canParse(url)) return url;
  const { host, protocol } = new URL(url);
  return host === '' ? protocol : host;
}

/** Whether an address may be fetched at all. */
export function isFetchable(url: string): boolean {
  return /^https?:\/\//i.test(url) && URL.canParse(url);
}
