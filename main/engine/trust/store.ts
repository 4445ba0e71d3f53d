import { copyFileSync, existsSync, renameSync } from 'node:fs';
import { join } from 'node:path';
import type { InputOf } from '#core/contract.ts';
import { fail, ok, type Result } from '#core/result.ts';
import type { AuditEntry, ImportCandidate, TrustFailure, TrustSources, TrustState } from '#core/trust/anchor.ts';
import { errorCode, setAside } from '#main/engine/sqlite.ts';
import { decodeAuthorities, decodeAuthority, type Authority } from './authority.ts';
import { candidateOf, type KnownAnchors } from './candidate.ts';
import {
  decideAdd,
  decideRemove,
  decideRestore,
  decideSource,
  decideUpdate,
  type AnchorChange,
  type Ground,
  type NewAnchor,
  type Step,
} from './decisions.ts';
import { TrustDamaged, type EffectiveTrust, type TrustSource } from './effective.ts';
import { TrustFile, trustBackupName, trustFileName, type StoredAnchor } from './file.ts';
import { readSource } from './read.ts';
import { toCustomAnchor, TrustSelector, type TrustMaterial } from './selection.ts';
import { listAnchors } from './state.ts';

export interface TrustStorePowers {
  /** The profile; trust.sqlite is kept in it. Made when missing. */
  readonly folder: string;
  /** ms UTC. */
  readonly now: () => number;
  /** PEM of the roots of the operating system and of those shipped with the app. Each asked once, when first needed. */
  readonly systemRoots: () => readonly string[];
  readonly bundledRoots: () => readonly string[];
}

/** Who is trusted: what the user decided, the system's roots and the bundled ones. Every change is kept before it is answered. */
export interface TrustStore extends TrustSource {
  state(): Result<TrustState, TrustFailure>;
  /** What is in a text, in bytes or in a file; stores nothing. Never rejects. */
  preview(source: InputOf<'trust.preview'>['source']): Promise<Result<readonly ImportCandidate[], TrustFailure>>;
  /** All or none are stored. */
  add(anchors: readonly NewAnchor[]): Result<TrustState, TrustFailure>;
  update(change: AnchorChange): Result<TrustState, TrustFailure>;
  remove(sha256: string): Result<TrustState, TrustFailure>;
  restore(sha256: string): Result<TrustState, TrustFailure>;
  setSource(source: keyof TrustSources, enabled: boolean): Result<TrustState, TrustFailure>;
  /** Newest first. */
  audit(filter: InputOf<'trust.audit'>): Result<readonly AuditEntry[], TrustFailure>;
  /** Puts a damaged file (and its last good copy) aside, dated, and begins an empty one. For a user who decided so. */
  startAnew(): Result<TrustState, TrustFailure>;
  /** Puts a damaged file aside, dated, and goes on with the last good copy. */
  restoreBackup(): Result<TrustState, TrustFailure>;
  close(): void;
}

/**
 * The trust store of a profile.
 *
 * Never throws: when the file is damaged, `state` and every change answer `damaged` and `effective` throws TrustDamaged, so
 * that nothing is sent until the user decides.
 */
export function openTrustStore(powers: TrustStorePowers): TrustStore {
  return new SqliteTrustStore(powers);
}

/** How old the knowledge of another process's change may be when a connection is judged, ms. Our own changes count at once. */
const RECHECK_MS = 200;

/** What was read of the file, with what hangs on it. */
interface Loaded {
  readonly dataVersion: number;
  readonly material: TrustMaterial;
  readonly selector: TrustSelector;
  state?: TrustState;
}

class SqliteTrustStore implements TrustStore {
  readonly #powers: TrustStorePowers;
  readonly #path: string;
  readonly #listeners = new Set<() => void>();
  /** Certificates are decoded once, however often the file is read again. */
  readonly #decoded = new Map<string, Authority>();
  #roots: Pick<TrustMaterial, 'system' | 'bundled'> | undefined;
  #file: TrustFile | undefined;
  #loaded: Loaded | undefined;
  #damage: string | undefined;
  #lastRevision = 0;
  #checkedAt = -Infinity;

  constructor(powers: TrustStorePowers) {
    this.#powers = powers;
    this.#path = join(powers.folder, trustFileName);
    this.#open();
  }

  state(): Result<TrustState, TrustFailure> {
    return this.#guarded('read', () => ok(this.#stateNow()));
  }

