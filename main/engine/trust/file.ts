import { createHash } from 'node:crypto';
import { closeSync, existsSync, fsyncSync, mkdirSync, openSync, renameSync, rmSync, statSync } from 'node:fs';
import { join } from 'node:path';
import { DatabaseSync, type SQLOutputValue } from 'node:sqlite';
import type { AnchorOrigin, AuditEntry, TrustSources } from '#core/trust/anchor.ts';
import { checkIntegrity, migrate, transaction } from '#main/engine/sqlite.ts';
import { trustSteps } from './schema.ts';

/** A custom anchor as it is stored. */
export interface StoredAnchor {
  readonly sha256: string;
  readonly der: Uint8Array;
  readonly label: string;
  readonly enabled: boolean;
  readonly scope: readonly string[];
  readonly trustedUntil?: number;
  readonly note?: string;
  readonly origin: AnchorOrigin;
  readonly addedAt: number;
}

/** Everything that stands in the trust file at one moment, the audit apart. */
export interface TrustSnapshot {
  readonly revision: number;
  readonly sources: TrustSources;
  /** Newest first, without the removed ones. */
  readonly anchors: readonly StoredAnchor[];
}

export type NewAuditRow = Omit<AuditEntry, 'id' | 'at'>;

/** How long another process may hold the file before we give up, ms. It is tiny: a change takes a few. */
const busyTimeoutMs = 3000;

export const trustFileName = 'trust.sqlite';
export const trustBackupName = 'trust.backup.sqlite';

/**
 * The trust file itself: rows in, rows out, no policy. Every method throws what SQLite says.
 *
 * A rollback journal and synchronous=EXTRA, not WAL: changes are rare and must survive a power cut right after the click
 * (sqlite.org/pragma.html#pragma_synchronous).
 */
export class TrustFile {
  readonly path: string;
  readonly #database: DatabaseSync;
  readonly #dataVersion: () => number;

