import type { Anchor, TrustState } from '#core/trust/anchor.ts';
import type { AnchorSource } from '#core/trust/verdict.ts';

export interface GroupRow {
  readonly kind: 'group';
  readonly source: AnchorSource;
  readonly title: string;
  readonly words: string;
  /** Whether the source is on; absent for custom anchors, which have a switch each. */
  readonly enabled?: boolean;
  /** All of the source, and those the filter shows. */
  readonly total: number;
  readonly shown: number;
}

export interface AnchorRow {
  readonly kind: 'anchor';
  readonly anchor: Anchor;
  /** Whether it counts now: switched on itself and in a source that is on, and its end has not come. */
  readonly counts: boolean;
}

export type TrustRow = GroupRow | AnchorRow;

const titles: Record<AnchorSource, string> = { custom: 'Custom', system: 'System', bundled: 'Bundled' };

/** The one table of all anchors: for each source its head, then its anchors in the order of the store. */
export function anchorRows(state: TrustState, filter: string, now: number): readonly TrustRow[] {
  const sources: readonly AnchorSource[] = ['custom', 'system', 'bundled'];
  return sources.flatMap((source): TrustRow[] => {
    const all = state.anchors.filter((anchor) => anchor.source === source);
    const shown = all.filter((anchor) => matchesFilter(anchor, filter));
    // A filter that finds nothing in a source leaves its head out; without one, an empty source still says so.
    if (shown.length === 0 && filter.trim() !== '') return [];
    const enabled = source === 'custom' ? {} : { enabled: state.sources[source] };
    const head: GroupRow = {
      kind: 'group',
      source,
      title: titles[source],
      words: groupWords(source, state.anchors),
      total: all.length,
      shown: shown.length,
      ...enabled,
    };
    return [
      head,
      ...shown.map((anchor): AnchorRow => ({ kind: 'anchor', anchor, counts: isCounting(anchor, state, now) })),
    ];
  });
}

function isCounting(anchor: Anchor, state: TrustState, now: number): boolean {
  if (anchor.source !== 'custom' && !state.sources[anchor.source]) return false;
  return anchor.enabled && (anchor.trustedUntil === undefined || anchor.trustedUntil >= now);
}

function groupWords(source: AnchorSource, anchors: readonly Anchor[]): string {
  switch (source) {
    case 'custom':
      return 'Added by you. Each one can be limited to hosts and to a date.';
    case 'system': {
      const bundled = new Set(anchors.filter((anchor) => anchor.source === 'bundled').map((anchor) => anchor.sha256));
      const both = anchors.filter((anchor) => anchor.source === 'system' && bundled.has(anchor.sha256)).length;
      return both === 0 ? 'Read from this computer.' : `Read from this computer. ${both} of them are also bundled.`;
    }
    case 'bundled':
      return 'Mozilla’s list, shipped with this version.';
  }
}

/**
 * Whether every word of the filter stands somewhere in the anchor: name, organisation, key, scope, note, source, or the beginning of
 * its fingerprint, with or without colons.
 */
export function matchesFilter(anchor: Anchor, filter: string): boolean {
  const words = filter
    .toLowerCase()
    .split(/\s+/)
    .filter((word) => word !== '');
  const text = [
    anchor.label,
    anchor.subject,
    anchor.organization,
    anchor.key,
    ...anchor.scope,
    anchor.note ?? '',
    anchor.source,
  ]
    .join('\n')
    .toLowerCase();
  return words.every((word) => text.includes(word) || anchor.sha256.includes(word.replaceAll(':', '')));
}
