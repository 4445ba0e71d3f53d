import type { TrustFailure, TrustState } from '#core/trust/anchor.ts';
import { explainTrustFailure } from '#core/trust/explainTrustFailure.ts';
import { complain } from '#main/cli/command.ts';
import type { Given } from '#main/cli/flags.ts';
import { exitCodes, type CliPowers } from '#main/cli/powers.ts';
import type { TrustStore } from '#main/engine/trust/store.ts';

export interface TaskInput {
  readonly given: Given;
  /** The words behind `trust add`. */
  readonly operands: readonly string[];
  readonly powers: CliPowers;
  readonly store: TrustStore;
  readonly state: TrustState;
}

/** The exit code. */
export type TrustTask = (input: TaskInput) => Promise<number>;

/** Says why nothing was changed. What is wrong with what was given is the caller's doing; a file that cannot be written is not. */
export async function refuse(powers: CliPowers, failure: TrustFailure): Promise<number> {
  await complain(powers, `Nothing was changed. ${explainTrustFailure(failure)}`);
  return failure.kind === 'cannot-write' || failure.kind === 'damaged' ? exitCodes.failed : exitCodes.usage;
}

export async function misuse(powers: CliPowers, message: string): Promise<number> {
  await complain(powers, message);
  return exitCodes.usage;
}
