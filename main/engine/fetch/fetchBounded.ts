import { setImmediate } from 'node:timers/promises';
import { request as httpRequest, type IncomingMessage } from 'node:http';
import { request as httpsRequest } from 'node:https';
import { MAX_PEM_CHARS } from '#core/contract.ts';
import { isFetchable, type FetchFailure, type FetchPurpose, type FetchRecord } from '#core/diagnose/fetch.ts';
import { leadsInside } from '#core/diagnose/leadsInside.ts';
import { parseAddress, type Address } from '#core/http/address.ts';
import { defaultLimits } from '#core/http/draft.ts';
import type { Endpoint } from '#core/http/exchange.ts';
import { parseMediaType } from '#core/http/media.ts';
import { fail, ok, type Result } from '#core/result.ts';
import type { Connection } from '#main/engine/http/connection.ts';
import { Interrupt } from '#main/engine/http/interrupt.ts';
import { openConnection, type OpenEngine } from '#main/engine/http/openConnection.ts';

/** Largest body taken, bytes. A certificate is 1–5 kB, an OCSP answer below 5 kB; the largest public CRLs are ~15 MB (2025). */
export const fetchLimits: Readonly<Record<FetchPurpose, number>> = {
  issuer: 64 * 1024,
  ocsp: 1024 * 1024,
  crl: 20 * 1024 * 1024,
  // As much as is read of any file of certificates.
  certificates: MAX_PEM_CHARS,
};

/** The whole fetch with its redirects, ms: these servers answer in milliseconds or are down. */
const TIMEOUT_MS = 5000;
const MAX_REDIRECTS = 3;
const redirecting: ReadonlySet<number> = new Set([301, 302, 303, 307, 308]);

/** What the answer may be, by purpose (RFC 2585 §4, RFC 5280 §4.2.2.1, RFC 6960 App. A). */
const accepted: Readonly<Record<FetchPurpose, string>> = {
  issuer: 'application/pkix-cert, application/pkcs7-mime, application/x-x509-ca-cert, */*;q=0.5',
  ocsp: 'application/ocsp-response',
  crl: 'application/pkix-crl, */*;q=0.5',
  certificates: 'application/pem-certificate-chain, application/pkix-cert, application/pkcs7-mime, */*;q=0.5',
};

export interface FetchRequest {
  readonly purpose: FetchPurpose;
  readonly url: string;
  /** With it POST, else GET. */
  readonly body?: { readonly bytes: Uint8Array; readonly mediaType: string };
  readonly signal?: AbortSignal | undefined;
  /** Default 5 s. */
  readonly timeoutMs?: number;
}

/** What was asked and what came; `body` is there when, and only when, the record has no failure. */
export interface Fetched {
  readonly record: FetchRecord;
  readonly body?: Uint8Array;
  /** Everybody on the way, redirects included, proved who he is: https, and trusted without an exception. */
  readonly trusted: boolean;
}

export interface FetchEngine extends OpenEngine {
  readonly userAgent: string;
}

/**
 * Fetches what a certificate points to: the issuer's certificate, an OCSP answer or a revocation list.
 *
 * Bounded in size, time and redirects, which lead to no inner network from outside; http and https only, the latter judged by
 * the same gate as a request. No cookie, no credential, no cache. To be called only for a person who asked for it. Never rejects.
 */
export async function fetchBounded(engine: FetchEngine, asked: FetchRequest): Promise<Fetched> {
  const begunAt = performance.now();
  const afterMs = asked.timeoutMs ?? TIMEOUT_MS;
  const interrupt = new Interrupt();
  const cancel = () => interrupt.end({ kind: 'cancelled' });
  const expire = () => interrupt.end({ kind: 'total-timeout', message: `not over in ${afterMs} ms`, afterMs });
  const timer = setTimeout(expire, afterMs);
  if (asked.signal?.aborted === true) cancel();
  asked.signal?.addEventListener('abort', cancel, { once: true });
  const trail: Trail = { redirects: [], trusted: true };
  try {
    const got = await follow(engine, asked, interrupt, trail);
    const record: FetchRecord = {
      purpose: asked.purpose,
      method: asked.body === undefined ? 'GET' : 'POST',
      url: asked.url,
      redirects: trail.redirects,
      ...trail.answer,
      bytes: got.ok ? got.value.byteLength : 0,
      ms: performance.now() - begunAt,
      ...(got.ok ? {} : { failure: got.error }),
    };
    return got.ok ? { record, body: got.value, trusted: trail.trusted } : { record, trusted: false };
  } finally {
    clearTimeout(timer);
    asked.signal?.removeEventListener('abort', cancel);
  }
}

/** What was seen on the way, also when it led nowhere. */
interface Trail {
  redirects: readonly string[];
  trusted: boolean;
  /** Address of who answered first. */
  first?: string;
  answer?: { readonly remote: Endpoint; readonly status: number; readonly mediaType?: string };
}

async function follow(
  engine: FetchEngine,
  asked: FetchRequest,
  interrupt: Interrupt,
  trail: Trail,
): Promise<Result<Uint8Array, FetchFailure>> {
  let url = asked.url;
  for (;;) {
    const address = addressOf(url);
    if (!address.ok) return address;
    const answer = await ask(engine, address.value, asked, interrupt, trail);
    if (!answer.ok || answer.value instanceof Uint8Array) return answer as Result<Uint8Array, FetchFailure>;
    if (trail.redirects.length === MAX_REDIRECTS) {
      return fail({ kind: 'too-many-redirects', limit: MAX_REDIRECTS, message: `redirected to ${answer.value.to}` });
    }
    url = answer.value.to;
    trail.redirects = [...trail.redirects, url];
  }
}

