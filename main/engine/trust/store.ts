import { copyFileSync, existsSync, renameSync, rmSync, statSync } from 'node:fs';
import { join } from 'node:path';
import type { CertificateBag } from '#core/http/exchange.ts';
import { fail, ok, type Result } from '#core/result.ts';
import type { AuditEntry, TrustFailure, TrustSources, TrustState } from '#core/trust/anchor.ts';
import type { TrustItem } from '#core/trust/distrust.ts';
import { patternFor } from '#core/trust/pattern.ts';
import { newExchangeId } from '#main/engine/http/exchangeId.ts';
import { errorCode, setAside } from '#main/engine/sqlite.ts';
import { decodeAuthorities, keySha256Of, type Authority } from './authority.ts';
import type { AnchorChange, NewAnchor } from './decide/anchor.ts';
import type { ExceptionChange, NewException } from './decide/exception.ts';
import type { NewHint } from './decide/hint.ts';
import type { IdentityChange, SealedKey } from './decide/identity.ts';
import type { NewRefusal } from './decide/refusal.ts';
import { decide, type TrustOrder } from './decisions.ts';
import { TrustDamaged, type EffectiveTrust, type ExceptionGrant, type Stop, type TrustSource } from './effective.ts';
import { checkTrustFile, TrustFile, trustBackupName, trustFileName, type AuditFilter } from './file.ts';
import { Grants } from './grants.ts';
import { Ledger, type Fleeting, type ListedRoot, type Step } from './ledger.ts';
import { Refusals } from './refusals.ts';
import { toCustomAnchor, TrustSelector, type CustomAnchor, type TrustMaterial } from './selection.ts';
import { listAnchors, listExceptions, listHints, listIdentities, type ProtectionOf } from './state.ts';
import type { NewAuditRow, StoredAnchor, StoredException, StoredIdentity, TrustSnapshot } from './stored.ts';
import { Uses } from './uses.ts';
import { materialAfter, type TrustChange } from './whatIf.ts';

export interface TrustStorePowers {
  /** The profile; trust.sqlite is kept in it. Made when missing. */
  readonly folder: string;
  /** ms UTC. */
  readonly now: () => number;
  /** PEM of the roots of the operating system and of those shipped with the app. Each asked once, when first needed. */
  readonly systemRoots: () => readonly string[];
  readonly bundledRoots: () => readonly string[];
  /** Who decides here, for the audit. Default: the window. */
  readonly by?: 'window' | 'terminal';
  /** Where the private key of an identity is. Asked with every `state`; default: keys cannot be used here. */
  readonly protectionOf?: ProtectionOf;
  /** How long after a decision the last good copy is renewed, ms. Default: BACK_UP_MS. */
  readonly copyAfterMs?: number;
}

