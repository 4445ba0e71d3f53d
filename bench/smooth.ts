import { spawnSync } from 'node:child_process';
import { mkdtempSync, readFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { root } from './engine.ts';
import type { Measure } from './measure.ts';

/** What is measured, by the id that e2e/measures.ts writes. */
const titles: Readonly<Record<string, string>> = {
  'ladder.chain': 'TLS tab, 100 certificates',
  'ladder.messages': 'TLS tab, 500 messages',
  'viewer.plain': 'viewer, an ordinary chain, first opened',
  'viewer.monster': 'viewer, a leaf of 1,000 names',
  'viewer.chain': 'viewer, a chain of 100',
  'viewer.bundle': 'viewer, 10 MB of certificates',
};

/** Longest piece of work that a person does not notice, ms. */
const MOST_TASK_MS = 100;
const MOST_HEAP_MIB = 200;

interface Line {
  readonly id: string;
  readonly longestTaskMs: number;
  readonly heapBytes: number;
}

/** What hostile input does to the window: the specs that open it, with their figures written down. */
export function measureSmoothness(): readonly Measure[] {
  const file = join(mkdtempSync(join(tmpdir(), 'wireglass-smooth-')), 'measures.jsonl');
  const words = ['test', '--config', 'e2e/playwright.config.ts', '-g', 'thousand|hundred'];
  const env = { ...process.env, WIREGLASS_MEASURES: file };
  const program = join(root, 'node_modules/@playwright/test/cli.js');
  const { status, stdout } = spawnSync(
    process.execPath,
    [program, ...words, 'e2e/inspect.spec.ts', 'e2e/tls.spec.ts'],
    { cwd: root, env, encoding: 'utf8' },
  );
  if (status !== 0) throw new Error(`The specs failed:\n${stdout}`);
  const lines = readFileSync(file, 'utf8').trim().split('\n');
  const measured = lines.map((line) => JSON.parse(line) as Line);
  const heapBytes = Math.max(...measured.map((line) => line.heapBytes));
  return [
    ...measured.map(({ id, longestTaskMs }) => ({
      id,
      title: `${titles[id] ?? id}: longest task`,
      value: longestTaskMs,
      unit: 'ms' as const,
      bound: { atMost: MOST_TASK_MS },
    })),
    {
      id: 'window.heap',
      title: 'window’s heap after all of these, at most',
      value: heapBytes / 1024 ** 2,
      unit: 'MiB',
      bound: { atMost: MOST_HEAP_MIB },
    },
  ];
}
