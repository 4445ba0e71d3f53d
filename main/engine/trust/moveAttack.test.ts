import { hash } from 'node:crypto';
import { mkdtempSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, expect, test } from 'vitest';
import { caExtensions, issue, leafExtensions } from '#testdata/pki.ts';
import { applyMove, planMove, writeTrust } from './moveTrust.ts';
import { TestStores, valueOf } from './testStore.ts';
import type { TrustStore } from './store.ts';

const listed = issue({ subject: '/CN=Listed Root', extensions: caExtensions });
const staging = issue({ subject: '/CN=staging.corp', extensions: leafExtensions('staging.corp') });
const now = Date.UTC(2026, 10, 25, 12);
const stores = new TestStores();
afterEach(() => stores.closeAll());
const origin = { kind: 'paste' } as const;

function open(): TrustStore {
  const folder = mkdtempSync(join(tmpdir(), 'wireglass-move-'));
  return stores.open({ folder, now: () => now, systemRoots: () => [listed.cert] });
}
const written = (store: TrustStore) => valueOf(writeTrust(store, { writtenAt: now, writtenBy: 'test' })).text;

test('an entry that is taken without the source beside it is announced as what it then does', () => {
  const from = open();
  valueOf(from.add([{ pem: listed.cert, scope: ['a.corp'], origin }]));
  const to = open();
  valueOf(to.setSource('system', false));
  const { plan, orders } = valueOf(planMove(to, written(from), now));
  const [anchor] = plan.entries.filter(({ kind }) => kind === 'anchor');

  valueOf(to.apply(orders.get(anchor?.key ?? '') ?? []));

  const [row] = valueOf(to.audit({ limit: 1 })).entries;
  expect(row).toMatchObject({ action: 'add-anchor', direction: 'wider' });
  expect(anchor?.direction).toBe('wider');
});

const sha256Of = (pem: string) =>
  hash('sha256', Buffer.from(pem.replaceAll(/-----[^-]+-----|\s/g, ''), 'base64'), 'hex');

/** A trust file with one exception and one authority, to be multiplied. */
function file() {
  const from = open();
  const end = { kind: 'forever' } as const;
  valueOf(from.except({ host: 'staging.corp', port: 8443, pem: staging.cert, accepted: ['self-signed'], end }));
  valueOf(from.add([{ pem: listed.cert, scope: ['a.corp'], origin }]));
  return JSON.parse(written(from)) as {
    readonly anchors: readonly { readonly scope: readonly string[] }[];
    readonly exceptions: readonly { readonly host: string }[];
  };
}

test('a plan is not applied to a store that is no longer the one it was shown for', () => {
  const from = open();
  valueOf(from.add([{ pem: listed.cert, scope: ['a.corp', 'b.corp'], origin }]));
  const to = open();
  valueOf(to.add([{ pem: listed.cert, scope: [], origin }]));
  const move = valueOf(planMove(to, written(from), now));
  const [anchor] = move.plan.entries.filter(({ kind }) => kind === 'anchor');
  expect(anchor?.direction).toBe('narrower');
  valueOf(to.update({ sha256: anchor?.key.split(':')[1] ?? '', enabled: false }));

  const applied = applyMove(to, move, [anchor?.key ?? '']);

  expect(applied).toMatchObject({ ok: false, error: { kind: 'read-gone' } });
  expect(valueOf(to.state()).anchors.map(({ enabled }) => enabled)).not.toContain(true);
});

test('what is chosen of a plan is not applied when it would widen trust where the plan did not say so', () => {
  const from = open();
  valueOf(from.add([{ pem: listed.cert, scope: ['a.corp'], origin }]));
  const to = open();
  valueOf(to.setSource('system', false));
  const move = valueOf(planMove(to, written(from), now));
  const [anchor] = move.plan.entries.filter(({ kind }) => kind === 'anchor');
  const lied = move.plan.entries.map((entry) => ({ ...entry, direction: 'narrower' as const }));

  const refused = applyMove(to, { ...move, plan: { ...move.plan, entries: lied } }, [anchor?.key ?? '']);

  expect(refused).toMatchObject({ ok: false, error: { kind: 'read-gone' } });
  expect(applyMove(to, move, [anchor?.key ?? '']).ok).toBe(true);
});

