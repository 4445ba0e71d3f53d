import { createHash, hash, type Hash } from 'node:crypto';
import { closeSync, existsSync, fsyncSync, mkdirSync, openSync, renameSync, rmSync, statSync } from 'node:fs';
import { join } from 'node:path';
import { DatabaseSync, type SQLInputValue, type StatementSync } from 'node:sqlite';
import { decodeCertificate } from '#core/certificate/decode.ts';
import type { AuditEntry, TrustSources } from '#core/trust/anchor.ts';
import { checkIntegrity, migrate, transaction } from '#main/engine/sqlite.ts';
import { keptFactsOf, type KeptCertificate } from './authority.ts';
import type { FoundCertificate } from './read.ts';
import {
  anchorTable,
  distrustTable,
  exceptionTable,
  hintTable,
  identityTable,
  toAuditEntry,
  toCertificate,
  toUse,
  type Row,
  type Table,
} from './rows.ts';
import { trustSteps } from './schema.ts';
import type { ExceptionUse, NewAuditRow, TrustSnapshot } from './stored.ts';

/** How long another process may hold the file before we give up, ms. It is tiny: a change takes a few. */
const busyTimeoutMs = 3000;
/** What a removed identity’s key is kept for, ms: undo, also after a restart. Then it is wiped. */
const keptKeyMs = 86_400_000;

export const trustFileName = 'trust.sqlite';
export const trustBackupName = 'trust.backup.sqlite';

export interface AuditFilter {
  readonly subject?: string | undefined;
  readonly direction?: 'wider' | 'narrower' | undefined;
  readonly before?: number | undefined;
  readonly limit: number;
}

/**
 * The trust file itself: rows in, rows out, no policy. Every method throws what SQLite says.
 *
 * A rollback journal and synchronous=EXTRA, not WAL: changes are rare and must survive a power cut right after the click
 * (sqlite.org/pragma.html#pragma_synchronous). What a deleted row held is overwritten: it may have been a sealed key.
 *
 * A digest over everything that decides whom we believe stands in the file, for SQLite notices a broken page but not another
 * letter in the host of a scope; and one that goes on from row to row over the audit, so that what is missing there is missed.
 */
export class TrustFile {
  readonly path: string;
  readonly #database: DatabaseSync;
  readonly #statements = new Map<string, StatementSync>();
  readonly #dataVersion: () => number;
  #certificates = new Map<string, KeptCertificate>();
  /** Over the certificates read so far: none is ever changed or deleted. */
  #hashed: Hash = createHash('sha256');
  #lastCertificate = 0;
  /** Rows read before, by table and position: one that did not change is the same object. */
  readonly #rows = new Map<string, { readonly text: string; readonly value: unknown }>();
  #read: { readonly dataVersion: number; readonly snapshot: TrustSnapshot } | undefined;

  /** @param now ms UTC */
  constructor(folder: string, now: number, name: string = trustFileName) {
    mkdirSync(folder, { recursive: true });
    this.path = join(folder, name);
    this.#database = openDatabase(this.path);
    try {
      const statement = this.#database.prepare('PRAGMA data_version');
      this.#dataVersion = () => Number(statement.get()?.['data_version']);
      this.#seal();
      this.#checkAudit();
      this.#wipeKeys(now - keptKeyMs);
    } catch (error) {
      this.#database.close();
      throw error;
    }
  }

  /** A number that changes when another process changed the file. */
  dataVersion(): number {
    return this.#dataVersion();
  }

