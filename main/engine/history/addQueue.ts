import type { HistoryFailure } from '#core/history/entry.ts';
import { fail, ok, type Result } from '#core/result.ts';
import type { SentExchange } from '#main/engine/http/client.ts';
import { Encoder, EntryTooLarge } from './encode.ts';
import type { AddBatch, AddOutcome, EntryRow } from './operations.ts';
import { storage, type WorkerLink } from './workerLink.ts';

type Kept = Result<void, HistoryFailure>;

interface Waiting {
  readonly sent: SentExchange;
  readonly settle: (kept: Kept) => void;
}

interface Encoded {
  readonly row: EntryRow;
  readonly waiting: Waiting;
}

/**
 * Exchanges on their way to the worker. One batch travels at a time: what ends meanwhile goes together in the next one, in
 * one transaction.
 */
export class AddQueue {
  readonly #link: WorkerLink;
  readonly #encoder = new Encoder();
  #waiting: Waiting[] = [];
  #running: Promise<void> | undefined;

  constructor(link: WorkerLink) {
    this.#link = link;
  }

  add(sent: SentExchange): Promise<Kept> {
    return new Promise((settle) => {
      this.#waiting.push({ sent, settle });
      this.#running ??= this.#run();
    });
  }

  /** Resolves when everything that was added before has been answered. */
  async flush(): Promise<void> {
    while (this.#running !== undefined) await this.#running;
  }

  async #run(): Promise<void> {
    // What ends in the same turn joins, and the next request of somebody in a hurry leaves first.
    await new Promise((resolve) => setImmediate(resolve));
    while (this.#waiting.length > 0) {
      const waiting = this.#waiting;
      this.#waiting = [];
      const missing = await this.#send(waiting);
      if (missing.length === 0) continue;
      this.#encoder.forget();
      const still = await this.#send(missing);
      for (const { settle } of still) settle(fail(storage('missing', 'The file lacks what the entry refers to.')));
    }
    this.#running = undefined;
  }

  /** Those that must be sent again with everything they name; all others are settled. */
  async #send(waiting: readonly Waiting[]): Promise<readonly Waiting[]> {
    const { batch, encoded } = this.#encode(waiting);
    if (encoded.length === 0) return [];
    const answer = await this.#link.ask('add', batch);
    if (!answer.ok) {
      for (const { waiting: one } of encoded) one.settle(answer);
      return [];
    }
    const missing: Waiting[] = [];
    for (const [index, { waiting: one }] of encoded.entries()) {
      const outcome = answer.value[index] ?? { code: 'unanswered', message: 'The worker answered for fewer entries.' };
      if (outcome === 'missing') missing.push(one);
      else one.settle(keptOf(outcome));
    }
    return missing;
  }

  #encode(waiting: readonly Waiting[]): { readonly batch: AddBatch; readonly encoded: readonly Encoded[] } {
    const tls: AddBatch['tls'][number][] = [];
    const bags: AddBatch['bags'][number][] = [];
    const encoded: Encoded[] = [];
    for (const one of waiting) {
      try {
        encoded.push({ row: this.#encoder.encode(one.sent, { tls, bags }), waiting: one });
      } catch (error) {
        const code = error instanceof EntryTooLarge || error instanceof RangeError ? 'too-large' : 'unencodable';
        one.settle(fail(storage(code, error instanceof Error ? error.message : String(error))));
      }
    }
    return { batch: { entries: encoded.map(({ row }) => row), tls, bags }, encoded };
  }
}

function keptOf(outcome: Exclude<AddOutcome, 'missing'>): Kept {
  return outcome === 'kept' ? ok(undefined) : fail(storage(outcome.code, outcome.message));
}
