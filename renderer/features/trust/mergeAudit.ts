import type { AuditEntry } from '#core/trust/anchor.ts';

/**
 * What was read before, with what was read anew on top. The audit only grows and its ids with it: what both have is the same, and
 * where nothing of the old is among the new there is a gap, so that the new stands alone.
 *
 * @param fresh the newest entries, newest first
 * @param known what was read before, newest first
 */
export function mergeAudit(fresh: readonly AuditEntry[], known: readonly AuditEntry[]): readonly AuditEntry[] {
  const newest = known[0]?.id;
  if (newest === undefined || !fresh.some(({ id }) => id === newest)) return fresh;
  return [...fresh.filter(({ id }) => id > newest), ...known];
}