  constructor(folder: string) {
    mkdirSync(folder, { recursive: true });
    this.path = join(folder, trustFileName);
    this.#database = new DatabaseSync(this.path, { timeout: busyTimeoutMs });
    try {
      this.#database.exec('PRAGMA journal_mode = DELETE; PRAGMA synchronous = EXTRA; PRAGMA trusted_schema = OFF');
      checkIntegrity(this.#database);
      migrate(this.#database, trustSteps);
      const statement = this.#database.prepare('PRAGMA data_version');
      this.#dataVersion = () => Number(statement.get()?.['data_version']);
    } catch (error) {
      this.#database.close();
      throw error;
    }
  }

  /** A number that changes when another process changed the file. */
  dataVersion(): number {
    return this.#dataVersion();
  }

  /** @throws when a row does not hold what it says: the SHA-256 is computed anew */
  read(): TrustSnapshot {
    const meta = this.#database.prepare('SELECT * FROM meta').get();
    if (meta === undefined) throw new Error('The row that counts the changes is gone.');
    return {
      revision: Number(meta['revision']),
      sources: { system: meta['system_enabled'] === 1, bundled: meta['bundled_enabled'] === 1 },
      anchors: this.#database
        .prepare('SELECT * FROM anchor WHERE removed_at IS NULL ORDER BY position DESC')
        .all()
        .map(toAnchor),
    };
  }

  /** The anchor that was removed; undefined when none with this fingerprint was. */
  readRemoved(sha256: string): StoredAnchor | undefined {
    const row = this.#database.prepare('SELECT * FROM anchor WHERE sha256 = ? AND removed_at IS NOT NULL').get(sha256);
    return row === undefined ? undefined : toAnchor(row);
  }

  /** Runs `work` in one transaction and counts the revision up when it returns true. */
  change(work: () => boolean): void {
    // Unlinked under us, the file would still take writes and lose them at exit.
    if (!existsSync(this.path)) throw new Error('The trust file was deleted while the app was running.');
    transaction(this.#database, () => {
      if (work()) this.#database.exec('UPDATE meta SET revision = revision + 1');
    });
  }

  /** Lifts the revision to at least `least`, so that what was cached under an older file is never taken for this one. */
  liftRevision(least: number): void {
    this.#database.prepare('UPDATE meta SET revision = max(revision, ?)').run(least);
  }

  insert(anchor: StoredAnchor): void {
    this.#database.prepare('DELETE FROM anchor WHERE sha256 = ? AND removed_at IS NOT NULL').run(anchor.sha256);
    this.#database
      .prepare(
        `INSERT INTO anchor (sha256, der, label, enabled, scope, trusted_until, note, origin, added_at)
         VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?)`,
      )
      .run(anchor.sha256, anchor.der, ...userFields(anchor), JSON.stringify(anchor.origin), anchor.addedAt);
  }

  update(anchor: StoredAnchor): void {
    this.#database
      .prepare('UPDATE anchor SET label = ?, enabled = ?, scope = ?, trusted_until = ?, note = ? WHERE sha256 = ?')
      .run(...userFields(anchor), anchor.sha256);
  }

  /** `removedAt` undefined brings the anchor back. */
  setRemoved(sha256: string, removedAt: number | undefined): void {
    this.#database.prepare('UPDATE anchor SET removed_at = ? WHERE sha256 = ?').run(removedAt ?? null, sha256);
  }

  setSource(source: keyof TrustSources, enabled: boolean): void {
    const column = source === 'system' ? 'system_enabled' : 'bundled_enabled';
    this.#database.prepare(`UPDATE meta SET ${column} = ?`).run(enabled ? 1 : 0);
  }

  appendAudit(row: NewAuditRow, at: number): void {
    this.#database
      .prepare('INSERT INTO audit (at, action, direction, subject, label, before, after) VALUES (?, ?, ?, ?, ?, ?, ?)')
      .run(at, row.action, row.direction, row.subject, row.label, toJson(row.before), toJson(row.after));
  }

  /** Newest first. */
  audit(filter: { readonly sha256?: string | undefined; readonly limit: number }): readonly AuditEntry[] {
    const rows =
      filter.sha256 === undefined
        ? this.#database.prepare('SELECT * FROM audit ORDER BY id DESC LIMIT ?').all(filter.limit)
        : this.#database
            .prepare('SELECT * FROM audit WHERE subject = ? ORDER BY id DESC LIMIT ?')
            .all(filter.sha256, filter.limit);
    return rows.map(toAuditEntry);
  }

  /** Keeps the last good copy beside the file: complete or not at all. Skipped when the file did not change since. */
  backUp(folder: string): void {
    const target = join(folder, trustBackupName);
    if (existsSync(target) && statSync(target).mtimeMs > statSync(this.path).mtimeMs) return;
    const draft = `${target}.new`;
    rmSync(draft, { force: true });
    this.#database.prepare('VACUUM INTO ?').run(draft);
    const handle = openSync(draft, 'r+');
    fsyncSync(handle);
    closeSync(handle);
    renameSync(draft, target);
  }

  close(): void {
    this.#database.close();
  }
}

type Row = Record<string, SQLOutputValue>;

function userFields(anchor: StoredAnchor) {
  return [
    anchor.label,
    anchor.enabled ? 1 : 0,
    JSON.stringify(anchor.scope),
    anchor.trustedUntil ?? null,
    anchor.note ?? null,
  ] as const;
}

function toAnchor(row: Row): StoredAnchor {
  const { sha256, der } = row;
  if (!(der instanceof Uint8Array) || createHash('sha256').update(der).digest('hex') !== sha256) {
    throw new Error(`The certificate ${String(sha256)} is not the one that was stored.`);
  }
  return {
    sha256,
    der,
    label: String(row['label']),
    enabled: row['enabled'] === 1,
    scope: JSON.parse(String(row['scope'])) as readonly string[],
    ...(row['trusted_until'] === null ? {} : { trustedUntil: Number(row['trusted_until']) }),
    ...(row['note'] === null ? {} : { note: String(row['note']) }),
    origin: JSON.parse(String(row['origin'])) as AnchorOrigin,
    addedAt: Number(row['added_at']),
  };
}

function toAuditEntry(row: Row): AuditEntry {
  const { before, after } = row;
  return {
    id: Number(row['id']),
    at: Number(row['at']),
    action: String(row['action']) as AuditEntry['action'],
    direction: String(row['direction']) as AuditEntry['direction'],
    subject: String(row['subject']),
    label: String(row['label']),
    ...(typeof before === 'string' ? { before: JSON.parse(before) as Record<string, unknown> } : {}),
    ...(typeof after === 'string' ? { after: JSON.parse(after) as Record<string, unknown> } : {}),
  };
}

function toJson(value: unknown): string | null {
  return value === undefined ? null : JSON.stringify(value);
}
