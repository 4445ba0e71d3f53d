import type { IncomingMessage, ServerResponse } from 'node:http';
import { STATUS_CODES } from 'node:http';
import { pipeline, Readable } from 'node:stream';
import type { TLSSocket } from 'node:tls';
import { promisify } from 'node:util';
import { brotliCompress, constants, createGzip, deflate, gzip, zstdCompress } from 'node:zlib';
import { order, shipments, SHIPMENTS_BYTES } from './freight.ts';

/** What every playground server can do; each one's own path is in servers.ts. */
interface Route {
  /** Matched against the path without its query. */
  readonly path: RegExp;
  readonly example: string;
  readonly does: string;
  readonly answer: (call: Call) => void;
}

interface Call {
  readonly request: IncomingMessage;
  readonly response: ServerResponse;
  readonly url: URL;
  /** First group of the route's path. */
  readonly argument: string;
  readonly site: Site;
}

/** What the answers must know of the playground they belong to. */
export interface Site {
  /** Certificate and key of a client that the client-certificate server accepts, PEM. */
  readonly clientPem: string;
  readonly paces: Paces;
}

/** How long the slow answers take, ms. */
export interface Paces {
  /** /report: from the request to the head of the answer. */
  readonly headMs: number;
  /** /report: between two pieces of its body. */
  readonly pieceMs: number;
  /** /events: between two events. */
  readonly eventMs: number;
}

/** Longest body that /echo reads, bytes. */
const MAX_ECHO_BYTES = 1024 ** 2;
const EVENTS = 10;
const REPORT_PIECES = 6;

/** In the order that GET / lists them. To add one: a line here, its function below. */
const routes: readonly Route[] = [
  { path: /^\/$/, example: '/', does: 'This list.', answer: index },
  { path: /^\/orders$/, example: '/orders?page=2', does: 'Freight orders, 20 a page.', answer: orders },
  { path: /^\/orders\/NF-(\d{6})$/, example: '/orders/NF-000042', does: 'One order.', answer: oneOrder },
  { path: /^\/shipments$/, example: '/shipments', does: '25 MB of JSON; gzip when accepted.', answer: manyShipments },
  { path: /^\/report$/, example: '/report', does: 'An answer that takes its time.', answer: slowReport },
  { path: /^\/events$/, example: '/events', does: 'Server-sent events, ten of them.', answer: events },
  { path: /^\/whoami$/, example: '/whoami', does: 'What the server sees of you.', answer: whoami },
  {
    path: /^\/client\.pem$/,
    example: '/client.pem',
    does: 'An identity for the server that asks for one.',
    answer: identity,
  },
  { path: /^\/echo$/, example: '/echo', does: 'What you sent: method, headers, body.', answer: echo },
  { path: /^\/status\/(\d{3})$/, example: '/status/404', does: 'An answer with that status.', answer: status },
  { path: /^\/json$/, example: '/json', does: 'JSON with every kind of value.', answer: json },
  {
    path: /^\/(gzip|deflate|br|zstd)$/,
    example: '/br',
    does: 'Compressed: /gzip, /deflate, /br, /zstd.',
    answer: compressed,
  },
];

/** Answers one request to a playground server. Unknown paths get 404 with the list of those that exist. */
export function answer(request: IncomingMessage, response: ServerResponse, site: Site): void {
  response.setHeader('Server', 'wireglass-playground');
  // A path that is no URL ('//') must not take the server down.
  const url = URL.parse(request.url ?? '/', 'https://localhost') ?? new URL('https://localhost/');
  for (const route of routes) {
    const match = route.path.exec(url.pathname);
    if (match) return route.answer({ request, response, url, argument: match[1] ?? '', site });
  }
  sendJson(response, 404, { error: 'no such path', paths: routes.map((route) => route.example) });
}

function index({ response }: Call): void {
  sendJson(response, 200, {
    server: 'Wireglass playground',
    paths: Object.fromEntries(routes.map((route) => [route.example, route.does])),
  });
}

function orders({ response, url }: Call): void {
  const pages = 12;
  const perPage = 20;
  const page = Math.min(pages, Math.max(1, Math.trunc(Number(url.searchParams.get('page') ?? 1)) || 1));
  // Two cookies: a client that joins equal headers into one line loses the second.
  response.setHeader('Set-Cookie', [
    'session=c2hpcG1lbnQ; Path=/; Secure; HttpOnly; SameSite=Lax',
    'lang=en; Path=/; Max-Age=31536000',
  ]);
  response.setHeader('Cache-Control', 'private, max-age=60');
  response.setHeader('ETag', `"orders-${page}"`);
  response.setHeader(
    'Link',
    `</orders?page=${Math.min(pages, page + 1)}>; rel="next", </orders?page=${pages}>; rel="last"`,
  );
  response.setHeader('Vary', 'Accept, Accept-Encoding');
  sendJson(response, 200, {
    company: 'Northbound Freight',
    page,
    pages,
    orders: Array.from({ length: perPage }, (_, line) => order((page - 1) * perPage + line + 1)),
  });
}

function oneOrder({ response, argument }: Call): void {
  sendJson(response, 200, order(Number(argument)));
}

function manyShipments({ request, response }: Call): void {
  response.setHeader('Content-Type', 'application/json');
  response.setHeader('Vary', 'Accept-Encoding');
  const body = Readable.from(shipments());
  // A client that goes away in mid-body is its own business: the pipeline has destroyed its streams by then.
  const over = () => undefined;
  if (accepts(request, 'gzip')) {
    response.setHeader('Content-Encoding', 'gzip');
    pipeline(body, createGzip({ level: constants.Z_BEST_SPEED }), response, over);
  } else {
    response.setHeader('Content-Length', SHIPMENTS_BYTES);
    pipeline(body, response, over);
  }
}

