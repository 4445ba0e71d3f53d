import type * as z from 'zod';

declare const returns: unique symbol;

/** One thing the window may ask the main process to do. */
export interface Method<I extends z.ZodType, O> {
  readonly input: I;
  /** Type-only. Results come from our own code: the compiler checks them, not zod. */
  readonly [returns]?: O;
}

/** `method(input).returns<Result>()`: how a capability declares its methods (core/contract.ts joins them). */
export const method = <I extends z.ZodType>(input: I) => ({ returns: <O>(): Method<I, O> => ({ input }) });
