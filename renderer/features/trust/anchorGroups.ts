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

/** What was made last of a state: leaving the page and coming back, or another key in the filter, makes nothing anew. */
const made = new WeakMap<TrustState, { readonly now: number; readonly groups: readonly AnchorGroup[] }>();

/** The groups of the table in the order of the store; the same as long as state and minute are. */
export function anchorGroups(state: TrustState, now: number): readonly AnchorGroup[] {
  const last = made.get(state);
  if (last?.now === now) return last.groups;
  const groups = makeGroups(state, now);
  made.set(state, { now, groups });
  return groups;
}

/** Writes down what a search looks through while nobody waits, so that the first key finds it done. Returns the function that stops it. */
export function prepareSearch(groups: readonly AnchorGroup[]): () => void {
  const waiting = groups.flatMap(({ subjects }) => subjects).reverse();
  let handle = 0;
  const go = (deadline: IdleDeadline): void => {
    while (waiting.length > 0 && deadline.timeRemaining() > 1) waiting.pop()?.text();
    if (waiting.length > 0) handle = requestIdleCallback(go);
  };
  handle = requestIdleCallback(go);
  return () => {
    cancelIdleCallback(handle);
  };
}

function makeGroups(state: TrustState, now: number): readonly AnchorGroup[] {
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
