import { Agent, request } from 'node:https';
import { createSecureContext } from 'node:tls';
import type { Engine } from '#main/engine/engine.ts';
import { newExchangeId } from '#main/engine/http/exchangeId.ts';
import { median, type Measure } from './measure.ts';
import type { Listening } from './server.ts';

/** Small enough to be over in a minute, large enough that one slow request does not show. */
const ROUNDS = 7;
const REQUESTS = { keepAlive: 200, newConnection: 50 } as const;
type Mode = keyof typeof REQUESTS;

const headers: Readonly<Record<Mode, readonly (readonly [string, string])[]>> = {
  keepAlive: [],
  newConnection: [['Connection', 'close']],
};

/** 2 kB of JSON over TLS 1.3, one after another: the engine with everything on, and bare node:https, turn by turn. */
export async function measureRequests(engine: Engine, server: Listening): Promise<readonly Measure[]> {
  const url = `https://localhost:${server.port}/json`;
  const bare = bareClient(url, server.ca);
  const ours = async (mode: Mode): Promise<void> => {
    const draft = { method: 'GET', url, headers: headers[mode] };
    const sent = await engine.send(newExchangeId(Date.now()), draft);
    const outcome = sent.ok ? sent.value.exchange.outcome.kind : sent.error.kind;
    if (outcome !== 'response') throw new Error(`The engine answered ${outcome}.`);
  };
  return [
    ...(await compare('keepAlive', 'keep-alive', 3, ours, bare)),
    ...(await compare('newConnection', 'new connection', 2, ours, bare)),
  ];
}

async function compare(
  mode: Mode,
  title: string,
  atMost: number,
  ours: (mode: Mode) => Promise<void>,
  bare: (mode: Mode) => Promise<void>,
): Promise<readonly Measure[]> {
  // Compilers and caches warm up outside the measurement, as they are in an app that runs.
  for (let i = 0; i < REQUESTS[mode] / 2; i++) {
    await ours(mode);
    await bare(mode);
  }
  const rounds: { ours: number; bare: number }[] = [];
  for (let round = 0; round < ROUNDS; round++) {
    rounds.push({ ours: await perRequestMs(mode, ours), bare: await perRequestMs(mode, bare) });
  }
  const ratio = median(rounds.map((round) => round.ours / round.bare));
  const each = (who: 'ours' | 'bare') => median(rounds.map((round) => round[who]));
  return [
    { id: `${mode}.bare`, title: `2 kB JSON, ${title}: node:https`, value: each('bare'), unit: 'ms' },
    { id: `${mode}.ours`, title: `2 kB JSON, ${title}: Wireglass`, value: each('ours'), unit: 'ms' },
    { id: `${mode}.ratio`, title: `2 kB JSON, ${title}: ratio`, value: ratio, unit: '×', bound: { atMost } },
  ];
}

async function perRequestMs(mode: Mode, send: (mode: Mode) => Promise<void>): Promise<number> {
  const begun = performance.now();
  for (let i = 0; i < REQUESTS[mode]; i++) await send(mode);
  return (performance.now() - begun) / REQUESTS[mode];
}

/** The fastest fair peer: one context for all connections, and like us no session resumption, which would skip the checks. */
function bareClient(url: string, ca: string): (mode: Mode) => Promise<void> {
  const secureContext = createSecureContext({ ca });
  const agents = {
    keepAlive: new Agent({ keepAlive: true, maxCachedSessions: 0, secureContext }),
    newConnection: new Agent({ keepAlive: false, maxCachedSessions: 0, secureContext }),
  };
  return (mode) =>
    new Promise((resolve, reject) => {
      const sent = request(url, { agent: agents[mode] }, (response) => {
        const chunks: Buffer[] = [];
        response.on('data', (data: Buffer) => chunks.push(data));
        response.once('end', () => {
          Buffer.concat(chunks);
          resolve();
        });
        response.once('error', reject);
      });
      sent.once('error', reject);
      sent.end();
    });
}
