import { randomUUID } from 'node:crypto';
import { join } from 'node:path';
import { Worker } from 'node:worker_threads';

/** What the thread is asked. `body` names one of the bodies under way; its memory goes with a block. */
export type BodyQuestion =
  | { readonly kind: 'begin'; readonly body: number; readonly path: string }
  | { readonly kind: 'block'; readonly body: number; readonly bytes: Uint8Array<ArrayBuffer>; readonly used: number }
  | { readonly kind: 'finish'; readonly body: number; readonly folder: string }
  | { readonly kind: 'discard'; readonly body: number };

export type BodyAnswer =
  /** A block is on its way to the disk; here is its memory again. */
  | { readonly kind: 'written'; readonly body: number; readonly bytes: Uint8Array<ArrayBuffer> }
  | { readonly kind: 'finished'; readonly body: number; readonly ref: string }
  | { readonly kind: 'discarded'; readonly body: number }
  | { readonly kind: 'failed'; readonly body: number; readonly code: string; readonly message: string };

/** A body that is being written. After a failure every method does nothing, or rejects with that failure. */
export interface BodyFile {
  write(bytes: Uint8Array<ArrayBuffer>, used: number): void;
  /** SHA-256, lower-case hex; the file then stands at bodyFile(folder, ref). */
  finish(): Promise<string>;
  /** Resolves when nothing is left of it. Never rejects. */
  discard(): Promise<void>;
}

export interface BodyFileEvents {
  readonly onWritten: (bytes: Uint8Array<ArrayBuffer>) => void;
  readonly onFailed: (error: Error) => void;
}

interface UnderWay extends BodyFileEvents {
  readonly settle: { finished?: (ref: string) => void; discarded?: () => void; failed?: (error: Error) => void };
  error?: Error;
}

/** The thread that writes bodies: started with the first large one, holding the process only while one is under way. */
export class BodyThread {
  readonly #script: URL;
  readonly #underWay = new Map<number, UnderWay>();
  #worker: Worker | undefined;
  #last = 0;

  constructor(script: URL) {
    this.#script = script;
  }

  /** Begins a body in a folder, which is made when it is not there; until it is finished its file ends in `.part`. */
  begin(folder: string, events: BodyFileEvents): BodyFile {
    const body = ++this.#last;
    const one: UnderWay = { ...events, settle: {} };
    this.#underWay.set(body, one);
    this.#ask({ kind: 'begin', body, path: join(folder, `${randomUUID()}.part`) });
    return {
      write: (bytes, used) => {
        if (one.error === undefined) this.#ask({ kind: 'block', body, bytes, used }, [bytes.buffer]);
      },
      finish: () =>
        new Promise((resolve, reject) => {
          if (one.error !== undefined) return reject(one.error);
          one.settle.finished = resolve;
          one.settle.failed = reject;
          this.#ask({ kind: 'finish', body, folder });
        }),
      discard: () =>
        new Promise((resolve) => {
          if (one.error !== undefined || !this.#underWay.has(body)) return resolve();
          one.settle.discarded = resolve;
          one.settle.failed = () => resolve();
          this.#ask({ kind: 'discard', body });
        }),
    };
  }

  async close(): Promise<void> {
    await this.#worker?.terminate();
  }

  #ask(question: BodyQuestion, transfer: ArrayBuffer[] = []): void {
    try {
      const worker = (this.#worker ??= this.#start());
      worker.ref();
      worker.postMessage(question, transfer);
    } catch (error) {
      // No thread could be started. Told later, as every failure of a disk: nobody expects it from within a call.
      setImmediate(() => this.#fail(question.body, error as Error));
    }
  }

  #start(): Worker {
    // Flags of the process (an inspector, --eval) are not for this thread.
    const worker = new Worker(this.#script, { name: 'bodies', execArgv: [] });
    worker.on('message', (told: BodyAnswer) => this.#hear(told));
    worker.on('error', (error) => this.#died(worker, error as Error));
    worker.on('exit', () => this.#died(worker, new Error('The thread that writes bodies has ended.')));
    return worker;
  }

  #hear(told: BodyAnswer): void {
    const one = this.#underWay.get(told.body);
    if (one === undefined) return;
    switch (told.kind) {
      case 'written':
        return one.onWritten(told.bytes);
      case 'failed':
        return this.#fail(told.body, Object.assign(new Error(told.message), { code: told.code }));
      case 'finished':
        this.#end(told.body);
        return one.settle.finished?.(told.ref);
      case 'discarded':
        this.#end(told.body);
        return one.settle.discarded?.();
    }
  }

  #fail(body: number, error: Error): void {
    const one = this.#underWay.get(body);
    if (one === undefined) return;
    this.#end(body);
    one.error = error;
    one.onFailed(error);
    one.settle.failed?.(error);
  }

  #end(body: number): void {
    this.#underWay.delete(body);
    if (this.#underWay.size === 0) this.#worker?.unref();
  }

  #died(worker: Worker, error: Error): void {
    if (this.#worker !== worker) return;
    this.#worker = undefined;
    for (const body of [...this.#underWay.keys()]) this.#fail(body, error);
  }
}
