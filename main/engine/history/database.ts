import { mkdirSync } from 'node:fs';
import { join } from 'node:path';
import {
  DatabaseSync,
  type SQLInputValue,
  type SQLOutputValue,
  type StatementResultingChanges,
  type StatementSync,
} from 'node:sqlite';
import type { HistoryEntry, HistoryPage } from '#core/history/entry.ts';
import type { HostPage } from '#core/history/host.ts';
import type { Reliance } from '#core/trust/effectivePreview.ts';
import type { Vouched } from '#core/trust/vouched.ts';
import { errorCode, migrate, transaction } from '#main/engine/sqlite.ts';
import type {
  AddBatch,
  AddOutcome,
  Cursor,
  EntryRow,
  HistoryOperations,
  Selected,
  StoredBody,
  StoredRecord,
  Totals,
} from './operations.ts';
import { Purge } from './purge.ts';
import { bodyFolder } from './body.ts';
import { listHosts } from './hosts.ts';
import { listRelying, listShown, type ShownChain } from './relying.ts';
import { historySteps } from './schema.ts';
import { listVouched } from './vouched.ts';

export const historyFileName = 'history.sqlite';

/** Pages of the log before a writer must stop to bring them into the file (4 KiB each): the worker does it when it is idle. */
const maxLogPages = 8192;

/** How long another process (the command line) may hold the file, ms. */
const busyTimeoutMs = 5000;

type Row = Record<string, SQLOutputValue>;

/**
 * The history file: plain calls, on the thread that makes them. Every method throws what SQLite says.
 *
 * WAL with synchronous=NORMAL loses nothing when the process is killed, and at most the last moments, never the file, when
 * the power fails (sqlite.org/pragma.html#pragma_synchronous).
 */
export class HistoryDatabase implements HistoryOperations {
  readonly #database: DatabaseSync;
  readonly #statements = new Map<string, StatementSync>();
  readonly #purge: Purge;
  #counted: { readonly dataVersion: number; total: number; fileBytes: number } | undefined;

