import { fail, ok, type Result } from '#core/result.ts';
import type { ExchangeFailure } from './exchange.ts';

/** Where a request goes, taken apart. */
export interface Address {
  readonly scheme: 'https' | 'http';
  /** ASCII (IDNA), lower case; an IPv6 address without brackets. */
  readonly host: string;
  readonly port: number;
  /** `host[:port]` as the Host header says it: brackets around IPv6, no port when it is the scheme's own. */
  readonly authority: string;
  /** Path and query as sent. Never empty. */
  readonly target: string;
  /** The whole address as recorded. */
  readonly url: string;
}

export type AddressFailure = Extract<ExchangeFailure, { kind: 'invalid-url' }>;

const schemes = { 'https:': { name: 'https', port: 443 }, 'http:': { name: 'http', port: 80 } } as const;

/**
 * What a typed address means: scheme, host, port, and the path and query exactly as typed wherever HTTP allows it.
 *
 * Lenient as an address bar: `https://` is added when no scheme is there (`localhost:8443/x`, `[::1]`, `::1`), names are
 * turned into ASCII, a fragment is dropped (RFC 9110 §4.2.5). Strict as a tool: dot segments, doubled slashes and `%` are
 * sent as they are; only bytes that may not stand in a request line are percent-encoded.
 *
 * Fails as `invalid-url`; user and password are refused because they would end up in logs and history, and for the same reason
 * the failure leaves them out.
 */
export function parseAddress(typed: string): Result<Address, AddressFailure> {
  // As every browser does with a pasted, broken line (WHATWG URL §4.4: tab and newline are removed).
  const text = typed.replace(/[\t\r\n]/g, '').trim();
  const { scheme, rest } = splitScheme(text);
  const refuse = (reason: AddressFailure['reason']) => {
    const url = withoutCredentials(typed, scheme, rest);
    return fail<AddressFailure>({ kind: 'invalid-url', message: `${reason}: ${url}`, url, reason });
  };
  if (text === '') return refuse('empty');

  const known = Object.hasOwn(schemes, scheme) ? schemes[scheme as keyof typeof schemes] : undefined;
  if (!known) return refuse('scheme');

  const end = rest.search(afterAuthority);
  const typedAuthority = end === -1 ? rest : rest.slice(0, end);
  if (typedAuthority.includes('@')) return refuse('credentials');
  if (typedAuthority === '') return refuse('not-a-url');

  const url = parseAuthority(scheme, typedAuthority);
  if (!url) return refuse(hasBadPort(typedAuthority) ? 'port' : 'not-a-url');
  if (url.port === '0') return refuse('port');

  const target = requestTarget(end === -1 ? '' : rest.slice(end));
  return ok({
    scheme: known.name,
    host: url.hostname.replace(/^\[|\]$/g, ''),
    port: url.port === '' ? known.port : Number(url.port),
    authority: url.host,
    target,
    url: `${scheme}//${url.host}${target}`,
  });
}

/** A host as an address writes it: IPv6 in brackets, everything else as it is. */
export function bracketed(host: string): string {
  return host.includes(':') && !host.startsWith('[') ? `[${host}]` : host;
}

function splitScheme(text: string): { scheme: string; rest: string } {
  const withSlashes = /^([a-z][a-z0-9+.-]*:)\/\/(.*)$/is.exec(text);
  if (withSlashes) return { scheme: (withSlashes[1] ?? '').toLowerCase(), rest: withSlashes[2] ?? '' };
  // `https:host` and `https:/host`: every browser reads them as https://host (WHATWG URL §4.4).
  const ours = /^(https?:)[/\\]*(.*)$/is.exec(text);
  if (ours) return { scheme: (ours[1] ?? '').toLowerCase(), rest: ours[2] ?? '' };
  if (text.startsWith('//')) return { scheme: 'https:', rest: text.slice(2) };
  // A colon that is followed by no port belongs to a scheme: mailto:, javascript:, data:. But 'user:pass@host' and '::1' do not.
  const other = /^([a-z][a-z0-9+.-]*:)(?!\d|[/?#]|$)([^@:]*)$/i.exec(text);
  if (other) return { scheme: (other[1] ?? '').toLowerCase(), rest: other[2] ?? '' };
  return { scheme: 'https:', rest: text };
}

/** Where path, query or fragment begin (WHATWG URL §4.4). */
const afterAuthority = /[/\\?#]/;

/** The address as typed; when it names a user, without that part. */
function withoutCredentials(typed: string, scheme: string, rest: string): string {
  const end = rest.search(afterAuthority);
  const at = rest.slice(0, end === -1 ? rest.length : end).lastIndexOf('@');
  return at === -1 ? typed : `${scheme}//${rest.slice(at + 1)}`;
}

function parseAuthority(scheme: string, authority: string): URL | undefined {
  const bareIpv6 = /^[0-9a-f:.]*:[0-9a-f.]*:[0-9a-f:.]*$/i.test(authority);
  const text = `${scheme}//${bareIpv6 ? `[${authority}]` : authority}/`;
  return URL.canParse(text) ? new URL(text) : undefined;
}

function hasBadPort(authority: string): boolean {
  const port = /:([^:\]]*)$/.exec(authority)?.[1];
  return port !== undefined && port !== '' && !(/^\d+$/.test(port) && Number(port) <= 65_535);
}

/**
 * Not allowed in a request target (RFC 3986 §3.3, §3.4) and not sent by browsers either (WHATWG URL §1.3). What browsers leave
 * alone against the RFC (`|`, `[`, `]`, a lone `%`) is left alone here too: servers are tested with it.
 */
const illegal = /[\u0000-\u0020"<>\\^`{}\u007f-\u{10ffff}]/gu;

function requestTarget(typed: string): string {
  const withoutFragment = typed.split('#', 1)[0] ?? '';
  const queryAt = withoutFragment.indexOf('?');
  const path = queryAt === -1 ? withoutFragment : withoutFragment.slice(0, queryAt);
  const query = queryAt === -1 ? '' : withoutFragment.slice(queryAt);
  // A backslash in a path is a slash to every browser (WHATWG URL §4.4).
  const slashed = path.replaceAll('\\', '/');
  return `${slashed === '' ? '/' : slashed}${query}`.replace(illegal, percentEncode);
}

function percentEncode(character: string): string {
  let encoded = '';
  for (const byte of new TextEncoder().encode(character))
    encoded += `%${byte.toString(16).toUpperCase().padStart(2, '0')}`;
  return encoded;
}
