/** Either the value that was asked for, or a failure that the caller must show. Plain data: survives structuredClone. */
export type Result<T, F> = { readonly ok: true; readonly value: T } | { readonly ok: false; readonly error: F };

/** Why something did not work: a closed, kebab-case kind that carries its facts; `message` is for logs, never shown raw. */
export interface Failure<K extends string = string> {
  readonly kind: K;
  readonly message: string;
}

export function ok<T>(value: T): { readonly ok: true; readonly value: T } {
  return { ok: true, value };
}

export function fail<F>(error: F): { readonly ok: false; readonly error: F } {
  return { ok: false, error };
}

/** Stops the compiler when a union grew and a switch did not; at run time it is a bug in our code, so it throws. */
export function unreachable(value: never): never {
  throw new Error(`Unhandled case: ${JSON.stringify(value)}`);
}
