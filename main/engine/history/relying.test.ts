import { X509Certificate } from 'node:crypto';
import { mkdtempSync } from 'node:fs';
import { DatabaseSync } from 'node:sqlite';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, expect, test } from 'vitest';
import type { Verdict } from '#core/trust/verdict.ts';
import { sampleExchange, sampleReport, type SampleOptions } from '#testdata/exchange.ts';
import { issue } from '#testdata/pki.ts';
import { historySteps } from './schema.ts';
import { openHistory, type History } from './store.ts';

const start = Date.UTC(2026, 10, 23, 12);
const leaf = new X509Certificate(issue({ notAfter: '20270101000000Z' }).cert);
const sha256 = leaf.fingerprint256.replaceAll(':', '').toLowerCase();
const anchor = 'a'.repeat(64);
const opened: History[] = [];
afterEach(async () => {
  for (const history of opened.splice(0)) await history.close();
});

async function open(folder = mkdtempSync(join(tmpdir(), 'wireglass-relying-'))): Promise<History> {
  const history = await openHistory({ folder, worker: new URL('./worker.ts', import.meta.url), now: () => start });
  opened.push(history);
  return history;
}

async function keeping(...kept: readonly SampleOptions[]): Promise<History> {
  const history = await open();
  for (const options of kept) {
    const certificates = new Map([[sha256, new Uint8Array(leaf.raw)]]);
    await history.add({ exchange: sampleExchange(options), certificates, bodies: [] });
  }
  return history;
}

const to = (url: string, kind: Verdict['kind'] | undefined, by: string, at: number): SampleOptions => ({
  request: { method: 'GET', url, httpVersion: 'HTTP/1.1', headers: [] },
  startedAt: start + at,
  ...(kind !== undefined && {
    tls: sampleReport({
      chain: { sent: [sha256], path: [] },
      verdict: {
        kind,
        anchor: { sha256: by, source: 'custom' },
        library: { accepted: kind === 'trusted', code: '' },
        findings: [],
      },
    }),
  }),
});

test('hosts that an anchor vouched for are counted, the last one first', async () => {
  const history = await keeping(
    to('https://a.corp/one', 'trusted', anchor, 0),
    to('https://a.corp/two', 'trusted', anchor, 1),
    to('https://b.corp:8443/', 'excepted', anchor, 2),
    to('https://c.corp/', 'trusted', 'b'.repeat(64), 3),
  );

  const relying = await history.relying(anchor);

  expect(relying).toMatchObject({
    ok: true,
    value: {
      exchanges: 3,
      hosts: [
        { host: 'b.corp', port: 8443, exchanges: 1, lastAt: start + 2 },
        { host: 'a.corp', port: 443, exchanges: 2, lastAt: start + 1 },
      ],
    },
  });
});

test('a chain that was refused relied on nobody, even where its path ended in the anchor', async () => {
  const history = await keeping(to('https://a.corp/', 'untrusted', anchor, 0));

  expect(await history.relying(anchor)).toEqual({ ok: true, value: { exchanges: 0, hosts: [] } });
});

test('a deleted exchange no longer counts', async () => {
  const history = await keeping(to('https://a.corp/', 'trusted', anchor, 0));
  const listed = await history.list({ limit: 10 });
  await history.remove(listed.ok ? listed.value.entries.map(({ id }) => id) : []);

  expect(await history.relying(anchor)).toEqual({ ok: true, value: { exchanges: 0, hosts: [] } });
});

test('the chain of every TLS host is at hand as it was shown last', async () => {
  const history = await keeping(
    to('https://a.corp/', 'trusted', anchor, 0),
    to('https://[::1]:8443/', 'untrusted', anchor, 1),
    to('http://plain.corp/', undefined, anchor, 2),
  );

  const shown = await history.shown();

  expect(shown.ok && shown.value.map(({ host, port, sent }) => [host, port, sent.length])).toEqual([
    ['::1', 8443, 1],
    ['a.corp', 443, 1],
  ]);
  expect(shown.ok && Buffer.from(shown.value[0]?.sent[0] ?? []).equals(leaf.raw)).toBe(true);
});

test('handshakes that were kept before the file knew anchors are found as well', async () => {
  const folder = mkdtempSync(join(tmpdir(), 'wireglass-relying-'));
  const database = new DatabaseSync(join(folder, 'history.sqlite'));
  database.exec(historySteps[0] ?? '');
  database.exec('PRAGMA user_version = 1');
  database
    .prepare('INSERT INTO tls VALUES (?, ?)')
    .run('one', JSON.stringify({ verdict: { kind: 'trusted', anchor: { sha256: anchor } }, chain: { sent: [] } }));
  database
    .prepare(
      `INSERT INTO exchange (id, started_at, method, url, outcome, total_ms) VALUES ('x', 1, 'GET', 'https://a.corp/', 'response', 1)`,
    )
    .run();
  database.prepare(`INSERT INTO reference VALUES (1, 'tls', 'one')`).run();
  database.close();

  const relying = await (await open(folder)).relying(anchor);

  expect(relying).toMatchObject({ ok: true, value: { exchanges: 1, hosts: [{ host: 'a.corp', lastExchange: 'x' }] } });
});