function slowReport({ response, site }: Call): void {
  const timer = setTimeout(() => {
    response.writeHead(200, { 'Content-Type': 'text/plain; charset=utf-8' });
    response.flushHeaders();
    every(response, site.paces.pieceMs, REPORT_PIECES, (tick) => {
      response.write(`${tick} of ${REPORT_PIECES}: ${order(tick).from} has reported.\n`);
    });
  }, site.paces.headMs);
  response.on('close', () => clearTimeout(timer));
}

function events({ response, site }: Call): void {
  response.writeHead(200, { 'Content-Type': 'text/event-stream', 'Cache-Control': 'no-store' });
  response.flushHeaders();
  every(response, site.paces.eventMs, EVENTS, (tick) => {
    const { id, status: state } = order(tick);
    response.write(`id: ${tick}\nevent: position\ndata: ${JSON.stringify({ order: id, state })}\n\n`);
  });
}

/** Calls `step` with 1, 2, … up to `times`, one each `ms`, then ends the answer; stops when the client has gone. */
function every(response: ServerResponse, ms: number, times: number, step: (tick: number) => void): void {
  let tick = 0;
  const timer = setInterval(() => {
    tick += 1;
    step(tick);
    if (tick === times) response.end();
  }, ms);
  // Also emitted after end().
  response.on('close', () => clearInterval(timer));
}

function whoami({ request, response }: Call): void {
  const socket = request.socket as TLSSocket;
  const certificate = socket.getPeerX509Certificate?.();
  sendJson(response, 200, {
    you: { address: socket.remoteAddress, port: socket.remotePort },
    tls: { version: socket.getProtocol(), cipher: socket.getCipher().standardName, sni: socket.servername },
    clientCertificate: certificate
      ? { subject: certificate.subject, issuer: certificate.issuer, sha256: certificate.fingerprint256 }
      : null,
  });
}

function identity({ response, site }: Call): void {
  response.setHeader('Content-Type', 'application/x-pem-file');
  response.setHeader('Content-Disposition', 'attachment; filename="playground-client.pem"');
  response.end(site.clientPem);
}

function echo({ request, response }: Call): void {
  const pieces: Buffer[] = [];
  let bytes = 0;
  request.on('data', (piece: Buffer) => {
    bytes += piece.length;
    if (bytes <= MAX_ECHO_BYTES) pieces.push(piece);
  });
  request.on('end', () => {
    if (bytes > MAX_ECHO_BYTES) return sendJson(response, 413, { error: 'too large', limitBytes: MAX_ECHO_BYTES });
    sendJson(response, 200, {
      method: request.method,
      url: request.url,
      headers: pairs(request.rawHeaders),
      body: Buffer.concat(pieces).toString('utf8'),
      bytes,
    });
  });
}

function pairs(rawHeaders: readonly string[]): (readonly [string, string])[] {
  return rawHeaders.flatMap((name, at) => (at % 2 === 0 ? [[name, rawHeaders[at + 1] ?? ''] as const] : []));
}

function status({ response, argument }: Call): void {
  const code = Number(argument);
  // 1xx are not answers, and Node writes none above 999.
  if (code < 200) return sendJson(response, 400, { error: 'from 200 to 999' });
  if (code >= 300 && code < 400) response.setHeader('Location', '/json');
  if (code === 401) response.setHeader('WWW-Authenticate', 'Basic realm="playground"');
  if (code === 204 || code === 304) {
    response.statusCode = code;
    response.end();
    return;
  }
  sendJson(response, code, { status: code, meaning: STATUS_CODES[code] ?? 'not registered' });
}

function json({ response }: Call): void {
  sendJson(response, 200, sample);
}

const sample = {
  text: 'Grüße, 世界 🌍',
  integer: 42,
  fraction: 0.1,
  large: Number.MAX_SAFE_INTEGER,
  yes: true,
  no: false,
  nothing: null,
  list: [1, 'two', [3]],
  object: { empty: {}, 'a key with spaces': 'and "quotes"' },
};

const encoders = {
  gzip: promisify(gzip),
  deflate: promisify(deflate),
  br: promisify(brotliCompress),
  zstd: promisify(zstdCompress),
} as const;

function compressed({ response, argument }: Call): void {
  const encoding = argument as keyof typeof encoders;
  const text = JSON.stringify({ encoding, orders: Array.from({ length: 50 }, (_, line) => order(line + 1)) });
  void encoders[encoding](Buffer.from(text)).then((bytes) => {
    response.writeHead(200, {
      'Content-Type': 'application/json; charset=utf-8',
      'Content-Encoding': encoding,
      'Content-Length': bytes.length,
    });
    response.end(bytes);
  });
}

function accepts(request: IncomingMessage, encoding: string): boolean {
  const offered = String(request.headers['accept-encoding'] ?? '').toLowerCase();
  return offered.split(',').some((item) => {
    const [name, quality] = item.split(';').map((part) => part.trim());
    return name === encoding && !/^q=0(\.0*)?$/.test(quality ?? '');
  });
}

function sendJson(response: ServerResponse, code: number, value: unknown): void {
  const body = Buffer.from(`${JSON.stringify(value, null, 2)}\n`);
  response.statusCode = code;
  response.setHeader('Content-Type', 'application/json; charset=utf-8');
  response.setHeader('Content-Length', body.length);
  response.end(body);
}
