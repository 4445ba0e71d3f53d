import { fail, ok, type Failure, type Result } from '#core/result.ts';
import { formatIp, parseIp } from '#core/certificate/ip.ts';
import { normalHost } from './host.ts';

/** Which hosts a trust decision is for. */
export type HostPattern =
  /** `api.corp`: that name. */
  | { readonly kind: 'name'; readonly name: string; readonly port?: number }
  /** `*.corp`: one more label, as in certificates. */
  | { readonly kind: 'one-label'; readonly parent: string; readonly port?: number }
  /** `.corp`: one or more labels more, as in name constraints; not `corp` itself. */
  | { readonly kind: 'every-depth'; readonly parent: string; readonly port?: number }
  /** `10.0.0.0/8`, `[fd00::]/8`, or a single address (prefix 32 or 128). */
  | { readonly kind: 'network'; readonly bytes: Uint8Array; readonly prefix: number; readonly port?: number };

export type BadPattern = Failure<'bad-pattern'> & { readonly pattern: string; readonly reason: string };

/**
 * A pattern from what a person wrote, or what is wrong with it. `:8443` after any of them binds it to that port.
 *
 * Strict, because a pattern that means more than it seems to widens trust: no `*` but as the whole first label, no address
 * bits after the prefix, no scheme or path. International names become their A-labels.
 */
