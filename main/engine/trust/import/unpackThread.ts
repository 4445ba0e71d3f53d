import { Worker } from 'node:worker_threads';
import { formatMs } from '#core/format.ts';
import type { OpenFailure } from '#core/certificate/opened.ts';
import { fail, type Result } from '#core/result.ts';
import type { ReadFailure } from '#core/trust/importRead.ts';
import type { Unpacked } from './unpack.ts';
import type { UnpackAnswer, UnpackQuestion } from './unpackWorker.ts';

/** How long one file may take, ms. The 12 million rounds of derivation that a key store may ask for take about ten seconds. */
const FILE_MS = 30_000;

/** Memory of the thread, MB. A file of 16 MB in the form that needs most (text in UTF-16, a bundle of tiny values) stays below half. */
const HEAP_MB = 1024;

type Answer = Result<Unpacked, OpenFailure | ReadFailure>;

/**
 * The thread that opens files. Started with the first file, kept for the next ones, ended when one is given up: nothing that is
 * in a file can keep the main process or the next file waiting.
 */
export class UnpackThread {
  readonly #script: URL;
  readonly #fileMs: number;
  #worker: Worker | undefined;
  /** Who waits for the file that is being read. */
  #asked: ((answer: Answer) => void) | undefined;
  #last: Promise<unknown> = Promise.resolve();

  constructor(script: URL, fileMs = FILE_MS) {
    this.#script = script;
    this.#fileMs = fileMs;
  }

  /** What the file holds. After others that were asked before; never rejects. @param spare memory of the input that may go over */
  unpack(question: UnpackQuestion, signal: AbortSignal, spare?: ArrayBuffer): Promise<Answer> {
    const answer = this.#last.then(() => this.#ask(question, signal, spare === undefined ? [] : [spare]));
    this.#last = answer;
    return answer;
  }

  async close(): Promise<void> {
    await this.#worker?.terminate();
  }

  #ask(question: UnpackQuestion, signal: AbortSignal, transfer: readonly ArrayBuffer[]): Promise<Answer> {
    if (signal.aborted) return Promise.resolve(cancelled());
    return new Promise((resolve) => {
      const giveUp = (answer: Answer) => {
        this.#end();
        settle(answer);
      };
      const cancel = () => giveUp(cancelled());
      const expire = () => giveUp(gaveUp(`it took longer than ${formatMs(this.#fileMs)}`));
      const settle = (answer: Answer) => {
        clearTimeout(timer);
        signal.removeEventListener('abort', cancel);
        this.#asked = undefined;
        // The program may end while the thread only waits.
        this.#worker?.unref();
        resolve(answer);
      };
      const timer = setTimeout(expire, this.#fileMs);
      signal.addEventListener('abort', cancel, { once: true });
      this.#asked = settle;
      try {
        this.#running().postMessage(question, transfer);
      } catch (error) {
        giveUp(gaveUp(`no thread could be started (${messageOf(error)})`));
      }
    });
  }

  #running(): Worker {
    this.#worker ??= this.#started();
    this.#worker.ref();
    return this.#worker;
  }

  #started(): Worker {
    // Flags of the process (an inspector, --eval) are not for this thread.
    const limits = { maxOldGenerationSizeMb: HEAP_MB };
    const worker = new Worker(this.#script, { name: 'unpack', execArgv: [], resourceLimits: limits });
    const died = (reason: string) => {
      if (this.#worker !== worker) return;
      this.#worker = undefined;
      this.#asked?.(gaveUp(reason));
    };
    worker.on('message', (answer: UnpackAnswer) => {
      if (this.#worker === worker) this.#asked?.(answer);
    });
    worker.on('error', (error) => died(reasonOf(error)));
    worker.on('exit', (code) => died(`the thread that read it ended (${code})`));
    return worker;
  }

  #end(): void {
    const worker = this.#worker;
    this.#worker = undefined;
    void worker?.terminate();
  }
}

function reasonOf(error: unknown): string {
  const isMemory = error instanceof Error && 'code' in error && error.code === 'ERR_WORKER_OUT_OF_MEMORY';
  return isMemory ? 'it needs more memory than a file of certificates can' : messageOf(error);
}

function messageOf(error: unknown): string {
  return error instanceof Error ? error.message : String(error);
}

function cancelled(): Answer {
  return fail({ kind: 'cancelled', message: 'cancelled' });
}

function gaveUp(reason: string): Answer {
  return fail({ kind: 'gave-up', reason, message: reason });
}
