import type { Handlers } from '#core/contract.ts';
import type { Engine } from '#main/engine/engine.ts';

/** Answers of core/contract/trust.ts that read certificates, and the one that stops long work of the trust store. */
export function trustImportHandlers({
  imports,
  jobs,
}: Pick<Engine, 'imports' | 'jobs'>): Pick<Handlers, 'trust.read' | 'trust.addRead' | 'trust.cancelJob'> {
  return {
    'trust.read': (input) => imports.read(input),
    'trust.addRead': (input) => imports.add(input),
    'trust.cancelJob': ({ jobId }) => Promise.resolve({ cancelled: imports.forget(jobId) || jobs.cancel(jobId) }),
  };
}
