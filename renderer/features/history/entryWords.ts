import { unreachable } from '#core/result.ts';
import type { ExchangeFailureKind } from '#core/http/exchange.ts';
import { neverBegun } from '#core/http/padlock.ts';
import type { HistoryEntry } from '#core/history/entry.ts';
import type { GlyphKind } from '#renderer/ui/Glyph.tsx';

/** A line of the list in words. */
export interface EntryWords {
  readonly glyph: GlyphKind;
  /** Word of the glyph. */
  readonly verdict: string;
  /** Said before the host where it is not the usual case. */
  readonly prefix?: { readonly text: string; readonly tone: 'excepted' | 'unchecked' | 'plain' };
  readonly path: string;
  readonly host: string;
  readonly outcome: string;
  /** 'bad': it was stopped; 'high': worth a look. */
  readonly tone: 'usual' | 'high' | 'bad';
}

/** What the list says about an exchange. */
export function entryWords(entry: HistoryEntry): EntryWords {
  if (entry.failure === 'invalid-url') return { ...typed(entry.url), ...outcomeOf(entry) };
  const [, scheme = '', host = entry.url, path = ''] = /^([a-z]+):\/\/([^/?#]*)(.*)$/i.exec(entry.url) ?? [];
  const base = { path: path === '' ? '/' : path, host, ...outcomeOf(entry) };
  // Also of a server that was believed until that was taken back.
  if (entry.failure === 'untrusted') return { ...base, glyph: 'untrusted', verdict: 'Untrusted' };
  if (entry.verdict === 'trusted') return { ...base, glyph: 'trusted', verdict: 'Trusted' };
  if (entry.verdict === 'untrusted') return { ...base, glyph: 'untrusted', verdict: 'Untrusted' };
  if (entry.verdict === 'excepted') {
    return { ...base, glyph: 'excepted', verdict: 'Excepted', prefix: { text: 'excepted', tone: 'excepted' } };
  }
  if (entry.verdict === 'unchecked' && wasSent(entry)) {
    return { ...base, glyph: 'unchecked', verdict: 'Unchecked', prefix: { text: 'unchecked', tone: 'unchecked' } };
  }
  if (scheme.toLowerCase() === 'http' && entry.outcome === 'response') {
    return { ...base, glyph: 'plain', verdict: 'Not encrypted', prefix: { text: 'not encrypted', tone: 'plain' } };
  }
  if (entry.failure !== undefined && neverBegun(entry.failure))
    return { ...base, glyph: 'failed', verdict: 'Not sent' };
  if (entry.outcome === 'cancelled') return { ...base, glyph: 'failed', verdict: 'No verdict' };
  return { ...base, glyph: 'failed', verdict: 'No connection', prefix: { text: 'no connection', tone: 'plain' } };
}

/** What of an exchange without a verdict tells that the request had gone out: an answer, or a failure that comes only after it. */
function wasSent({ outcome, failure }: HistoryEntry): boolean {
  return outcome === 'response' || (failure !== undefined && afterSending.has(failure));
}

const afterSending: ReadonlySet<ExchangeFailureKind> = new Set([
  'header-timeout',
  'idle-timeout',
  'malformed-response',
  'body-truncated',
  'body-too-large',
  'decode-failed',
  'redirect-blocked',
  'too-many-redirects',
]);

/** At most six letters, for the column. An inspection has no method: what was spoken is TLS. */
export function methodWord(method: string): string {
  if (method === 'INSPECT') return 'TLS';
  return method.length > 6 ? method.slice(0, 3) : method;
}

/** What was typed is no address: it stands where the path would, and there is no host. */
function typed(url: string): Pick<EntryWords, 'glyph' | 'verdict' | 'path' | 'host'> {
  return {
    glyph: 'failed',
    verdict: 'Not sent',
    path: url.trim() === '' ? 'no address' : url,
    host: 'not an address',
  };
}

function outcomeOf({ outcome, status, failure }: HistoryEntry): Pick<EntryWords, 'outcome' | 'tone'> {
  if (outcome === 'cancelled') return { outcome: 'cancelled', tone: 'usual' };
  if (outcome === 'inspected') return { outcome: 'inspected', tone: 'usual' };
  if (outcome === 'response' && status !== undefined) {
    return { outcome: String(status), tone: status >= 400 ? 'high' : 'usual' };
  }
  if (failure === undefined) return { outcome: 'failed', tone: 'high' };
  return { outcome: failureWord(failure), tone: failure === 'untrusted' ? 'bad' : 'high' };
}

/** One or two words; the tab of the exchange has the sentences. */
function failureWord(kind: ExchangeFailureKind): string {
  switch (kind) {
    case 'untrusted':
      return 'stopped';
    case 'connect-timeout':
    case 'tls-timeout':
    case 'header-timeout':
    case 'idle-timeout':
    case 'total-timeout':
      return 'timed out';
    case 'dns-not-found':
    case 'dns-failed':
      return 'no address';
    case 'refused':
      return 'refused';
    case 'unreachable':
      return 'unreachable';
    case 'reset':
    case 'closed-early':
      return 'cut off';
    case 'not-tls':
      return 'not TLS';
    case 'tls-alert':
    case 'tls-incompatible':
      return 'TLS failed';
    case 'client-certificate-required':
    case 'client-certificate-rejected':
      return 'no identity';
    case 'invalid-url':
    case 'invalid-request':
      return 'not sent';
    case 'proxy-failed':
    case 'proxy-auth-required':
      return 'proxy failed';
    case 'malformed-response':
    case 'decode-failed':
      return 'unreadable';
    case 'body-truncated':
    case 'body-too-large':
      return 'incomplete';
    case 'too-many-redirects':
    case 'redirect-blocked':
      return 'redirected';
    case 'trust-unavailable':
      return 'not sent';
    case 'internal':
      return 'failed';
    default:
      return unreachable(kind);
  }
}
