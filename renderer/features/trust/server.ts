import { parsePattern } from '#core/trust/pattern.ts';

/** A server as it is being typed. */
export interface Server {
  readonly host: string;
  readonly port: string;
}

/** The port that is typed; undefined when it is none. */
export function portOf({ port }: Server): number | undefined {
  const number = /^[1-9]\d{0,4}$/.test(port) ? Number(port) : 0;
  return number > 0 && number <= 65_535 ? number : undefined;
}

/** What is wrong with it; undefined when it names one server. A pattern that stands for many is none. */
export function serverProblem(server: Server): string | undefined {
  if (server.host === '') return 'Say for which host.';
  const bare = server.host.replace(/^\[|\]$/g, '');
  const pattern = parsePattern(bare.includes(':') ? `[${bare}]` : bare);
  if (!pattern.ok) return pattern.error.reason;
  const { value } = pattern;
  if (value.port !== undefined) return 'The port has a field of its own.';
  const isOne = value.kind === 'name' || (value.kind === 'network' && value.prefix === value.bytes.length * 8);
  if (!isOne) return 'An exception is for one host, not for a pattern.';
  return portOf(server) === undefined ? 'The port is a number from 1 to 65535.' : undefined;
}
