import { formatPlural } from '#core/format.ts';
import { patternFor } from '#core/trust/pattern.ts';
import type { DryRun } from '#core/trust/effectivePreview.ts';
import type { FindingKind } from '#core/trust/verdict.ts';

type Host = DryRun['hosts'][number];

/** A host that a change would move, in words. */
export interface MovedHost {
  /** As people write it: no port when it is 443. */
  readonly name: string;
  readonly glyph: Host['after'];
  readonly words: string;
}

/** Hosts whose verdict would be another one, those that would stop first. */
export function movedHosts({ hosts }: DryRun): readonly MovedHost[] {
  return hosts
    .filter(({ before, after }) => before !== after)
    .toSorted((a, b) => Number(b.after === 'untrusted') - Number(a.after === 'untrusted'))
    .map((host) => ({
      name: patternFor(host.host, host.port).replace(/:443$/, ''),
      glyph: host.after,
      words: movedWords(host),
    }));
}

/** 'Nothing changes for the 12 hosts of your history.', '10 other hosts: no change.' */
export function restWords({ looked }: DryRun, moved: number): string {
  if (looked === 0) return 'No host in your history yet: nothing to compare with.';
  if (moved === 0)
    return looked === 1
      ? 'Nothing changes for the one host in your history.'
      : `Nothing changes for the ${formatPlural(looked, 'host')} in your history.`;
  const rest = looked - moved;
  return rest === 0 ? 'No other host in your history.' : `${formatPlural(rest, 'other host')}: no change.`;
}

function movedWords({ after, anchor, stops }: Host): string {
  switch (after) {
    case 'trusted':
      return anchor === undefined ? 'would be trusted' : `would be trusted through ${anchor}`;
    case 'excepted':
      return 'would pass by your exception only';
    case 'untrusted':
      return `would stop: ${stops.map(stopWords).join(', ')}`;
  }
}

/** Those that a change of anchors can bring about; the others are told by their own name. */
const known: Partial<Record<FindingKind, string>> = {
  'unknown-issuer': 'nobody you trust stands behind it',
  'self-signed': 'nobody but itself stands behind it',
  'incomplete-chain': 'its chain would be incomplete',
  'out-of-scope': 'its authority would be for other hosts',
  distrusted: 'it would be refused',
};

function stopWords(kind: string): string {
  return known[kind as FindingKind] ?? kind.replaceAll('-', ' ');
}
