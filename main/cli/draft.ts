import { ok, type Result } from '#core/result.ts';
import type { ConnectTo, DraftBody, RequestDraft, SendLimits } from '#core/http/draft.ts';
import { headerValue } from '#core/http/header.ts';
import type { Header } from '#core/http/exchange.ts';
import { usage, type Flag, type Given, type UsageFailure } from './flags.ts';

/** What a request is made of. */
export const requestFlags: readonly Flag[] = [
  { name: 'request', short: 'X', value: 'METHOD', help: 'GET, or POST when there is a body' },
  { name: 'header', short: 'H', value: 'NAME:VALUE', help: 'once for each; NAME; sends it empty' },
  { name: 'data', short: 'd', value: 'DATA', help: 'body; @FILE sends a file as it is, @- standard input' },
  { name: 'data-file', value: 'FILE', help: 'body from a file, as it is' },
];

/** How far and how long to go; also for `inspect`. */
export const connectionFlags: readonly Flag[] = [
  { name: 'connect-to', value: 'H:P:H2:P2', help: 'for H:P connect to H2:P2; names are still checked against H' },
  { name: 'max-time', value: 'SECONDS', help: 'limit for the whole exchange; 0 = none' },
  { name: 'connect-timeout', value: 'SECONDS', help: 'limit for name lookup and TCP, and again for the handshake' },
];

export const bodyLimitFlag: Flag = {
  name: 'max-body',
  value: 'BYTES',
  help: 'stop reading after so many decoded bytes; k, M and G may follow (1024 each)',
};

/** Reads what @FILE, @- and --data-file name. @throws the system's error */
export type ReadFile = (path: string) => Promise<Uint8Array>;

/** The request that the flags describe. Files are read here. */
export async function draftOf(
  url: string,
  given: Given,
  readFile: ReadFile,
): Promise<Result<RequestDraft, UsageFailure>> {
  const headers = parseHeaders(given.all('header'));
  if (!headers.ok) return headers;
  const connection = parseConnection(given);
  if (!connection.ok) return connection;
  const body = await readBody(given, readFile);
  if (!body.ok) return body;
  const method = given.one('request') ?? (body.value ? 'POST' : 'GET');
  if (!body.value) return ok({ method, url, headers: headers.value, ...connection.value });
  const named = headerValue(headers.value, 'content-type') !== undefined;
  const type: readonly Header[] = named ? [] : [['Content-Type', body.value.mediaType]];
  return ok({ method, url, headers: [...headers.value, ...type], body: body.value.body, ...connection.value });
}

interface Connecting {
  readonly limits?: Partial<SendLimits>;
  readonly connectTo?: readonly ConnectTo[];
}

/** Limits and detours, as far as they were given. */
export function parseConnection(given: Given): Result<Connecting, UsageFailure> {
  const limits: { -readonly [K in keyof SendLimits]?: number } = {};
  const maxTime = given.one('max-time');
  if (maxTime !== undefined) {
    const ms = parseSeconds(maxTime);
    if (ms === undefined) return usage(`--max-time ${maxTime} is no number of seconds.`);
    limits.totalTimeoutMs = ms;
  }
  const connectTimeout = given.one('connect-timeout');
  if (connectTimeout !== undefined) {
    const ms = parseSeconds(connectTimeout);
    if (ms === undefined || ms === 0)
      return usage(`--connect-timeout ${connectTimeout} is no number of seconds above 0.`);
    limits.connectTimeoutMs = ms;
    limits.tlsTimeoutMs = ms;
  }
  const maxBody = given.one('max-body');
  if (maxBody !== undefined) {
    const bytes = parseBytes(maxBody);
    if (bytes === undefined) return usage(`--max-body ${maxBody} is no number of bytes: 1000000, 500k, 20M, 2G.`);
    limits.maxBodyBytes = bytes;
  }
  const connectTo: ConnectTo[] = [];
  for (const text of given.all('connect-to')) {
    const parsed = parseConnectTo(text);
    if (!parsed) return usage(`--connect-to ${text} is not HOST:PORT:HOST2:PORT2. IPv6 addresses stand in brackets.`);
    connectTo.push(parsed);
  }
  return ok({
    ...(Object.keys(limits).length === 0 ? {} : { limits }),
    ...(connectTo.length === 0 ? {} : { connectTo }),
  });
}

