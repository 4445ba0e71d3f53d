import { formatIp } from '#core/certificate/ip.ts';
import { formatCount, formatPlural } from '#core/format.ts';
import type { HostEntry } from '#core/history/host.ts';
import { parseAddress } from '#core/http/address.ts';
import { inScope, parsePattern, type HostPattern } from '#core/trust/pattern.ts';

/** What the pattern written last covers, with an example of what it does and does not; every host when there is none. */
export function scopeWords(scope: readonly string[]): string {
  const last = scope.at(-1);
  if (last === undefined) return 'Empty: trusted for every host.';
  const pattern = parsePattern(last);
  return pattern.ok ? patternWords(pattern.value) : pattern.error.reason;
}

function patternWords(pattern: HostPattern): string {
  const port = pattern.port === undefined ? '' : ` Only on port ${pattern.port}.`;
  switch (pattern.kind) {
    case 'name':
      return `Exactly ${pattern.name}${pattern.port === undefined ? ', on every port.' : ` on port ${pattern.port}.`}`;
    case 'one-label': {
      const wide = pattern.parent.includes('.') ? '' : ` That is every name right below .${pattern.parent}.`;
      return `One label deep: api.${pattern.parent} yes, a.b.${pattern.parent} no.${wide}${port}`;
    }
    case 'every-depth':
      return `Every depth: api.${pattern.parent} and a.b.${pattern.parent} yes, ${pattern.parent} itself no.${port}`;
    case 'network':
      return `${networkWords(pattern)}${port}`;
  }
}

function networkWords({ bytes, prefix }: Extract<HostPattern, { kind: 'network' }>): string {
  const bits = bytes.length * 8 - prefix;
  if (bits === 0) return 'Exactly that address.';
  const last = bytes.map((byte, index) => byte | (0xff >> Math.min(8, Math.max(0, prefix - index * 8))));
  const range = `From ${formatIp(bytes)} to ${formatIp(last)}`;
  return bits > 32 ? `${range}.` : `${range}: ${formatCount(2 ** bits)} addresses.`;
}

/** '14 hosts in your history match.'; undefined when the history has none. Only hosts that were asked by TLS count. */
export function matchWords(scope: readonly string[], hosts: readonly HostEntry[]): string | undefined {
  const asked = hosts.flatMap(({ authority, scheme }) => {
    const address = scheme === 'https' ? parseAddress(`https://${authority}`) : undefined;
    return address?.ok === true ? [address.value] : [];
  });
  if (asked.length === 0) return undefined;
  const count = asked.filter(({ host, port }) => inScope(scope, host, port)).length;
  if (count === 0)
    return asked.length === 1
      ? 'The one host in your history does not match.'
      : `None of the ${formatCount(asked.length)} hosts in your history match.`;
  return `${formatPlural(count, 'host')} in your history ${count === 1 ? 'matches' : 'match'}.`;
}
