import { Readable } from 'node:stream';
import { getCACertificates } from 'node:tls';
import type { Exchange } from '#core/http/exchange.ts';
import type { ExchangeJson } from '#core/report/json.ts';
import { sourceWorkers } from '#main/engine/workers.ts';
import type { CliPowers, Output } from './powers.ts';
import { runCli } from './run.ts';

/** What a command line did: for tests, in this process, with real servers and files. */
export interface Ran {
  readonly code: number;
  readonly out: string;
  readonly bytes: Buffer;
  readonly err: string;
}

export async function runHere(args: readonly string[], more: Partial<CliPowers> = {}): Promise<Ran> {
  const out = collector();
  const err = collector();
  const code = await runCli(args, {
    now: Date.now,
    stdout: out.output,
    stderr: err.output,
    readStdin: () => Promise.resolve(new Uint8Array()),
    stdin: () => Readable.from([]),
    env: () => undefined,
    interrupted: new AbortController().signal,
    version: '0.0.0-test',
    workers: sourceWorkers(),
    systemRoots: () => getCACertificates('system'),
    bundledRoots: () => getCACertificates('bundled'),
    ...more,
  });
  return { code, out: out.bytes().toString(), bytes: out.bytes(), err: err.bytes().toString() };
}

/** Runs with --json and reads what it printed. */
export async function runForJson(args: readonly string[]): Promise<Ran & { readonly json: ExchangeJson }> {
  const ran = await runHere([...args, '--json']);
  return { ...ran, json: JSON.parse(ran.out) as ExchangeJson };
}

/** The kind of failure an exchange ended in. */
export function failureOf({ outcome }: Exchange): string | undefined {
  return outcome.kind === 'failed' ? outcome.failure.kind : undefined;
}

function collector(): { readonly output: Output; bytes(): Buffer } {
  const pieces: Buffer[] = [];
  const output: Output = {
    style: 'plain',
    width: 100,
    write: (data) => {
      pieces.push(Buffer.from(data));
      return Promise.resolve();
    },
  };
  return { output, bytes: () => Buffer.concat(pieces) };
}
