/** Which entries are chosen, and from where Shift extends. */
export interface Selection {
  readonly ids: ReadonlySet<string>;
  /** Where Shift began. */
  readonly anchor?: string;
  /** Where the cursor is. */
  readonly cursor?: string;
}

export const nothingSelected: Selection = { ids: new Set() };

/** 'only' this one; 'toggle' adds or takes it out (Ctrl); 'extend' takes everything from the anchor on (Shift). */
export type SelectMode = 'only' | 'toggle' | 'extend';

/** The selection after an entry was chosen. `order`: all ids as they stand in the list. */
export function select(selection: Selection, id: string, mode: SelectMode, order: readonly string[]): Selection {
  if (mode === 'toggle') {
    const ids = new Set(selection.ids);
    if (!ids.delete(id)) ids.add(id);
    return { ids, anchor: id, cursor: id };
  }
  const from = mode === 'extend' ? order.indexOf(selection.anchor ?? id) : -1;
  const to = order.indexOf(id);
  if (from === -1 || to === -1) return { ids: new Set([id]), anchor: id, cursor: id };
  return {
    ids: new Set(order.slice(Math.min(from, to), Math.max(from, to) + 1)),
    anchor: order[from] ?? id,
    cursor: id,
  };
}

/** What is left of a selection when entries are gone; the cursor goes to the one that took their place. */
export function withoutGone(selection: Selection, before: readonly string[], after: readonly string[]): Selection {
  const left = new Set(after);
  const ids = new Set([...selection.ids].filter((id) => left.has(id)));
  const { cursor, anchor } = selection;
  if (cursor === undefined || left.has(cursor))
    return ids.size === selection.ids.size ? selection : { ...selection, ids };
  const next = before.slice(before.indexOf(cursor)).find((id) => left.has(id)) ?? after.at(-1);
  if (next === undefined) return nothingSelected;
  return {
    ids: ids.size === 0 ? new Set([next]) : ids,
    anchor: anchor !== undefined && left.has(anchor) ? anchor : next,
    cursor: next,
  };
}
