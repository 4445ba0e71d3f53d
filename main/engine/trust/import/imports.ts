import type { InputOf } from '#core/contract.ts';
import { decodeCertificate } from '#core/certificate/decode.ts';
import { fail, ok, type Result } from '#core/result.ts';
import type { TrustFailure, TrustState } from '#core/trust/anchor.ts';
import type { ImportRead, ReadFailure } from '#core/trust/importRead.ts';
import type { Emit } from '#main/engine/engine.ts';
import type { NewAnchor } from '#main/engine/trust/decide/anchor.ts';
import type { NewHint } from '#main/engine/trust/decide/hint.ts';
import type { TrustOrder } from '#main/engine/trust/decisions.ts';
import type { Jobs } from '#main/engine/trust/jobs.ts';
import type { FoundCertificate } from '#main/engine/trust/read.ts';
import type { TrustStore } from '#main/engine/trust/store.ts';
import { Collection, type Kept } from './collect.ts';
import { presentIn } from './facts.ts';
import type { Network } from './fromNetwork.ts';
import { itemsOf } from './items.ts';
import { Progress } from './progress.ts';
import type { AnyReadFailure, Item, Loaded } from './source.ts';
import { turns } from '#main/engine/turns.ts';
import type { Unpacked } from './unpack.ts';
import { UnpackThread } from './unpackThread.ts';

/** Reading what may be imported, and storing what was ticked of it. */
export interface Imports {
  /** Stores nothing. Never rejects. */
  read(input: InputOf<'trust.read'>): Promise<Result<ImportRead, ReadFailure>>;
  /** All or none are stored. Never rejects. */
  add(input: InputOf<'trust.addRead'>): Promise<Result<TrustState, TrustFailure | ReadFailure>>;
  /** Stops a read of this id, and forgets what it found. False when there is neither. */
  forget(jobId: string): boolean;
  close(): Promise<void>;
}

/** The part of the trust store that importing needs. */
export type ImportStore = Pick<TrustStore, 'state' | 'apply'>;

export interface ImportPowers {
  readonly store: ImportStore;
  readonly network: Network;
  readonly jobs: Jobs;
  readonly emit: Emit;
  /** ms UTC. */
  readonly now: () => number;
  /** The script of the thread that opens files (unpackWorker.ts, or its build). */
  readonly unpackWorker: URL;
}

/** The last read. `kept` is there when it is over. */
interface LastRead {
  readonly jobId: string;
  kept?: ReadonlyMap<string, Kept>;
}

/** How long what was read is kept for being added, ms. */
const KEPT_MS = 600_000;

export function createImports(powers: ImportPowers): Imports {
  return new ImportDesk(powers);
}

class ImportDesk implements Imports {
  readonly #powers: ImportPowers;
  readonly #thread: UnpackThread;
  #last: LastRead | undefined;
  #forget: NodeJS.Timeout | undefined;

  constructor(powers: ImportPowers) {
    this.#powers = powers;
    this.#thread = new UnpackThread(powers.unpackWorker);
  }

