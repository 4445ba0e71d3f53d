import { open } from 'node:fs/promises';
import { Readable } from 'node:stream';
import type { HistoryFailure, HistoryPage } from '#core/history/entry.ts';
import type { HostPage } from '#core/history/host.ts';
import type { ExchangeWithCertificates } from '#core/http/exchange.ts';
import { fail, ok, type Result } from '#core/result.ts';
import type { Reliance } from '#core/trust/effectivePreview.ts';
import type { Vouched } from '#core/trust/vouched.ts';
import type { SentExchange } from '#main/engine/http/client.ts';
import { errorCode } from '#main/engine/sqlite.ts';
import { AddQueue } from './addQueue.ts';
import { bodyFile, bodyFolder } from './body.ts';
import { decodeRecord } from './encode.ts';
import type { ShownChain } from './relying.ts';
import type { Cursor, HistoryOperations, OperationName, Selected, Totals } from './operations.ts';
import { storage, WorkerLink } from './workerLink.ts';

export interface HistoryPowers {
  /** The profile: history.sqlite and the folder `bodies` are kept in it. Made when missing. */
  readonly folder: string;
  /** The script of the worker: worker.ts itself, or what the build made of it. */
  readonly worker: URL;
  /** ms UTC. */
  readonly now: () => number;
}

/** Every exchange that was sent, with its handshake, its certificates and its bodies. Nothing here rejects or throws. */
export interface History {
  /** Set when a damaged file was found: the new path of it. A new file was begun. */
  readonly setAside: string | undefined;
  /** Keeps an exchange. Resolved, it survives the end of the process, however that comes. */
  add(sent: SentExchange): Promise<Result<void, HistoryFailure>>;
  /** Newest first. */
  list(query: {
    readonly before?: string | undefined;
    readonly limit: number;
  }): Promise<Result<HistoryPage, HistoryFailure>>;
  get(id: string): Promise<Result<ExchangeWithCertificates, HistoryFailure>>;
  /** Every host that was asked, the latest first. */
  hosts(): Promise<Result<HostPage, HistoryFailure>>;
  /** Who vouched for which host in the newest few hundred handshakes, oldest first. */
  vouched(): Promise<Result<readonly Vouched[], HistoryFailure>>;
  /** Hosts and exchanges whose connections were approved because of this anchor. */
  relying(sha256: string): Promise<Result<Reliance, HistoryFailure>>;
  /** The chain every host of the history showed last, the host asked last first. */
  shown(): Promise<Result<readonly ShownChain[], HistoryFailure>>;
  /** `restore` brings them back until the history is closed or UNDO_MS have passed. */
  remove(ids: readonly string[]): Promise<Result<{ readonly removed: number }, HistoryFailure>>;
  restore(ids: readonly string[]): Promise<Result<{ readonly restored: number }, HistoryFailure>>;
  /** Ids of a selection, oldest first, a chunk at a time. Ends early, with the failure, when the file does not answer. */
  ids(selection: Selection): AsyncGenerator<Result<readonly string[], HistoryFailure>, void>;
  /** Bytes of a kept body; undefined when it is not there. */
  bodySize(ref: string): Promise<number | undefined>;
  /** Bytes from `start` to before `end`, fewer where the body ends; none when it is not there. */
  readBody(ref: string, start: number, end: number): Promise<Uint8Array>;
  /** The whole body as a stream, for saving. It fails when the file disappears meanwhile. */
  openBody(ref: string): Promise<Result<Readable, HistoryFailure>>;
  /** Called after every change with how many entries there are and the bytes on disk. */
  onChange(listener: (totals: Totals) => void): () => void;
  /** Writes what waits, deletes for good what was removed, closes the file. */
  close(): Promise<void>;
}

export type Selection = 'all' | readonly string[];

/** How long a removed entry can be brought back, ms. */
export const UNDO_MS = 10 * 60_000;

/** Ids handed out at once in a walk through all: few questions, and few ids held. */
const CHUNK = 500;

/** The history of a profile. When its file cannot be opened, every call answers `storage`. */
export async function openHistory(powers: HistoryPowers): Promise<History> {
  const history = new WorkerHistory(powers);
  await history.ready();
  return history;
}

class WorkerHistory implements History {
  readonly #now: () => number;
  readonly #bodyFolder: string;
  readonly #link: WorkerLink;
  readonly #queue: AddQueue;
  readonly #listeners = new Set<(totals: Totals) => void>();
  #removedHere = false;
  #purgeTimer: NodeJS.Timeout | undefined;
  setAside: string | undefined;