  /** The same object as long as nothing changed. @throws when the file does not hold what was stored */
  read(): TrustSnapshot {
    const dataVersion = this.#dataVersion();
    if (this.#read?.dataVersion === dataVersion) return this.#read.snapshot;
    const { snapshot, digest } = this.#readAll();
    if (digest !== this.#storedDigest()) throw new Error('What stands in the file is not what was stored.');
    this.#read = { dataVersion, snapshot };
    return snapshot;
  }

  /** What was removed under this key; undefined when nothing was. */
  readRemoved<T>(table: Table<T>, key: string): T | undefined {
    const row = this.#run(`SELECT * FROM ${table.name} WHERE ${table.key} = ? AND removed_at IS NOT NULL`).get(key);
    return row === undefined ? undefined : table.read(row, this.#certificates);
  }

  /** Runs `work` on what stands in the file, in one transaction, and counts the revision up when it returns true. */
  change(work: (snapshot: TrustSnapshot) => boolean): void {
    this.#write(() => {
      if (!work(this.read())) return;
      this.#database.exec('UPDATE meta SET revision = revision + 1');
      this.#sealNow();
    });
  }

  /** For what nothing hangs on: counts of uses, rows of the audit. The revision stays. */
  note(work: () => void): void {
    this.#write(work);
  }

  /** Lifts the revision to at least `least`, so that what was cached under an older file is never taken for this one. */
  liftRevision(least: number): void {
    this.#write(() => {
      this.#database.prepare('UPDATE meta SET revision = max(revision, ?)').run(least);
      this.#sealNow();
    });
  }

  /** Keeps a certificate that something is decided about. */
  keep({ sha256, der, certificate }: FoundCertificate): void {
    if (this.#certificates.has(sha256)) return;
    const { keySha256, subject, issuer, organization, key, notBefore, notAfter, subjectName } =
      keptFactsOf(certificate);
    this.#run(
      `INSERT OR IGNORE INTO certificate
         (sha256, der, key_sha256, subject, issuer, organization, key, not_before, not_after, subject_name)
       VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?)`,
    ).run(sha256, der, keySha256, subject, issuer, organization, key, notBefore, notAfter, subjectName);
  }

  /** Takes the place of what was removed under the same key. */
  insert<T>(table: Table<T>, thing: T): void {
    const fields = { [table.key]: table.keyOf(thing), ...table.fields(thing) };
    const names = Object.keys(fields);
    this.#run(
      `INSERT OR REPLACE INTO ${table.name} (${names.join(', ')}) VALUES (${names.map(() => '?').join(', ')})`,
    ).run(...Object.values<SQLInputValue>(fields));
  }

  update<T>(table: Table<T>, thing: T): void {
    const fields = table.fields(thing);
    const set = Object.keys(fields).map((name) => `${name} = ?`);
    this.#run(`UPDATE ${table.name} SET ${set.join(', ')} WHERE ${table.key} = ?`).run(
      ...Object.values(fields),
      table.keyOf(thing),
    );
  }

  /** `removedAt` undefined brings it back. */
  setRemoved(table: Pick<Table<never>, 'name' | 'key'>, key: string, removedAt: number | undefined): void {
    this.#run(`UPDATE ${table.name} SET removed_at = ? WHERE ${table.key} = ?`).run(removedAt ?? null, key);
  }

  /** Without a way back: for what is kept elsewhere from now on. */
  erase(table: Pick<Table<never>, 'name' | 'key'>, key: string): void {
    this.#run(`DELETE FROM ${table.name} WHERE ${table.key} = ?`).run(key);
  }

  setSource(source: keyof TrustSources, enabled: boolean): void {
    const column = source === 'system' ? 'system_enabled' : 'bundled_enabled';
    this.#run(`UPDATE meta SET ${column} = ?`).run(enabled ? 1 : 0);
  }

  setRoot(sha256: string, enabled: boolean): void {
    this.#run('DELETE FROM root_off WHERE sha256 = ?').run(sha256);
    if (!enabled) this.#run('INSERT INTO root_off (sha256) VALUES (?)').run(sha256);
  }

  /** What became of each exception, by its id. */
  readUses(): ReadonlyMap<string, ExceptionUse> {
    return new Map(
      this.#run('SELECT * FROM exception_use')
        .all()
        .map((row) => [String(row['id']), toUse(row)]),
    );
  }

  writeUse(id: string, { used, usedAt, stopped }: ExceptionUse): void {
    this.#run('INSERT OR REPLACE INTO exception_use (id, used, used_at, stopped) VALUES (?, ?, ?, ?)').run(
      id,
      used,
      usedAt ?? null,
      toJson(stopped),
    );
  }

  appendAudit(row: NewAuditRow, at: number): void {
    const { action, by, direction, subject, label, before, after } = row;
    this.#run(
      `INSERT INTO audit (at, action, decided_by, direction, subject, label, before, after)
       VALUES (?, ?, ?, ?, ?, ?, ?, ?)`,
    ).run(at, action, by, direction, subject, label, toJson(before), toJson(after));
  }

  /** Newest first, with how many there are of this kind in all. */
  audit(filter: AuditFilter): { readonly entries: readonly AuditEntry[]; readonly total: number } {
    const { where, values } = conditionsOf(filter);
    const total = this.#run(`SELECT count(*) AS total FROM audit WHERE ${where}`).get(...values);
    const before = filter.before ?? Number.MAX_SAFE_INTEGER;
    return {
      entries: this.#run(`SELECT * FROM audit WHERE ${where} AND id < ? ORDER BY id DESC LIMIT ?`)
        .all(...values, before, filter.limit)
        .map(toAuditEntry),
      total: Number(total?.['total']),
    };
  }

  /**
   * Keeps the last good copy beside the file: complete and read back, or not at all. Skipped when the file did not change since.
   * With ten thousand anchors that takes half a second: between the steps others may have their turn.
   *
   * @param now ms UTC
   */
  *backUp(folder: string, now: number): Generator<undefined, void> {
    const target = join(folder, trustBackupName);
    if (existsSync(target) && statSync(target).mtimeMs > statSync(this.path).mtimeMs) return;
    const draft = `${target}.new`;
    rmSync(draft, { force: true });
    this.#database.prepare('VACUUM INTO ?').run(draft);
    yield;
    const copy = new TrustFile(folder, now, `${trustBackupName}.new`);
    try {
      yield;
      copy.read();
    } finally {
      copy.close();
    }
    const handle = openSync(draft, 'r+');
    fsyncSync(handle);
    closeSync(handle);
    renameSync(draft, target);
  }

  close(): void {
    this.#database.close();
  }

  #write(work: () => void): void {
    // Unlinked under us, the file would still take writes and lose them at exit.
    if (!existsSync(this.path)) throw new Error('The trust file was deleted while the app was running.');
    try {
      transaction(this.#database, () => {
        const last = this.#lastAudit();
        work();
        this.#sealAudit(last);
      });
    } catch (error) {
      this.#forget();
      throw error;
    }
  }

  /** What was read of a transaction that came to nothing was never there. */
  #forget(): void {
    this.#read = undefined;
    this.#certificates = new Map();
    this.#hashed = createHash('sha256');
    this.#lastCertificate = 0;
  }

  #run(sql: string): StatementSync {
    const known = this.#statements.get(sql);
    if (known !== undefined) return known;
    const statement = this.#database.prepare(sql);
    this.#statements.set(sql, statement);
    return statement;
  }

  #readAll(): { readonly snapshot: TrustSnapshot; readonly digest: string } {
    const meta = this.#run('SELECT revision, system_enabled, bundled_enabled FROM meta').get();
    if (meta === undefined) throw new Error('The row that counts the changes is gone.');
    this.#readCertificates();
    const hash = this.#hashed.copy();
    hash.update(JSON.stringify(meta));
    const list = <T>(table: Table<T>): readonly T[] => this.#readTable(table, hash);
    const snapshot: TrustSnapshot = {
      revision: Number(meta['revision']),
      sources: { system: meta['system_enabled'] === 1, bundled: meta['bundled_enabled'] === 1 },
      anchors: list(anchorTable),
      hints: list(hintTable),
      distrusted: list(distrustTable),
      exceptions: list(exceptionTable),
      identities: list(identityTable),
      off: this.#readOff(hash),
      certificates: this.#certificates,
    };
    return { snapshot, digest: hash.digest('hex') };
  }

  #readCertificates(): void {
    const rows = this.#run('SELECT * FROM certificate WHERE position > ? ORDER BY position').iterate(
      this.#lastCertificate,
    );
    for (const row of rows) {
      const certificate = toCertificate(row);
      this.#certificates.set(certificate.sha256, certificate);
      this.#hashed.update(JSON.stringify([certificate.sha256, certificate.facts]));
      this.#lastCertificate = Number(row['position']);
    }
  }

  /** Newest first. The removed are hashed as well: they can come back. */
  #readTable<T>(table: Table<T>, hash: Hash): readonly T[] {
    const found: T[] = [];
    for (const row of this.#run(`SELECT * FROM ${table.name} ORDER BY position DESC`).iterate()) {
      const text = JSON.stringify(row);
      hash.update(text);
      if (row['removed_at'] === null) found.push(this.#readRow(table, row, text));
    }
    return found;
  }

  #readRow<T>(table: Table<T>, row: Row, text: string): T {
    const place = `${table.name} ${String(row['position'])}`;
    const before = this.#rows.get(place);
    if (before?.text === text) return before.value as T;
    const value = table.read(row, this.#certificates);
    this.#rows.set(place, { text, value });
    return value;
  }

  #readOff(hash: Hash): ReadonlySet<string> {
    const rows = this.#run('SELECT sha256 FROM root_off ORDER BY position').all();
    const off = rows.map((row) => String(row['sha256']));
    hash.update(JSON.stringify(off));
    return new Set(off);
  }

  /** A file of an earlier version has no digest yet. */
  #seal(): void {
    if (this.#storedDigest() !== null) return;
    this.#write(() => {
      if (this.#storedDigest() !== null) return;
      this.#sealNow();
      this.#run('UPDATE meta SET audit_digest = ?').run(this.#auditDigest('', 0));
    });
  }

  #sealNow(): void {
    const { snapshot, digest } = this.#readAll();
    this.#run('UPDATE meta SET digest = ?').run(digest);
    this.#read = { dataVersion: this.#dataVersion(), snapshot };
  }

  #lastAudit(): number {
    return Number(this.#run('SELECT max(id) AS last FROM audit').get()?.['last'] ?? 0);
  }

  /** @param after id of the last row that stood there before */
  #sealAudit(after: number): void {
    if (this.#lastAudit() === after) return;
    const before = this.#run('SELECT audit_digest FROM meta').get()?.['audit_digest'];
    this.#run('UPDATE meta SET audit_digest = ?').run(this.#auditDigest(String(before ?? ''), after));
  }

  /** Read back, as it will be when it is checked. */
  #auditDigest(before: string, after: number): string {
    let digest = before;
    for (const row of this.#run('SELECT * FROM audit WHERE id > ? ORDER BY id').iterate(after))
      digest = hash('sha256', digest + JSON.stringify(row), 'hex');
    return digest;
  }

  /** @throws when a row was changed, lost or put in between */
  #checkAudit(): void {
    const stored = this.#run('SELECT audit_digest FROM meta').get()?.['audit_digest'];
    if (this.#auditDigest('', 0) !== stored) throw new Error('What stands in the audit is not what was written.');
  }

  #storedDigest(): unknown {
    return this.#run('SELECT digest FROM meta').get()?.['digest'];
  }

  /** @param before ms UTC: keys of identities that were removed earlier go */
  #wipeKeys(before: number): void {
    const due = 'FROM identity WHERE removed_at < ? AND sealed_key IS NOT NULL';
    if (this.#run(`SELECT 1 ${due}`).get(before) === undefined) return;
    this.read();
    this.#write(() => {
      this.#run('UPDATE identity SET sealed_key = NULL WHERE removed_at < ?').run(before);
      this.#sealNow();
    });
  }
}