  read(input: InputOf<'trust.read'>): Promise<Result<ImportRead, ReadFailure>> {
    const { jobs, store, now } = this.#powers;
    const { jobId } = input;
    if (this.#last !== undefined && this.#last.kept === undefined) jobs.cancel(this.#last.jobId);
    const mine: LastRead = { jobId };
    this.#keep(mine);
    return jobs.run(jobId, async (signal) => {
      const state = store.state();
      const collection = new Collection(presentIn(state.ok ? state.value : undefined), now);
      await this.#collect(input, collection, signal);
      if (this.#last !== mine) return gone();
      if (signal.aborted) {
        this.#keep(undefined);
        return fail({ kind: 'cancelled', message: 'cancelled' });
      }
      mine.kept = collection.kept;
      this.#keep(mine);
      return ok(collection.result());
    });
  }

  async add({ jobId, choices }: InputOf<'trust.addRead'>): Promise<Result<TrustState, TrustFailure | ReadFailure>> {
    const kept = this.#last?.jobId === jobId ? this.#last.kept : undefined;
    if (kept === undefined) return gone();
    return this.#powers.jobs.run(jobId, async (signal) => {
      const progress = new Progress(this.#powers.emit, jobId);
      const anchors: NewAnchor[] = [];
      const hints: NewHint[] = [];
      const pause = turns();
      for (const [done, choice] of choices.entries()) {
        const one = kept.get(choice.sha256);
        const found = one === undefined ? undefined : decodedAgain(choice.sha256, one);
        if (one === undefined || found === undefined) return gone();
        const base = { found, origin: one.origin, ...told(choice) };
        if (choice.as === 'hint') hints.push(base);
        else anchors.push({ ...base, scope: choice.scope, ...until(choice) });
        progress.tell('storing', done, choices.length);
        await pause();
        if (signal.aborted) return fail({ kind: 'cancelled', message: 'cancelled' });
      }
      progress.last('storing', choices.length, choices.length);
      const orders: TrustOrder[] = [];
      if (anchors.length > 0) orders.push({ do: 'add', anchors });
      if (hints.length > 0) orders.push({ do: 'add-hints', hints });
      return this.#powers.store.apply(orders);
    });
  }

  forget(jobId: string): boolean {
    const stopped = this.#powers.jobs.cancel(jobId);
    const isKept = this.#last?.jobId === jobId && this.#last.kept !== undefined;
    if (isKept) this.#keep(undefined);
    return stopped || isKept;
  }

  async close(): Promise<void> {
    this.#keep(undefined);
    await this.#thread.close();
  }

  /** What is the last read from now on, for ten minutes. */
  #keep(last: LastRead | undefined): void {
    clearTimeout(this.#forget);
    this.#last = last;
    if (last?.kept === undefined) return;
    this.#forget = setTimeout(() => this.#keep(undefined), KEPT_MS);
    this.#forget.unref();
  }

  async #collect(
    { jobId, sources, passwords = {} }: InputOf<'trust.read'>,
    collection: Collection,
    signal: AbortSignal,
  ): Promise<void> {
    const progress = new Progress(this.#powers.emit, jobId);
    const { items, problems } = await itemsOf(sources, this.#powers.network, signal);
    for (const { name, failure } of problems) collection.refuse(name, failure, false);
    for (const [done, item] of items.entries()) {
      if (signal.aborted || collection.full) return;
      progress.tell(item.phase, done, items.length);
      const password = Object.hasOwn(passwords, item.name) ? passwords[item.name] : undefined;
      const opened = await this.#open(item, password, collection, signal);
      if (!opened.ok) {
        collection.refuse(item.name, opened.error, password !== undefined);
        continue;
      }
      const before = collection.size;
      await collection.take(item, opened.value, () => {
        progress.tell('certificates', collection.size, before + opened.value.certificates.length);
        return signal.aborted;
      });
    }
  }

  async #open(
    item: Item,
    password: string | undefined,
    collection: Collection,
    signal: AbortSignal,
  ): Promise<Result<Unpacked, AnyReadFailure>> {
    const loaded = await loadedOf(item, signal);
    if (!loaded.ok) return loaded;
    if (loaded.value.reached !== undefined) collection.reached(loaded.value.reached);
    if (loaded.value.kind === 'certificates') return ok(packed(loaded.value.ders));
    const { input, spare } = loaded.value;
    return this.#thread.unpack({ input, ...(password === undefined ? {} : { password }) }, signal, spare);
  }
}

/** With a damaged trust file nobody is asked: that is thrown, and told as any reason why nothing came. */
async function loadedOf(item: Item, signal: AbortSignal): Promise<Result<Loaded, AnyReadFailure>> {
  try {
    return await item.load(signal);
  } catch (error) {
    const reason = error instanceof Error ? error.message : String(error);
    return fail({ kind: 'not-fetched', from: item.name, reason, message: reason });
  }
}

/** Certificates of a handshake, as if they had been unpacked from a file. */
function packed(ders: readonly Uint8Array[]): Unpacked {
  let end = 0;
  const certificates = ders.map(({ length }) => ({ end: (end += length), hasKey: false }));
  const bytes = new Uint8Array(Buffer.concat(ders));
  return { format: 'tls-certificate', bytes, certificates, total: ders.length, broken: [], brokenTotal: 0 };
}

function decodedAgain(sha256: string, { der }: Kept): FoundCertificate | undefined {
  const decoded = decodeCertificate(der);
  return decoded.ok ? { sha256, der: decoded.value.der, certificate: decoded.value } : undefined;
}

type Choice = InputOf<'trust.addRead'>['choices'][number];

function told({ label, note }: Choice): { readonly label?: string; readonly note?: string } {
  return { ...(label === undefined ? {} : { label }), ...(note === undefined ? {} : { note }) };
}

function until({ trustedUntil }: Extract<Choice, { as: 'anchor' }>): { readonly trustedUntil?: number } {
  return trustedUntil === undefined ? {} : { trustedUntil };
}

function gone(): Result<never, ReadFailure> {
  return fail({ kind: 'read-gone', message: 'What was read is no longer kept.' });
}