function addressOf(url: string): Result<Address, FetchFailure> {
  const address = isFetchable(url) ? parseAddress(url) : undefined;
  if (address?.ok === true) return address;
  return fail({ kind: 'scheme', scheme: /^[a-z][a-z0-9+.-]*:/i.exec(url)?.[0] ?? url.slice(0, 20), message: url });
}

/** One request on a connection of its own: the body, or where it is instead. */
async function ask(
  engine: FetchEngine,
  address: Address,
  asked: FetchRequest,
  interrupt: Interrupt,
  trail: Trail,
): Promise<Result<Uint8Array | { readonly to: string }, FetchFailure>> {
  // By its name before anybody is connected to, by its address before anything is asked.
  if (trail.first !== undefined && leadsInside(trail.first, address.host)) return inside(address.host);
  const opened = await openConnection(engine, {
    address,
    route: address,
    limits: defaultLimits,
    key: '',
    openedBy: '',
    interrupt,
    onPhase: () => undefined,
  });
  const { connection, ending } = opened;
  if (connection === undefined) return fail(failureOf(ending ?? { kind: 'cancelled' }));
  const { remote, tls } = connection.recordFor('');
  trail.trusted &&= tls?.verdict.kind === 'trusted';
  connection.reusable = false;
  trail.first ??= remote.address;
  if (leadsInside(trail.first, remote.address)) {
    connection.close();
    return inside(address.host);
  }
  const stop = interrupt.onEnd(() => queueMicrotask(() => connection.close()));
  try {
    const message = await answered(connection, address, asked, engine.userAgent);
    const status = message.statusCode ?? 0;
    const type = parseMediaType(message.headers['content-type']).mediaType;
    trail.answer = { remote, status, ...(type === undefined ? {} : { mediaType: type }) };
    const { location } = message.headers;
    if (redirecting.has(status) && location !== undefined && URL.canParse(location, address.url))
      return ok({ to: new URL(location, address.url).href });
    if (status !== 200) return fail({ kind: 'status', status, message: `status ${status}` });
    return await readAll(message, fetchLimits[asked.purpose]);
  } catch (error) {
    const message = error instanceof Error ? error.message : String(error);
    return fail(interrupt.ending ? failureOf(interrupt.ending) : { kind: 'broken-off', message });
  } finally {
    stop();
    connection.close();
  }
}

function inside(host: string): Result<never, FetchFailure> {
  return fail({ kind: 'redirect-inside', host, message: `redirected to ${host}` });
}

function answered(
  connection: Connection,
  address: Address,
  { purpose, body }: FetchRequest,
  userAgent: string,
): Promise<IncomingMessage> {
  const options = {
    agent: connection.agent,
    method: body === undefined ? 'GET' : 'POST',
    host: address.host,
    port: address.port,
    path: address.target,
    headers: {
      Host: address.authority,
      'User-Agent': userAgent,
      Accept: accepted[purpose],
      'Accept-Encoding': 'identity',
      Connection: 'close',
      ...(body === undefined ? {} : { 'Content-Type': body.mediaType, 'Content-Length': body.bytes.byteLength }),
    },
  };
  return new Promise((resolve, reject) => {
    const request = address.scheme === 'https' ? httpsRequest(options) : httpRequest(options);
    request.on('response', resolve);
    request.on('error', reject);
    request.on('close', () => reject(new Error('closed')));
    request.end(body?.bytes);
  });
}

/** The body, whatever length was announced: what counts is what comes. @throws when it breaks off */
async function readAll(message: IncomingMessage, limitBytes: number): Promise<Result<Uint8Array, FetchFailure>> {
  const chunks: Buffer[] = [];
  let bytes = 0;
  for await (const chunk of message as AsyncIterable<Buffer>) {
    bytes += chunk.byteLength;
    if (bytes > limitBytes) return fail({ kind: 'too-large', limitBytes, message: `more than ${limitBytes} bytes` });
    chunks.push(chunk);
  }
  return ok(await joined(chunks, bytes));
}

/** Bytes copied at once: of 20 MB, the copy alone held up everything for 100 ms (2026-11-25, on two busy cores). */
const SLICE_BYTES = 2 * 1024 * 1024;

/** The chunks as one, with others getting their turn in between. */
async function joined(chunks: readonly Uint8Array[], bytes: number): Promise<Uint8Array> {
  const whole = new Uint8Array(bytes);
  let at = 0;
  let pausedAt = 0;
  for (const chunk of chunks) {
    if (at - pausedAt >= SLICE_BYTES) {
      await setImmediate();
      pausedAt = at;
    }
    whole.set(chunk, at);
    at += chunk.byteLength;
  }
  return whole;
}

function failureOf(ending: NonNullable<Awaited<ReturnType<typeof openConnection>>['ending']>): FetchFailure {
  if (ending.kind === 'cancelled') return { kind: 'cancelled', message: 'cancelled' };
  if (ending.kind === 'total-timeout') return { kind: 'too-slow', afterMs: ending.afterMs, message: ending.message };
  return { kind: 'no-connection', reason: ending, message: ending.message };
}
