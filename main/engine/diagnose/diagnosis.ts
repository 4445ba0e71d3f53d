import type { ChainCompletion } from '#core/diagnose/completion.ts';
import type { ProbeReport } from '#core/diagnose/probe.ts';
import type { RevocationCheck } from '#core/diagnose/revocationCheck.ts';
import { fetchBounded, type Fetched, type FetchEngine, type FetchRequest } from '#main/engine/fetch/fetchBounded.ts';
import { ConnectionPool } from '#main/engine/http/connectionPool.ts';
import type { Lookup } from '#main/engine/http/connectTcp.ts';
import { GateMemory } from '#main/engine/http/gateMemory.ts';
import { SecureContexts } from '#main/engine/http/tlsOptions.ts';
import { trustChanged } from '#main/engine/http/trustChanged.ts';
import type { TrustSource } from '#main/engine/trust/effective.ts';
import { createJudge } from '#main/engine/trust/judge.ts';
import type { Vouchers } from '#main/engine/trust/vouchers.ts';
import { checkRevocation, type RevocationJob } from './checkRevocation.ts';
import { completeChain, type CompleteJob } from './completeChain.ts';
import type { EveryAnchor } from './knownElsewhere.ts';
import { runProbes, type ProbeJob } from './probe.ts';

/** Finding out why, by asking others. Every method is for a person who asked for it; none is called on its own. */
export interface Diagnosis {
  /** @throws TrustDamaged when the trust file cannot be read; nobody has been asked then */
  completeChain(job: Omit<CompleteJob, 'trust'>): Promise<ChainCompletion>;
  revocation(job: RevocationJob): Promise<RevocationCheck>;
  /** @throws TrustDamaged as above */
  probe(job: ProbeJob): Promise<ProbeReport>;
  /** A file of certificates, from the address a person typed. @throws TrustDamaged as above */
  fetch(request: FetchRequest): Promise<Fetched>;
  /** Cancels what runs. */
  close(): void;
}

export interface DiagnosisPowers {
  readonly trust: TrustSource;
  /** Every anchor there is, also what does not count. */
  readonly everyAnchor: () => EveryAnchor;
  /** ms UTC. */
  readonly now: () => number;
  /** 'Wireglass/0.1.0' */
  readonly userAgent: string;
  readonly lookup?: Lookup;
  readonly vouchers?: Vouchers;
}

/** With connections and caches of its own: what is asked here never shares one with a request. */
export function createDiagnosis({ trust, everyAnchor, now, userAgent, lookup, vouchers }: DiagnosisPowers): Diagnosis {
  const powers = { trust, ...(lookup === undefined ? {} : { lookup }) };
  const judge = createJudge({ now, vouchers });
  const caches = { pool: new ConnectionPool(), contexts: new SecureContexts(), memory: new GateMemory() };
  const engine: FetchEngine = { powers, ...caches, judge, userAgent };
  const fetch = (request: FetchRequest) => fetchBounded(engine, request);
  const stopListening = trust.onChange(() => trustChanged(engine));
  const closing = new AbortController();
  const stopping = <J extends { readonly signal?: AbortSignal | undefined }>(job: J) => ({
    ...job,
    signal: job.signal === undefined ? closing.signal : AbortSignal.any([job.signal, closing.signal]),
  });
  return {
    completeChain: async (job) =>
      completeChain({ fetch, now, everyAnchor }, { ...stopping(job), trust: trust.effective(job.host, job.port) }),
    revocation: (job) => checkRevocation({ fetch, now }, stopping(job)),
    fetch: (request) => fetch(stopping(request)),
    probe: (job) => runProbes({ trust, judge, lookup }, stopping(job)),
    close: () => {
      closing.abort();
      stopListening();
      engine.pool.close();
    },
  };
}
