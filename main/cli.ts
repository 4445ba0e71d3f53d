#!/usr/bin/env node
import { existsSync, readFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { createInterface } from 'node:readline';
import { Writable } from 'node:stream';
import { getCACertificates } from 'node:tls';
import type { Output } from './cli/powers.ts';
import { runCli } from './cli/run.ts';
import { builtWorkers, sourceWorkers } from './engine/workers.ts';

/*
 * The command line: the engine in a terminal. Powers are made here and passed in; everything else is in cli/.
 */

/** A line of prose wider than this is hard to read, whatever the terminal has. */
const MAX_WIDTH = 100;

// Trust decisions go through the trust store alone (SECURITY.md).
delete process.env['NODE_TLS_REJECT_UNAUTHORIZED'];

const interruption = new AbortController();
process.on('SIGINT', () => {
  // Whoever presses twice does not want to wait for tidiness.
  if (interruption.signal.aborted) process.exit(130);
  interruption.abort();
});
process.on('SIGTERM', () => {
  interruption.abort();
});

// `wireglass … | head`: the reader has what it wanted.
process.stdout.on('error', (error: NodeJS.ErrnoException) => {
  process.exit(error.code === 'EPIPE' ? 0 : 3);
});

process.exitCode = await runCli(process.argv.slice(2), {
  now: Date.now,
  stdout: outputTo(process.stdout),
  stderr: outputTo(process.stderr),
  readStdin,
  stdin: () => process.stdin,
  env: (name) => process.env[name],
  ...(process.stdin.isTTY && process.stderr.isTTY && { askSecret }),
  interrupted: interruption.signal,
  version: versionOf(import.meta.dirname),
  workers: import.meta.filename.endsWith('.ts') ? sourceWorkers() : builtWorkers(new URL('./', import.meta.url)),
  systemRoots: () => getCACertificates('system'),
  bundledRoots: () => getCACertificates('bundled'),
});

function outputTo(stream: NodeJS.WriteStream): Output {
  // NO_COLOR: any value but the empty one (no-color.org).
  const plain = !stream.isTTY || (process.env['NO_COLOR'] ?? '') !== '' || process.env['TERM'] === 'dumb';
  return {
    style: plain ? 'plain' : 'ansi',
    width: Math.min(MAX_WIDTH, stream.isTTY ? stream.columns : MAX_WIDTH),
    write: (data) =>
      new Promise((resolve) => {
        stream.write(data, () => resolve());
      }),
  };
}

/** To standard error, where a report that is piped away does not take it along. Ctrl+C and Ctrl+D give up. */
async function askSecret(question: string): Promise<string | undefined> {
  process.stderr.write(question);
  const silent = new Writable({ write: (_piece, _encoding, done) => done() });
  const lines = createInterface({ input: process.stdin, output: silent, terminal: true });
  try {
    return await new Promise((resolve) => {
      lines.once('line', resolve);
      lines.once('close', () => resolve(undefined));
      lines.once('SIGINT', () => resolve(undefined));
    });
  } finally {
    lines.close();
    process.stderr.write('\n');
  }
}

async function readStdin(): Promise<Uint8Array> {
  const pieces: Buffer[] = [];
  for await (const piece of process.stdin) pieces.push(piece as Buffer);
  return Buffer.concat(pieces);
}

/** From the package.json above, of the source tree or of the installed package. */
function versionOf(folder: string): string {
  const file = join(folder, 'package.json');
  if (!existsSync(file)) return dirname(folder) === folder ? 'unknown' : versionOf(dirname(folder));
  return (JSON.parse(readFileSync(file, 'utf8')) as { readonly version: string }).version;
}
