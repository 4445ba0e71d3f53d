import { headerValue } from '#core/http/header.ts';
import { parseMediaType } from '#core/http/media.ts';
import type { BodyRecord, Header, RequestRecord, ResponseRecord } from '#core/http/exchange.ts';
import { harRequestCookies, harResponseCookies, type HarCookie } from './harCookie.ts';
import type { Redactor } from './redact.ts';

/** A body as it can stand in JSON; 'omitted' says in words why it does not. */
export type HarBody =
  | { readonly kind: 'text'; readonly text: string }
  | { readonly kind: 'base64'; readonly text: string }
  | { readonly kind: 'omitted'; readonly why: string };

export interface HarPair {
  readonly name: string;
  readonly value: string;
}

export interface HarRequest {
  readonly method: string;
  readonly url: string;
  readonly httpVersion: string;
  readonly cookies: readonly HarCookie[];
  readonly headers: readonly HarPair[];
  readonly queryString: readonly HarPair[];
  readonly postData?: HarPostData;
  readonly headersSize: number;
  readonly bodySize: number;
}

export interface HarPostData {
  readonly mimeType: string;
  readonly params: readonly HarPair[];
  readonly text: string;
  readonly comment?: string;
  /** 'base64' when the body is no text: HAR 1.2 has no place for that. */
  readonly _encoding?: 'base64';
}

export interface HarResponse {
  readonly status: number;
  readonly statusText: string;
  readonly httpVersion: string;
  readonly cookies: readonly HarCookie[];
  readonly headers: readonly HarPair[];
  readonly content: HarContent;
  readonly redirectURL: string;
  readonly headersSize: number;
  readonly bodySize: number;
  /** Why there is no whole response; the same name as in Chrome's files. */
  readonly _error?: string;
}

export interface HarContent {
  readonly size: number;
  readonly compression?: number;
  readonly mimeType: string;
  readonly text?: string;
  readonly encoding?: 'base64';
  readonly comment?: string;
}

type Bodies = ReadonlyMap<string, HarBody>;

/** What Chrome writes for a body whose type nobody said. */
const UNKNOWN_TYPE = 'x-unknown';

export function harRequest(request: RequestRecord, bodies: Bodies, redactor: Redactor): HarRequest {
  const { method, url, httpVersion, headers, body } = request;
  return {
    method,
    url: redactor.url(url),
    httpVersion: harVersion(httpVersion),
    cookies: harRequestCookies(headers, redactor),
    headers: harHeaders('request', headers, redactor),
    queryString: queryOf(url, redactor),
    ...(body === undefined ? {} : { postData: postData(body, headers, bodies, redactor) }),
    headersSize: requestHeadSize(request),
    bodySize: body?.bytes ?? 0,
  };
}

function postData(body: BodyRecord, headers: readonly Header[], bodies: Bodies, redactor: Redactor): HarPostData {
  const mimeType = headerValue(headers, 'content-type') ?? body.mediaType ?? UNKNOWN_TYPE;
  const kept = bodies.get(body.ref) ?? notThere;
  if (kept.kind === 'omitted') return { mimeType, params: [], text: '', comment: kept.why };
  if (kept.kind === 'base64') return { mimeType, params: [], text: kept.text, _encoding: 'base64' };
  const isForm = parseMediaType(mimeType).mediaType === 'application/x-www-form-urlencoded';
  // The specification wants either; some readers look only at one, so Chrome and Firefox write both, and so do we.
  return {
    mimeType,
    params: isForm ? pairsOf(kept.text, redactor) : [],
    text: redactor.body('request', mimeType, kept.text),
  };
}

const notThere: HarBody = { kind: 'omitted', why: 'The body is no longer kept.' };

