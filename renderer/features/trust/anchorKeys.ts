/** The row that a key moves to; undefined where the key moves nowhere. @param page how many rows are in sight */
export function rowAfter(
  key: string,
  order: readonly string[],
  cursor: string | undefined,
  page: number,
): string | undefined {
  const at = cursor === undefined ? -1 : order.indexOf(cursor);
  const last = order.length - 1;
  const to = (index: number): string | undefined => order[Math.max(0, Math.min(index, last))];
  switch (key) {
    case 'ArrowDown':
      return to(at + 1);
    case 'ArrowUp':
      return to(at - 1);
    case 'PageDown':
      return to(at + Math.max(1, page - 1));
    case 'PageUp':
      return to(at - Math.max(1, page - 1));
    case 'Home':
      return to(0);
    case 'End':
      return to(last);
    default:
      return undefined;
  }
}
