import { contract, type BridgeFailure, type Handlers, type MethodName } from '#core/contract.ts';
import { fail, ok, type Result } from '#core/result.ts';

/**
 * The answer to one call of the bridge: find, validate, run. No Electron here, so tests, benchmarks and the CLI drive it too.
 *
 * The outer Result says whether we answered; the answer itself is the method's own Result. A handler that throws is a bug:
 * `report` gets the error for the log, the page gets neither stack nor path.
 */
export async function dispatch(
  handlers: Handlers,
  name: unknown,
  raw: unknown,
  report: (error: unknown, name: string) => void,
): Promise<Result<unknown, BridgeFailure>> {
  if (typeof name !== 'string' || !Object.hasOwn(contract, name)) {
    return fail({ kind: 'unknown-method', message: typeof name === 'string' ? name.slice(0, 100) : typeof name });
  }
  const known = name as MethodName;
  const parsed = contract[known].input.safeParse(raw);
  if (!parsed.success) return fail({ kind: 'invalid-input', message: `${name}: ${parsed.error.message}` });
  // The one cast in the bridge: TypeScript cannot correlate handlers[known] with contract[known].
  const run = handlers[known] as (input: unknown) => Promise<unknown>;
  try {
    return ok(await run(parsed.data));
  } catch (error) {
    report(error, name);
    return fail({ kind: 'crashed', message: name });
  }
}
