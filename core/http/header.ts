import { fail, ok, type Result } from '#core/result.ts';
import type { RequestDraft } from './draft.ts';
import type { ExchangeFailure, Header } from './exchange.ts';

export type RequestFailure = Extract<ExchangeFailure, { kind: 'invalid-request' }>;

/** RFC 9110 §5.6.2: what a method or a field name is made of. */
const token = /^[!#$%&'*+.^_`|~0-9A-Za-z-]+$/;
/** RFC 9110 §5.5: visible ASCII, space, tab and obs-text. Anything above 0xFF does not fit a byte. */
const fieldValue = /^[\t\x20-\x7e\x80-\xff]*$/;

/**
 * The draft itself when method and headers can be put on the wire, else which part cannot.
 *
 * For a bad value, `value` is the *name* of its header: values may be secrets, and failures are kept and exported.
 */
export function checkRequest(draft: RequestDraft): Result<RequestDraft, RequestFailure> {
  const refuse = (part: RequestFailure['part'], value: string) =>
    fail<RequestFailure>({ kind: 'invalid-request', message: `${part}: ${value}`, part, value });
  if (!token.test(draft.method)) return refuse('method', draft.method);
  for (const [name, value] of draft.headers) {
    if (!token.test(name)) return refuse('header-name', name);
    if (!fieldValue.test(value)) return refuse('header-value', name);
  }
  return ok(draft);
}

/** The first value of a header; names are compared without case. */
export function headerValue(headers: readonly Header[], name: string): string | undefined {
  const wanted = name.toLowerCase();
  return headers.find(([candidate]) => candidate.toLowerCase() === wanted)?.[1];
}

/** All values of a header joined as one list (RFC 9110 §5.3); absent when the header is. Not for Set-Cookie. */
export function headerList(headers: readonly Header[], name: string): string | undefined {
  const wanted = name.toLowerCase();
  const values = headers.filter(([candidate]) => candidate.toLowerCase() === wanted).map(([, value]) => value);
  return values.length === 0 ? undefined : values.join(', ');
}

export interface RequestHeaderInput {
  readonly method: string;
  readonly headers: readonly Header[];
  /** Value of Host; '' when the address is not known: then there is none. */
  readonly authority: string;
  readonly userAgent: string;
  /** Absent when the request has no body. */
  readonly body?: { readonly bytes: number; readonly kind: 'text' | 'bytes' };
}

/** What we can decode, as we ask for it. */
export const ACCEPT_ENCODING = 'gzip, deflate, br, zstd';

/** Methods whose requests have no content by definition: no Content-Length is sent without a body (RFC 9110 §8.6). */
const bodiless = new Set(['GET', 'HEAD', 'DELETE', 'OPTIONS', 'TRACE', 'CONNECT']);

/**
 * Every header that is sent, in the order it is sent: Host and what we say of ourselves, then the draft's as they are, then
 * what frames the body. A default gives way to the same header in the draft, also to an empty one.
 */
export function requestHeaders(input: RequestHeaderInput): readonly Header[] {
  const given = new Set(input.headers.map(([name]) => name.toLowerCase()));
  const absent = ([name]: Header) => !given.has(name.toLowerCase());
  const before: Header[] = [
    ...(input.authority === '' ? [] : ([['Host', input.authority]] as const)),
    ['User-Agent', input.userAgent],
    ['Accept', '*/*'],
    ['Accept-Encoding', ACCEPT_ENCODING],
  ];
  return [...before.filter(absent), ...input.headers, ...framing(input, given).filter(absent)];
}

function framing(input: RequestHeaderInput, given: ReadonlySet<string>): Header[] {
  const headers: Header[] = [];
  if (input.body?.kind === 'text') headers.push(['Content-Type', 'text/plain;charset=UTF-8']);
  const chunked = given.has('transfer-encoding');
  if (!chunked && (input.body || !bodiless.has(input.method))) {
    headers.push(['Content-Length', String(input.body?.bytes ?? 0)]);
  }
  headers.push(['Connection', 'keep-alive']);
  return headers;
}
