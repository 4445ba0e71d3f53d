import { hash } from 'node:crypto';
import { bracketed, parseAddress, type Address, type AddressFailure } from '#core/http/address.ts';
import { defaultLimits, limitsFrom, type RequestDraft, type SendLimits } from '#core/http/draft.ts';
import type { BodyRecord, Header, RequestRecord } from '#core/http/exchange.ts';
import { checkRequest, headerList, headerValue, requestHeaders, type RequestFailure } from '#core/http/header.ts';
import { parseMediaType } from '#core/http/media.ts';
import { routeOf } from '#core/http/route.ts';
import { headersToSend } from '#core/http/unchecked.ts';
import { fail, ok, type Result } from '#core/result.ts';

/** A draft made ready: everything that will be on the wire. */
export interface PreparedRequest {
  readonly address: Address;
  /** Where the connection is opened. */
  readonly route: { readonly host: string; readonly port: number };
  readonly record: RequestRecord;
  readonly body?: Uint8Array;
  readonly limits: SendLimits;
  readonly purpose: 'request' | 'unchecked';
  /** May the connection serve another request afterwards, as far as this one says? */
  readonly keepsConnection: boolean;
}

/** A request that cannot be sent, with its record as far as it makes sense. */
export interface UnsendableRequest {
  readonly failure: AddressFailure | RequestFailure;
  readonly record: RequestRecord;
  readonly body?: Uint8Array;
}

/** What will be sent for a draft, or why nothing can be. */
export function prepareRequest(draft: RequestDraft, userAgent: string): Result<PreparedRequest, UnsendableRequest> {
  const body = bodyBytes(draft);
  const parsed = parseAddress(draft.url);
  const address = parsed.ok ? parsed.value : undefined;
  // Node sends methods in capitals whatever it is given (lib/_http_client.js).
  const method = draft.method.toUpperCase();
  const { headers: chosen, withheld } = headersToSend(draft);
  const headers = requestHeaders({
    method,
    headers: chosen,
    authority: address?.authority ?? '',
    userAgent,
    ...(body ? { body: { bytes: body.byteLength, kind: draft.body?.kind ?? 'bytes' } } : {}),
  });
  const record: RequestRecord = {
    method,
    // The failure's address has no password in it.
    url: parsed.ok ? parsed.value.url : 'url' in parsed.error ? parsed.error.url : draft.url,
    httpVersion: 'HTTP/1.1',
    headers,
    ...(withheld.length > 0 ? { withheld } : {}),
    ...(body ? { body: bodyRecord(body, headerValue(headers, 'content-type')) } : {}),
  };
  const kept = body ? { body } : {};
  if (!parsed.ok) return fail({ failure: parsed.error, record, ...kept });
  const checked = checkRequest(draft);
  if (!checked.ok) return fail({ failure: checked.error, record, ...kept });
  const route = routeOf(parsed.value, draft.connectTo);
  const limits = limitsFrom(defaultLimits, draft.limits);
  const keepsConnection = leavesConnectionUsable(headers, body?.byteLength ?? 0);
  const purpose = draft.unchecked === undefined ? 'request' : 'unchecked';
  return ok({ address: parsed.value, route, record, limits, purpose, keepsConnection, ...kept });
}

/** What stands in for a request when only the handshake is wanted. */
export function inspectionRecord(host: string, port: number): RequestRecord {
  return { method: 'INSPECT', url: `https://${bracketed(host)}:${port}/`, httpVersion: '', headers: [] };
}

/**
 * False when the headers ask for the end of the connection, or frame the body wrongly (people test servers with that): what
 * follows on the connection would then be read as the rest of this request.
 */
function leavesConnectionUsable(headers: readonly Header[], bodyBytes: number): boolean {
  const connection = headerList(headers, 'connection')?.toLowerCase().split(',') ?? [];
  const length = headerList(headers, 'content-length');
  const transfer = headerList(headers, 'transfer-encoding')?.trim().toLowerCase();
  // Node frames a body by itself for `chunked` alone; any other coding is announced, and the bytes follow as they are.
  const framed =
    transfer === undefined
      ? length === undefined || length === String(bodyBytes)
      : transfer === 'chunked' && length === undefined;
  return framed && !connection.some((option) => option.trim() === 'close' || option.trim() === 'upgrade');
}

/** Undefined when there is nothing to send: an empty text is no body. */
function bodyBytes(draft: RequestDraft): Uint8Array | undefined {
  const bytes = draft.body?.kind === 'text' ? new TextEncoder().encode(draft.body.text) : draft.body?.bytes;
  return bytes && bytes.byteLength > 0 ? bytes : undefined;
}

function bodyRecord(body: Uint8Array, contentType: string | undefined): BodyRecord {
  const sha256 = hash('sha256', body, 'hex');
  const { mediaType } = parseMediaType(contentType);
  return { bytes: body.byteLength, sha256, ref: sha256, ...(mediaType === undefined ? {} : { mediaType }) };
}
