import { runInThisContext } from 'node:vm';

/** What a test sends over the channel of the forked process, and what comes back. */
export interface EvaluateRequest {
  readonly evaluate: { readonly id: number; readonly source: string; readonly arg: unknown };
}
export interface EvaluateAnswer {
  readonly evaluated: { readonly id: number; readonly value?: unknown; readonly error?: string };
}

/** Lets the process that forked this one run functions here with `electron` in hand, as Playwright's `electronApp.evaluate` does. */
export function serveDriver(electron: object): void {
  if (process.send === undefined) return;
  process.on('message', (message: unknown) => {
    if (typeof message !== 'object' || message === null || !('evaluate' in message)) return;
    const { id, source, arg } = (message as EvaluateRequest).evaluate;
    void run(electron, source, arg).then((outcome) => {
      const answer: EvaluateAnswer = { evaluated: { id, ...outcome } };
      if (process.connected) process.send?.(answer, undefined, undefined, () => undefined);
    });
  });
}

async function run(electron: object, source: string, arg: unknown): Promise<{ value?: unknown; error?: string }> {
  try {
    const call = runInThisContext(`(${source})`) as (electron: object, arg: unknown) => unknown;
    return { value: structuredClone(await call(electron, arg)) };
  } catch (error) {
    return { error: error instanceof Error ? (error.stack ?? error.message) : String(error) };
  }
}
