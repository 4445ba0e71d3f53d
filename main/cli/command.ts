import { paint, type Line } from '#core/report/line.ts';
import type { Flag, Given } from './flags.ts';
import type { CliPowers, Output } from './powers.ts';

/** One word after `wireglass`. To add one: its file, its line in commands.ts. */
export interface CommandEntry {
  readonly name: string;
  /** What stands after the name and the flags: 'URL'. */
  readonly operands: string;
  readonly summary: string;
  /** Loaded when asked for: a request does not wait for the playground's certificate library. */
  readonly load: () => Promise<Command>;
}

export interface Command {
  readonly flags: readonly Flag[];
  /** Lines below the flags in its help. */
  readonly notes?: readonly string[];
  /** What its exit codes mean, where that is not what those of all commands mean. */
  readonly exits?: readonly (readonly [code: string, meaning: string])[];
  /** The exit code. */
  run(given: Given, powers: CliPowers): Promise<number>;
}

export function print(output: Output, lines: readonly Line[]): Promise<void> {
  return output.write(paint(lines, output.style));
}

/** One sentence to standard error, named as every Unix tool names itself. */
export function complain(powers: Pick<CliPowers, 'stderr'>, message: string): Promise<void> {
  return print(powers.stderr, [[`wireglass: ${message}`]]);
}
