import type { AnchorGroup } from './anchorGroups.ts';
import type { AnchorSubject } from '#core/trust/anchorQuery.ts';

export type AnchorColumn = 'authority' | 'scope' | 'until' | 'ends' | 'host';

/** By which column the anchors of each group stand; undefined: as the store has them, custom ones newest first. */
export interface AnchorSort {
  readonly column: AnchorColumn;
  readonly direction: 'ascending' | 'descending';
}

/** The next order when a column's head is pressed: up, down, and back to the store's own. */
export function nextSort(sort: AnchorSort | undefined, column: AnchorColumn): AnchorSort | undefined {
  if (sort?.column !== column) return { column, direction: 'ascending' };
  return sort.direction === 'ascending' ? { column, direction: 'descending' } : undefined;
}

// As dictionaries order, whatever the language of this computer; 'Root 2' stands before 'Root 10'.
const { compare } = new Intl.Collator('en', { numeric: true, sensitivity: 'base' });

/** Sorted within each group: what is custom stays apart from what is not. @param rank how much an anchor counts for the typed host */
export function sortGroups(
  groups: readonly AnchorGroup[],
  sort: AnchorSort | undefined,
  rank: (subject: AnchorSubject) => number,
): readonly AnchorGroup[] {
  if (sort === undefined) return groups;
  const order = orderOf(sort.column, rank);
  const sign = sort.direction === 'ascending' ? 1 : -1;
  return groups.map((group) => ({
    ...group,
    subjects: group.subjects.toSorted((a, b) => sign * order(a, b) || byName(a, b)),
  }));
}

type Order = (a: AnchorSubject, b: AnchorSubject) => number;

const byName: Order = (a, b) => compare(a.anchor.label, b.anchor.label);

function orderOf(column: AnchorColumn, rank: (subject: AnchorSubject) => number): Order {
  switch (column) {
    case 'authority':
      return byName;
    case 'scope':
      // The narrowest first; 'everywhere' is the widest there is.
      return (a, b) => width(a) - width(b) || compare(a.anchor.scope.join(' '), b.anchor.scope.join(' '));
    case 'until':
      return (a, b) => less(a.anchor.trustedUntil ?? Infinity, b.anchor.trustedUntil ?? Infinity);
    case 'ends':
      return (a, b) => a.anchor.notAfter - b.anchor.notAfter;
    case 'host':
      return (a, b) => rank(a) - rank(b);
  }
}

function width({ anchor }: AnchorSubject): number {
  return anchor.scope.length === 0 ? 1 : 0;
}

/** Infinity minus itself is no number. */
function less(a: number, b: number): number {
  return a === b ? 0 : a - b;
}
