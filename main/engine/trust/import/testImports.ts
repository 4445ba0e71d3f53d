import { mkdtempSync, rmSync, writeFileSync, mkdirSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import type { EventPayloads } from '#core/contract.ts';
import type { Result } from '#core/result.ts';
import type { ImportRead, ReadFailure } from '#core/trust/importRead.ts';
import { newExchangeId } from '#main/engine/http/exchangeId.ts';
import { Jobs } from '#main/engine/trust/jobs.ts';
import { openTrustStore, type TrustStore, type TrustStorePowers } from '#main/engine/trust/store.ts';
import { sourceWorkers } from '#main/engine/workers.ts';
import type { Network } from './fromNetwork.ts';
import { createImports, type Imports } from './imports.ts';
import type { ReadSource } from './source.ts';

/** Imports into a trust store of its own, with a folder for files. */
export interface TestImports {
  readonly imports: Imports;
  readonly jobs: Jobs;
  readonly store: TrustStore;
  readonly folder: string;
  readonly progress: readonly EventPayloads['trust.progress'][];
  newId(): string;
  /** A file in the folder; its path. */
  file(name: string, content: string | Uint8Array): string;
  read(sources: readonly ReadSource[], passwords?: Record<string, string>): Promise<ImportRead>;
  tryRead(jobId: string, sources: readonly ReadSource[]): Promise<Result<ImportRead, ReadFailure>>;
  close(): Promise<void>;
}

const nobody: Network = {
  now: Date.now,
  inspect: () => Promise.reject(new Error('nobody is asked')),
  fetch: () => Promise.reject(new Error('nobody is asked')),
};

export function testImports(
  powers: Partial<Pick<TrustStorePowers, 'systemRoots' | 'bundledRoots' | 'now'>> & { readonly network?: Network } = {},
): TestImports {
  const folder = mkdtempSync(join(tmpdir(), 'wireglass-import-'));
  const { network = nobody, now = Date.now, systemRoots = () => [], bundledRoots = () => [] } = powers;
  const store = openTrustStore({
    folder: join(folder, 'profile'),
    now,
    systemRoots,
    bundledRoots,
    by: 'window',
  });
  const jobs = new Jobs();
  const progress: EventPayloads['trust.progress'][] = [];
  const imports = createImports({
    store,
    network,
    jobs,
    now,
    unpackWorker: sourceWorkers().unpack,
    emit: (name, payload) => {
      if (name === 'trust.progress') progress.push(payload as EventPayloads['trust.progress']);
    },
  });
  const newId = () => newExchangeId(Date.now());
  return {
    imports,
    jobs,
    store,
    folder,
    progress,
    newId,
    file: (name, content) => {
      const path = join(folder, name);
      mkdirSync(dirname(path), { recursive: true });
      writeFileSync(path, content);
      return path;
    },
    read: async (sources, passwords) => {
      const input = { jobId: newId(), sources: [...sources], ...(passwords === undefined ? {} : { passwords }) };
      const read = await imports.read(input);
      if (!read.ok) throw new Error(JSON.stringify(read.error));
      return read.value;
    },
    tryRead: (jobId, sources) => imports.read({ jobId, sources: [...sources] }),
    close: async () => {
      await imports.close();
      store.close();
      rmSync(folder, { recursive: true });
    },
  };
}
