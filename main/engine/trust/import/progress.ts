import type { EventPayloads } from '#core/contract.ts';
import type { Emit } from '#main/engine/engine.ts';

type Phase = EventPayloads['trust.progress']['phase'];

/** ms between two reports of one job: ten a second, as the contract says. */
const INTERVAL_MS = 100;

/** Tells where a job is, as often as somebody can look. */
export class Progress {
  readonly #emit: Emit;
  readonly #jobId: string;
  #toldAt = -Infinity;

  constructor(emit: Emit, jobId: string) {
    this.#emit = emit;
    this.#jobId = jobId;
  }

  /** Left out when the last report is not old enough. */
  tell(phase: Phase, done: number, total: number): void {
    if (performance.now() - this.#toldAt < INTERVAL_MS) return;
    this.last(phase, done, total);
  }

  /** Told in any case. */
  last(phase: Phase, done: number, total: number): void {
    this.#toldAt = performance.now();
    this.#emit('trust.progress', { jobId: this.#jobId, phase, done, total });
  }
}
