import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { getCACertificates } from 'node:tls';
import type { Engine } from '#main/engine/engine.ts';
import { newExchangeId } from '#main/engine/http/exchangeId.ts';
import type { NewAnchor } from '#main/engine/trust/decide/anchor.ts';
import { openTrustStore, type TrustStore } from '#main/engine/trust/store.ts';
import { authority, forge, newKey } from '#testdata/forge.ts';
import { benchEngine } from './engine.ts';
import { median, type Measure } from './measure.ts';
import type { Listening } from './server.ts';

const ANCHORS = 10_000;
const HOSTS = 200;
const ROUNDS = 15;
const REQUESTS = 40;

/**
 * Ten thousand custom anchors, nearly all for other hosts than those asked: what they cost when they are added, when the app starts,
 * when the list is asked for, when the first request goes to a host, and on every request. The peer of a request is the same engine
 * without them, turn by turn.
 */
export async function measureTrust(server: Listening): Promise<readonly Measure[]> {
  const anchors = tenThousand();
  return [...measureStore(anchors), ...(await measureRequest(anchors, server))];
}

function tenThousand(): readonly NewAnchor[] {
  // One key for all: making keys is what takes long, and nobody verifies anything here.
  const key = newKey();
  const extensions = authority(key);
  return Array.from({ length: ANCHORS }, (_, index) => {
    const { pem } = forge({ name: `Department ${index} Root`, key, extensions });
    return { pem, scope: scopeOf(index), origin: { kind: 'file', name: 'all.pem' } };
  });
}

/** Every kind of pattern, mostly names. */
function scopeOf(index: number): string[] {
  if (index % 50 === 0) return [`10.${(index / 50) % 200}.0.0/16`];
  if (index % 7 === 0) return [`.d${index}.corp`];
  return [index % 2 === 0 ? `*.d${index}.corp` : `api.d${index}.corp:8443`];
}

function measureStore(anchors: readonly NewAnchor[]): readonly Measure[] {
  const folder = mkdtempSync(join(tmpdir(), 'wireglass-bench-'));
  const open = () =>
    openTrustStore({
      folder,
      now: Date.now,
      systemRoots: () => getCACertificates('system'),
      bundledRoots: () => getCACertificates('bundled'),
    });
  const first = open();
  const added = timeOf(() => good(first.add(anchors)));
  first.close();
  let store: TrustStore | undefined;
  const opened = timeOf(() => (store = open()));
  if (store === undefined) throw new Error('The store did not open.');
  const reopened: TrustStore = store;
  const stateFirst = timeOf(() => good(reopened.state()));
  const state = reopened.state();
  const stateMs = medianOf(() => good(reopened.state()));
  const last = state.ok ? (state.value.anchors[0]?.sha256 ?? '') : '';
  let note = 0;
  const changed = medianOf(() => good(reopened.update({ sha256: last, note: String(++note) })));
  reopened.effective('host.elsewhere.example', 443);
  let host = 0;
  const newHost = medianOf(() => reopened.effective(`api.d${++host * 2 + 1}.corp`, 8443), HOSTS);
  const knownHost = medianOf(() => reopened.effective('host.elsewhere.example', 443), HOSTS);
  const size = state.ok ? JSON.stringify(state.value).length / 1024 ** 2 : Number.NaN;
  reopened.close();
  rmSync(folder, { recursive: true });
  const of = `${ANCHORS.toLocaleString('en')} anchors`;
  return [
    { id: 'trust.add', title: `Add ${of} in one step`, value: added, unit: 'ms', bound: { atMost: 5000 } },
    { id: 'trust.open', title: `Open the store with ${of}`, value: opened, unit: 'ms', bound: { atMost: 1500 } },
    { id: 'trust.state', title: '  its list, first time', value: stateFirst, unit: 'ms', bound: { atMost: 100 } },
    { id: 'trust.again', title: '  its list again', value: stateMs, unit: 'ms', bound: { atMost: 1 } },
    { id: 'trust.size', title: '  its list, as text', value: size, unit: 'MiB', bound: { atMost: 8 } },
    { id: 'trust.change', title: '  change one of them', value: changed, unit: 'ms', bound: { atMost: 200 } },
    { id: 'trust.newHost', title: '  who counts for a new host', value: newHost, unit: 'ms', bound: { atMost: 5 } },
    { id: 'trust.known', title: '  who counts for a known host', value: knownHost, unit: 'ms', bound: { atMost: 0.1 } },
  ];
}

async function measureRequest(anchors: readonly NewAnchor[], server: Listening): Promise<readonly Measure[]> {
  const url = `https://localhost:${server.port}/json`;
  const few = await benchEngine(server.ca);
  const many = await benchEngine(server.ca);
  good(many.trust.add(anchors));
  const rounds: { few: number; many: number }[] = [];
  for (let round = 0; round < ROUNDS; round++)
    rounds.push({ few: await perRequestMs(few, url), many: await perRequestMs(many, url) });
  await few.close();
  await many.close();
  // The first rounds warm up compilers and caches.
  const more = rounds.slice(3).map((round) => round.many - round.few);
  return [
    {
      id: 'trust.request',
      title: `A request on a new connection, more with ${ANCHORS.toLocaleString('en')} anchors than without`,
      value: median(more),
      unit: 'ms',
      bound: { atMost: 1 },
    },
  ];
}

/** Each on a new connection, so that each is judged. */
async function perRequestMs(engine: Engine, url: string): Promise<number> {
  const begun = performance.now();
  for (let i = 0; i < REQUESTS; i++) {
    const draft = { method: 'GET', url, headers: [['Connection', 'close'] as const] };
    const sent = await engine.send(newExchangeId(Date.now()), draft);
    const outcome = sent.ok ? sent.value.exchange.outcome.kind : sent.error.kind;
    if (outcome !== 'response') throw new Error(`The engine answered ${outcome}.`);
  }
  return (performance.now() - begun) / REQUESTS;
}

function good(result: { readonly ok: boolean }): void {
  if (!result.ok) throw new Error('The store refused.');
}

function timeOf(work: () => unknown): number {
  const begun = performance.now();
  work();
  return performance.now() - begun;
}

function medianOf(work: () => unknown, runs: number = ROUNDS): number {
  return median(Array.from({ length: runs }, () => timeOf(work)));
}
