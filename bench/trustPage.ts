import { spawnSync } from 'node:child_process';
import { mkdtempSync, readFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { root } from './engine.ts';
import { median, type Measure } from './measure.ts';

/** Issue 4: what a person with 10,000 authorities of their own may be kept waiting, ms. */
const OPEN_MS = 200;
const KEY_MS = 50;

type Line = { readonly id: string } & ({ readonly ms: number } | { readonly longestTaskMs: number });

/** The trust page with 10,000 custom anchors: the spec that works with it, with its times written down. */
export function measureTrustPage(): readonly Measure[] {
  const file = join(mkdtempSync(join(tmpdir(), 'wireglass-trust-page-')), 'measures.jsonl');
  const words = ['test', '--config', 'e2e/playwright.config.ts', 'e2e/trust.spec.ts'];
  const env = { ...process.env, WIREGLASS_MEASURES: file };
  const program = join(root, 'node_modules/@playwright/test/cli.js');
  const { status, stdout } = spawnSync(process.execPath, [program, ...words], { cwd: root, env, encoding: 'utf8' });
  if (status !== 0) throw new Error(`The specs failed:\n${stdout}`);
  const lines = readFileSync(file, 'utf8')
    .trim()
    .split('\n')
    .map((line) => JSON.parse(line) as Line);
  const times = (id: string) => lines.flatMap((line) => (line.id === id && 'ms' in line ? [line.ms] : []));
  return [
    {
      id: 'trust.open',
      title: 'trust page of 10,000 anchors: opens',
      value: median(times('trust.open')),
      unit: 'ms',
      bound: { atMost: OPEN_MS },
    },
    {
      id: 'trust.key',
      title: 'trust page of 10,000 anchors: filter, worst key',
      value: Math.max(...times('trust.key')),
      unit: 'ms',
      bound: { atMost: KEY_MS },
    },
    {
      id: 'trust.sort',
      title: 'trust page of 10,000 anchors: sorted by name',
      value: median(times('trust.sort')),
      unit: 'ms',
    },
  ];
}
