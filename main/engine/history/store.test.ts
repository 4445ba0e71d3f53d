import { spawn } from 'node:child_process';
import { existsSync, mkdirSync, mkdtempSync, readFileSync, rmSync, utimesSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { DatabaseSync } from 'node:sqlite';
import { afterEach, describe, expect, test } from 'vitest';
import { toPem } from '#core/certificate/pem.ts';
import type { Exchange } from '#core/http/exchange.ts';
import type { Result } from '#core/result.ts';
import type { SentExchange } from '#main/engine/http/client.ts';
import { bodyOf, sampleExchange, sampleReport, without, type SampleOptions } from '#testdata/exchange.ts';
import { bodyFile } from './body.ts';
import { historySteps } from './schema.ts';
import { openHistory, UNDO_MS, type History } from './store.ts';

const worker = new URL('./worker.ts', import.meta.url);
const start = Date.UTC(2026, 10, 23, 12);

const opened: History[] = [];
afterEach(async () => {
  for (const history of opened.splice(0)) await history.close();
});

function newFolder(): string {
  return mkdtempSync(join(tmpdir(), 'wireglass-history-'));
}

async function open(folder = newFolder(), now: () => number = () => start): Promise<History> {
  const history = await openHistory({ folder, worker, now });
  opened.push(history);
  return history;
}

function valueOf<T>(result: Result<T, unknown>): T {
  if (!result.ok) throw new Error(JSON.stringify(result.error));
  return result.value;
}

const certificates = new Map([['c'.repeat(64), new Uint8Array([0x30, 3, 2, 1, 5])]]);

function sent(options: SampleOptions = {}, more: Partial<SentExchange> = {}): SentExchange {
  return { exchange: sampleExchange(options), certificates, bodies: [], ...more };
}

async function ids(history: History, before?: string): Promise<readonly string[]> {
  return valueOf(await history.list({ before, limit: 100 })).entries.map(({ id }) => id);
}

describe('an exchange that was kept', () => {
  test('comes back as it was, with its report and its certificates, also after a restart', async () => {
    const folder = newFolder();
    const history = await open(folder);
    const tls = sampleReport({ chain: { sent: ['c'.repeat(64)], path: [] } });
    const hop = { ...sampleExchange({ tls: sampleReport({ ja3: 'hop' }) }) };
    const response = hop.outcome.kind === 'response' ? hop.outcome.response : undefined;
    if (response === undefined) throw new Error('no response');
    const one = sent({
      tls,
      trailers: [['X-Sum', '1']],
      hops: [
        {
          request: hop.request,
          response,
          timings: hop.timings,
          ...(hop.connection ? { connection: hop.connection } : {}),
        },
      ],
    });

    valueOf(await history.add(one));
    const before = valueOf(await history.get(one.exchange.id));
    await history.close();
    const after = valueOf(await (await open(folder)).get(one.exchange.id));

    expect(before.exchange).toEqual(one.exchange);
    expect(JSON.stringify(before.exchange)).toBe(JSON.stringify(one.exchange));
    expect(before.certificates).toEqual({ ['c'.repeat(64)]: toPem(new Uint8Array([0x30, 3, 2, 1, 5])) });
    expect(after).toEqual(before);
  });

  test('shares its report and certificates with all others of its connection', async () => {
    const folder = newFolder();
    const history = await open(folder);
    const tls = sampleReport();
    for (let index = 0; index < 5; index++) valueOf(await history.add(sent({ tls, startedAt: start + index })));
    await Promise.all(Array.from({ length: 20 }, () => history.add(sent({ tls }))));
    await history.close();

    const database = new DatabaseSync(join(folder, 'history.sqlite'));
    const count = (table: string) => database.prepare(`SELECT count(*) AS n FROM ${table}`).get()?.['n'];
    expect(['exchange', 'tls', 'bag', 'certificate'].map(count)).toEqual([25, 1, 1, 1]);
    database.close();
  });

  test('is seen by whoever looks right after sending it, without waiting', async () => {
    const history = await open();
    const one = sent();

    const adding = history.add(one);
    const found = await history.get(one.exchange.id);

    expect(found.ok).toBe(true);
    expect(await adding).toEqual({ ok: true, value: undefined });
  });

  test('without a connection or without an answer has a line in the list as well', async () => {
    const history = await open();
    const failure = { kind: 'refused', host: 'a.corp', port: 1, message: 'ECONNREFUSED' } as const;
    const bare = without(sampleExchange({ startedAt: start }), 'connection');
    const failed: Exchange = { ...bare, outcome: { kind: 'failed', failure }, timings: { totalMs: 5 } };
    const cancelled = sampleExchange({ startedAt: start + 1, outcome: { kind: 'cancelled' } });
    for (const exchange of [failed, cancelled])
      valueOf(await history.add({ exchange, certificates: new Map(), bodies: [] }));

    const { entries } = valueOf(await history.list({ limit: 10 }));

    expect(entries).toEqual([
      expect.objectContaining({ id: cancelled.id, outcome: 'cancelled', verdict: 'trusted', tlsVersion: 'TLSv1.3' }),
      {
        id: failed.id,
        startedAt: start,
        method: 'GET',
        url: 'https://api.corp/v1/things',
        outcome: 'failed',
        failure: 'refused',
        totalMs: 5,
      },
    ]);
    expect(valueOf(await history.get(failed.id)).exchange).toEqual(failed);
  });
});

describe('the list', () => {
  test('is newest first, in pages that neither repeat nor skip', async () => {
    const history = await open();
    const made = Array.from({ length: 25 }, (_, index) => sent({ startedAt: start + Math.floor(index / 3) }));
    await Promise.all(made.map((one) => history.add(one)));

    const seen: string[] = [];
    for (let before: string | undefined; ;) {
      const page = valueOf(await history.list({ before, limit: 4 }));
      expect(page.total).toBe(25);
      seen.push(...page.entries.map(({ id }) => id));
      before = page.entries.at(-1)?.id;
      if (page.entries.length < 4) break;
    }

    expect(seen).toEqual(made.map(({ exchange }) => exchange.id).reverse());
  });

  test('goes on after an entry that was removed meanwhile', async () => {
    const history = await open();
    const made = [0, 1, 2].map((index) => sent({ startedAt: start + index }));
    for (const one of made) valueOf(await history.add(one));
    const middle = made[1]?.exchange.id ?? '';

    await history.remove([middle]);

    expect(await ids(history, middle)).toEqual([made[0]?.exchange.id]);
  });

  test('counts what is on disk, large bodies included', async () => {
    const history = await open();
    const totals: number[] = [];
    history.onChange(({ bytesOnDisk }) => totals.push(bytesOnDisk));
    const responseBody = bodyOf('x', { bytes: 10_000_000 });

    valueOf(await history.add(sent()));
    valueOf(await history.add(sent({ responseBody }, { bodies: [{ ref: responseBody.ref, bytes: 10_000_000 }] })));

    expect((totals[1] ?? 0) - (totals[0] ?? 0)).toBeGreaterThanOrEqual(10_000_000);
    expect(valueOf(await history.list({ limit: 1 })).bytesOnDisk).toBe(totals[1]);
  });
});

describe('removal', () => {
  test('can be taken back until the time is over, then all that only it needed is gone', async () => {
    let now = start;
    const folder = newFolder();
    const history = await open(folder, () => now);
    const [gone, kept] = [bodyOf('gone'), bodyOf('kept')];
    const bodies = [gone, kept].map(({ ref, bytes }) => ({ ref, bytes, inline: new Uint8Array(bytes) }));
    const first = sent(
      { tls: sampleReport({ ja3: 'first' }) },
      { bodies, certificates: new Map([...certificates, ['d'.repeat(64), new Uint8Array(4)]]) },
    );
    const second = sent({}, { bodies: bodies.slice(1) });
    for (const one of [first, second]) valueOf(await history.add(one));
    const id = first.exchange.id;

    expect(valueOf(await history.remove([id, 'not-there']))).toEqual({ removed: 1 });
    expect(await history.get(id)).toMatchObject({ ok: false, error: { kind: 'not-found', id } });
    expect(valueOf(await history.restore([id]))).toEqual({ restored: 1 });
    expect((await history.get(id)).ok).toBe(true);
    await history.remove([id]);
    await history.close();

    now = start + 1;
    const again = await open(folder, () => now);
    expect(valueOf(await again.restore([id]))).toEqual({ restored: 0 });
    expect(await again.bodySize(gone.ref)).toBeUndefined();
    expect(await again.bodySize(kept.ref)).toBe(4);
    expect((await again.get(second.exchange.id)).ok).toBe(true);
    await again.close();
    const database = new DatabaseSync(join(folder, 'history.sqlite'));
    const counts = ['exchange', 'record', 'tls', 'bag', 'certificate', 'body'].map(
      (table) => database.prepare(`SELECT count(*) AS n FROM ${table}`).get()?.['n'],
    );
    expect(counts).toEqual([1, 1, 1, 1, 1, 1]);
    database.close();
  });

  test('before a crash is taken for good at a start after its time', async () => {
    let now = start;
    const folder = newFolder();
    const crashed = await open(folder, () => now);
    const one = sent();
    valueOf(await crashed.add(one));
    await crashed.remove([one.exchange.id]);

    const soon = await open(folder, () => now);
    expect(valueOf(await soon.restore([one.exchange.id]))).toEqual({ restored: 1 });
    await soon.remove([one.exchange.id]);
    now += UNDO_MS;
    const later = await open(folder, () => now);

    expect(valueOf(await later.restore([one.exchange.id]))).toEqual({ restored: 0 });
  });

  test('deletes the file of a large body with the last exchange that has it', async () => {
    const folder = newFolder();
    const responseBody = bodyOf('large', { bytes: 5 });
    const path = bodyFile(join(folder, 'bodies'), responseBody.ref);
    mkdirSync(dirname(path), { recursive: true });
    writeFileSync(path, 'large');
    // Two hours: no longer fresh, and not yet a left-over that the sweep of the first start would take away before its entry comes.
    const twoHoursAgo = Date.now() / 1000 - 7200;
    utimesSync(path, twoHoursAgo, twoHoursAgo);
    const history = await open(folder);
    const bodies = [{ ref: responseBody.ref, bytes: 5 }];
    const [one, two] = [sent({ responseBody }, { bodies }), sent({ responseBody }, { bodies })];
    for (const each of [one, two]) valueOf(await history.add(each));

    await history.remove([one.exchange.id]);
    await history.close();
    const again = await open(folder);
    expect(existsSync(path)).toBe(true);
    expect(new TextDecoder().decode(await again.readBody(responseBody.ref, 1, 3))).toBe('ar');
    await again.remove([two.exchange.id]);
    await again.close();

    expect(existsSync(path)).toBe(false);
  });

  test('an exchange on a connection whose report was cleaned away is still kept whole', async () => {
    const folder = newFolder();
    const history = await open(folder);
    const tls = sampleReport();
    const first = sent({ tls });
    valueOf(await history.add(first));
    const other = await open(folder);
    await other.remove([first.exchange.id]);
    await other.close();

    const second = sent({ tls });
    valueOf(await history.add(second));

    expect(valueOf(await history.get(second.exchange.id)).exchange).toEqual(second.exchange);
  });
});

describe('bodies', () => {
  test('are read by ranges, from the database and from a file alike; what is not there is empty', async () => {
    const folder = newFolder();
    const history = await open(folder);
    const small = bodyOf('0123456789');
    const large = bodyOf('abcdefghij');
    const path = bodyFile(join(folder, 'bodies'), large.ref);
    mkdirSync(dirname(path), { recursive: true });
    writeFileSync(path, 'abcdefghij');
    const bodies = [
      { ref: small.ref, bytes: 10, inline: new TextEncoder().encode('0123456789') },
      { ref: large.ref, bytes: 10 },
    ];
    valueOf(await history.add(sent({}, { bodies })));
    const read = async (ref: string, from: number, to: number) =>
      new TextDecoder().decode(await history.readBody(ref, from, to));

    expect([await history.bodySize(small.ref), await history.bodySize(large.ref)]).toEqual([10, 10]);
    expect([await read(small.ref, 2, 5), await read(large.ref, 2, 5)]).toEqual(['234', 'cde']);
    expect([await read(small.ref, 8, 50), await read(large.ref, 8, 50)]).toEqual(['89', 'ij']);
    expect([await read(small.ref, 50, 60), await read(large.ref, 50, 60)]).toEqual(['', '']);
    expect(await read('f'.repeat(64), 0, 5)).toBe('');
    expect(await history.bodySize('f'.repeat(64))).toBeUndefined();
    for (const [ref, text] of [
      [small.ref, '0123456789'],
      [large.ref, 'abcdefghij'],
    ] as const) {
      const pieces = await valueOf(await history.openBody(ref)).toArray();
      expect(Buffer.concat(pieces as Buffer[]).toString()).toBe(text);
    }
    expect(await history.openBody('f'.repeat(64))).toMatchObject({ ok: false, error: { kind: 'not-found' } });
  });
});

describe('a file that is damaged', () => {
  test('is put aside under its date; a new one is begun and said so', async () => {
    const folder = newFolder();
    writeFileSync(join(folder, 'history.sqlite'), 'no database '.repeat(2000));

    const history = await open(folder);

    expect(history.setAside).toMatch(/history\.damaged-\d{8}-\d{6}\.sqlite$/);
    expect(readFileSync(history.setAside ?? '', 'utf8')).toMatch(/^no database/);
    valueOf(await history.add(sent()));
    expect((await ids(history)).length).toBe(1);
  });

  test('found out while it is used, costs what it held but not the exchange at hand', async () => {
    const folder = newFolder();
    const history = await open(folder);
    const tls = sampleReport();
    await Promise.all(Array.from({ length: 300 }, (_, index) => history.add(sent({ tls, startedAt: start + index }))));
    await history.close();
    const path = join(folder, 'history.sqlite');
    const bytes = readFileSync(path);
    bytes.fill(0xa5, 4096 * 3);
    writeFileSync(path, bytes);
    const again = await open(folder);
    const one = sent({ tls });

    const added = await again.add(one);

    expect(added).toEqual({ ok: true, value: undefined });
    expect(again.setAside).toBeDefined();
    expect(valueOf(await again.get(one.exchange.id)).exchange).toEqual(one.exchange);
  });

  test('the file of every earlier version opens', async () => {
    for (const version of historySteps.keys()) {
      const folder = newFolder();
      const database = new DatabaseSync(join(folder, 'history.sqlite'));
      for (const step of historySteps.slice(0, version)) database.exec(step);
      database.exec(`PRAGMA user_version = ${version}`);
      database.close();

      expect(await (await open(folder)).list({ limit: 1 })).toMatchObject({ ok: true, value: { total: 0 } });
    }
  });

  test('written by a newer version, is left alone and every call says that it cannot', async () => {
    const folder = newFolder();
    const database = new DatabaseSync(join(folder, 'history.sqlite'));
    database.exec('PRAGMA user_version = 99');
    database.close();

    const history = await open(folder);

    expect(await history.list({ limit: 1 })).toMatchObject({ ok: false, error: { kind: 'storage' } });
    expect(await history.add(sent())).toMatchObject({ ok: false, error: { kind: 'storage' } });
    expect(history.setAside).toBeUndefined();
  });
});

describe('trouble ends in a value', () => {
  test('an entry that is too large does not cost those beside it', async () => {
    const history = await open();
    const huge = sent({ trailers: [['X', 'x'.repeat(33_000_000)]] });
    const [before, after] = [sent(), sent()];

    const answers = await Promise.all([before, huge, after].map((one) => history.add(one)));

    expect(answers.map(({ ok }) => ok)).toEqual([true, false, true]);
    expect(answers[1]).toMatchObject({ error: { kind: 'storage', code: 'too-large' } });
    expect((await ids(history)).length).toBe(2);
  });

  test('the same id twice keeps the first', async () => {
    const history = await open();
    const one = sent();
    valueOf(await history.add(one));

    expect(await history.add({ ...one, exchange: { ...one.exchange, startedAt: 5 } })).toMatchObject({
      ok: false,
      error: { kind: 'storage', code: 'SQLITE_CONSTRAINT' },
    });
    expect(valueOf(await history.get(one.exchange.id)).exchange.startedAt).toBe(one.exchange.startedAt);
  });

  test('a folder that cannot be used', async () => {
    const file = join(newFolder(), 'file');
    writeFileSync(file, '');

    const history = await open(join(file, 'profile'));

    expect(await history.list({ limit: 1 })).toMatchObject({ ok: false, error: { kind: 'storage' } });
    expect(await history.bodySize('a'.repeat(64))).toBeUndefined();
  });

  test('a worker that dies answers everybody, and the next call finds another', async () => {
    const folder = newFolder();
    const flag = join(folder, 'die');
    // A worker that ends at its first message while the flag is there: as a crash of the thread would look from outside.
    const script = `import { existsSync } from 'node:fs'; import { parentPort } from 'node:worker_threads';
      if (existsSync(${JSON.stringify(flag)})) parentPort.once('message', () => process.exit(7));
      else await import(${JSON.stringify(worker.href)});`;
    writeFileSync(flag, '');
    const mortal = new URL(`data:text/javascript,${encodeURIComponent(script)}`);
    const history = await openHistory({ folder, worker: mortal, now: () => start });
    opened.push(history);

    const [listed, added] = await Promise.all([history.list({ limit: 1 }), history.add(sent())]);
    rmSync(flag);

    expect(listed).toMatchObject({ ok: false, error: { kind: 'storage', code: 'worker-died' } });
    expect(added).toMatchObject({ ok: false, error: { kind: 'storage', code: 'worker-died' } });
    expect(await history.list({ limit: 1 })).toMatchObject({ ok: true });
  });

  test('after closing, calls are refused and closing again is nothing', async () => {
    const history = await open();

    await history.close();
    await history.close();

    expect(await history.list({ limit: 1 })).toMatchObject({ ok: false, error: { kind: 'storage', code: 'closed' } });
    expect(await history.add(sent())).toMatchObject({ ok: false, error: { kind: 'storage', code: 'closed' } });
  });
});

/** Keeps exchange after exchange and says the id of each that was answered. */
const child = `
  const [store, worker, samples, folder] = process.argv.slice(1);
  const { openHistory } = await import(store);
  const { sampleExchange, sampleReport } = await import(samples);
  const history = await openHistory({ folder, worker: new URL(worker), now: Date.now });
  const tls = sampleReport();
  const certificates = new Map([['c'.repeat(64), new Uint8Array(500)]]);
  for (;;) {
    const exchange = sampleExchange({ tls, startedAt: Date.now() });
    const ref = exchange.id.replaceAll('-', '').padEnd(64, '0');
    const added = await history.add({ exchange, certificates, bodies: [{ ref, bytes: 2000, inline: new Uint8Array(2000) }] });
    if (!added.ok) throw new Error(JSON.stringify(added));
    process.stdout.write(exchange.id + '\\n');
  }`;

test('killed in the middle of writing, everything that was answered is there and whole', async () => {
  const folder = newFolder();
  const urls = [new URL('./store.ts', import.meta.url), worker, new URL(import.meta.resolve('#testdata/exchange.ts'))];
  const running = spawn(
    process.execPath,
    ['--input-type=module', '-e', child, ...urls.map(({ href }) => href), folder],
    { stdio: ['ignore', 'pipe', 'inherit'] },
  );
  let said = '';
  for await (const chunk of running.stdout) {
    said += String(chunk);
    if (said.length > 37 * 60) running.kill('SIGKILL');
  }
  const answered = said.split('\n').filter((id) => id.length === 36);

  const history = await open(folder);

  expect(history.setAside).toBeUndefined();
  expect(answered.length).toBeGreaterThanOrEqual(60);
  const { total } = valueOf(await history.list({ limit: 1 }));
  expect(total - answered.length).toBeGreaterThanOrEqual(0);
  for (const id of answered) {
    const { exchange } = valueOf(await history.get(id));
    expect(exchange.connection?.tls?.version).toBe('TLSv1.3');
    expect((await history.readBody(id.replaceAll('-', '').padEnd(64, '0'), 0, 5000)).length).toBe(2000);
  }
});
