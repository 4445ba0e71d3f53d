import { createRedactor, type Redactor } from '#core/export/redact.ts';
import { harEntries } from '#core/export/har.ts';
import type { ExportDone, ExportPreview } from '#core/contract.ts';
import type { HistoryFailure } from '#core/history/entry.ts';
import type { ExchangeWithCertificates } from '#core/http/exchange.ts';
import { fail, ok, type Result } from '#core/result.ts';
import { harBodies } from './harBody.ts';
import { harText } from './harText.ts';
import { writeFileWhole } from './save.ts';
import type { History, Selection } from './store.ts';

export interface HarExport {
  readonly history: History;
  readonly ids: Selection;
  readonly secrets: 'redact' | 'keep';
  /** Where the file goes; what is there is replaced once the new file is whole. */
  readonly path: string;
  /** Of the app. */
  readonly version: string;
  readonly signal?: AbortSignal;
  readonly onProgress?: (progress: { readonly done: number; readonly total: number }) => void;
}

/** The selection as a HAR file. Cancelled or failed, nothing is left behind; cancelled, there is no `path`. */
export async function exportHar(job: HarExport): Promise<Result<ExportDone, HistoryFailure>> {
  const { history, ids, secrets, path, version, signal } = job;
  const walk = new Walk(history, ids, job.onProgress);
  const redactor = createRedactor(secrets);
  const text = harText({ exchanges: walk.exchanges(), bodies: history, redactor, version });
  const written = await writeFileWhole(path, text, signal);
  if (walk.failure !== undefined) return fail(walk.failure);
  if (!written.ok) return written;
  if (written.value === 'aborted') return ok({ entries: 0, bytes: 0 });
  return ok({ path, entries: walk.done, bytes: written.value.bytes });
}

/** What an export of the selection would leave out. Looks at everything that would be written. */
export async function previewExport(history: History, ids: Selection): Promise<Result<ExportPreview, HistoryFailure>> {
  const walk = new Walk(history, ids, undefined);
  const redactor: Redactor = createRedactor('redact');
  try {
    for await (const one of walk.exchanges()) harEntries(one, await harBodies(one, history), redactor);
  } catch (error) {
    if (!(error instanceof WalkFailed)) throw error;
  }
  if (walk.failure !== undefined) return fail(walk.failure);
  return ok({ entries: walk.done, redactions: redactor.found() });
}

/** Ends a walk from within its generator; the failure itself is kept with the walk. */
class WalkFailed extends Error {
  override readonly name = 'WalkFailed';
}

/** One pass through a selection, oldest first. What was removed meanwhile is passed over. */
class Walk {
  readonly #history: History;
  readonly #ids: Selection;
  readonly #onProgress: HarExport['onProgress'];
  done = 0;
  failure: HistoryFailure | undefined;

  constructor(history: History, ids: Selection, onProgress: HarExport['onProgress']) {
    this.#history = history;
    this.#ids = ids;
    this.#onProgress = onProgress;
  }

  async *exchanges(): AsyncGenerator<ExchangeWithCertificates, void> {
    const total = await this.#total();
    for await (const chunk of this.#history.ids(this.#ids)) {
      for (const id of this.#valueOf(chunk)) {
        const found = await this.#history.get(id);
        if (!found.ok && found.error.kind === 'not-found') continue;
        yield this.#valueOf(found);
        this.done++;
        this.#onProgress?.({ done: this.done, total: Math.max(total, this.done) });
      }
    }
  }

  async #total(): Promise<number> {
    if (this.#ids !== 'all') return this.#ids.length;
    return this.#valueOf(await this.#history.list({ limit: 1 })).total;
  }

  #valueOf<T>(result: Result<T, HistoryFailure>): T {
    if (result.ok) return result.value;
    this.failure = result.error;
    throw new WalkFailed(result.error.message);
  }
}
