import { join } from 'node:path';

/** Bodies up to this many bytes are kept in the history database, larger ones as files (docs/adr/0009). SQLite is faster than the file system below ~100 kB (sqlite.org/fasterthanfs.html). */
export const INLINE_BODY_BYTES = 64 * 1024;

/** A body as it leaves the HTTP client: in memory when small, else already a file at `bodyFile(folder, ref)`. */
export interface KeptBody {
  /** SHA-256, lower-case hex. */
  readonly ref: string;
  readonly bytes: number;
  /** Absent when it is a file. */
  readonly inline?: Uint8Array;
}

/** The folder of the bodies that are files, inside a profile. */
export function bodyFolder(profile: string): string {
  return join(profile, 'bodies');
}

/** Path of a body file. Two levels, so that no folder grows beyond what file managers bear. */
export function bodyFile(folder: string, ref: string): string {
  return join(folder, ref.slice(0, 2), ref);
}
