import { mkdtempSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, expect, test } from 'vitest';
import { caExtensions, issue, leafExtensions } from '#testdata/pki.ts';
import { planMove, writeTrust, type PreparedMove } from './moveTrust.ts';
import { openTrustStore, type TrustStore } from './store.ts';

const root = issue({ subject: '/CN=Corp Root', extensions: caExtensions });
const listed = issue({ subject: '/CN=Listed Root', extensions: caExtensions });
const staging = issue({ subject: '/CN=staging.corp', extensions: leafExtensions('staging.corp') });
const now = Date.UTC(2026, 10, 25, 12);
const friday = Date.UTC(2026, 10, 27, 18);
const opened: TrustStore[] = [];
afterEach(() => {
  for (const store of opened.splice(0)) store.close();
});

function open(): TrustStore {
  const folder = mkdtempSync(join(tmpdir(), 'wireglass-move-'));
  const store = openTrustStore({ folder, now: () => now, systemRoots: () => [listed.cert], bundledRoots: () => [] });
  opened.push(store);
  return store;
}

/** A store with something of every kind. */
function full(): TrustStore {
  const store = open();
  const origin = { kind: 'paste' } as const;
  ok(store.add([{ pem: root.cert, scope: ['.corp'], trustedUntil: friday, note: 'By phone', origin }]));
  ok(store.update({ sha256: anchorOf(store), enabled: false }));
  ok(store.refuse({ kind: 'key', of: { sha256: 'ab'.repeat(32) }, label: 'Leaked key' }));
  ok(except(store, { kind: 'date', at: friday }));
  ok(store.switch([sha256Of(store, 'Listed Root')], false));
  ok(store.setSource('bundled', false));
  return store;
}

function except(store: TrustStore, end: Parameters<TrustStore['except']>[0]['end']) {
  return store.except({ host: 'staging.corp', port: 8443, pem: staging.cert, accepted: ['self-signed'], end });
}

function anchorOf(store: TrustStore): string {
  return sha256Of(store, 'Corp Root');
}

function sha256Of(store: TrustStore, label: string): string {
  const state = ok(store.state());
  return state.anchors.find((anchor) => anchor.label === label)?.sha256 ?? '';
}

function ok<T>(result: { readonly ok: true; readonly value: T } | { readonly ok: false; readonly error: unknown }): T {
  if (!result.ok) throw new Error(JSON.stringify(result.error));
  return result.value;
}

function written(store: TrustStore): string {
  return ok(writeTrust(store, { writtenAt: now, writtenBy: 'Wireglass test' })).text;
}

function planned(store: TrustStore, text: string): PreparedMove {
  return ok(planMove(store, text, now));
}

function effects({ plan }: PreparedMove) {
  return plan.entries.map(({ key, effect, direction }) => [key.split(':')[0], effect, direction]);
}

test('every kind of decision is planned with whether it widens trust, and applied as it was', () => {
  const from = full();
  const to = open();

  const move = planned(to, written(from));

  expect(effects(move)).toEqual([
    ['source', 'same', 'neutral'],
    ['source', 'change', 'narrower'],
    ['anchor', 'add', 'neutral'],
    ['distrust', 'add', 'narrower'],
    ['exception', 'add', 'wider'],
    ['switch', 'change', 'narrower'],
  ]);
  ok(to.apply([...move.orders.values()].flat()));
  expect(written(to)).toBe(written(from));
  expect(planned(to, written(from)).plan.entries.every(({ effect }) => effect === 'same')).toBe(true);
});

test('planning stores nothing', () => {
  const to = open();
  const before = ok(to.state());

  planned(to, written(full()));

  expect(ok(to.state())).toEqual(before);
  expect(ok(to.audit({ limit: 10 })).total).toBe(0);
});

test('what is only here stays', () => {
  const to = full();
  const move = planned(to, written(open()));

  ok(to.apply([...move.orders.values()].flat()));

  expect(ok(to.state()).anchors.some(({ label }) => label === 'Corp Root')).toBe(true);
  expect(ok(to.state()).exceptions).toHaveLength(1);
});

test('a wider scope in the file shows what stands here beside it', () => {
  const from = open();
  const to = open();
  for (const [store, scope] of [
    [from, []],
    [to, ['.corp']],
  ] as const)
    ok(store.add([{ pem: root.cert, scope: [...scope], origin: { kind: 'paste' } }]));

  const entry = planned(to, written(from)).plan.entries.find(({ kind }) => kind === 'anchor');

  expect(entry).toMatchObject({
    effect: 'change',
    direction: 'wider',
    before: { scope: ['.corp'] },
    after: { scope: [] },
  });
});

test('exceptions of one run, of one connection and those that are over are not written', () => {
  for (const end of [{ kind: 'session' }, { kind: 'once' }] as const) {
    const store = open();
    ok(except(store, end));
    expect(written(store)).toContain('"exceptions": []');
  }
});

test('an exception whose end has passed since adds nothing', () => {
  const text = written(full());

  const late = ok(planMove(open(), text, friday + 1));

  expect(late.plan.entries.find(({ kind }) => kind === 'exception')?.effect).toBe('same');
});

test('one entry that cannot be stored refuses the whole file', () => {
  const to = open();
  ok(to.refuse({ kind: 'certificate', of: { pem: staging.cert } }));

  expect(planMove(to, written(full()), now)).toMatchObject({ ok: false, error: { kind: 'refused' } });
});

test('an entry that stands in the file twice is refused', () => {
  const file = JSON.parse(written(full())) as { anchors: unknown[] };
  file.anchors.push(file.anchors[0]);

  expect(planMove(open(), JSON.stringify(file), now)).toMatchObject({
    ok: false,
    error: { kind: 'not-a-trust-file', reason: 'Corp Root stands in it twice' },
  });
});
