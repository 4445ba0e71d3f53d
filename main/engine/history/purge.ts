import { rmSync, statSync } from 'node:fs';
import { readdir, rm, stat } from 'node:fs/promises';
import { join } from 'node:path';
import type { DatabaseSync } from 'node:sqlite';
import { transaction } from '#main/engine/sqlite.ts';
import { bodyFile } from './body.ts';

/** A file that is younger than this may belong to an exchange that is just being handed over, ms. */
const freshFileMs = 60_000;
/** A file without an entry is a left-over of a crash when it is older than this, ms. Generous: a download may take hours. */
const orphanMs = 24 * 3_600_000;

/** Deletes for good: entries that were removed, and what nobody needs any more. */
export class Purge {
  readonly #database: DatabaseSync;
  readonly #bodyFolder: string;

  constructor(database: DatabaseSync, bodyFolder: string) {
    this.#database = database;
    this.#bodyFolder = bodyFolder;
  }

  /** Deletes what was removed at `before` (ms UTC) or earlier. */
  run(before: number): void {
    const any = this.#database.prepare('SELECT 1 FROM exchange WHERE removed_at <= ? LIMIT 1').get(before);
    if (any === undefined) return;
    const files = transaction(this.#database, () => this.#deleteRows(before));
    this.#database.exec('PRAGMA incremental_vacuum');
    for (const ref of files) this.#deleteFile(bodyFile(this.#bodyFolder, ref));
  }

  /** The refs of bodies that were files. */
  #deleteRows(before: number): readonly string[] {
    const database = this.#database;
    database.exec(
      'CREATE TEMP TABLE IF NOT EXISTS gone (kind TEXT, key TEXT, PRIMARY KEY (kind, key)); DELETE FROM gone',
    );
    const removed = 'SELECT seq FROM exchange WHERE removed_at <= ?';
    database
      .prepare(`INSERT OR IGNORE INTO gone SELECT kind, key FROM reference WHERE seq IN (${removed})`)
      .run(before);
    for (const table of ['reference', 'record']) {
      database.prepare(`DELETE FROM ${table} WHERE seq IN (${removed})`).run(before);
    }
    database.prepare('DELETE FROM exchange WHERE removed_at <= ?').run(before);
    // What others still need is not gone. One pass through all references, looking each up in the few that may go.
    database.exec(`
      DELETE FROM gone WHERE (kind, key) IN (
        SELECT kind, key FROM reference WHERE EXISTS (
          SELECT 1 FROM gone WHERE gone.kind = reference.kind AND gone.key = reference.key))`);
    database.exec(`DELETE FROM tls WHERE id IN (SELECT key FROM gone WHERE kind = 'tls')`);
    this.#deleteBags();
    const bodies = database
      .prepare(
        `DELETE FROM body WHERE sha256 IN (SELECT key FROM gone WHERE kind = 'body') RETURNING sha256, data IS NULL AS in_file`,
      )
      .all();
    return bodies.flatMap((row) => (row['in_file'] === 1 ? [String(row['sha256'])] : []));
  }

  #deleteBags(): void {
    this.#database.exec(`
      INSERT OR IGNORE INTO gone SELECT 'certificate', value FROM bag, json_each(bag.certificates)
        WHERE bag.id IN (SELECT key FROM gone WHERE kind = 'bag');
      DELETE FROM bag WHERE id IN (SELECT key FROM gone WHERE kind = 'bag');
      DELETE FROM gone WHERE kind = 'certificate' AND key IN (SELECT value FROM bag, json_each(bag.certificates));
      DELETE FROM certificate WHERE sha256 IN (SELECT key FROM gone WHERE kind = 'certificate')`);
  }

  #deleteFile(path: string): void {
    try {
      // The same body may just have come again, its exchange not yet here. File times are of the computer's own clock.
      if (statSync(path).mtimeMs < Date.now() - freshFileMs) rmSync(path, { force: true });
    } catch {
      // Gone already, or held open by somebody (Windows): the next sweep finds it.
    }
  }

  /** Removes body files that no entry names and unfinished ones, both a day old. Never rejects. */
  async sweep(): Promise<void> {
    const known = this.#database.prepare('SELECT 1 FROM body WHERE sha256 = ?');
    try {
      for (const found of await readdir(this.#bodyFolder, { recursive: true, withFileTypes: true })) {
        if (!found.isFile() || (/^[0-9a-f]{64}$/.test(found.name) && known.get(found.name) !== undefined)) continue;
        const path = join(found.parentPath, found.name);
        if ((await stat(path)).mtimeMs < Date.now() - orphanMs) await rm(path, { force: true });
      }
    } catch {
      // No folder yet, or the database was closed meanwhile: there is a next start.
    }
  }
}
