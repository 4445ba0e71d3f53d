import { existsSync, renameSync } from 'node:fs';
import { dirname, join, parse } from 'node:path';
import type { DatabaseSync } from 'node:sqlite';

/** What SQLite may keep beside a database file; they belong to it and travel with it. */
const companions = ['-journal', '-wal', '-shm'] as const;

/** Thrown when a file was written by a newer version of the app: we must not touch what we do not understand. */
export class NewerVersion extends Error {
  override readonly name = 'NewerVersion';
}

/**
 * Brings a database to the newest version: step i leads from version i to i + 1 (`PRAGMA user_version`).
 *
 * All missing steps run in one transaction, so a file is never between two versions. Never edit a step that was released: add one.
 *
 * @throws NewerVersion, or what SQLite says; the file is unchanged then
 */
export function migrate(database: DatabaseSync, steps: readonly string[]): void {
  // Looked at before the lock is taken: most starts have nothing to do and should not write.
  if (versionOf(database) === steps.length) return;
  transaction(database, () => {
    const version = versionOf(database);
    if (version > steps.length) throw new NewerVersion(`Version ${version}; this app knows up to ${steps.length}.`);
    for (const step of steps.slice(version)) database.exec(step);
    database.exec(`PRAGMA user_version = ${steps.length}`);
  });
}

function versionOf(database: DatabaseSync): number {
  return Number(database.prepare('PRAGMA user_version').get()?.['user_version'] ?? 0);
}

/** What `work` returns, after commit. Anything thrown rolls everything back and is thrown on. */
export function transaction<T>(database: DatabaseSync, work: () => T): T {
  // IMMEDIATE: a reader that turns writer later may find the file changed under it and fail for good.
  database.exec('BEGIN IMMEDIATE');
  try {
    const value = work();
    database.exec('COMMIT');
    return value;
  } catch (error) {
    // SQLite has rolled back by itself after some errors (disk full); a second ROLLBACK would hide the first error.
    if (database.isTransaction) database.exec('ROLLBACK');
    throw error;
  }
}

/** Finds damage before anything is believed. @throws when the file is not a sound database */
export function checkIntegrity(database: DatabaseSync): void {
  const answer = String(database.prepare('PRAGMA integrity_check(1)').get()?.['integrity_check']);
  if (answer !== 'ok') throw new Error(answer);
}

/**
 * New path of a damaged database, which keeps its date in its name: 'history.damaged-20261123-161050.sqlite'.
 *
 * @param at ms UTC
 */
export function setAside(path: string, at: number): string {
  const { name, ext } = parse(path);
  const stamp = new Date(at)
    .toISOString()
    .replace(/[-:]|\.\d+Z/g, '')
    .replace('T', '-');
  let target = join(dirname(path), `${name}.damaged-${stamp}${ext}`);
  for (let copy = 2; existsSync(target); copy++) {
    target = join(dirname(path), `${name}.damaged-${stamp}-${copy}${ext}`);
  }
  for (const companion of companions) {
    if (existsSync(path + companion)) renameSync(path + companion, target + companion);
  }
  renameSync(path, target);
  return target;
}

/** Short code for logs and failures: 'SQLITE_FULL', 'ENOSPC'… 'unknown' when the error carries none. */
export function errorCode(error: unknown): string {
  if (!(error instanceof Error)) return 'unknown';
  if ('errcode' in error && typeof error.errcode === 'number')
    return sqliteCodes[error.errcode & 0xff] ?? `SQLITE_${error.errcode}`;
  return 'code' in error && typeof error.code === 'string' ? error.code : 'unknown';
}

/** Primary result codes that a disk or another process can cause (sqlite.org/rescode.html). */
const sqliteCodes: Readonly<Record<number, string>> = {
  3: 'SQLITE_PERM',
  5: 'SQLITE_BUSY',
  6: 'SQLITE_LOCKED',
  7: 'SQLITE_NOMEM',
  8: 'SQLITE_READONLY',
  10: 'SQLITE_IOERR',
  11: 'SQLITE_CORRUPT',
  13: 'SQLITE_FULL',
  14: 'SQLITE_CANTOPEN',
  18: 'SQLITE_TOOBIG',
  19: 'SQLITE_CONSTRAINT',
  26: 'SQLITE_NOTADB',
};
