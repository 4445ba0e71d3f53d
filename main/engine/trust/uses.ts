import type { ExceptionStop } from '#core/trust/exception.ts';
import type { Stop } from './effective.ts';
import type { ExceptionUse } from './stored.ts';

/** Stops told apart for one exception; a server that shows another certificate each time is not written down for ever. */
const MAX_STOPS = 50;

interface Pending {
  uses: number;
  usedAt?: number;
  stopped?: ExceptionStop;
}

/**
 * What became of exceptions: counted in memory, written in batches. It decides nothing, but for a 'once', which is spent by its
 * first use and never written.
 */
export class Uses {
  #stored: ReadonlyMap<string, ExceptionUse> = new Map();
  readonly #pending = new Map<string, Pending>();
  readonly #stops = new Map<string, Set<string>>();
  #version = 0;

  /** Changes with everything that `of` answers. */
  get version(): number {
    return this.#version;
  }

  of(id: string): ExceptionUse {
    const stored = this.#stored.get(id) ?? { used: 0 };
    const pending = this.#pending.get(id);
    return pending === undefined ? stored : merged(stored, pending);
  }

  /** What stands in the file now; what was not yet written counts on top of it. */
  load(stored: ReadonlyMap<string, ExceptionUse>): void {
    this.#stored = stored;
    this.#version++;
  }

  count(id: string, at: number): void {
    const pending = this.#pendingOf(id);
    pending.uses++;
    pending.usedAt = at;
    this.#version++;
  }

  /** True when this certificate and these faults are new for the exception. */
  stop(id: string, { leaf, unaccepted }: Stop, at: number): boolean {
    const key = [leaf, ...[...unaccepted].sort()].join();
    const last = this.of(id).stopped;
    this.#pendingOf(id).stopped = { at, leaf, unaccepted: [...unaccepted] };
    this.#version++;
    const seen = this.#stops.get(id) ?? new Set(last === undefined ? [] : [stopKey(last)]);
    this.#stops.set(id, seen);
    if (seen.has(key) || seen.size >= MAX_STOPS) return false;
    seen.add(key);
    return true;
  }

  /** As it is begun anew: what stopped it is forgotten, and with the uses also how often it helped. Changes nothing. */
  renewed(id: string, forget: 'stop' | 'stop and uses'): ExceptionUse {
    const { used, usedAt } = this.of(id);
    if (forget === 'stop and uses') return { used: 0 };
    return { used, ...(usedAt === undefined ? {} : { usedAt }) };
  }

  renew(id: string, forget: 'stop' | 'stop and uses'): void {
    this.#stored = new Map([...this.#stored, [id, this.renewed(id, forget)]]);
    this.#pending.delete(id);
    this.#stops.delete(id);
    this.#version++;
  }

  /** Ids of what is not written yet. */
  get unwritten(): readonly string[] {
    return [...this.#pending.keys()];
  }

  /** What to write for it, given what stands in the file now. */
  toWrite(id: string, stored: ExceptionUse | undefined): ExceptionUse {
    const pending = this.#pending.get(id);
    const before = stored ?? { used: 0 };
    return pending === undefined ? before : merged(before, pending);
  }

  /** These were written. */
  written(stored: ReadonlyMap<string, ExceptionUse>, ids: readonly string[]): void {
    for (const id of ids) this.#pending.delete(id);
    this.#stored = stored;
  }

  #pendingOf(id: string): Pending {
    const known = this.#pending.get(id);
    if (known !== undefined) return known;
    const made: Pending = { uses: 0 };
    this.#pending.set(id, made);
    return made;
  }
}

function merged(stored: ExceptionUse, pending: Pending): ExceptionUse {
  const usedAt = pending.usedAt ?? stored.usedAt;
  const stopped = pending.stopped ?? stored.stopped;
  return {
    used: stored.used + pending.uses,
    ...(usedAt === undefined ? {} : { usedAt }),
    ...(stopped === undefined ? {} : { stopped }),
  };
}

function stopKey({ leaf, unaccepted }: ExceptionStop): string {
  return [leaf, ...[...unaccepted].sort()].join();
}