  async preview(source: InputOf<'trust.preview'>['source']): Promise<Result<readonly ImportCandidate[], TrustFailure>> {
    const read = await readSource(source);
    if (!read.ok) return read;
    return this.#guarded('read', () => {
      const { customs, system, bundled } = this.#current().material;
      const known: KnownAnchors = { customs: new Map(customs.map((a) => [a.sha256, a.label])), system, bundled };
      return ok(read.value.map((found) => candidateOf(found, known, this.#powers.now())));
    });
  }

  add(anchors: readonly NewAnchor[]): Result<TrustState, TrustFailure> {
    return this.#change((ground) => decideAdd(ground, anchors));
  }

  update(change: AnchorChange): Result<TrustState, TrustFailure> {
    return this.#change((ground) => decideUpdate(ground, change));
  }

  remove(sha256: string): Result<TrustState, TrustFailure> {
    return this.#change((ground) => decideRemove(ground, sha256));
  }

  restore(sha256: string): Result<TrustState, TrustFailure> {
    return this.#change((ground, file) => decideRestore(ground, sha256, file.readRemoved(sha256)));
  }

  setSource(source: keyof TrustSources, enabled: boolean): Result<TrustState, TrustFailure> {
    return this.#change((ground) => decideSource(ground, source, enabled));
  }

  audit(filter: InputOf<'trust.audit'>): Result<readonly AuditEntry[], TrustFailure> {
    return this.#guarded('read', (file) => ok(file.audit(filter)));
  }

  effective(host: string, port: number): EffectiveTrust {
    try {
      const loaded = this.#checkedLately() ?? this.#current();
      return loaded.selector.effective(host, port, this.#powers.now());
    } catch (error) {
      this.#notice(error);
      throw new TrustDamaged(this.#damage ?? messageOf(error), { cause: error });
    }
  }

  onChange(listener: () => void): () => void {
    this.#listeners.add(listener);
    return () => void this.#listeners.delete(listener);
  }

  startAnew(): Result<TrustState, TrustFailure> {
    return this.#replaceFile(() => {
      const backup = join(this.#powers.folder, trustBackupName);
      // Otherwise the next start would write the new, empty file over the last good copy.
      if (existsSync(backup)) setAside(backup, this.#powers.now());
    });
  }

  restoreBackup(): Result<TrustState, TrustFailure> {
    const backup = join(this.#powers.folder, trustBackupName);
    if (!existsSync(backup)) {
      return fail({ kind: 'unreadable', path: backup, code: 'ENOENT', message: 'There is no copy to go back to.' });
    }
    return this.#replaceFile(() => {
      const draft = `${this.#path}.new`;
      copyFileSync(backup, draft);
      renameSync(draft, this.#path);
    });
  }

  close(): void {
    this.#file?.close();
    this.#file = undefined;
    this.#loaded = undefined;
    this.#damage ??= 'The trust store is closed.';
  }

  #open(): void {
    this.#damage = undefined;
    this.#loaded = undefined;
    const { folder } = this.#powers;
    try {
      // An empty file here would silently undo what was decided, for instance that the system's roots are off.
      if (!existsSync(this.#path) && existsSync(join(folder, trustBackupName))) {
        throw new Error('The trust file is gone, but a copy of it is still there.');
      }
      this.#file = new TrustFile(folder);
      if (this.#lastRevision > 0) this.#file.liftRevision(this.#lastRevision + 1);
      this.#load(this.#file);
      this.#backUp(this.#file);
    } catch (error) {
      this.#damaged(error);
    }
  }

  #backUp(file: TrustFile): void {
    try {
      file.backUp(this.#powers.folder);
    } catch {
      // A copy is a second chance, not a condition: with a full disk the decisions themselves are still readable.
    }
  }

  #replaceFile(prepare: () => void): Result<TrustState, TrustFailure> {
    this.#file?.close();
    this.#file = undefined;
    try {
      if (existsSync(this.#path)) setAside(this.#path, this.#powers.now());
      prepare();
    } catch (error) {
      return fail({ kind: 'cannot-write', path: this.#path, code: errorCode(error), message: messageOf(error) });
    }
    this.#open();
    this.#tellListeners();
    return this.state();
  }

  /** What was read, when the file was looked at a moment ago: looking takes 30 µs, which every request would pay. */
  #checkedLately(): Loaded | undefined {
    return performance.now() - this.#checkedAt < RECHECK_MS ? this.#loaded : undefined;
  }

  /** What stands in the file now. Another process (the command line) may have changed it. */
  #current(): Loaded {
    const file = this.#openFile();
    this.#checkedAt = performance.now();
    if (this.#loaded !== undefined && this.#loaded.dataVersion === file.dataVersion()) return this.#loaded;
    const first = this.#loaded === undefined;
    const loaded = this.#load(file);
    if (!first) this.#tellListeners();
    return loaded;
  }

  #load(file: TrustFile): Loaded {
    const dataVersion = file.dataVersion();
    const { revision, sources, anchors } = file.read();
    const customs = anchors.map((anchor) => toCustomAnchor(anchor, this.#authorityOf(anchor)));
    const roots = this.#rootsOf.bind(this);
    const material: TrustMaterial = {
      revision,
      sources,
      customs,
      get system() {
        return roots().system;
      },
      get bundled() {
        return roots().bundled;
      },
    };
    this.#loaded = { dataVersion, material, selector: new TrustSelector(material) };
    this.#lastRevision = Math.max(this.#lastRevision, revision);
    return this.#loaded;
  }

  #authorityOf({ sha256, der }: StoredAnchor): Authority {
    const known = this.#decoded.get(sha256);
    if (known !== undefined) return known;
    const authority = decodeAuthority(sha256, der);
    if (authority === undefined) throw new Error(`The certificate ${sha256} does not read.`);
    this.#decoded.set(sha256, authority);
    return authority;
  }

  #rootsOf(): Pick<TrustMaterial, 'system' | 'bundled'> {
    this.#roots ??= {
      system: decodeAuthorities(this.#powers.systemRoots(), this.#decoded),
      bundled: decodeAuthorities(this.#powers.bundledRoots(), this.#decoded),
    };
    return this.#roots;
  }

  #stateNow(): TrustState {
    const loaded = this.#current();
    loaded.state ??= listAnchors(loaded.material);
    return loaded.state;
  }

  #change(
    decide: (ground: Ground, file: TrustFile) => Result<readonly Step[], TrustFailure>,
  ): Result<TrustState, TrustFailure> {
    return this.#guarded('write', (file) => {
      const decided = this.#store(file, decide);
      if (!decided.ok) return decided;
      if (decided.value.length > 0) {
        this.#load(file);
        this.#tellListeners();
      }
      return ok(this.#stateNow());
    });
  }

  /** Decides on what stands in the file once it is ours alone, then stores the steps and their audit rows in one transaction. */
  #store(
    file: TrustFile,
    decide: (ground: Ground, file: TrustFile) => Result<readonly Step[], TrustFailure>,
  ): Result<readonly Step[], TrustFailure> {
    const now = this.#powers.now();
    const { system, bundled } = this.#rootsOf();
    let decided: Result<readonly Step[], TrustFailure> = ok([]);
    file.change(() => {
      const snapshot = file.read();
      const { sources } = snapshot;
      const bySource = (sha256: string) =>
        (sources.system && system.has(sha256)) || (sources.bundled && bundled.has(sha256));
      decided = decide({ snapshot, now, bySource }, file);
      if (!decided.ok) return false;
      for (const step of decided.value) {
        step.apply(file);
        file.appendAudit(step.audit, now);
      }
      return decided.value.length > 0;
    });
    return decided;
  }

  #openFile(): TrustFile {
    if (this.#file === undefined || this.#damage !== undefined) throw new TrustDamaged(this.#damage);
    return this.#file;
  }

  /** Runs `work` on the file; what SQLite throws becomes a failure. */
  #guarded<T>(purpose: 'read' | 'write', work: (file: TrustFile) => Result<T, TrustFailure>): Result<T, TrustFailure> {
    try {
      return work(this.#openFile());
    } catch (error) {
      this.#notice(error);
      const path = this.#path;
      const message = messageOf(error);
      if (this.#damage !== undefined) return fail({ kind: 'damaged', path, reason: this.#damage, message });
      if (purpose === 'write') return fail({ kind: 'cannot-write', path, code: errorCode(error), message });
      return fail({ kind: 'unreadable', path, code: errorCode(error), message });
    }
  }

  /** Damage stays until the user decides; a full disk or a file that another process holds passes. */
  #notice(error: unknown): void {
    if (passing.has(errorCode(error)) || this.#damage !== undefined) return;
    this.#damaged(error);
    this.#tellListeners();
  }

  #damaged(error: unknown): void {
    this.#damage = messageOf(error);
    this.#file?.close();
    this.#file = undefined;
    this.#loaded = undefined;
  }

  #tellListeners(): void {
    for (const listener of [...this.#listeners]) listener();
  }
}

/** Errors that say nothing about what stands in the file. */
const passing: ReadonlySet<string> = new Set([
  'SQLITE_BUSY',
  'SQLITE_LOCKED',
  'SQLITE_FULL',
  'SQLITE_READONLY',
  'SQLITE_IOERR',
  // Of the open file: its journal cannot be made beside it, or too many files are open.
  'SQLITE_CANTOPEN',
  'SQLITE_NOMEM',
  'SQLITE_PERM',
  'SQLITE_TOOBIG',
]);

function messageOf(error: unknown): string {
  return error instanceof Error ? error.message : String(error);
}
