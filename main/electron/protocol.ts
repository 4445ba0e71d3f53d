import { readFile } from 'node:fs/promises';
import { extname, join, sep } from 'node:path';
import { APP_HOST } from './origin.ts';

/** Where the bytes of kept bodies come from. */
export interface BodySource {
  /** Length in bytes, or undefined when no such body is kept. */
  readonly bodySize: (ref: string) => Promise<number | undefined>;
  /** The bytes from `start` up to, not including, `end`; fewer when the body ends there. */
  readonly readBody: (ref: string, start: number, end: number) => Promise<Uint8Array>;
}

/** The policy of the built window: nothing but its own files, no inline code, no frames, no forms (Electron's checklist, item 7). */
export const CONTENT_SECURITY_POLICY = [
  "default-src 'none'",
  "script-src 'self'",
  "style-src 'self'",
  "img-src 'self' data:",
  "font-src 'self'",
  "connect-src 'self'",
  "worker-src 'self'",
  "base-uri 'none'",
  "form-action 'none'",
  "frame-ancestors 'none'",
  "object-src 'none'",
].join('; ');

/** Path under which bodies are served, so that they share the window's origin (docs/adr/0010). */
const BODY_PATH = /^\/_body\/([0-9a-f]{64})$/;

/** Bytes read from a body at a time: large enough to be fast, small enough that 1 GiB never stands in memory. */
const CHUNK_BYTES = 1024 * 1024;

/** What the build emits, by extension. Anything else is served as bytes, and `nosniff` keeps it that. */
const mediaTypes: Readonly<Record<string, string>> = {
  '.html': 'text/html; charset=utf-8',
  '.js': 'text/javascript; charset=utf-8',
  '.css': 'text/css; charset=utf-8',
  '.json': 'application/json; charset=utf-8',
  '.svg': 'image/svg+xml',
  '.png': 'image/png',
  '.ico': 'image/x-icon',
  '.woff2': 'font/woff2',
  '.txt': 'text/plain; charset=utf-8',
};

/** On every answer. */
const guards = {
  'Content-Security-Policy': CONTENT_SECURITY_POLICY,
  'X-Content-Type-Options': 'nosniff',
  'Referrer-Policy': 'no-referrer',
  'Cross-Origin-Opener-Policy': 'same-origin',
  'Cross-Origin-Resource-Policy': 'same-origin',
};

/**
 * Answers requests of the window: files of `folder` under `app://bundle/`, ranges of bodies under `app://bundle/_body/<sha256>`.
 *
 * Never rejects: what cannot be answered is a 4xx without a body, since a page that asks wrongly is a bug of ours or an attack.
 */
export function createAppProtocol(folder: string, bodies: BodySource): (request: Request) => Promise<Response> {
  return async (request) => {
    const url = new URL(request.url);
    if (url.host !== APP_HOST) return refusal(404);
    if (request.method !== 'GET') return refusal(405, { Allow: 'GET' });
    const ref = BODY_PATH.exec(url.pathname)?.[1];
    return ref === undefined ? file(folder, url.pathname) : body(bodies, ref, request.headers.get('range'));
  };
}

async function file(folder: string, pathname: string): Promise<Response> {
  const path = fileWithin(folder, pathname);
  if (path === undefined) return refusal(404);
  try {
    const bytes = await readFile(path);
    const type = mediaTypes[extname(path)] ?? 'application/octet-stream';
    return new Response(bytes, { headers: { ...guards, 'Content-Type': type, 'Cache-Control': 'no-cache' } });
  } catch {
    return refusal(404);
  }
}

/** The path of a file inside `folder`, or undefined when the address leads out of it or is no address of a file. */
export function fileWithin(folder: string, pathname: string): string | undefined {
  let decoded: string;
  try {
    decoded = decodeURIComponent(pathname);
  } catch {
    return undefined;
  }
  if (decoded.includes('\0')) return undefined;
  const path = join(folder, decoded);
  return path.startsWith(folder + sep) ? path : undefined;
}

async function body(bodies: BodySource, ref: string, range: string | null): Promise<Response> {
  const size = await bodies.bodySize(ref);
  if (size === undefined) return refusal(404);
  const wanted = range === null ? { start: 0, end: size } : parseRange(range, size);
  if (wanted === undefined) return refusal(416, { 'Content-Range': `bytes */${size}` });
  const headers = {
    ...guards,
    // Whatever a server called it: a body is never a page, a style or a script of ours.
    'Content-Type': 'application/octet-stream',
    'Content-Length': String(wanted.end - wanted.start),
    'Accept-Ranges': 'bytes',
    'Cache-Control': 'no-store',
    ...(range === null ? {} : { 'Content-Range': `bytes ${wanted.start}-${wanted.end - 1}/${size}` }),
  };
  return new Response(stream(bodies, ref, wanted), { status: range === null ? 200 : 206, headers });
}

export interface ByteRange {
  readonly start: number;
  /** Exclusive. */
  readonly end: number;
}

/**
 * The one range asked for, cut to the body; undefined when it cannot be satisfied or is not a single byte range.
 * RFC 9110 §14.1.2: 'bytes=0-99', 'bytes=100-', 'bytes=-50' (the last fifty).
 */
export function parseRange(text: string, size: number): ByteRange | undefined {
  const [, from = '', to = ''] = /^bytes=(\d{0,15})-(\d{0,15})$/.exec(text.trim()) ?? [];
  if (from === '' && to === '') return undefined;
  const start = from === '' ? Math.max(0, size - Number(to)) : Number(from);
  const end = from === '' || to === '' ? size : Math.min(size, Number(to) + 1);
  return start < end ? { start, end } : undefined;
}

function stream(bodies: BodySource, ref: string, { start, end }: ByteRange): ReadableStream<Uint8Array> {
  let at = start;
  return new ReadableStream<Uint8Array>({
    async pull(controller) {
      if (at >= end) {
        controller.close();
        return;
      }
      const bytes = await bodies.readBody(ref, at, Math.min(end, at + CHUNK_BYTES));
      // Removed or cut short meanwhile: an error, so that the page never takes a part for the whole.
      if (bytes.byteLength === 0) throw new Error('The body ended early.');
      at += bytes.byteLength;
      controller.enqueue(bytes);
    },
  });
}

function refusal(status: number, headers: Record<string, string> = {}): Response {
  return new Response(null, { status, headers: { ...guards, ...headers } });
}
