import { hash } from 'node:crypto';
import { request as httpRequest, type ClientRequest, type IncomingMessage } from 'node:http';
import { request as httpsRequest } from 'node:https';
import type { Header, ResponseRecord } from '#core/http/exchange.ts';
import { headerList, headerValue } from '#core/http/header.ts';
import { parseMediaType } from '#core/http/media.ts';
import type { KeptBody } from '#main/engine/history/body.ts';
import type { BodyThread } from './bodyThread.ts';
import type { Connection } from './connection.ts';
import type { Ending, Interrupt } from './interrupt.ts';
import type { PreparedRequest } from './prepareRequest.ts';
import { receiveBody, type ReceivedBody } from './receiveBody.ts';
import { bodyFailure, requestFailure } from './roundTripFailure.ts';

/** Longest header section taken, bytes: Chromium's limit (net/http/http_stream_parser.h kMaxHeaderBufSize). Node's default is 16 KiB. */
const MAX_HEADER_BYTES = 256 * 1024;

export interface RoundTripOptions {
  readonly bodyFolder: string;
  readonly bodies: BodyThread;
  readonly interrupt: Interrupt;
  readonly onPhase?: ((phase: 'send' | 'wait' | 'receive') => void) | undefined;
  readonly onBytes?: ((receivedBytes: number, expectedBytes: number | undefined) => void) | undefined;
}

/** What came of one request on one connection. */
export interface RoundTrip {
  /** Present when the headers of a response came. */
  readonly response?: ResponseRecord;
  readonly trailers?: readonly Header[];
  readonly kept?: KeptBody;
  /** Absent when the response is complete. */
  readonly ending?: Ending;
  /** True when the connection ended before the first byte of a response. */
  readonly unanswered: boolean;
  /** performance.now() of each step that was reached. */
  readonly sentAt?: number;
  readonly answeredAt?: number;
  readonly overAt: number;
}

/** Sends a request on an open connection and takes the response in. Never rejects. */
export async function roundTrip(
  connection: Connection,
  prepared: PreparedRequest,
  options: RoundTripOptions,
): Promise<RoundTrip> {
  const bytesBefore = connection.socket.bytesRead;
  options.onPhase?.('send');
  const call = new Call(start(connection, prepared), prepared, options);
  const head = await call.answered;
  if (!(head instanceof Head)) {
    const unanswered = connection.socket.bytesRead === bytesBefore;
    connection.close();
    const ending = head instanceof Error ? requestFailure(head, connection, unanswered ? 'request' : 'response') : head;
    return { ending, unanswered, overAt: performance.now(), ...call.sent };
  }
  return { ...(await receive(head, call, connection, prepared, options)), unanswered: false, ...call.sent };
}

function start(connection: Connection, { address, record }: PreparedRequest): ClientRequest {
  const options = {
    agent: connection.agent,
    method: record.method,
    host: address.host,
    port: address.port,
    path: address.target,
    // A flat list is written exactly as it is: order, case and duplicates.
    headers: record.headers.flat(),
    maxHeaderSize: MAX_HEADER_BYTES,
  };
  const request = address.scheme === 'https' ? httpsRequest(options) : httpRequest(options);
  request.maxHeadersCount = 0; // The default drops what comes after 2 000 without a word.
  return request;
}

/** The headers of a response; `switched` when the connection speaks another protocol from here on (101, CONNECT). */
class Head {
  readonly message: IncomingMessage;
  readonly at = performance.now();
  readonly switched: boolean;

  constructor(message: IncomingMessage, switched: boolean) {
    this.message = message;
    this.switched = switched;
  }
}

/** A request that is under way, until the headers of its response are there. */
class Call {
  readonly answered: Promise<Head | Error | Ending>;
  #sentAt: number | undefined;
  #error: Error | undefined;

