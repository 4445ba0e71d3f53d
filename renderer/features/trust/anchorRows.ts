import type { AnchorGroup } from './anchorGroups.ts';
import type { AnchorSubject } from '#core/trust/anchorQuery.ts';
import type { AnchorState } from '#core/trust/anchorState.ts';
import type { Anchor } from '#core/trust/anchor.ts';
import type { AnchorSource } from '#core/trust/verdict.ts';

export interface GroupRow {
  readonly kind: 'group';
  /** Identity of the row. */
  readonly key: string;
  readonly source: AnchorSource;
  readonly title: string;
  readonly words: string;
  readonly enabled: boolean;
  /** All of the source, and those the filter shows. */
  readonly total: number;
  readonly shown: number;
}

export interface AnchorRow {
  readonly kind: 'anchor';
  readonly key: string;
  readonly anchor: Anchor;
  readonly state: AnchorState;
}

export type TrustRow = GroupRow | AnchorRow;

/** The same certificate can be custom, system and bundled at once: it then has a row in each. */
export function rowKey({ source, sha256 }: Pick<Anchor, 'source' | 'sha256'>): string {
  return `${source}:${sha256}`;
}

/** A row is made once for each state, whatever is looked for then: ten thousand of them for each key would be felt. */
const made = new WeakMap<AnchorSubject, AnchorRow>();

function rowOf(subject: AnchorSubject): AnchorRow {
  const known = made.get(subject);
  if (known !== undefined) return known;
  const { anchor, state } = subject;
  const row: AnchorRow = { kind: 'anchor', key: rowKey(anchor), anchor, state };
  made.set(subject, row);
  return row;
}

/** The one table of all anchors: each source with its head, and those of its anchors that are looked for; undefined: all. */
export function anchorRows(
  groups: readonly AnchorGroup[],
  matches: ((subject: AnchorSubject) => boolean) | undefined,
): readonly TrustRow[] {
  const rows: TrustRow[] = [];
  for (const { source, title, words, enabled, subjects } of groups) {
    const shown = matches === undefined ? subjects : subjects.filter(matches);
    // A filter that finds nothing in a source leaves its head out; without one, an empty source still says so.
    if (shown.length === 0 && matches !== undefined) continue;
    rows.push({
      kind: 'group',
      key: source,
      source,
      title,
      words,
      enabled,
      total: subjects.length,
      shown: shown.length,
    });
    for (const subject of shown) rows.push(rowOf(subject));
  }
  return rows;
}
