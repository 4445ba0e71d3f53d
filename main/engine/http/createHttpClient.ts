import { createJudge } from '#main/engine/trust/judge.ts';
import { Vouchers } from '#main/engine/trust/vouchers.ts';
import type { HttpClient, HttpClientPowers, SentExchange } from './client.ts';
import { BodyThread } from './bodyThread.ts';
import { ConnectionPool } from './connectionPool.ts';
import { ExchangeRun, type Engine } from './exchangeRun.ts';
import { GateMemory } from './gateMemory.ts';
import { Interrupt } from './interrupt.ts';
import { ServerClock } from './serverClock.ts';
import { SecureContexts } from './tlsOptions.ts';
import { trustChanged } from './trustChanged.ts';

/** The HTTP client: one pool of connections, one gate, for as long as the app runs. */
export function createHttpClient(powers: HttpClientPowers): HttpClient {
  const pool = new ConnectionPool(powers.now);
  const contexts = new SecureContexts();
  const bodies = new BodyThread(powers.bodyWorker);
  const clock = new ServerClock();
  const vouchers = powers.vouchers ?? new Vouchers();
  const judge = createJudge({ now: powers.now, behindServerMs: () => clock.behindMs, vouchers });
  const engine: Engine = { powers, pool, contexts, memory: new GateMemory(), bodies, clock, judge };
  const running = new Map<Interrupt, Promise<SentExchange>>();
  const stopListening = powers.trust.onChange(() => trustChanged(engine));

  const track = (start: (interrupt: Interrupt) => Promise<SentExchange>, signal: AbortSignal | undefined) => {
    const interrupt = new Interrupt();
    const cancel = () => interrupt.end({ kind: 'cancelled' });
    if (signal?.aborted === true) cancel();
    signal?.addEventListener('abort', cancel, { once: true });
    const exchange = start(interrupt).finally(() => {
      running.delete(interrupt);
      signal?.removeEventListener('abort', cancel);
    });
    running.set(interrupt, exchange);
    return exchange;
  };

  return {
    send: (job) => track((interrupt) => new ExchangeRun(engine, job, interrupt).send(job.draft), job.signal),
    inspect: (job) => track((interrupt) => new ExchangeRun(engine, job, interrupt).inspect(job), job.signal),
    close: async () => {
      stopListening();
      for (const interrupt of running.keys()) interrupt.end({ kind: 'cancelled' });
      await Promise.allSettled(running.values());
      pool.close();
      await bodies.close();
    },
  };
}
