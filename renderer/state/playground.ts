import { create } from 'zustand';
import type { PlaygroundState } from '#core/playground/state.ts';
import { call, listen } from '#renderer/call.ts';

interface Playground extends PlaygroundState {
  /** Why it could not be started. */
  readonly problem?: string | undefined;
}

/** The servers on this computer. */
export const usePlayground = create<Playground>(() => ({ status: 'off', servers: [] }));

function apply({ status, servers, ca }: PlaygroundState, problem?: string): void {
  usePlayground.setState({ status, servers, ...(ca === undefined ? {} : { ca }), problem }, true);
}

export async function startPlayground(): Promise<void> {
  if (usePlayground.getState().status !== 'off') return;
  usePlayground.setState({ status: 'starting', problem: undefined });
  const result = await call('playground.start', {});
  if (result.ok) apply(result.value);
  else apply({ status: 'off', servers: [] }, result.error.message);
}

export async function stopPlayground(): Promise<void> {
  apply(await call('playground.stop', {}));
}

/** Keeps the state true. Returns the function that stops it. */
export function followPlayground(): () => void {
  void call('playground.state', {}).then((state) => {
    apply(state);
  });
  return listen('playground.changed', (state) => {
    apply(state);
  });
}
