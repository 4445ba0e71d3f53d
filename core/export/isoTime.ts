/** A moment (ms UTC) as ISO 8601 in UTC; undefined, which JSON leaves out, when there is none. */
export function isoTime(at: number): string;
export function isoTime(at: number | undefined): string | undefined;
export function isoTime(at: number | undefined): string | undefined {
  return at === undefined ? undefined : new Date(at).toISOString();
}
