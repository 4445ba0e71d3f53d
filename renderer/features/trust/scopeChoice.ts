import { normalHost } from '#core/trust/host.ts';
import { parsePattern, patternFor } from '#core/trust/pattern.ts';

/** A scope that is wider than what was asked, offered as a link, never as the default. */
export interface WiderScope {
  readonly words: string;
  readonly scope: readonly string[];
}

/**
 * The next wider scopes: any port of the host, and its sisters one label deep.
 *
 * '*.com' is not offered: a star needs two labels behind it, or it would stand for a whole registry. An address has no sisters.
 */
export function widerScopes(host: string, port: number): readonly WiderScope[] {
  const anyPort = { words: 'Any port', scope: [patternFor(host, port).replace(/:\d+$/, '')] };
  const labels = normalHost(host).split('.');
  if (isAddress(host) || labels.length < 3) return [anyPort];
  const parent = labels.slice(1).join('.');
  return [anyPort, { words: `*.${parent}`, scope: [`*.${parent}:${port}`] }];
}

function isAddress(host: string): boolean {
  const pattern = parsePattern(patternFor(host, 1));
  return pattern.ok && pattern.value.kind === 'network';
}

/** What is wrong with a host pattern, for the field it is typed into; undefined when it may be used. */
export function patternProblem(text: string): string | undefined {
  const pattern = parsePattern(text);
  return pattern.ok ? undefined : pattern.error.reason;
}
