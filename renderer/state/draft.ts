import type { Header } from '#core/http/exchange.ts';
import type { Exchange, ExchangeWithCertificates } from '#core/http/exchange.ts';
import type { RequestProgress, SendFailure } from '#core/contract.ts';
import { ACCEPT_ENCODING } from '#core/http/header.ts';
import type { HistoryFailure } from '#core/history/entry.ts';
import { readParams, type Param } from './params.ts';
import { newId } from './uuid.ts';

/** A row of the Headers grid. */
export interface HeaderRow {
  readonly id: string;
  readonly isOn: boolean;
  readonly name: string;
  readonly value: string;
}

/** What became of a draft. */
export type Run =
  | { readonly status: 'idle' }
  /** `last` is what was shown before; it stays, dimmed, until there is something new. */
  | {
      readonly status: 'running';
      readonly id: string;
      readonly startedAt: number;
      readonly progress?: RequestProgress;
      readonly last?: ExchangeWithCertificates;
    }
  /** Being read from history. */
  | { readonly status: 'loading'; readonly id: string }
  | { readonly status: 'done'; readonly shown: ExchangeWithCertificates }
  /** It could not be begun, or could not be read. */
  | { readonly status: 'failed'; readonly error: SendFailure | HistoryFailure };

/** An open request tab. */
export interface Draft {
  readonly id: string;
  readonly method: string;
  readonly url: string;
  readonly params: readonly Param[];
  readonly headers: readonly HeaderRow[];
  readonly body: string;
  /** A body that was sent but is not loaded into the composer (too large, or no text), in bytes. */
  readonly unloadedBody?: number | undefined;
  /** Edited since it was opened: history does not replace it. */
  readonly isEdited: boolean;
  readonly run: Run;
  /** Chosen by the user; a tab that does not exist for this exchange falls back to the first. */
  readonly responseTab?: string | undefined;
  readonly composerTab: ComposerTab;
}

export type ComposerTab = 'params' | 'headers' | 'body';

/** A new, empty tab. */
export function emptyDraft(): Draft {
  return {
    id: newId(),
    method: 'GET',
    url: '',
    params: [],
    headers: [],
    body: '',
    isEdited: false,
    run: { status: 'idle' },
    composerTab: 'params',
  };
}

/** Nothing was typed, sent or opened in it. */
export function isEmptyDraft(draft: Draft): boolean {
  return draft.url === '' && !draft.isEdited && draft.run.status === 'idle';
}

/** A tab that shows an exchange from history and can send it again. The body is loaded by whoever opens it. */
export function draftOf(shown: ExchangeWithCertificates): Draft {
  const { request } = firstHop(shown.exchange);
  return {
    ...emptyDraft(),
    method: methodToSend(request.method),
    url: request.url,
    params: readParams(request.url, [], newId),
    headers: request.headers
      .filter((header) => !isAutomatic(header))
      .map(([name, value]) => ({ id: newId(), isOn: true, name, value })),
    ...(request.body === undefined ? {} : { unloadedBody: request.body.bytes, composerTab: 'body' }),
    run: { status: 'done', shown },
  };
}

/** The method a request begins with. An inspection has none of its own: 'INSPECT' only says so, and is never sent. */
export function methodToSend(method: string): string {
  return method === 'INSPECT' ? 'GET' : method;
}

/** What was asked first: with redirects, `request` itself is the last one. */
export function firstHop(exchange: Exchange): Pick<Exchange, 'request'> {
  return exchange.hops[0] ?? exchange;
}

/** Headers that sending adds by itself: they would be pinned if they were copied into the composer. */
function isAutomatic([name, value]: Header): boolean {
  switch (name.toLowerCase()) {
    case 'host':
    case 'content-length':
    case 'connection':
    case 'transfer-encoding':
      return true;
    case 'accept':
      return value === '*/*';
    case 'accept-encoding':
      return value === ACCEPT_ENCODING;
    case 'user-agent':
      return value.startsWith('Wireglass');
    default:
      return false;
  }
}

/** The exchange that a tab shows, also while a new one runs. */
export function shownIn(run: Run): ExchangeWithCertificates | undefined {
  if (run.status === 'done') return run.shown;
  return run.status === 'running' ? run.last : undefined;
}
