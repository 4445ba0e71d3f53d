import { setImmediate as nextTurn } from 'node:timers/promises';

/** How long work may keep the process from answering anything else, ms: half a frame. */
const TURN_MS = 8;

/** Gives others a turn when the work has gone on for long enough: to be asked after every piece of it. */
export function turns(): () => Promise<void> | undefined {
  let ends = performance.now() + TURN_MS;
  return () => {
    if (performance.now() < ends) return undefined;
    return nextTurn().then(() => {
      ends = performance.now() + TURN_MS;
    });
  };
}