/** @param error why the response is not whole; it is there all the same */
export function harResponse(
  response: ResponseRecord,
  bodies: Bodies,
  redactor: Redactor,
  error: string | undefined,
): HarResponse {
  const { status, statusText, httpVersion, headers, body } = response;
  return {
    status,
    statusText,
    httpVersion: harVersion(httpVersion),
    cookies: harResponseCookies(headers, redactor),
    headers: harHeaders('response', headers, redactor),
    content: content(response, bodies, redactor),
    redirectURL: redactor.sameUrl(headerValue(headers, 'location') ?? ''),
    headersSize: responseHeadSize(response),
    bodySize: body.wireBytes,
    ...(error === undefined ? {} : { _error: error }),
  };
}

function content(response: ResponseRecord, bodies: Bodies, redactor: Redactor): HarContent {
  const { headers, body } = response;
  const mimeType = headerValue(headers, 'content-type') ?? UNKNOWN_TYPE;
  const kept = body.bytes === 0 ? emptyBody : (bodies.get(body.ref) ?? notThere);
  const comment = [
    ...(kept.kind === 'omitted' ? [kept.why] : []),
    ...(body.truncated === true ? ['The body is not complete: it stops where the response stopped.'] : []),
  ].join(' ');
  return {
    size: body.bytes,
    ...(body.encoding === undefined ? {} : { compression: body.bytes - body.wireBytes }),
    mimeType,
    ...(kept.kind === 'text' ? { text: redactor.body('response', mimeType, kept.text) } : {}),
    ...(kept.kind === 'base64' ? { text: kept.text, encoding: 'base64' as const } : {}),
    ...(comment === '' ? {} : { comment }),
  };
}

const emptyBody: HarBody = { kind: 'text', text: '' };

/** What stands in the place of a response that never came: status 0, as Chrome writes it. */
export function noResponse(request: RequestRecord, error: string | undefined): HarResponse {
  return {
    status: 0,
    statusText: '',
    httpVersion: harVersion(request.httpVersion),
    cookies: [],
    headers: [],
    content: { size: 0, mimeType: UNKNOWN_TYPE },
    redirectURL: '',
    headersSize: -1,
    bodySize: -1,
    ...(error === undefined ? {} : { _error: error }),
  };
}

function harHeaders(side: 'request' | 'response', headers: readonly Header[], redactor: Redactor): readonly HarPair[] {
  return headers.map(([name, value]) => ({ name, value: redactor.header(side, name, value) }));
}

/** 'h2' and 'HTTP/2' are refused by some readers; nothing was sent at all reads as the version that was meant. */
function harVersion(version: string): string {
  if (/^h2$|^HTTP\/2(?:\.0)?$/i.test(version)) return 'HTTP/2.0';
  return version === '' ? 'HTTP/1.1' : version;
}

function queryOf(url: string, redactor: Redactor): readonly HarPair[] {
  const query = /\?([^#]*)/.exec(url)?.[1] ?? '';
  return pairsOf(query, redactor);
}

function pairsOf(text: string, redactor: Redactor): readonly HarPair[] {
  return [...new URLSearchParams(text)].map(([name, value]) => ({ name, value: redactor.field(name, value) }));
}

/** Bytes of the request line and the fields with the empty line after them; -1 when it was not HTTP/1. */
function requestHeadSize({ method, url, httpVersion, headers }: RequestRecord): number {
  if (!httpVersion.startsWith('HTTP/1') || !URL.canParse(url)) return -1;
  const { pathname, search } = new URL(url);
  return `${method} ${pathname}${search} ${httpVersion}\r\n`.length + fieldsSize(headers);
}

function responseHeadSize({ status, statusText, httpVersion, headers }: ResponseRecord): number {
  if (!httpVersion.startsWith('HTTP/1')) return -1;
  return `${httpVersion} ${status} ${statusText}\r\n`.length + fieldsSize(headers);
}

/** A character of a field is a byte on the wire (RFC 9112 §2.2); ': ' and the line end are counted. */
function fieldsSize(headers: readonly Header[]): number {
  return headers.reduce((sum, [name, value]) => sum + name.length + value.length + 4, 2);
}