  constructor(request: ClientRequest, { body, limits }: PreparedRequest, options: RoundTripOptions) {
    const { headerTimeoutMs } = limits;
    const { promise, resolve } = Promise.withResolvers<Head | Error | Ending>();
    let timer: NodeJS.Timeout | undefined;
    let settled = false;
    const settle = (outcome: Head | Error | Ending) => {
      settled = true;
      clearTimeout(timer);
      stopListening();
      resolve(outcome);
    };
    this.answered = promise;
    request.on('finish', () => {
      this.#sentAt = performance.now();
      options.onPhase?.('wait');
      if (headerTimeoutMs === 0) return;
      timer = setTimeout(() => settle(headerTimeout(headerTimeoutMs)), headerTimeoutMs);
    });
    request.on('response', (message) => settle(new Head(message, false)));
    request.on('upgrade', (message) => settle(new Head(message, true)));
    request.on('connect', (message) => settle(new Head(message, true)));
    request.on('error', (error) => settle((this.#error = error)));
    // An error is dear to make, and after a response nobody waits for this one.
    request.on('close', () => {
      if (!settled) settle(new Error('closed'));
    });
    const stopListening = options.interrupt.onEnd((ending) => queueMicrotask(() => settle(ending)));
    if (body) request.end(body);
    else request.end();
  }

  /** The parser's error, also one that comes after the headers. */
  get error(): Error | undefined {
    return this.#error;
  }

  get sent(): { readonly sentAt?: number } {
    return this.#sentAt === undefined ? {} : { sentAt: this.#sentAt };
  }
}

async function receive(
  head: Head,
  call: Call,
  connection: Connection,
  prepared: PreparedRequest,
  options: RoundTripOptions,
): Promise<Omit<RoundTrip, 'unanswered'>> {
  const { message } = head;
  const headers = pairs(message.rawHeaders);
  options.onPhase?.('receive');
  const contentEncoding = headerList(headers, 'content-encoding');
  const expectedBytes = contentEncoding === undefined ? contentLength(headers) : undefined;
  const received = head.switched
    ? noBody
    : await receiveBody(message, {
        folder: options.bodyFolder,
        bodies: options.bodies,
        maxBodyBytes: prepared.limits.maxBodyBytes,
        idleTimeoutMs: prepared.limits.idleTimeoutMs,
        contentEncoding,
        interrupt: options.interrupt,
        onBytes: options.onBytes && ((bytes) => options.onBytes?.(bytes, expectedBytes)),
      });
  const overAt = performance.now();
  const ending = bodyFailure(
    received,
    call.error,
    { ...prepared.limits, contentEncoding, expectedBytes: contentLength(headers) },
    options.interrupt,
  );
  if (ending || head.switched) connection.close();
  const trailers = pairs(message.rawTrailers);
  return {
    ...(received.kept
      ? { response: responseRecord(message, headers, contentEncoding, received, received.kept), kept: received.kept }
      : {}),
    ...(trailers.length > 0 ? { trailers } : {}),
    ...(ending ? { ending } : {}),
    answeredAt: head.at,
    overAt,
  };
}

function responseRecord(
  message: IncomingMessage,
  headers: readonly Header[],
  contentEncoding: string | undefined,
  received: ReceivedBody,
  kept: KeptBody,
): ResponseRecord {
  const coded = contentEncoding !== undefined && contentEncoding.trim().toLowerCase() !== 'identity';
  return {
    status: message.statusCode ?? 0,
    statusText: message.statusMessage ?? '',
    httpVersion: `HTTP/${message.httpVersion}`,
    headers,
    body: {
      bytes: kept.bytes,
      wireBytes: received.wireBytes,
      sha256: kept.ref,
      ...parseMediaType(headerList(headers, 'content-type')),
      ...(coded ? { encoding: contentEncoding } : {}),
      ref: kept.ref,
      ...(received.end.kind === 'complete' ? {} : { truncated: true }),
    },
  };
}

/** Node's flat list as pairs: order, case and duplicates as received. */
function pairs(raw: readonly string[]): Header[] {
  const headers: Header[] = [];
  for (let at = 0; at + 1 < raw.length; at += 2) headers.push([raw[at] ?? '', raw[at + 1] ?? '']);
  return headers;
}

function contentLength(headers: readonly Header[]): number | undefined {
  const value = headerValue(headers, 'content-length');
  return value !== undefined && /^\d+$/.test(value) ? Number(value) : undefined;
}

/** What follows a 101 belongs to another protocol. */
const noBody: ReceivedBody = {
  end: { kind: 'complete' },
  wireBytes: 0,
  kept: { ref: hash('sha256', '', 'hex'), bytes: 0, inline: new Uint8Array(0) },
};

function headerTimeout(afterMs: number): Ending {
  return { kind: 'header-timeout', message: `no response in ${afterMs} ms`, afterMs };
}
