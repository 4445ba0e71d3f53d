import { setTimeout as wait } from 'node:timers/promises';

/** Resolves after the time. Rejects with the signal's reason when aborted, at once when it was. */
export async function pause(ms: number, signal: AbortSignal): Promise<void> {
  signal.throwIfAborted();
  if (ms > 0) await wait(ms, undefined, { signal });
}