/** Who is trusted: what the user decided, the system's roots and the bundled ones. Every change is kept before it is answered. */
export interface TrustStore extends TrustSource {
  state(): Result<TrustState, TrustFailure>;
  /** PEM of certificates that the store or a list knows; unknown ones are left out. */
  certificates(sha256s: readonly string[]): Result<CertificateBag, TrustFailure>;
  /** A certificate that the store or a list knows; undefined of others, and when the file is damaged. */
  kept(sha256: string): Authority | undefined;
  /** Everything that decides who is trusted, as it stands now. */
  material(): Result<TrustMaterial, TrustFailure>;
  /** Who would be trusted after a change; nothing is stored. */
  whatIf(change: TrustChange): Result<(host: string, port: number) => EffectiveTrust, TrustFailure>;
  /** Decisions of any kind, in this order, each on what those before it left. All or none are stored. */
  apply(orders: readonly TrustOrder[]): Result<TrustState, TrustFailure>;
  /** The rows of the audit that `apply` would write, or why it would not. Nothing is stored. */
  rehearse(orders: readonly TrustOrder[]): Result<readonly NewAuditRow[], TrustFailure>;
  /** All or none are stored; so with every method that takes several. */
  add(anchors: readonly NewAnchor[]): Result<TrustState, TrustFailure>;
  update(change: AnchorChange): Result<TrustState, TrustFailure>;
  switch(sha256s: readonly string[], enabled: boolean): Result<TrustState, TrustFailure>;
  remove(items: readonly TrustItem[]): Result<TrustState, TrustFailure>;
  restore(items: readonly TrustItem[]): Result<TrustState, TrustFailure>;
  addHints(hints: readonly NewHint[]): Result<TrustState, TrustFailure>;
  refuse(refusal: NewRefusal): Result<TrustState, TrustFailure>;
  except(exception: NewException): Result<TrustState, TrustFailure>;
  updateException(change: ExceptionChange): Result<TrustState, TrustFailure>;
  setSource(source: keyof TrustSources, enabled: boolean): Result<TrustState, TrustFailure>;
  /** Newest first, without the removed; none when the file is damaged. */
  identityRows(): readonly StoredIdentity[];
  addIdentity(identity: StoredIdentity): Result<TrustState, TrustFailure>;
  updateIdentity(change: IdentityChange): Result<TrustState, TrustFailure>;
  protectIdentity(id: string, sealed: SealedKey): Result<TrustState, TrustFailure>;
  /** Tells the listeners that something changed which is not in the file: where a key is. */
  touched(): void;
  /** Called when something was noted on which no trust hangs: an exception stopped, a key was found not to open. */
  onNote(listener: () => void): () => void;
  /** Newest first; `total`: of all that the filter lets through. */
  audit(filter: AuditFilter): Result<{ readonly entries: readonly AuditEntry[]; readonly total: number }, TrustFailure>;
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
/** How often the file is looked at when nobody asks, ms: what another process takes back ends what runs here. Looking takes 30 µs. */
const LOOK_MS = 1000;
/** How long uses of exceptions wait to be written, ms. */
const FLUSH_MS = 3000;
/** How long after a change the last good copy is renewed, ms: several changes are one copy, and few would be lost. */
const BACK_UP_MS = 20_000;
/** Between two steps of a copy, ms. */
const BETWEEN_STEPS_MS = 50;

/** What was read of the file, with what hangs on it. */
interface Loaded {
  readonly dataVersion: number;
  readonly snapshot: TrustSnapshot;
  readonly material: TrustMaterial;
  readonly selector: TrustSelector;
  readonly grants: Grants;
  /** What of the state hangs on the file alone. */
  fixed?: Pick<TrustState, 'anchors' | 'hints'>;
  state?: { readonly value: TrustState; readonly uses: number };
}

class SqliteTrustStore implements TrustStore {
  readonly #powers: TrustStorePowers;
  readonly #path: string;
  readonly #listeners = new Set<() => void>();
  readonly #noteListeners = new Set<() => void>();
  readonly #uses = new Uses();
  readonly #customs = new WeakMap<StoredAnchor, CustomAnchor>();
  #fleeting: Fleeting = { exceptions: [], removed: new Map() };
  /** Rows of the audit that wait to be written. */
  #notes: { readonly row: NewAuditRow; readonly at: number }[] = [];
  #roots: Pick<TrustMaterial, 'system' | 'bundled'> | undefined;
  #file: TrustFile | undefined;
  #loaded: Loaded | undefined;
  #damage: string | undefined;
  #lastRevision = 0;
  #checkedAt = -Infinity;
  #flushTimer: NodeJS.Timeout | undefined;
  #backUpTimer: NodeJS.Timeout | undefined;
  #stepTimer: NodeJS.Timeout | undefined;
  /** A copy that is being made. */
  #copying: Generator<undefined, void> | undefined;
  #lookTimer: NodeJS.Timeout | undefined;

  constructor(powers: TrustStorePowers) {
    this.#powers = powers;
    this.#path = join(powers.folder, trustFileName);
    this.#open();
  }

  state(): Result<TrustState, TrustFailure> {
    return this.#guarded('read', () => ok(this.#stateNow()));
  }

