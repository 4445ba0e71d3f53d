import type { BridgeFailure, EventName, EventPayloads, Handlers, MethodName } from '#core/contract.ts';
import { fail, ok, type Result } from '#core/result.ts';

type Listener = (payload: never) => void;

/** A main process for tests of the stores: answers what it is given, tells by name what it was not, and remembers the calls. */
export interface FakeBridge {
  readonly calls: readonly (readonly [name: string, input: unknown])[];
  readonly emit: <N extends EventName>(name: N, payload: EventPayloads[N]) => void;
}

/** Puts a bridge where the window's own would be. Values cross it as they do between processes: by structuredClone. */
export function fakeBridge(handlers: Partial<Handlers>): FakeBridge {
  const calls: (readonly [string, unknown])[] = [];
  const listeners = new Map<string, Set<Listener>>();
  const call = async (name: string, input: unknown): Promise<Result<unknown, BridgeFailure>> => {
    calls.push([name, structuredClone(input)]);
    const handler = handlers[name as MethodName] as ((given: unknown) => Promise<unknown>) | undefined;
    if (handler === undefined) return fail({ kind: 'unknown-method', message: name });
    return ok(structuredClone(await handler(structuredClone(input))));
  };
  const on = (name: string, listener: Listener): (() => void) => {
    const known = listeners.get(name) ?? new Set();
    listeners.set(name, known.add(listener));
    return () => known.delete(listener);
  };
  Object.assign(globalThis, { window: { bridge: { call, on, pathForFile: () => '' } } });
  return {
    calls,
    emit: (name, payload) => {
      for (const listener of listeners.get(name) ?? []) (listener as (given: typeof payload) => void)(payload);
    },
  };
}
