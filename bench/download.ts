import { newExchangeId } from '#main/engine/http/exchangeId.ts';
import { benchEngine } from './engine.ts';
import type { Listening } from './server.ts';

/*
 * One large body through a fresh engine, in a process of its own: what it grows by is what this body costs.
 */

export interface Downloaded {
  readonly ms: number;
  readonly bytes: number;
  /** Most memory while it ran, over what the process had before. */
  readonly growthBytes: number;
}

/** Often enough to see a spike, seldom enough to cost nothing. */
const SAMPLE_MS = 10;

if (process.send) {
  process.once('message', (message) => {
    void download(message as Listening).then((done) => {
      process.send?.(done, () => process.exit(0));
    });
  });
}

async function download({ port, ca }: Listening): Promise<Downloaded> {
  const engine = await benchEngine(ca);
  const get = (path: string) =>
    engine.send(newExchangeId(Date.now()), { method: 'GET', url: `https://localhost:${port}${path}`, headers: [] });
  // The first request pays for the trust store and the compilers.
  await get('/json');

  const before = process.memoryUsage.rss();
  let most = before;
  const sampler = setInterval(() => (most = Math.max(most, process.memoryUsage.rss())), SAMPLE_MS);
  const begun = performance.now();
  const sent = await get('/big');
  const ms = performance.now() - begun;
  clearInterval(sampler);
  await engine.close();

  const outcome = sent.ok ? sent.value.exchange.outcome : undefined;
  const bytes = outcome?.kind === 'response' ? outcome.response.body.bytes : 0;
  return { ms, bytes, growthBytes: most - before };
}