  certificates(sha256s: readonly string[]): Result<CertificateBag, TrustFailure> {
    return this.#guarded('read', () =>
      ok(
        Object.fromEntries(
          sha256s.flatMap((sha256) => {
            const known = this.#known(sha256);
            return known === undefined ? [] : [[sha256, known.pem]];
          }),
        ),
      ),
    );
  }

  kept(sha256: string): Authority | undefined {
    const found = this.#guarded('read', () => ok(this.#known(sha256)));
    return found.ok ? found.value : undefined;
  }

  material(): Result<TrustMaterial, TrustFailure> {
    return this.#guarded('read', () => ok(this.#current().material));
  }

  whatIf(change: TrustChange): Result<(host: string, port: number) => EffectiveTrust, TrustFailure> {
    return this.#guarded('read', () => {
      const now = this.#powers.now();
      const changed = materialAfter(this.#current().material, change, now);
      if (!changed.ok) return changed;
      const selector = new TrustSelector(changed.value);
      return ok((host, port) => selector.effective(host, port, now));
    });
  }

  add(anchors: readonly NewAnchor[]): Result<TrustState, TrustFailure> {
    return this.apply([{ do: 'add', anchors }]);
  }

  update(change: AnchorChange): Result<TrustState, TrustFailure> {
    return this.apply([{ do: 'update', change }]);
  }

  switch(sha256s: readonly string[], enabled: boolean): Result<TrustState, TrustFailure> {
    return this.apply([{ do: 'switch', sha256s, enabled }]);
  }

  remove(items: readonly TrustItem[]): Result<TrustState, TrustFailure> {
    return this.apply([{ do: 'remove', items }]);
  }

  restore(items: readonly TrustItem[]): Result<TrustState, TrustFailure> {
    return this.apply([{ do: 'restore', items }]);
  }

  addHints(hints: readonly NewHint[]): Result<TrustState, TrustFailure> {
    return this.apply([{ do: 'add-hints', hints }]);
  }

  refuse(refusal: NewRefusal): Result<TrustState, TrustFailure> {
    return this.apply([{ do: 'refuse', refusal }]);
  }

  except(exception: NewException): Result<TrustState, TrustFailure> {
    return this.apply([{ do: 'except', exception }]);
  }

  updateException(change: ExceptionChange): Result<TrustState, TrustFailure> {
    return this.apply([{ do: 'update-exception', change }]);
  }

  setSource(source: keyof TrustSources, enabled: boolean): Result<TrustState, TrustFailure> {
    return this.apply([{ do: 'set-source', source, enabled }]);
  }

  identityRows(): readonly StoredIdentity[] {
    const rows = this.#guarded('read', () => ok(this.#current().snapshot.identities));
    return rows.ok ? rows.value : [];
  }

  addIdentity(identity: StoredIdentity): Result<TrustState, TrustFailure> {
    return this.apply([{ do: 'add-identity', identity }]);
  }

  updateIdentity(change: IdentityChange): Result<TrustState, TrustFailure> {
    return this.apply([{ do: 'update-identity', change }]);
  }

  protectIdentity(id: string, sealed: SealedKey): Result<TrustState, TrustFailure> {
    return this.apply([{ do: 'protect-identity', id, sealed }]);
  }

  apply(orders: readonly TrustOrder[]): Result<TrustState, TrustFailure> {
    return this.#guarded('write', (file) => {
      const decided = this.#store(file, orders);
      if (!decided.ok) return decided;
      if (decided.value.length > 0) {
        this.#load(file);
        this.#backUpSoon();
        this.#tellListeners();
      }
      return ok(this.#stateNow());
    });
  }

  rehearse(orders: readonly TrustOrder[]): Result<readonly NewAuditRow[], TrustFailure> {
    return this.#guarded('read', (file) => {
      const ledger = this.#ledger(file, this.#current().snapshot);
      const decided = decide(ledger, orders);
      return decided.ok ? ok(ledger.steps.map(({ audit }) => audit)) : decided;
    });
  }

  audit(
    filter: AuditFilter,
  ): Result<{ readonly entries: readonly AuditEntry[]; readonly total: number }, TrustFailure> {
    this.#flush();
    return this.#guarded('read', (file) => ok(file.audit(filter)));
  }

  effective(host: string, port: number): EffectiveTrust {
    try {
      return this.#lately().selector.effective(host, port, this.#powers.now());
    } catch (error) {
      this.#notice(error);
      throw new TrustDamaged(this.#damage ?? messageOf(error), { cause: error });
    }
  }

  exceptionsFor(host: string, port: number): readonly ExceptionGrant[] {
    return this.#grants()?.for(host, port, this.#powers.now()) ?? [];
  }

  spend(id: string): boolean {
    const now = this.#powers.now();
    if (this.#grants()?.inForce(id, now) === undefined) return false;
    this.#uses.count(id, now);
    this.#flushSoon();
    return true;
  }

  stopped(id: string, stop: Stop): void {
    const exception = this.#exceptionOf(id);
    if (exception === undefined) return;
    const now = this.#powers.now();
    const { leaf, unaccepted } = stop;
    if (this.#uses.stop(id, stop, now))
      this.#notes.push({
        at: now,
        row: {
          action: 'stop-exception',
          by: 'app',
          direction: 'narrower',
          subject: id,
          label: patternFor(exception.host, exception.port),
          before: { leaf: exception.leaf, accepted: exception.accepted },
          after: { leaf, unaccepted },
        },
      });
    this.#flushSoon();
    tell(this.#noteListeners);
  }

  noteUnchecked(exchangeId: string, host: string, port: number): boolean {
    const row: NewAuditRow = {
      action: 'send-unchecked',
      by: this.#by,
      direction: 'neutral',
      subject: exchangeId,
      label: patternFor(host, port),
    };
    const note = { row, at: this.#powers.now() };
    this.#notes.push(note);
    // At once: no request that nobody checked is without its row because the app ended, or the disk is full.
    this.#flush();
    const isWritten = !this.#notes.includes(note);
    // It says what was sent, and that will not be.
    if (!isWritten) this.#notes = this.#notes.filter((one) => one !== note);
    tell(this.#noteListeners);
    return isWritten;
  }

  onChange(listener: () => void): () => void {
    this.#listeners.add(listener);
    this.#lookTimer ??= setInterval(() => this.#look(), LOOK_MS).unref();
    return () => {
      this.#listeners.delete(listener);
      if (this.#listeners.size === 0) this.#stopLooking();
    };
  }

  onNote(listener: () => void): () => void {
    this.#noteListeners.add(listener);
    return () => void this.#noteListeners.delete(listener);
  }

  touched(): void {
    this.#tellListeners();
    tell(this.#noteListeners);
  }

  startAnew(): Result<TrustState, TrustFailure> {
    return this.#replaceFile(() => {
      const backup = join(this.#powers.folder, trustBackupName);
      // Otherwise the next start would write the new, empty file over the last good copy.
      if (existsSync(backup)) setAside(backup, this.#powers.now());
    });
  }

  restoreBackup(): Result<TrustState, TrustFailure> {
    const { folder, now } = this.#powers;
    const backup = join(folder, trustBackupName);
    if (!existsSync(backup)) {
      return fail({ kind: 'unreadable', path: backup, code: 'ENOENT', message: 'There is no copy to go back to.' });
    }
    const draft = `${this.#path}.new`;
    try {
      copyFileSync(backup, draft);
      checkTrustFile(folder, `${trustFileName}.new`, now());
    } catch (error) {
      rmSync(draft, { force: true });
      return fail({ kind: 'damaged', path: backup, reason: messageOf(error), message: messageOf(error) });
    }
    return this.#replaceFile(() => renameSync(draft, this.#path));
  }

  close(): void {
    this.#stopLooking();
    this.#flush();
    const isDue = this.#backUpTimer !== undefined || this.#copying !== undefined;
    this.#stopTimers();
    if (isDue && this.#file !== undefined) this.#backUp(this.#file);
    this.#file?.close();
    this.#file = undefined;
    this.#loaded = undefined;
    this.#damage ??= 'The trust store is closed.';
  }

  get #by(): 'window' | 'terminal' {
    return this.#powers.by ?? 'window';
  }

  #open(): void {
    this.#damage = undefined;
    this.#loaded = undefined;
    const { folder, now } = this.#powers;
    try {
      // An empty file here would silently undo what was decided, for instance that the system's roots are off.
      if (isCutOff(this.#path, existsSync(join(folder, trustBackupName))))
        throw new Error('What stood in the trust file is gone.');
      this.#file = new TrustFile(folder, now());
      if (this.#lastRevision > 0) this.#file.liftRevision(this.#lastRevision + 1);
      this.#load(this.#file);
      this.#backUp(this.#file);
    } catch (error) {
      this.#damaged(error);
    }
  }

  /** All of it at once: at a start and at the end. */
  #backUp(file: TrustFile): void {
    clearTimeout(this.#backUpTimer);
    this.#backUpTimer = undefined;
    const steps = file.backUp(this.#powers.folder, this.#powers.now());
    while (nextStep(steps));
  }

  #backUpSoon(): void {
    this.#backUpTimer ??= setTimeout(() => {
      if (this.#file === undefined) return;
      const steps = this.#file.backUp(this.#powers.folder, this.#powers.now());
      this.#backUpTimer = undefined;
      this.#goOn(steps);
    }, this.#powers.copyAfterMs ?? BACK_UP_MS).unref();
  }

  #goOn(steps: Generator<undefined, void>): void {
    this.#copying = nextStep(steps) ? steps : undefined;
    if (this.#copying === undefined) return;
    this.#stepTimer = setTimeout(() => {
      this.#goOn(steps);
    }, BETWEEN_STEPS_MS).unref();
  }

  #replaceFile(prepare: () => void): Result<TrustState, TrustFailure> {
    this.#stopTimers();
    this.#file?.close();
    this.#file = undefined;
    try {
      if (existsSync(this.#path)) setAside(this.#path, this.#powers.now());
      prepare();
    } catch (error) {
      return fail({ kind: 'cannot-write', path: this.#path, code: errorCode(error), message: messageOf(error) });
    }
    // Nothing of the old file is left to stand on.
    this.#fleeting = { exceptions: [], removed: new Map() };
    this.#open();
    this.#tellListeners();
    return this.state();
  }

  /** What was read, when the file was looked at a moment ago: looking takes 30 µs, which every request would pay. */
  #lately(): Loaded {
    if (this.#loaded !== undefined && performance.now() - this.#checkedAt < RECHECK_MS) return this.#loaded;
    return this.#current();
  }

  /** What stands in the file now. Another process (the command line) may have changed it. */
  #current(): Loaded {
    const file = this.#openFile();
    this.#checkedAt = performance.now();
    if (this.#loaded !== undefined && this.#loaded.dataVersion === file.dataVersion()) return this.#loaded;
    const before = this.#loaded?.material.revision;
    const loaded = this.#load(file);
    // A file may also have changed in what nothing hangs on.
    if (before !== undefined && before !== loaded.material.revision) this.#tellListeners();
    return loaded;
  }

  #load(file: TrustFile): Loaded {
    const snapshot = file.read();
    const { revision, sources, anchors, hints, distrusted, off, certificates } = snapshot;
    const roots = this.#rootsOf.bind(this);
    const material: TrustMaterial = {
      revision,
      sources,
      customs: anchors.map((anchor) => this.#customOf(anchor, certificates)),
      hints: hints.flatMap(({ sha256 }) => certificates.get(sha256) ?? []),
      refusals: new Refusals(distrusted),
      off,
      get system() {
        return roots().system;
      },
      get bundled() {
        return roots().bundled;
      },
    };
    this.#uses.load(file.readUses());
    const exceptions = [...this.#fleeting.exceptions, ...snapshot.exceptions];
    this.#loaded = {
      dataVersion: file.dataVersion(),
      snapshot,
      material,
      selector: new TrustSelector(material),
      grants: new Grants(exceptions, certificates, material.refusals, this.#uses),
    };
    this.#lastRevision = Math.max(this.#lastRevision, revision);
    return this.#loaded;
  }

  /** The same object for the same row: what hangs on it is worked out once. */
  #customOf(anchor: StoredAnchor, certificates: TrustSnapshot['certificates']): CustomAnchor {
    const known = this.#customs.get(anchor);
    if (known !== undefined) return known;
    const authority = certificates.get(anchor.sha256);
    if (authority === undefined) throw new Error(`The certificate ${anchor.sha256} is gone.`);
    const made = toCustomAnchor(anchor, authority);
    this.#customs.set(anchor, made);
    return made;
  }

  #rootsOf(): Pick<TrustMaterial, 'system' | 'bundled'> {
    if (this.#roots !== undefined) return this.#roots;
    // The system's list and the bundled one are much alike: each certificate is decoded once.
    const known = new Map<string, Authority>();
    this.#roots = {
      system: decodeAuthorities(this.#powers.systemRoots(), known),
      bundled: decodeAuthorities(this.#powers.bundledRoots(), known),
    };
    return this.#roots;
  }

  #rootOf(sha256: string): ListedRoot | undefined {
    const { system, bundled } = this.#rootsOf();
    const authority = system.get(sha256) ?? bundled.get(sha256);
    if (authority === undefined) return undefined;
    return {
      certificate: authority.certificate,
      keySha256: keySha256Of(authority.certificate),
      lists: [
        ...(system.has(sha256) ? (['system'] as const) : []),
        ...(bundled.has(sha256) ? (['bundled'] as const) : []),
      ],
    };
  }

  #known(sha256: string): Authority | undefined {
    const { system, bundled } = this.#rootsOf();
    return this.#current().snapshot.certificates.get(sha256) ?? system.get(sha256) ?? bundled.get(sha256);
  }

  #grants(): Grants | undefined {
    const loaded = this.#guarded('read', () => ok(this.#lately()));
    return loaded.ok ? loaded.value.grants : undefined;
  }

  #exceptionOf(id: string): StoredException | undefined {
    const loaded = this.#loaded;
    if (loaded === undefined) return undefined;
    return [...this.#fleeting.exceptions, ...loaded.snapshot.exceptions].find((exception) => exception.id === id);
  }

  #stateNow(): TrustState {
    const loaded = this.#current();
    const { snapshot, material } = loaded;
    const { certificates } = snapshot;
    const identities = listIdentities(snapshot.identities, certificates, this.#powers.protectionOf ?? notHere);
    const kept = loaded.state;
    if (kept?.uses === this.#uses.version && JSON.stringify(kept.value.identities) === JSON.stringify(identities))
      return kept.value;
    loaded.fixed ??= { anchors: listAnchors(material), hints: listHints(snapshot.hints, certificates) };
    const exceptions = [...this.#fleeting.exceptions, ...snapshot.exceptions];
    const value: TrustState = {
      revision: material.revision,
      sources: material.sources,
      ...loaded.fixed,
      distrusted: snapshot.distrusted,
      exceptions: listExceptions(exceptions, certificates, (id) => this.#uses.of(id)),
      identities,
    };
    loaded.state = { value, uses: this.#uses.version };
    return value;
  }

  /** Decides on what stands in the file once it is ours alone, then stores the steps and their audit rows in one transaction. */
  #store(file: TrustFile, orders: readonly TrustOrder[]): Result<readonly Step[], TrustFailure> {
    let decided: Result<readonly Step[], TrustFailure> = ok([]);
    file.change((snapshot) => {
      const ledger = this.#ledger(file, snapshot);
      const outcome = decide(ledger, orders);
      decided = outcome.ok ? ok(ledger.steps) : outcome;
      if (!decided.ok) return false;
      for (const step of decided.value) {
        step.apply(file);
        file.appendAudit(step.audit, ledger.ground.now);
      }
      return decided.value.length > 0;
    });
    if (decided.ok) for (const step of decided.value) step.afterwards?.();
    return decided;
  }

  #ledger(file: TrustFile, snapshot: TrustSnapshot): Ledger {
    const now = this.#powers.now();
    return new Ledger({
      snapshot,
      now,
      by: this.#by,
      root: (sha256) => this.#rootOf(sha256),
      file,
      fleeting: this.#fleeting,
      uses: this.#uses,
      newId: () => newExchangeId(now),
    });
  }

  #flushSoon(): void {
    this.#flushTimer ??= setTimeout(() => {
      this.#flush();
    }, FLUSH_MS).unref();
  }

  /** Writes what was counted and noted. What cannot be written now waits for the next time. */
  #flush(): void {
    clearTimeout(this.#flushTimer);
    this.#flushTimer = undefined;
    const file = this.#file;
    const kept = new Set(this.#loaded?.snapshot.exceptions.map(({ id }) => id));
    const ids = this.#uses.unwritten.filter((id) => kept.has(id));
    if (file === undefined || (ids.length === 0 && this.#notes.length === 0)) return;
    try {
      file.note(() => {
        const stored = file.readUses();
        for (const id of ids) file.writeUse(id, this.#uses.toWrite(id, stored.get(id)));
        for (const { row, at } of this.#notes) file.appendAudit(row, at);
      });
      this.#notes = [];
      this.#uses.written(file.readUses(), ids);
    } catch (error) {
      this.#notice(error);
      if (this.#file !== undefined) this.#flushSoon();
    }
  }

  /** Tells the listeners when another process has changed the file, or damaged it. */
  #look(): void {
    if (this.#file !== undefined) this.#guarded('read', () => ok(this.#current()));
  }

  #stopLooking(): void {
    clearInterval(this.#lookTimer);
    this.#lookTimer = undefined;
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
    this.#stopTimers();
    this.#file?.close();
    this.#file = undefined;
    this.#loaded = undefined;
  }

  #stopTimers(): void {
    clearTimeout(this.#flushTimer);
    clearTimeout(this.#backUpTimer);
    clearTimeout(this.#stepTimer);
    // Closes what it had open.
    this.#copying?.return();
    this.#copying = undefined;
    this.#flushTimer = undefined;
    this.#backUpTimer = undefined;
  }

  #tellListeners(): void {
    tell(this.#listeners);
  }
}

/** True while there is more. A copy is a second chance, not a condition: with a full disk the decisions themselves are still readable. */
function nextStep(steps: Generator<undefined, void>): boolean {
  try {
    return steps.next().done !== true;
  } catch {
    return false;
  }
}

/** The header of a database, bytes (sqlite.org/fileformat2.html §1.3): SQLite takes a shorter file for a new one. */
const HEADER_BYTES = 100;

/** Cut off, or empty while a copy is there; without a copy an empty file is one that was never written to. */
function isCutOff(path: string, hasCopy: boolean): boolean {
  const size = existsSync(path) ? statSync(path).size : 0;
  return size === 0 ? hasCopy : size < HEADER_BYTES;
}

const notHere: ProtectionOf = () => ({ kind: 'missing', reason: 'Keys can be used only in the app.' });

/** All of them, whatever one does: who closes connections must hear of it. @throws what the first one threw, afterwards */
function tell(listeners: ReadonlySet<() => void>): void {
  const faults: unknown[] = [];
  for (const listener of [...listeners]) {
    try {
      listener();
    } catch (error) {
      faults.push(error);
    }
  }
  if (faults.length > 0) throw faults[0];
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
