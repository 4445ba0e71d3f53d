import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { monitorEventLoopDelay } from 'node:perf_hooks';
import { toPem } from '#core/certificate/pem.ts';
import { createEngine, type Engine } from '#main/engine/engine.ts';
import { newExchangeId } from '#main/engine/http/exchangeId.ts';
import { sourceWorkers } from '#main/engine/workers.ts';
import { manyAuthorities } from '#testdata/manyAuthorities.ts';
import type { Measure } from './measure.ts';

/** Thirty times what Mozilla's list has, and more than the largest company bundle that is known. */
const COUNT = 10_000;

/**
 * A bundle of ten thousand certificates, from the file to the last row in the store, and how long the main process was deaf to
 * everything else meanwhile. No peer: nobody else reads a bundle this way.
 */
export async function measureImport(): Promise<readonly Measure[]> {
  const folder = mkdtempSync(join(tmpdir(), 'wireglass-bench-import-'));
  const file = join(folder, 'bundle.pem');
  writeFileSync(
    file,
    manyAuthorities(COUNT)
      .map((der) => toPem(der))
      .join(''),
  );
  let reports = 0;
  const engine = await createEngine({
    folder: join(folder, 'profile'),
    now: Date.now,
    workers: sourceWorkers(),
    systemRoots: () => [],
    bundledRoots: () => [],
    version: '0.0.0',
    emit: (name) => (reports += name === 'trust.progress' ? 1 : 0),
  });
  try {
    const reading = await watched(() => read(engine, file));
    const adding = await watched(() => add(engine, reading.value));
    const stopping = await stopped(engine, file);
    const base = { unit: 'ms' } as const;
    return [
      {
        ...base,
        id: 'import.whole',
        title: `Import ${COUNT} certificates: read and store`,
        value: reading.ms + adding.ms,
        bound: { atMost: 5000 },
      },
      { ...base, id: 'import.read', title: `  read (${reports} reports of progress)`, value: reading.ms },
      {
        ...base,
        id: 'import.deaf',
        title: '  main process busy at once, reading',
        value: reading.deafMs,
        bound: { atMost: 50 },
      },
      { ...base, id: 'import.store', title: '  store, in one transaction', value: adding.ms },
      { ...base, id: 'import.storeDeaf', title: '  main process busy at once, storing', value: adding.deafMs },
      { ...base, id: 'import.stop', title: '  stop it in the middle', value: stopping, bound: { atMost: 100 } },
    ];
  } finally {
    await engine.close();
    rmSync(folder, { recursive: true });
  }
}

interface Reading {
  readonly jobId: string;
  readonly sha256s: readonly string[];
}

async function read(engine: Engine, path: string): Promise<Reading> {
  const jobId = newExchangeId(Date.now());
  const answer = await engine.imports.read({ jobId, sources: [{ kind: 'path', path }] });
  if (!answer.ok || answer.value.found.length !== COUNT) throw new Error('The bundle was not read.');
  return { jobId, sha256s: answer.value.found.map(({ sha256 }) => sha256) };
}

async function add(engine: Engine, { jobId, sha256s }: Reading): Promise<void> {
  const choices = sha256s.map((sha256) => ({ as: 'anchor' as const, sha256, scope: ['*.corp'] }));
  const added = await engine.imports.add({ jobId, choices });
  if (!added.ok) throw new Error(`The bundle was not stored: ${added.error.message}`);
}

/** ms from the press to the answer. */
async function stopped(engine: Engine, path: string): Promise<number> {
  const jobId = newExchangeId(Date.now());
  const reading = engine.imports.read({ jobId, sources: [{ kind: 'path', path }] });
  await new Promise((resolve) => setTimeout(resolve, 150));
  const begun = performance.now();
  engine.imports.forget(jobId);
  const answer = await reading;
  if (answer.ok || answer.error.kind !== 'cancelled') throw new Error('It was over before it was stopped.');
  return performance.now() - begun;
}

/** How long the work took, and the longest time in which nothing else had a turn. */
async function watched<T>(
  work: () => Promise<T>,
): Promise<{ readonly value: T; readonly ms: number; readonly deafMs: number }> {
  const delays = monitorEventLoopDelay({ resolution: 1 });
  delays.enable();
  const begun = performance.now();
  const value = await work();
  const ms = performance.now() - begun;
  // The last long turn is noticed in the next one.
  await new Promise((resolve) => setTimeout(resolve, 20));
  delays.disable();
  return { value, ms, deafMs: delays.max / 1e6 };
}
