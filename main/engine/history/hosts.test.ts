import { X509Certificate } from 'node:crypto';
import { mkdtempSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, expect, test } from 'vitest';
import type { HostPage } from '#core/history/host.ts';
import type { Verdict } from '#core/trust/verdict.ts';
import type { SentExchange } from '#main/engine/http/client.ts';
import { sampleExchange, sampleReport, without, type SampleOptions } from '#testdata/exchange.ts';
import { issue } from '#testdata/pki.ts';
import { openHistory, type History } from './store.ts';

const start = Date.UTC(2026, 10, 23, 12);
const leaf = new X509Certificate(issue({ notAfter: '20270101000000Z' }).cert);
const sha256 = leaf.fingerprint256.replaceAll(':', '').toLowerCase();
const opened: History[] = [];
afterEach(async () => {
  for (const history of opened.splice(0)) await history.close();
});

async function keeping(...kept: readonly SampleOptions[]): Promise<HostPage> {
  const folder = mkdtempSync(join(tmpdir(), 'wireglass-hosts-'));
  const history = await openHistory({ folder, worker: new URL('./worker.ts', import.meta.url), now: () => start });
  opened.push(history);
  for (const options of kept) await history.add(sent(options));
  const hosts = await history.hosts();
  if (!hosts.ok) throw new Error(hosts.error.message);
  return hosts.value;
}

function sent(options: SampleOptions): SentExchange {
  return { exchange: sampleExchange(options), certificates: new Map([[sha256, new Uint8Array(leaf.raw)]]), bodies: [] };
}

const to = (url: string, more: SampleOptions = {}): SampleOptions => ({
  request: { method: 'GET', url, httpVersion: 'HTTP/1.1', headers: [] },
  ...more,
});
const seen = (kind: Verdict['kind']) =>
  sampleReport({
    chain: { sent: [sha256], path: [] },
    verdict: { kind, library: { accepted: kind === 'trusted', code: '' }, findings: [] },
  });

test('every host stands once, the one asked last first, with how often it was asked', async () => {
  const { hosts, more } = await keeping(
    to('https://a.example/one', { startedAt: start }),
    to('https://a.example:443/two?q=https://other.example/', { startedAt: start + 1 }),
    to('https://b.example:8443/', { startedAt: start + 2 }),
    to('http://a.example/', { startedAt: start + 3 }),
    to('https://[::1]:8443/', { startedAt: start + 4 }),
  );

  expect(hosts.map(({ scheme, authority, exchanges }) => [scheme, authority, exchanges])).toEqual([
    ['https', '[::1]:8443', 1],
    ['http', 'a.example', 1],
    ['https', 'b.example:8443', 1],
    ['https', 'a.example', 2],
  ]);
  expect(hosts.at(-1)?.lastSeenAt).toBe(start + 1);
  expect(more).toBe(false);
});

test('the newest verdict counts, and the end of the certificate that was shown then', async () => {
  const { hosts } = await keeping(
    to('https://a.example/', { startedAt: start, tls: seen('trusted') }),
    to('https://a.example/', { startedAt: start + 1, tls: seen('untrusted') }),
  );

  expect(hosts).toMatchObject([{ verdict: 'untrusted', notAfter: Date.UTC(2027, 0, 1) }]);
});

test('a failure without a verdict leaves the last one standing', async () => {
  const failure = { kind: 'refused', message: '', host: 'a.example', port: 443 } as const;
  const failed = to('https://a.example/', { startedAt: start + 1, outcome: { kind: 'failed', failure } });
  const folder = mkdtempSync(join(tmpdir(), 'wireglass-hosts-'));
  const history = await openHistory({ folder, worker: new URL('./worker.ts', import.meta.url), now: () => start });
  opened.push(history);

  await history.add(sent(to('https://a.example/', { tls: seen('trusted') })));
  await history.add({ exchange: without(sampleExchange(failed), 'connection'), certificates: new Map(), bodies: [] });

  expect(await history.hosts()).toMatchObject({
    value: { hosts: [{ verdict: 'trusted', exchanges: 2, lastSeenAt: start + 1 }] },
  });
});

test('what is no address, and what was removed, is not listed', async () => {
  const failure = { kind: 'invalid-url', message: '', url: 'htp:/x', reason: 'scheme' } as const;
  const { hosts } = await keeping(to('htp:/x', { outcome: { kind: 'failed', failure } }));
  expect(hosts).toEqual([]);

  const history = opened[0];
  const one = sent(to('https://gone.example/'));
  await history?.add(one);
  await history?.remove([one.exchange.id]);

  expect(await history?.hosts()).toMatchObject({ value: { hosts: [] } });
});