  constructor({ folder, worker, now }: HistoryPowers) {
    this.#now = now;
    this.#bodyFolder = bodyFolder(folder);
    this.#link = new WorkerLink(
      worker,
      { folder },
      {
        onTotals: (totals) => this.#tell(totals),
        onSetAside: (path) => void (this.setAside = path),
      },
    );
    this.#queue = new AddQueue(this.#link);
  }

  /** Opens the file and clears what a run that did not end well had removed. */
  async ready(): Promise<void> {
    await this.#link.ask('purge', this.#now() - UNDO_MS);
  }

  add(sent: SentExchange): Promise<Result<void, HistoryFailure>> {
    return this.#queue.add(sent);
  }

  list(query: {
    readonly before?: string | undefined;
    readonly limit: number;
  }): Promise<Result<HistoryPage, HistoryFailure>> {
    return this.#asking('list', query);
  }

  hosts(): Promise<Result<HostPage, HistoryFailure>> {
    return this.#asking('hosts', undefined);
  }

  vouched(): Promise<Result<readonly Vouched[], HistoryFailure>> {
    return this.#asking('vouched', undefined);
  }

  relying(sha256: string): Promise<Result<Reliance, HistoryFailure>> {
    return this.#asking('relying', sha256);
  }

  shown(): Promise<Result<readonly ShownChain[], HistoryFailure>> {
    return this.#asking('shown', undefined);
  }

  async get(id: string): Promise<Result<ExchangeWithCertificates, HistoryFailure>> {
    const found = await this.#asking('get', id);
    if (!found.ok) return found;
    if (found.value === undefined) return notFound(id);
    try {
      return ok(decodeRecord(found.value));
    } catch (error) {
      return fail(storage('unreadable-record', error instanceof Error ? error.message : String(error)));
    }
  }

  async remove(ids: readonly string[]): Promise<Result<{ readonly removed: number }, HistoryFailure>> {
    this.#removedHere = true;
    const removed = await this.#asking('remove', { ids, at: this.#now() });
    this.#purgeTimer ??= setTimeout(() => this.#purgeLater(), UNDO_MS).unref();
    return removed.ok ? ok({ removed: removed.value }) : removed;
  }

  async restore(ids: readonly string[]): Promise<Result<{ readonly restored: number }, HistoryFailure>> {
    const restored = await this.#asking('restore', ids);
    return restored.ok ? ok({ restored: restored.value }) : restored;
  }

  async *ids(selection: Selection): AsyncGenerator<Result<readonly string[], HistoryFailure>, void> {
    if (selection !== 'all') {
      yield await this.#asking('pick', [...new Set(selection)]);
      return;
    }
    let after: Cursor | undefined;
    do {
      const chunk: Result<Selected, HistoryFailure> = await this.#asking('walk', { after, limit: CHUNK });
      yield chunk.ok ? ok(chunk.value.ids) : chunk;
      after = chunk.ok ? chunk.value.next : undefined;
    } while (after !== undefined);
  }

  async bodySize(ref: string): Promise<number | undefined> {
    const body = await this.#asking('body', ref);
    return body.ok ? body.value?.bytes : undefined;
  }

  async readBody(ref: string, start: number, end: number): Promise<Uint8Array> {
    const body = await this.#asking('body', ref);
    if (!body.ok || body.value === undefined) return new Uint8Array();
    return body.value.inline?.slice(start, end) ?? (await readRange(bodyFile(this.#bodyFolder, ref), start, end));
  }

  async openBody(ref: string): Promise<Result<Readable, HistoryFailure>> {
    const body = await this.#asking('body', ref);
    if (!body.ok) return body;
    if (body.value === undefined) return notFound(ref);
    if (body.value.inline !== undefined) return ok(Readable.from([body.value.inline]));
    try {
      return ok((await open(bodyFile(this.#bodyFolder, ref))).createReadStream());
    } catch (error) {
      return fail(storage(errorCode(error), `The file of the body ${ref} cannot be read.`));
    }
  }

  onChange(listener: (totals: Totals) => void): () => void {
    this.#listeners.add(listener);
    return () => void this.#listeners.delete(listener);
  }

  async close(): Promise<void> {
    clearTimeout(this.#purgeTimer);
    await this.#queue.flush();
    // What another process removed a moment ago stays its to bring back.
    if (this.#removedHere) await this.#link.ask('purge', this.#now());
    await this.#link.close();
  }

  /** Asks after everything that was added has arrived: who sends and then looks finds it. */
  async #asking<N extends OperationName>(
    name: N,
    input: Parameters<HistoryOperations[N]>[0],
  ): Promise<Result<ReturnType<HistoryOperations[N]>, HistoryFailure>> {
    await this.#queue.flush();
    return this.#link.ask(name, input);
  }

  #tell(totals: Totals): void {
    for (const listener of [...this.#listeners]) listener(totals);
  }

  #purgeLater(): void {
    this.#purgeTimer = setTimeout(() => this.#purgeLater(), UNDO_MS).unref();
    void this.#link.ask('purge', this.#now() - UNDO_MS);
  }
}

function notFound(id: string): Result<never, HistoryFailure> {
  return fail({ kind: 'not-found', id, message: `Nothing is kept under ${id}.` });
}

/** Fewer bytes where the file ends, none when it is gone. */
async function readRange(path: string, start: number, end: number): Promise<Uint8Array> {
  if (end <= start) return new Uint8Array();
  try {
    const handle = await open(path);
    try {
      const { buffer, bytesRead } = await handle.read(new Uint8Array(end - start), 0, end - start, start);
      return buffer.subarray(0, bytesRead);
    } finally {
      await handle.close();
    }
  } catch {
    return new Uint8Array();
  }
}
