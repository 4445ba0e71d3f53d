import { anchorSubject, type AnchorSubject } from '#core/trust/anchorQuery.ts';
import { anchorState, refusedOf } from '#core/trust/anchorState.ts';
import type { TrustState } from '#core/trust/anchor.ts';
import type { AnchorSource } from '#core/trust/verdict.ts';

/** All anchors of one source, made ready to be sorted and looked through. */
export interface AnchorGroup {
  readonly source: AnchorSource;
  readonly title: string;
  readonly words: string;
  /** Whether the list is on; of custom anchors, whether any of them is. */
  readonly enabled: boolean;
  readonly subjects: readonly AnchorSubject[];
}

const titles: Readonly<Record<AnchorSource, string>> = { custom: 'Custom', system: 'System', bundled: 'Bundled' };

/** The groups of the table in the order of the store. What a search needs is written down once here, not for each key. */
export function anchorGroups(state: TrustState, now: number): readonly AnchorGroup[] {
  const refused = refusedOf(state);
  const subjects: Record<AnchorSource, AnchorSubject[]> = { custom: [], system: [], bundled: [] };
  for (const anchor of state.anchors)
    subjects[anchor.source].push(anchorSubject(anchor, anchorState(anchor, state, refused, now)));
  const bundled = new Set(subjects.bundled.map(({ anchor }) => anchor.sha256));
  const both = subjects.system.filter(({ anchor }) => bundled.has(anchor.sha256)).length;
  return (['custom', 'system', 'bundled'] as const).map((source) => ({
    source,
    title: titles[source],
    words: groupWords(source, both, subjects[source].length),
    enabled: source === 'custom' ? subjects.custom.some(({ anchor }) => anchor.enabled) : state.sources[source],
    subjects: subjects[source],
  }));
}

function groupWords(source: AnchorSource, both: number, count: number): string {
  switch (source) {
    case 'custom':
      return count === 0 ? 'None yet.' : 'Added by you. Each one can be limited to hosts and to a date.';
    case 'system':
      if (count === 0) return 'This computer names none.';
      return both === 0 ? 'Read from this computer.' : `Read from this computer. ${both} of them are also bundled.`;
    case 'bundled':
      return 'Mozilla’s list, shipped with this version.';
  }
}
