import { existsSync, mkdtempSync, readdirSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, describe, expect, test } from 'vitest';
import type { Handlers } from '#core/contract.ts';
import { createEngine } from '#main/engine/engine.ts';
import { newExchangeId } from '#main/engine/http/exchangeId.ts';
import { sourceWorkers } from '#main/engine/workers.ts';
import { createHandlers } from './handlers.ts';
import type { Shell } from './shell.ts';

const closing: (() => Promise<void>)[] = [];

afterEach(async () => {
  for (const close of closing.splice(0).reverse()) await close();
});

interface App {
  readonly folder: string;
  readonly handlers: Handlers;
  readonly events: readonly { readonly name: string; readonly payload: unknown }[];
}

/** The engine and its handlers on a new profile that `prepare` may have put files into. */
async function openApp(prepare: (folder: string) => void = () => undefined): Promise<App> {
  const folder = mkdtempSync(join(tmpdir(), 'wireglass-handlers-'));
  prepare(folder);
  const events: { name: string; payload: unknown }[] = [];
  const engine = await createEngine({
    folder,
    now: Date.now,
    workers: sourceWorkers(),
    systemRoots: () => [],
    bundledRoots: () => [],
    version: '0.0.0-test',
    emit: (name, payload) => events.push({ name, payload }),
  });
  closing.push(async () => {
    await engine.close();
    rmSync(folder, { recursive: true });
  });
  return { folder, handlers: createHandlers(engine, shellOf(folder)), events };
}

function shellOf(profileFolder: string): Shell {
  return {
    chooseFiles: () => Promise.resolve([]),
    readClipboard: () => Promise.resolve(''),
    chooseSavePath: () => Promise.resolve(undefined),
    applyTheme: () => undefined,
    facts: { version: '0.0.0-test', runtime: 'host', profileFolder },
  };
}

describe('a damaged trust file', () => {
  const damage = (folder: string) => writeFileSync(join(folder, 'trust.sqlite'), 'no database'.repeat(100));

  test('is put aside when the user begins anew, and sending is possible again', async () => {
    const { folder, handlers } = await openApp(damage);
    const before = await handlers['trust.list']({});

    const repaired = await handlers['trust.repair']({ how: 'start-anew' });

    expect(before).toMatchObject({ ok: false, error: { kind: 'damaged' } });
    expect(repaired).toMatchObject({ ok: true, value: { anchors: [] } });
    expect(await handlers['trust.list']({})).toMatchObject({ ok: true });
    expect(readdirSync(folder).some((name) => name.startsWith('trust.damaged-'))).toBe(true);
  });

  test('stays what it is when there is no copy to go back to', async () => {
    const { handlers } = await openApp(damage);

    expect(await handlers['trust.repair']({ how: 'restore-copy' })).toMatchObject({ ok: false });
    expect(await handlers['trust.list']({})).toMatchObject({ ok: false, error: { kind: 'damaged' } });
  });

  test('is told to the window when it happens while the app runs', async () => {
    const { folder, handlers, events } = await openApp();
    rmSync(join(folder, 'trust.sqlite'));

    await handlers['trust.setSource']({ source: 'system', enabled: false });

    expect(events).toContainEqual({ name: 'trust.changed', payload: { revision: Number.MAX_SAFE_INTEGER } });
    expect(await handlers['trust.list']({})).toMatchObject({ ok: false, error: { kind: 'damaged' } });
  });
});

test('repairing a trust file that is sound takes nothing away', async () => {
  const { folder, handlers } = await openApp();
  await handlers['trust.setSource']({ source: 'system', enabled: false });

  const repaired = await handlers['trust.repair']({ how: 'start-anew' });

  expect(repaired).toMatchObject({ ok: true, value: { sources: { system: false, bundled: true } } });
  expect(existsSync(join(folder, 'trust.sqlite'))).toBe(true);
  expect(readdirSync(folder).some((name) => name.startsWith('trust.damaged-'))).toBe(false);
});

describe('an exchange that is over', () => {
  test('is in the history, with its body, for whoever asks at once, also beside others', async () => {
    const { handlers } = await openApp();
    const playground = await handlers['playground.start']({});
    if (!playground.ok) throw new Error(playground.error.message);
    const [good] = playground.value.servers;
    const pem = playground.value.ca?.pem ?? '';
    await handlers['trust.add']({ anchors: [{ pem, scope: ['localhost'], origin: { kind: 'paste' } }] });
    const send = (id: string) =>
      handlers['request.send']({ id, draft: { method: 'GET', url: good?.url ?? '', headers: [] } });
    const ids = Array.from({ length: 8 }, () => newExchangeId(Date.now()));

    const sent = await Promise.all(ids.map(send));
    const found = await Promise.all(ids.map((id) => handlers['history.get']({ id })));

    expect(sent.map((one) => one.ok && one.value.exchange.outcome.kind)).toEqual(ids.map(() => 'response'));
    expect(found).toEqual(sent);
    await handlers['playground.stop']({});
  });

  test('does not keep the password of an address that was refused', async () => {
    const { handlers } = await openApp();
    const id = newExchangeId(Date.now());

    await handlers['request.send']({
      id,
      draft: { method: 'GET', url: 'https://ann:hunter2@localhost/', headers: [] },
    });

    expect(JSON.stringify(await handlers['history.get']({ id }))).not.toContain('hunter2');
  });
});
