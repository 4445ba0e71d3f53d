import { mkdirSync, mkdtempSync, readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import type { HarEntry, HarTlsError } from '#core/export/har.ts';
import type { KeptBody } from './body.ts';
import { bodyOf, sampleExchange, sampleReport } from '#testdata/exchange.ts';
import { bodyFile } from './body.ts';
import { exportHar, previewExport, type HarExport } from './exportHar.ts';
import { saveBody, saveText } from './save.ts';
import { openHistory, type History } from './store.ts';

interface HarFile {
  readonly log: {
    readonly version: string;
    readonly creator: unknown;
    readonly pages: unknown;
    readonly entries: readonly HarEntry[];
    readonly _tlsErrors: readonly HarTlsError[];
  };
}

const folder = mkdtempSync(join(tmpdir(), 'wireglass-export-'));
const start = Date.UTC(2026, 10, 23, 12);
const tls = sampleReport();
const ids: string[] = [];
let history: History;
const png = new Uint8Array([0x89, 0x50, 0x4e, 0x47, 0xff, 0x00, 0xfe]);
const huge = bodyOf('the reference of a large file', { bytes: 6_000_001 });

async function keep(exchange: ReturnType<typeof sampleExchange>, bodies: readonly KeptBody[] = []): Promise<void> {
  const added = await history.add({ exchange, certificates: new Map(), bodies });
  if (!added.ok) throw new Error(JSON.stringify(added));
  ids.push(exchange.id);
}

function inline(content: string | Uint8Array): { readonly body: ReturnType<typeof bodyOf>; readonly kept: KeptBody } {
  const bytes = typeof content === 'string' ? new TextEncoder().encode(content) : content;
  const body = bodyOf(bytes);
  return { body, kept: { ref: body.ref, bytes: bytes.length, inline: bytes } };
}

beforeAll(async () => {
  history = await openHistory({ folder, worker: new URL('./worker.ts', import.meta.url), now: () => start });
  const type = (value: string) => [['Content-Type', value]] as const;
  const text = inline('{"user":"ann","token":"S3CR3T"}');
  await keep(sampleExchange({ tls, startedAt: start, responseBody: text.body }), [text.kept]);
  const image = inline(png);
  await keep(
    sampleExchange({ tls, startedAt: start + 1, responseBody: image.body, responseHeaders: type('image/png') }),
    [image.kept],
  );
  const latin = inline(new Uint8Array([0x47, 0x72, 0xfc, 0xdf, 0x65]));
  const latinType = type('text/plain; charset=iso-8859-1');
  await keep(sampleExchange({ tls, startedAt: start + 2, responseBody: latin.body, responseHeaders: latinType }), [
    latin.kept,
  ]);
  const lying = inline(new Uint8Array([0x7b, 0xff, 0xfe, 0x7d]));
  await keep(sampleExchange({ tls, startedAt: start + 3, responseBody: lying.body }), [lying.kept]);
  const path = bodyFile(join(folder, 'bodies'), huge.ref);
  mkdirSync(dirname(path), { recursive: true });
  writeFileSync(path, new Uint8Array(huge.bytes));
  await keep(sampleExchange({ tls, startedAt: start + 4, responseBody: huge }), [{ ref: huge.ref, bytes: huge.bytes }]);
  const failure = { kind: 'tls-timeout', afterMs: 5, message: '' } as const;
  await keep(sampleExchange({ tls, startedAt: start + 5, outcome: { kind: 'failed', failure } }));
});
afterAll(() => history.close());

function job(more: Partial<HarExport> = {}): HarExport {
  const path = join(mkdtempSync(join(tmpdir(), 'wireglass-har-')), 'out.har');
  return { history, ids: 'all', secrets: 'redact', path, version: '1.2.3', ...more };
}

function read(path: string): HarFile['log'] {
  return (JSON.parse(readFileSync(path, 'utf8')) as HarFile).log;
}

describe('an export', () => {
  test('holds the selection, oldest first, with every body in the form that JSON can carry', async () => {
    const made = job();

    const done = await exportHar(made);

    const log = read(made.path);
    expect(done).toEqual({ ok: true, value: { path: made.path, entries: 6, bytes: readFileSync(made.path).length } });
    expect(log).toMatchObject({ version: '1.2', creator: { name: 'Wireglass', version: '1.2.3' }, pages: [] });
    expect(log.entries.map((entry) => entry._wireglass.id)).toEqual(ids);
    expect(log.entries.map(({ response }) => response.content)).toMatchObject([
      { text: '{"user":"ann","token":"[redacted]"}' },
      { text: Buffer.from(png).toString('base64'), encoding: 'base64' },
      { text: 'Grüße' },
      { text: 'e//+fQ==', encoding: 'base64' },
      { size: 6_000_001, comment: 'The body of 6.0 MB is not in this file: it is larger than 5.0 MB.' },
      { size: 0 },
    ]);
    expect(log.entries[4]?.response.content).not.toHaveProperty('text');
    expect(log._tlsErrors.map(({ cause }) => cause)).toEqual(['handshake-timeout']);
    expect(readdirSync(dirname(made.path))).toEqual(['out.har']);
  });

  test('of chosen entries holds those, each once; secrets only when asked for', async () => {
    const [first = '', second = ''] = ids;
    const made = job({ ids: [second, first, second, '01890000-0000-7000-8000-000000000000'], secrets: 'keep' });

    const done = await exportHar(made);

    expect(done).toMatchObject({ ok: true, value: { entries: 2 } });
    expect(read(made.path).entries.map((entry) => entry._wireglass.id)).toEqual([first, second]);
    expect(readFileSync(made.path, 'utf8')).toContain('S3CR3T');
  });

  test('of nothing is a sound file without entries', async () => {
    const made = job({ ids: [] });

    expect(await exportHar(made)).toMatchObject({ ok: true, value: { entries: 0 } });
    expect(read(made.path)).toMatchObject({ entries: [], _tlsErrors: [] });
  });

  test('tells how far it is', async () => {
    const told: string[] = [];

    await exportHar(job({ onProgress: ({ done, total }) => told.push(`${done}/${total}`) }));

    expect(told).toEqual(['1/6', '2/6', '3/6', '4/6', '5/6', '6/6']);
  });

  test('cancelled leaves what was there before, and nothing else', async () => {
    const controller = new AbortController();
    const made = job({
      signal: controller.signal,
      onProgress: ({ done }) => {
        if (done === 2) controller.abort();
      },
    });
    writeFileSync(made.path, 'an older export');

    const done = await exportHar(made);

    expect(done).toEqual({ ok: true, value: { entries: 0, bytes: 0 } });
    expect(readdirSync(dirname(made.path))).toEqual(['out.har']);
    expect(readFileSync(made.path, 'utf8')).toBe('an older export');
  });

  test('cancelled before it began writes nothing', async () => {
    const made = job({ signal: AbortSignal.abort() });

    expect(await exportHar(made)).toEqual({ ok: true, value: { entries: 0, bytes: 0 } });
    expect(readdirSync(dirname(made.path))).toEqual([]);
  });

  test('to a place that takes no file says so and leaves nothing', async () => {
    const made = job();
    mkdirSync(made.path);

    expect(await exportHar({ ...made, path: join(made.path, 'not/there.har') })).toMatchObject({
      ok: false,
      error: { kind: 'cannot-write', code: 'ENOENT' },
    });
    expect(await exportHar(made)).toMatchObject({ ok: false, error: { kind: 'cannot-write', code: 'EISDIR' } });
    expect(readdirSync(dirname(made.path))).toEqual(['out.har']);
  });

  test('from a history that does not answer fails with its reason and leaves nothing', async () => {
    const closed = await openHistory({
      folder: join(folder, 'other'),
      worker: new URL('./worker.ts', import.meta.url),
      now: () => start,
    });
    await closed.close();
    const made = job({ history: closed });

    expect(await exportHar(made)).toMatchObject({ ok: false, error: { kind: 'storage', code: 'closed' } });
    expect(await previewExport(closed, 'all')).toMatchObject({ ok: false, error: { kind: 'storage' } });
    expect(readdirSync(dirname(made.path))).toEqual([]);
  });
});

test('a preview counts what an export would leave out', async () => {
  expect(await previewExport(history, 'all')).toEqual({
    ok: true,
    value: { entries: 6, redactions: [{ place: 'response body', name: 'token', count: 1 }] },
  });
});

describe('saving', () => {
  test('writes a body, from the database or from a file, and replaces what is there', async () => {
    const out = mkdtempSync(join(tmpdir(), 'wireglass-save-'));
    const small = join(out, 'small');
    const large = join(out, 'large');
    writeFileSync(small, 'older and longer than what comes');

    const saved = [await saveBody(history, bodyOf(png).ref, small), await saveBody(history, huge.ref, large)];

    expect(saved).toEqual([small, large].map((path) => ({ ok: true, value: { path } })));
    expect(new Uint8Array(readFileSync(small))).toEqual(png);
    expect(readFileSync(large).length).toBe(6_000_001);
  });

  test('a body that is not kept, or whose file is gone, leaves nothing behind', async () => {
    const out = mkdtempSync(join(tmpdir(), 'wireglass-save-'));
    const lost = bodyOf('lost');
    await keep(sampleExchange({ startedAt: start + 9, responseBody: lost }), [{ ref: lost.ref, bytes: 9_000_000 }]);

    expect(await saveBody(history, 'f'.repeat(64), join(out, 'a'))).toMatchObject({
      ok: false,
      error: { kind: 'not-found' },
    });
    expect(await saveBody(history, lost.ref, join(out, 'b'))).toMatchObject({
      ok: false,
      error: { kind: 'storage', code: 'ENOENT' },
    });
    expect(readdirSync(out)).toEqual([]);
  });

  test('writes text as UTF-8', async () => {
    const path = join(mkdtempSync(join(tmpdir(), 'wireglass-save-')), 'chain.pem');

    expect(await saveText('Grüße\n', path)).toEqual({ ok: true, value: { path } });
    expect(readFileSync(path, 'utf8')).toBe('Grüße\n');
  });
});
