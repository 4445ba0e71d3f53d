/** Index of the row a key goes to; undefined when the key is another, no row has the focus, or there is none further. */
export function nextRow(key: string, at: number, count: number): number | undefined {
  if (at < 0 || count === 0) return undefined;
  switch (key) {
    case 'ArrowDown':
      return at + 1 < count ? at + 1 : undefined;
    case 'ArrowUp':
      return at > 0 ? at - 1 : undefined;
    case 'Home':
      return 0;
    case 'End':
      return count - 1;
    default:
      return undefined;
  }
}