  constructor(folder: string) {
    mkdirSync(folder, { recursive: true });
    this.#database = new DatabaseSync(join(folder, historyFileName), { timeout: busyTimeoutMs });
    this.#purge = new Purge(this.#database, bodyFolder(folder));
    try {
      // auto_vacuum only takes effect before the first table; it lets the file shrink after entries were deleted.
      this.#database.exec(`
        PRAGMA auto_vacuum = INCREMENTAL; PRAGMA journal_mode = WAL; PRAGMA synchronous = NORMAL;
        PRAGMA wal_autocheckpoint = ${maxLogPages}; PRAGMA secure_delete = FAST; PRAGMA trusted_schema = OFF`);
      migrate(this.#database, historySteps);
      // Reads the indexes and the newest records: damage shows now, not in the middle of work.
      this.list({ limit: 50 });
    } catch (error) {
      this.#database.close();
      throw error;
    }
  }

  add(batch: AddBatch): readonly AddOutcome[] {
    try {
      return transaction(this.#database, () => {
        for (const [id, json] of batch.tls) this.#run('INSERT OR IGNORE INTO tls (id, json) VALUES (?, ?)', id, json);
        for (const [id, certificates] of batch.bags) this.#addBag(id, certificates);
        return batch.entries.map((row) => this.#tryEntry(row));
      });
    } catch (error) {
      this.#counted = undefined;
      throw error;
    }
  }

  list({ before, limit }: { readonly before?: string | undefined; readonly limit: number }): HistoryPage {
    const from = before === undefined ? undefined : this.#placeOf(before);
    const rows =
      from === undefined
        ? this.#all(`${listColumns} ORDER BY started_at DESC, seq DESC LIMIT ?`, limit)
        : this.#all(
            `${listColumns} AND (started_at, seq) < (?, ?) ORDER BY started_at DESC, seq DESC LIMIT ?`,
            from.startedAt,
            from.seq,
            limit,
          );
    return { entries: rows.map(toEntry), ...this.totals() };
  }

  get(id: string): StoredRecord | undefined {
    const row = this.#get(
      'SELECT seq, json FROM exchange JOIN record USING (seq) WHERE id = ? AND removed_at IS NULL',
      id,
    );
    if (row === undefined) return undefined;
    const keys = (kind: 'tls' | 'bag') =>
      this.#all('SELECT key FROM reference WHERE seq = ? AND kind = ?', Number(row['seq']), kind).map(({ key }) =>
        String(key),
      );
    return {
      json: String(row['json']),
      tls: keys('tls').map(
        (tls) => [tls, String(this.#get('SELECT json FROM tls WHERE id = ?', tls)?.['json'])] as const,
      ),
      certificates: keys('bag').flatMap((bag) => this.#certificatesOf(bag)),
    };
  }

  remove({ ids, at }: { readonly ids: readonly string[]; readonly at: number }): number {
    return this.#changeEach(ids, 'UPDATE exchange SET removed_at = ? WHERE id = ? AND removed_at IS NULL', at);
  }

  restore(ids: readonly string[]): number {
    return this.#changeEach(ids, 'UPDATE exchange SET removed_at = ? WHERE id = ? AND removed_at IS NOT NULL', null);
  }

  purge(before: number): void {
    this.#purge.run(before);
    this.#counted = undefined;
  }

  body(ref: string): StoredBody | undefined {
    const row = this.#get('SELECT bytes, data FROM body WHERE sha256 = ?', ref);
    if (row === undefined) return undefined;
    const bytes = Number(row['bytes']);
    return row['data'] instanceof Uint8Array ? { bytes, inline: row['data'] } : { bytes };
  }

  pick(ids: readonly string[]): readonly string[] {
    const found = ids.flatMap((id) => {
      const row = this.#get('SELECT seq, started_at FROM exchange WHERE id = ? AND removed_at IS NULL', id);
      return row === undefined ? [] : [{ id, at: Number(row['started_at']), seq: Number(row['seq']) }];
    });
    return found.sort((a, b) => a.at - b.at || a.seq - b.seq).map(({ id }) => id);
  }

  walk({ after, limit }: { readonly after?: Cursor | undefined; readonly limit: number }): Selected {
    const rows = this.#all(
      `SELECT id, started_at, seq FROM exchange WHERE removed_at IS NULL AND (started_at, seq) > (?, ?)
       ORDER BY started_at, seq LIMIT ?`,
      after?.startedAt ?? Number.MIN_SAFE_INTEGER,
      after?.seq ?? 0,
      limit,
    );
    const last = rows.at(-1);
    const ids = rows.map(({ id }) => String(id));
    if (last === undefined || rows.length < limit) return { ids };
    return { ids, next: { startedAt: Number(last['started_at']), seq: Number(last['seq']) } };
  }

  hosts(): HostPage {
    return listHosts(this.#database);
  }

  vouched(): readonly Vouched[] {
    return listVouched(this.#database);
  }

  relying(sha256: string): Reliance {
    return listRelying(this.#database, sha256);
  }

  shown(): readonly ShownChain[] {
    return listShown(this.#database);
  }

  totals(): Totals {
    const dataVersion = Number(this.#get('PRAGMA data_version')?.['data_version']);
    // Counted once, then kept up; another process's changes make it count anew.
    if (this.#counted?.dataVersion !== dataVersion) {
      const total = this.#get('SELECT count(*) AS n FROM exchange WHERE removed_at IS NULL')?.['n'];
      const fileBytes = this.#get('SELECT sum(bytes) AS n FROM body WHERE data IS NULL')?.['n'];
      this.#counted = { dataVersion, total: Number(total), fileBytes: Number(fileBytes ?? 0) };
    }
    const pages = Number(this.#get('PRAGMA page_count')?.['page_count']);
    const pageBytes = Number(this.#get('PRAGMA page_size')?.['page_size']);
    return { total: this.#counted.total, bytesOnDisk: pages * pageBytes + this.#counted.fileBytes };
  }

  /** Removes files that no entry names. Takes its time, between other calls. */
  sweep(): Promise<void> {
    return this.#purge.sweep();
  }

  /** Brings the log into the file, so that no writer has to: that waits for the disk. */
  settle(): void {
    this.#database.exec('PRAGMA wal_checkpoint(PASSIVE)');
  }

  close(): void {
    this.#database.close();
  }

  /** One entry that cannot be kept must not cost the others of its batch. */
  #tryEntry(row: EntryRow): AddOutcome {
    if (!this.#knows(row)) return 'missing';
    this.#database.exec('SAVEPOINT entry');
    try {
      const fileBytes = this.#addEntry(row);
      this.#database.exec('RELEASE entry');
      if (this.#counted !== undefined) {
        this.#counted.total++;
        this.#counted.fileBytes += fileBytes;
      }
      return 'kept';
    } catch (error) {
      // Without a transaction SQLite itself gave up all of it (disk full, damage): that is not about this entry.
      if (!this.#database.isTransaction || isDamage(error)) throw error;
      this.#database.exec('ROLLBACK TO entry; RELEASE entry');
      return { code: errorCode(error), message: error instanceof Error ? error.message : String(error) };
    }
  }

  /** The file may have been put aside, or cleaned by another process, since the other side sent what the entry names. */
  #knows({ tls, bag }: EntryRow): boolean {
    if (this.#get('SELECT 1 FROM bag WHERE id = ?', bag) === undefined) return false;
    return tls.every((id) => this.#get('SELECT 1 FROM tls WHERE id = ?', id) !== undefined);
  }

  /** Bytes of the bodies that are files and were not known before. */
  #addEntry({ entry, json, tls, bag, bodies }: EntryRow): number {
    const { lastInsertRowid: seq } = this.#run(
      `INSERT INTO exchange (id, started_at, method, url, outcome, status, failure, verdict, tls_version, total_ms, bytes)
       VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)`,
      entry.id,
      entry.startedAt,
      entry.method,
      entry.url,
      entry.outcome,
      entry.status ?? null,
      entry.failure ?? null,
      entry.verdict ?? null,
      entry.tlsVersion ?? null,
      entry.totalMs,
      entry.bytes ?? null,
    );
    this.#run('INSERT INTO record VALUES (?, ?)', seq, json);
    const refer = (kind: 'tls' | 'bag' | 'body', key: string) =>
      this.#run('INSERT OR IGNORE INTO reference VALUES (?, ?, ?)', seq, kind, key);
    refer('bag', bag);
    for (const id of tls) refer('tls', id);
    let fileBytes = 0;
    for (const { ref, bytes, inline } of bodies) {
      const { changes } = this.#run('INSERT OR IGNORE INTO body VALUES (?, ?, ?)', ref, bytes, inline ?? null);
      if (changes === 1 && inline === undefined) fileBytes += bytes;
      refer('body', ref);
    }
    return fileBytes;
  }

  #addBag(id: string, certificates: readonly (readonly [string, Uint8Array])[]): void {
    for (const [sha256, der] of certificates) this.#run('INSERT OR IGNORE INTO certificate VALUES (?, ?)', sha256, der);
    const list = JSON.stringify(certificates.map(([sha256]) => sha256));
    this.#run('INSERT OR IGNORE INTO bag VALUES (?, ?)', id, list);
  }

  #certificatesOf(bag: string): StoredRecord['certificates'] {
    return this.#all(
      'SELECT sha256, der FROM bag, json_each(bag.certificates) JOIN certificate ON sha256 = value WHERE bag.id = ? ORDER BY json_each.id',
      bag,
    ).map(({ sha256, der }) => [String(sha256), der as Uint8Array] as const);
  }

  #changeEach(ids: readonly string[], sql: string, value: number | null): number {
    const changed = transaction(this.#database, () =>
      ids.reduce((count, id) => count + Number(this.#run(sql, value, id).changes), 0),
    );
    this.#counted = undefined;
    return changed;
  }

  /** Where the list goes on. An entry that is gone for good still tells its time, when its id is a UUIDv7. */
  #placeOf(id: string): Cursor {
    const row = this.#get('SELECT started_at, seq FROM exchange WHERE id = ?', id);
    if (row !== undefined) return { startedAt: Number(row['started_at']), seq: Number(row['seq']) };
    return { startedAt: Number.parseInt(id.replaceAll('-', '').slice(0, 12), 16), seq: 0 };
  }

  #statement(sql: string): StatementSync {
    let statement = this.#statements.get(sql);
    if (statement === undefined) {
      statement = this.#database.prepare(sql);
      this.#statements.set(sql, statement);
    }
    return statement;
  }

  #run(sql: string, ...values: SQLInputValue[]): StatementResultingChanges {
    return this.#statement(sql).run(...values);
  }

  #get(sql: string, ...values: SQLInputValue[]): Row | undefined {
    return this.#statement(sql).get(...values);
  }

  #all(sql: string, ...values: SQLInputValue[]): Row[] {
    return this.#statement(sql).all(...values);
  }
}

/** True when the file itself is to blame: it is no database or its pages are damaged. */
export function isDamage(error: unknown): boolean {
  const code = errorCode(error);
  return code === 'SQLITE_CORRUPT' || code === 'SQLITE_NOTADB';
}

const listColumns = `SELECT id, started_at, method, url, outcome, status, failure, verdict, tls_version, total_ms, bytes
  FROM exchange WHERE removed_at IS NULL`;

function toEntry(row: Row): HistoryEntry {
  const { status, failure, verdict, tls_version: tlsVersion, bytes } = row;
  return {
    id: String(row['id']),
    startedAt: Number(row['started_at']),
    method: String(row['method']),
    url: String(row['url']),
    outcome: String(row['outcome']) as HistoryEntry['outcome'],
    totalMs: Number(row['total_ms']),
    ...(status === null ? {} : { status: Number(status) }),
    ...(failure === null ? {} : { failure: String(failure) as NonNullable<HistoryEntry['failure']> }),
    ...(verdict === null ? {} : { verdict: String(verdict) as NonNullable<HistoryEntry['verdict']> }),
    ...(tlsVersion === null ? {} : { tlsVersion: String(tlsVersion) }),
    ...(bytes === null ? {} : { bytes: Number(bytes) }),
  };
}
