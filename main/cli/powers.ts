import type { Readable } from 'node:stream';
import type { Workers } from '#main/engine/workers.ts';

/** Where text goes: the terminal, a file, a pipe, or a list in tests. */
export interface Output {
  /** Resolves when it can take more. */
  write(data: string | Uint8Array): Promise<void>;
  readonly style: 'plain' | 'ansi';
  /** Characters of a line of prose. */
  readonly width: number;
}

/** What the command line needs of the process it runs in. */
export interface CliPowers {
  /** ms UTC. */
  readonly now: () => number;
  readonly stdout: Output;
  readonly stderr: Output;
  readonly readStdin: () => Promise<Uint8Array>;
  /** Standard input as it comes, for what may be longer than memory. */
  readonly stdin: () => Readable;
  /** A variable of the environment; undefined when it is not set. */
  readonly env: (name: string) => string | undefined;
  /** Asks the person at the terminal without showing what is typed; undefined when they gave up. Absent where there is nobody. */
  readonly askSecret?: (question: string) => Promise<string | undefined>;
  /** Aborted by Ctrl+C. */
  readonly interrupted: AbortSignal;
  readonly version: string;
  readonly workers: Workers;
  /** PEM of the authorities of the operating system and of those shipped with Node. */
  readonly systemRoots: () => readonly string[];
  readonly bundledRoots: () => readonly string[];
}

/** What the shell is told. Scripts rely on these numbers: they may grow, never change. */
export const exitCodes = {
  ok: 0,
  /** --expect was not met. Reserved: there is no --expect yet. */
  unexpected: 1,
  usage: 2,
  failed: 3,
  untrusted: 4,
  /** 128 + SIGINT, as shells have it. */
  interrupted: 130,
} as const;