/** Reads a trust file through, as at a start. @param now ms UTC @throws why it cannot be used */
export function checkTrustFile(folder: string, name: string, now: number): void {
  const file = new TrustFile(folder, now, name);
  try {
    file.read();
  } finally {
    file.close();
  }
}

function openDatabase(path: string): DatabaseSync {
  const database = new DatabaseSync(path, { timeout: busyTimeoutMs });
  try {
    database.exec(
      'PRAGMA journal_mode = DELETE; PRAGMA synchronous = EXTRA; PRAGMA trusted_schema = OFF; PRAGMA secure_delete = ON',
    );
    checkIntegrity(database);
    database.function('certificate_fact', certificateFact);
    migrate(database, trustSteps);
    return database;
  } catch (error) {
    database.close();
    throw error;
  }
}

/** For step 2 of the schema. */
function certificateFact(der: SQLInputValue, name: SQLInputValue): SQLInputValue {
  const decoded = der instanceof Uint8Array ? decodeCertificate(der) : undefined;
  if (decoded?.ok !== true) throw new Error('A certificate of the trust file does not read.');
  const facts: Readonly<Record<string, SQLInputValue>> = { ...keptFactsOf(decoded.value) };
  return facts[String(name)] ?? null;
}

function conditionsOf({ subject, direction }: AuditFilter): {
  readonly where: string;
  readonly values: readonly string[];
} {
  const conditions = [
    ...(subject === undefined ? [] : [['subject = ?', subject] as const]),
    ...(direction === undefined ? [] : [['direction = ?', direction] as const]),
  ];
  return {
    where: ['1', ...conditions.map(([condition]) => condition)].join(' AND '),
    values: conditions.map(([, value]) => value),
  };
}

function toJson(value: unknown): string | null {
  return value === undefined ? null : JSON.stringify(value);
}
