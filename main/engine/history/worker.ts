import { readdirSync } from 'node:fs';
import { join } from 'node:path';
import { parentPort, workerData, type MessagePort } from 'node:worker_threads';
import { errorCode, setAside } from '#main/engine/sqlite.ts';
import { HistoryDatabase, historyFileName, isDamage } from './database.ts';
import type { Answer, HistoryOperations, Question, Totals, WorkerInput } from './operations.ts';

/** The operations after which the window must hear new totals. */
const changing: ReadonlySet<keyof HistoryOperations> = new Set(['add', 'remove', 'restore', 'purge']);

/** Quiet time after which a person is reading and not sending, ms. */
const idleMs = 1500;

/** Owns the history file on a thread of its own, because synchronous SQLite on the main thread freezes windows. */
class HistoryWorker {
  readonly #port: MessagePort;
  readonly #folder: string;
  #database: HistoryDatabase | undefined;
  #idle: NodeJS.Timeout | undefined;

  constructor(port: MessagePort, folder: string) {
    this.#port = port;
    this.#folder = folder;
    port.on('message', (question: Question) => this.#answer(question));
  }

  #answer(question: Question): void {
    const { seq } = question;
    try {
      if (question.name === 'close') {
        this.#close();
        this.#say({ seq, value: undefined });
        this.#port.close();
        return;
      }
      const { name, input } = question;
      const value = this.#perform((database) => call(database, name, input));
      this.#say(changing.has(name) ? { seq, value, totals: this.#totals() } : { seq, value });
      if (changing.has(name)) this.#settleWhenIdle();
    } catch (error) {
      this.#say({ seq, code: errorCode(error), message: error instanceof Error ? error.message : String(error) });
    }
  }

  /** Runs `work`; on a damaged file it is put aside and `work` runs on a new one, so that nothing new is lost. */
  #perform<T>(work: (database: HistoryDatabase) => T): T {
    try {
      return work(this.#open());
    } catch (error) {
      if (!isDamage(error)) throw error;
      this.#database?.close();
      this.#database = undefined;
      this.#say({ setAside: setAside(join(this.#folder, historyFileName), Date.now()) });
      return work(this.#open());
    }
  }

  #open(): HistoryDatabase {
    if (this.#database !== undefined) return this.#database;
    this.#database = new HistoryDatabase(this.#folder);
    // The bodies of a file that was put aside have no rows here, and somebody may still want to save them.
    const keepsOldFile = readdirSync(this.#folder).some((name) => name.startsWith('history.damaged-'));
    if (!keepsOldFile) void this.#database.sweep();
    return this.#database;
  }

  #settleWhenIdle(): void {
    clearTimeout(this.#idle);
    this.#idle = setTimeout(() => {
      try {
        this.#database?.settle();
      } catch {
        // Another process reads, or the disk is full: the next time, or SQLite itself when the log is long.
      }
    }, idleMs).unref();
  }

  #totals(): Totals {
    return this.#open().totals();
  }

  #close(): void {
    clearTimeout(this.#idle);
    this.#database?.close();
    this.#database = undefined;
  }

  #say(answer: Answer): void {
    this.#port.postMessage(answer);
  }
}

/** The one cast of the two threads: TypeScript cannot correlate the name with its input. */
function call(database: HistoryOperations, name: keyof HistoryOperations, input: unknown): unknown {
  return (database[name] as (input: unknown) => unknown).call(database, input);
}

if (parentPort !== null) new HistoryWorker(parentPort, (workerData as WorkerInput).folder);