/** A day is the longest time that other parts accept (core/contract.ts). */
const MAX_SECONDS = 86_400;

function parseSeconds(text: string): number | undefined {
  if (!/^\d+(\.\d+)?$|^\.\d+$/.test(text)) return undefined;
  const seconds = Number(text);
  return seconds <= MAX_SECONDS ? Math.round(seconds * 1000) : undefined;
}

function parseBytes(text: string): number | undefined {
  const [, digits = '', unit = ''] = /^(\d+)([kmg]?)$/i.exec(text) ?? [];
  const factor = 1024 ** ['', 'k', 'm', 'g'].indexOf(unit.toLowerCase());
  const bytes = Number(digits) * factor;
  return digits !== '' && bytes >= 1 && bytes <= 2 ** 40 ? bytes : undefined;
}

/** curl's form: either half of either side may be empty. */
function parseConnectTo(text: string): ConnectTo | undefined {
  const host = String.raw`(\[[0-9A-Fa-f:.%a-z]*\]|[^:\[\]]*)`;
  const match = new RegExp(`^${host}:(\\d*):${host}:(\\d*)$`).exec(text);
  if (!match) return undefined;
  const [, from = '', fromPort = '', to = '', toPort = ''] = match;
  const ports = [Number(fromPort), Number(toPort)] as const;
  if (ports.some((port) => port > 65_535)) return undefined;
  const bare = (name: string) => name.replace(/^\[|\]$/g, '');
  return { host: bare(from).toLowerCase(), port: ports[0], toHost: bare(to), toPort: ports[1] };
}

function parseHeaders(texts: readonly string[]): Result<readonly Header[], UsageFailure> {
  const headers: Header[] = [];
  for (const text of texts) {
    const colon = text.indexOf(':');
    const name = text.slice(0, colon).trim();
    const value = text.slice(colon + 1).trim();
    if (colon === -1 && text.endsWith(';')) headers.push([text.slice(0, -1).trim(), '']);
    else if (colon < 1) return usage(`-H "${text}" has no colon: NAME: VALUE.`);
    // curl takes this for "leave the header out"; doing something else in silence would mislead.
    else if (value === '') return usage(`-H "${text}" has no value; "${name};" sends the header empty.`);
    else headers.push([name, value]);
  }
  return ok(headers);
}

interface TypedBody {
  readonly body: DraftBody;
  readonly mediaType: string;
}

async function readBody(given: Given, readFile: ReadFile): Promise<Result<TypedBody | undefined, UsageFailure>> {
  const data = given.all('data');
  const file = given.one('data-file');
  if (file !== undefined && data.length > 0) return usage('Take one of -d and --data-file.');
  try {
    if (file !== undefined) return ok(typed(await readFile(file), 'application/octet-stream'));
    if (data.length === 0) return ok(undefined);
    const pieces = await Promise.all(data.map((item) => (item.startsWith('@') ? readFile(item.slice(1)) : item)));
    // Several are the fields of one form, as with curl.
    return ok(typed(joined(pieces), 'application/x-www-form-urlencoded'));
  } catch (error) {
    const { path, code, message } = error as NodeJS.ErrnoException;
    return usage(`The body cannot be read: ${path === undefined ? message : `${path} (${code})`}.`);
  }
}

function joined(pieces: readonly (string | Uint8Array)[]): string | Uint8Array {
  if (pieces.every((piece) => typeof piece === 'string')) return pieces.join('&');
  return Buffer.concat(
    pieces.flatMap((piece, at) => (at === 0 ? [Buffer.from(piece)] : [Buffer.from('&'), Buffer.from(piece)])),
  );
}

/** JSON is called so, whatever the flag: it is what most bodies are, and the wrong name for it what most refusals come from. */
function typed(content: string | Uint8Array, otherwise: string): TypedBody {
  const body: DraftBody =
    typeof content === 'string' ? { kind: 'text', text: content } : { kind: 'bytes', bytes: new Uint8Array(content) };
  return { body, mediaType: isJsonText(content) ? 'application/json' : otherwise };
}

function isJsonText(content: string | Uint8Array): boolean {
  const text = (typeof content === 'string' ? content : Buffer.from(content).toString('utf8')).trim();
  if (!text.startsWith('{') && !text.startsWith('[')) return false;
  try {
    JSON.parse(text);
    return true;
  } catch {
    return false;
  }
}
