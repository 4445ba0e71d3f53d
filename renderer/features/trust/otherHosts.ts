import type { HistoryEntry } from '#core/history/entry.ts';
import type { DryRun } from '#core/trust/effectivePreview.ts';
import { inScope, patternFor } from '#core/trust/pattern.ts';

export interface OtherHost {
  /** 'host:port'. */
  readonly name: string;
  /** 'in-scope': judged anew when it is asked. The last two are known when its last chain was judged with the decision made. */
  readonly state: 'in-scope' | 'outside' | 'trusted' | 'stops';
}

export interface OtherHosts {
  /** Hosts that were refused when last asked, and whether the scope is for them too. */
  readonly refused: readonly OtherHost[];
  /** How many more were refused and are in the scope. */
  readonly more: number;
  /** How many others history knows: a decision about an authority changes nothing for them. */
  readonly unchanged: number;
}

/** How many refused hosts are listed; more would push the buttons out of sight. */
const LISTED = 3;

/** The other hosts of the loaded history, each as it stood when it was asked last. Entries are newest first. */
export function otherHosts(
  entries: readonly HistoryEntry[],
  asked: { readonly host: string; readonly port: number },
  scope: readonly string[],
): OtherHosts {
  const seen = new Map<string, { readonly host: string; readonly port: number; readonly refused: boolean }>();
  for (const entry of entries) {
    const end = endOf(entry.url);
    if (end === undefined) continue;
    const name = patternFor(end.host, end.port);
    if (!seen.has(name)) seen.set(name, { ...end, refused: entry.verdict === 'untrusted' });
  }
  seen.delete(patternFor(asked.host, asked.port));
  const all = [...seen]
    .filter(([, host]) => host.refused)
    .map(([name, { host, port }]): OtherHost => ({ name, state: inScope(scope, host, port) ? 'in-scope' : 'outside' }))
    // What the decision may change stands first.
    .sort((one, other) => Number(one.state === 'outside') - Number(other.state === 'outside'));
  const refused = all.slice(0, LISTED);
  const more = all.slice(LISTED).filter(({ state }) => state === 'in-scope').length;
  return { refused, more, unchanged: seen.size - refused.length - more };
}

/** The same with what came of trying the decision on what each host showed last; hosts that were not looked at stay as they are. */
export function triedHosts(others: OtherHosts, { hosts }: Pick<DryRun, 'hosts'>): OtherHosts {
  const after = new Map(hosts.map((host) => [patternFor(host.host, host.port), host.after]));
  const refused = others.refused.map((other): OtherHost => {
    const found = after.get(other.name);
    if (found === undefined || other.state === 'outside') return other;
    return { ...other, state: found === 'trusted' ? 'trusted' : 'stops' };
  });
  return { ...others, refused };
}

/** Host and port of an https address; undefined for anything else. */
function endOf(url: string): { readonly host: string; readonly port: number } | undefined {
  if (!url.startsWith('https:') || !URL.canParse(url)) return undefined;
  const { hostname, port } = new URL(url);
  return { host: hostname, port: port === '' ? 443 : Number(port) };
}
