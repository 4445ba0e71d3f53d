import type { AnchorRow, TrustRow } from './anchorRows.ts';
import type { Anchor } from '#core/trust/anchor.ts';

/** The anchor that a key moves to; undefined where the key moves nowhere. @param at the row that is chosen, -1 for none */
export function anchorAfter(key: string, rows: readonly TrustRow[], at: number): Anchor | undefined {
  const isAnchor = (row: TrustRow): row is AnchorRow => row.kind === 'anchor';
  switch (key) {
    case 'ArrowDown':
      return rows.slice(at + 1).find(isAnchor)?.anchor;
    case 'ArrowUp':
      return rows.slice(0, Math.max(at, 0)).findLast(isAnchor)?.anchor;
    case 'Home':
      return rows.find(isAnchor)?.anchor;
    case 'End':
      return rows.findLast(isAnchor)?.anchor;
    default:
      return undefined;
  }
}
