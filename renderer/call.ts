import type { Bridge, BridgeFailure, EventName, EventPayloads, InputOf, MethodName, OutputOf } from '#core/contract.ts';
import type { Result } from '#core/result.ts';

declare global {
  interface Window {
    readonly bridge: Bridge;
  }
}

/** What the main process answered. Throws only on a bug in the bridge; everything expected is in the returned value. */
export async function call<N extends MethodName>(name: N, input: InputOf<N>): Promise<OutputOf<N>> {
  const answer = (await window.bridge.call(name, input)) as Result<OutputOf<N>, BridgeFailure>;
  if (!answer.ok) throw new Error(`${name}: ${answer.error.kind}: ${answer.error.message}`);
  return answer.value;
}

/** Hears what the main process says unasked. Returns the function that stops listening. */
export function listen<N extends EventName>(name: N, listener: (payload: EventPayloads[N]) => void): () => void {
  return window.bridge.on(name, listener);
}

/** Path of a file that was dropped or chosen; undefined when it has none (dragged out of a web page). */
export function pathOf(file: File): string | undefined {
  const path = window.bridge.pathForFile(file);
  return path === '' ? undefined : path;
}
