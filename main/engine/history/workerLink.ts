import { Worker } from 'node:worker_threads';
import { fail, ok, type Failure, type Result } from '#core/result.ts';
import type { Answer, HistoryOperations, OperationName, Question, Totals, WorkerInput } from './operations.ts';

export type StorageFailure = Failure<'storage'> & { readonly code: string };

type Asked = (answer: Result<unknown, StorageFailure>) => void;

export interface WorkerLinkEvents {
  readonly onTotals: (totals: Totals) => void;
  readonly onSetAside: (path: string) => void;
}

/**
 * Questions to the history worker and their answers. Every question is answered: when the worker dies, with a failure, and
 * the next question finds a new worker.
 */
export class WorkerLink {
  readonly #script: URL;
  readonly #input: WorkerInput;
  readonly #events: WorkerLinkEvents;
  readonly #waiting = new Map<number, Asked>();
  #worker: Worker | undefined;
  #seq = 0;
  #closed = false;

  constructor(script: URL, input: WorkerInput, events: WorkerLinkEvents) {
    this.#script = script;
    this.#input = input;
    this.#events = events;
  }

  ask<N extends OperationName>(
    name: N,
    input: Parameters<HistoryOperations[N]>[0],
  ): Promise<Result<ReturnType<HistoryOperations[N]>, StorageFailure>> {
    return this.#post((seq) => ({ seq, name, input })) as Promise<
      Result<ReturnType<HistoryOperations[N]>, StorageFailure>
    >;
  }

  /** Resolves when the file is closed and the thread has ended. */
  async close(): Promise<void> {
    if (this.#closed) return;
    const worker = this.#worker;
    if (worker !== undefined) await this.#post((seq) => ({ seq, name: 'close' }));
    this.#closed = true;
    await worker?.terminate();
  }

  #post(question: (seq: number) => Question): Promise<Result<unknown, StorageFailure>> {
    if (this.#closed) return Promise.resolve(fail(storage('closed', 'The history is closed.')));
    const seq = ++this.#seq;
    return new Promise((resolve) => {
      this.#waiting.set(seq, resolve);
      try {
        const worker = this.#running();
        worker.ref();
        worker.postMessage(question(seq));
      } catch (error) {
        // DataCloneError, or no thread could be started.
        this.#waiting.delete(seq);
        resolve(fail(storage('worker-unavailable', error instanceof Error ? error.message : String(error))));
      }
    });
  }

  #running(): Worker {
    if (this.#worker !== undefined) return this.#worker;
    // Flags of the process (an inspector, --eval) are not for this thread.
    const worker = new Worker(this.#script, { workerData: this.#input, name: 'history', execArgv: [] });
    worker.on('message', (answer: Answer) => this.#receive(answer));
    worker.on('error', (error) => this.#died(worker, error instanceof Error ? error.message : String(error)));
    worker.on('exit', (code) => this.#died(worker, `The worker ended with ${code}.`));
    this.#worker = worker;
    return worker;
  }

  #receive(answer: Answer): void {
    if ('setAside' in answer) {
      this.#events.onSetAside(answer.setAside);
      return;
    }
    const asked = this.#waiting.get(answer.seq);
    this.#waiting.delete(answer.seq);
    // The program may end while the thread only waits.
    if (this.#waiting.size === 0) this.#worker?.unref();
    if ('code' in answer) {
      asked?.(fail(storage(answer.code, answer.message)));
      return;
    }
    asked?.(ok(answer.value));
    if (answer.totals !== undefined) this.#events.onTotals(answer.totals);
  }

  #died(worker: Worker, message: string): void {
    if (this.#worker !== worker) return;
    this.#worker = undefined;
    const lost = [...this.#waiting.values()];
    this.#waiting.clear();
    for (const asked of lost) asked(fail(storage('worker-died', message)));
  }
}

export function storage(code: string, message: string): StorageFailure {
  return { kind: 'storage', code, message };
}
