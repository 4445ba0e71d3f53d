import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { getCACertificates } from 'node:tls';
import { createEngine, type Engine } from '#main/engine/engine.ts';
import { sourceWorkers } from '#main/engine/workers.ts';

export const root = resolve(import.meta.dirname, '..');

/**
 * The whole engine as the app has it, on an empty profile, trusting one more root for localhost. Closing it deletes the profile:
 * what is left on the disk would make the next file dearer than the peer's, who deletes his.
 */
export async function benchEngine(ca: string): Promise<Engine> {
  const folder = mkdtempSync(join(tmpdir(), 'wireglass-bench-'));
  const engine = await createEngine({
    folder,
    now: Date.now,
    workers: sourceWorkers(),
    systemRoots: () => getCACertificates('system'),
    bundledRoots: () => getCACertificates('bundled'),
    version: '0.0.0',
    emit: () => undefined,
  });
  const added = engine.trust.add([{ pem: ca, scope: ['localhost'], origin: { kind: 'paste' } }]);
  if (!added.ok) throw new Error(`The bench root was refused: ${added.error.message}`);
  return {
    ...engine,
    close: async () => {
      await engine.close();
      rmSync(folder, { recursive: true });
    },
  };
}
