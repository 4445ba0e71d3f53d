import { useEffect, useRef, type FocusEvent, type RefObject } from 'react';

/** The buttons of the rows of a table, top to bottom. */
export function rowNames(table: HTMLElement | null): readonly HTMLElement[] {
  return [...(table?.querySelectorAll<HTMLElement>('[data-row-name]') ?? [])];
}

/**
 * Keeps the focus in a table when the row that had it goes: it comes to the row in its place, not to the top of the page.
 * Returns what the table does when something in it gets the focus.
 */
export function useRowFocus(table: RefObject<HTMLElement | null>): (event: FocusEvent) => void {
  const last = useRef({ index: -1, count: 0 });
  // After every draw: a row may go for many reasons.
  useEffect(() => {
    const names = rowNames(table.current);
    const { index, count } = last.current;
    const isLost = document.activeElement === document.body;
    if (names.length < count && isLost && index >= 0) names[Math.min(index, names.length - 1)]?.focus();
    last.current = { index: last.current.index, count: names.length };
  });
  return ({ target }) => {
    const names = rowNames(table.current);
    // What stands in an opened row belongs to the last name before it.
    const before = names.filter((name) => name === target || isBefore(name, target));
    last.current = { index: before.length - 1, count: names.length };
  };
}

function isBefore(one: Node, other: Node): boolean {
  return (one.compareDocumentPosition(other) & Node.DOCUMENT_POSITION_FOLLOWING) !== 0;
}
