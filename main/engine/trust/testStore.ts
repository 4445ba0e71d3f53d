import { mkdtempSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { openTrustStore, type TrustStore, type TrustStorePowers } from './store.ts';

/** Stores of one test file. */
export class TestStores {
  readonly #opened: TrustStore[] = [];

  /** On a new profile unless one is given; without roots of the system or bundled ones. */
  open(powers: Partial<TrustStorePowers> = {}): TrustStore {
    const none = { systemRoots: () => [], bundledRoots: () => [] };
    const store = openTrustStore({ folder: newProfile(), now: () => 1_000_000, ...none, ...powers });
    this.#opened.push(store);
    return store;
  }

  closeAll(): void {
    for (const store of this.#opened.splice(0)) store.close();
  }
}

export function newProfile(): string {
  return mkdtempSync(join(tmpdir(), 'wireglass-trust-'));
}

export function valueOf<T>(result: { ok: true; value: T } | { ok: false; error: unknown }): T {
  if (!result.ok) throw new Error(JSON.stringify(result.error));
  return result.value;
}