export function parsePattern(text: string): Result<HostPattern, BadPattern> {
  const bad = (reason: string) =>
    fail<BadPattern>({ kind: 'bad-pattern', pattern: text, reason, message: `${text}: ${reason}` });
  const trimmed = text.trim();
  if (trimmed === '') return bad('It is empty.');
  if (trimmed.length > 300) return bad('It is longer than 300 characters.');
  if (trimmed.includes('://') || /[\s?#@]/.test(trimmed)) return bad('Write a host without scheme, path or spaces.');
  const { body, portText } = splitPort(trimmed);
  const port = portText === undefined ? undefined : portOf(portText);
  if (portText !== undefined && port === undefined) return bad('The port must be a number from 1 to 65535.');
  const withPort = port === undefined ? {} : { port };
  const isNetwork = body.includes('/') || body.includes(':') || body.startsWith('[') || /^[\d.]+$/.test(body);
  const parsed = isNetwork ? parseNetwork(body) : parseNames(body);
  return typeof parsed === 'string' ? bad(parsed) : ok({ ...parsed, ...withPort });
}

/** True when the pattern stands for this host and port. A host that is no host is covered by nothing. */
export function covers(pattern: HostPattern, host: string, port: number): boolean {
  if (pattern.port !== undefined && pattern.port !== port) return false;
  const asked = normalHost(host);
  const address = parseIp(asked);
  if (pattern.kind === 'network') return address !== undefined && inNetwork(address, pattern);
  if (address !== undefined) return false;
  switch (pattern.kind) {
    case 'name':
      return asked === pattern.name;
    case 'one-label':
      return labelsBefore(asked, pattern.parent) === 1;
    case 'every-depth':
      return labelsBefore(asked, pattern.parent) >= 1;
  }
}

/** True when any pattern covers the host, or there are none: no scope is everywhere. One that cannot be read covers nothing. */
export function inScope(scope: readonly string[], host: string, port: number): boolean {
  if (scope.length === 0) return true;
  return scope.some((text) => {
    const pattern = parsePattern(text);
    return pattern.ok && covers(pattern.value, host, port);
  });
}

/** The narrowest pattern: exactly this host and this port. */
export function patternFor(host: string, port: number): string {
  const name = normalHost(host);
  return name.includes(':') ? `[${name}]:${port}` : `${name}:${port}`;
}

/** The pattern as the app writes it: lower case, A-labels, shortest address. Parses to the same pattern. */
export function formatPattern(pattern: HostPattern): string {
  const port = pattern.port === undefined ? '' : `:${pattern.port}`;
  switch (pattern.kind) {
    case 'name':
      return `${pattern.name}${port}`;
    case 'one-label':
      return `*.${pattern.parent}${port}`;
    case 'every-depth':
      return `.${pattern.parent}${port}`;
    case 'network': {
      const address = pattern.bytes.length === 16 ? `[${formatIp(pattern.bytes)}]` : formatIp(pattern.bytes);
      return `${address}${pattern.prefix === pattern.bytes.length * 8 ? '' : `/${pattern.prefix}`}${port}`;
    }
  }
}

/** How many labels stand before the parent; 0 when it is not the end of the host. */
function labelsBefore(host: string, parent: string): number {
  const tail = `.${parent}`;
  if (!host.endsWith(tail)) return 0;
  const labels = host.slice(0, -tail.length).split('.');
  return labels.includes('') ? 0 : labels.length;
}

function inNetwork(address: Uint8Array, network: Extract<HostPattern, { kind: 'network' }>): boolean {
  if (address.length !== network.bytes.length) return false;
  return address.every((byte, index) => {
    const bits = Math.min(8, Math.max(0, network.prefix - index * 8));
    const mask = (0xff << (8 - bits)) & 0xff;
    return (byte & mask) === (network.bytes[index] ?? 0);
  });
}

/** A colon is a port's only where it cannot belong to an IPv6 address: after `]`, after a prefix, or as the only one. */
function splitPort(text: string): { readonly body: string; readonly portText?: string } {
  const found = /^(\[[^\]]*\](?:\/\d+)?|[^:]*):(.*)$/.exec(text);
  if (found?.[1] === undefined || found[2] === undefined || found[2].includes(':')) return { body: text };
  return { body: found[1], portText: found[2] };
}

function portOf(text: string): number | undefined {
  const port = /^[1-9]\d{0,4}$/.test(text) ? Number(text) : 0;
  return port >= 1 && port <= 65_535 ? port : undefined;
}

type Body<T = HostPattern> = T extends HostPattern ? Omit<T, 'port'> : never;

function parseNetwork(body: string): Body | string {
  const [addressText = '', prefixText, ...more] = body.split('/');
  const bytes = parseIp(addressText);
  if (more.length > 0 || bytes === undefined)
    return 'That is neither a name nor an IP address. IPv6 is written in brackets.';
  const size = bytes.length * 8;
  if (prefixText === undefined) return { kind: 'network', bytes, prefix: size };
  const prefix = /^(?:0|[1-9]\d{0,2})$/.test(prefixText) ? Number(prefixText) : Infinity;
  if (prefix > size) return `The prefix must be a number from 0 to ${size}.`;
  if (!inNetwork(bytes, { kind: 'network', bytes, prefix })) {
    const network = bytes.map((byte, index) => byte & (0xff << (8 - Math.min(8, Math.max(0, prefix - index * 8)))));
    return `The address has bits after the prefix; the network is ${formatPattern({ kind: 'network', bytes: network, prefix })}.`;
  }
  return { kind: 'network', bytes, prefix };
}

function parseNames(body: string): Body | string {
  const kind = body.startsWith('*.') ? 'one-label' : body.startsWith('.') ? 'every-depth' : 'name';
  const rest = kind === 'one-label' ? body.slice(2) : kind === 'every-depth' ? body.slice(1) : body;
  if (rest.includes('*')) return 'A star stands only for the whole first label, as in *.corp.';
  const name = asciiName(rest);
  if (name === undefined) return 'That is not a host name.';
  return kind === 'name' ? { kind, name } : { kind, parent: name };
}

/**
 * Lower case and A-labels; undefined when it is no host name. Underscores are let through: private names have them.
 * A last label of digits alone would be read as an IPv4 address by some, so it is none (RFC 3696 §2).
 */
function asciiName(text: string): string | undefined {
  let name = normalHost(text);
  if (/[^\u0000-\u007f]/.test(name)) {
    if (!URL.canParse(`http://${name}/`)) return undefined;
    name = new URL(`http://${name}/`).hostname;
  }
  const labels = name.split('.');
  const good = labels.every((label) => /^(?!-)[a-z0-9_-]{1,63}(?<!-)$/.test(label));
  return good && name.length <= 253 && !/^\d+$/.test(labels.at(-1) ?? '') ? name : undefined;
}