test('an authority that is switched off gets no wider scope as something harmless', () => {
  const from = open();
  valueOf(from.add([{ pem: listed.cert, scope: [], origin }]));
  const sha256 = valueOf(from.state()).anchors.find(({ source }) => source === 'custom')?.sha256 ?? '';
  const to = open();
  valueOf(to.add([{ pem: listed.cert, scope: ['a.corp'], origin }]));
  for (const store of [from, to]) valueOf(store.update({ sha256, enabled: false }));

  const { plan } = valueOf(planMove(to, written(from), now));

  expect(plan.entries.filter(({ kind }) => kind === 'anchor')).toMatchObject([
    { effect: 'change', direction: 'wider' },
  ]);
});

test('an entry says whose certificate it is, whatever the file calls it', () => {
  const { anchors, ...rest } = file();
  const renamed = anchors.map((one) => ({ ...one, label: 'ISRG Root X1' }));

  const { plan } = valueOf(planMove(open(), JSON.stringify({ ...rest, anchors: renamed }), now));

  expect(plan.entries.filter(({ kind }) => kind === 'anchor')).toMatchObject([
    { label: 'ISRG Root X1', certificate: { subject: 'Listed Root', sha256: sha256Of(listed.cert) } },
  ]);
});

test('entries are decided one by one, and none looks at all the others', () => {
  const to = open();
  const { anchors, exceptions, ...rest } = file();
  const many = exceptions.flatMap((one) => Array.from({ length: 3000 }, (_, at) => ({ ...one, host: `h${at}.corp` })));
  const move = valueOf(planMove(to, JSON.stringify({ ...rest, anchors, exceptions: many }), now));
  const spread = countingSpreads(() => valueOf(to.rehearse([...move.orders.values()].flat())));

  // Three thousand orders over a ledger of three thousand: nine million steps, were each to look at all.
  expect(spread).toBeLessThan(100_000);
});

/** How many entries of maps are walked through while `work` runs. */
function countingSpreads(work: () => void): number {
  let walked = 0;
  const { values, keys, entries } = Map.prototype;
  const counted = <T extends (this: Map<unknown, unknown>) => unknown>(walk: T) =>
    function (this: Map<unknown, unknown>) {
      walked += this.size;
      return walk.call(this);
    };
  const patched = { values: counted(values), keys: counted(keys), entries: counted(entries) };
  Object.assign(Map.prototype, patched, { [Symbol.iterator]: patched.entries });
  try {
    work();
  } finally {
    Object.assign(Map.prototype, { values, keys, entries, [Symbol.iterator]: entries });
  }
  return walked;
}

test('a file with more hosts in its scopes than anybody has is refused before they are read', () => {
  const { anchors, ...rest } = file();
  const scope = Array.from({ length: 200 }, (_, at) => `h${at}.corp`);
  const many = Array.from({ length: 501 }, () => ({ ...anchors[0], scope }));

  const move = planMove(open(), JSON.stringify({ ...rest, anchors: many }), now);

  expect(move).toMatchObject({ ok: false, error: { kind: 'not-a-trust-file' } });
  expect(JSON.stringify(move)).toContain('100000 hosts');
});

test('a file that is no trust file is refused without a word of what stands in it', () => {
  const secret = JSON.stringify({ aws_secret_access_key: 'hunter2-hunter2', version: 'hunter2', wireglass: 'hunter2' });

  for (const text of [secret, `hunter2 ${secret}`, JSON.stringify({ ...file(), hunter2: 'hunter2' }), '"hunter2"'])
    expect(JSON.stringify(planMove(open(), text, now))).not.toContain(
      text === secret || text.length < 200 ? 'hunter2' : 'hunter2-',
    );
});
