import {
  existsSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  rmSync,
  statSync,
  symlinkSync,
  unlinkSync,
  writeFileSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { DatabaseSync } from 'node:sqlite';
import { rootCertificates } from 'node:tls';
import * as fc from 'fast-check';
import { afterEach, describe, expect, test } from 'vitest';
import type { TrustState } from '#core/trust/anchor.ts';
import { issue, issueRoot, leafExtensions } from '#testdata/pki.ts';
import { TrustDamaged } from './effective.ts';
import { trustSteps } from './schema.ts';
import { openTrustStore, type TrustStore } from './store.ts';

const rootA = issueRoot('/O=Alpha Corp/CN=Alpha Root');
const rootB = issueRoot('/O=Beta Corp/CN=Beta Root');
const systemOnly = rootCertificates[0] ?? '';
const both = rootCertificates[1] ?? '';
const bundledOnly = rootCertificates[2] ?? '';
const paste = { kind: 'paste' } as const;

const opened: TrustStore[] = [];
afterEach(() => {
  for (const store of opened.splice(0)) store.close();
});

interface Setup {
  readonly folder?: string;
  readonly now?: () => number;
}

function newFolder(): string {
  return mkdtempSync(join(tmpdir(), 'wireglass-trust-'));
}

function openStore({ folder = newFolder(), now = () => 1_000_000 }: Setup = {}): TrustStore {
  const store = openTrustStore({
    folder,
    now,
    systemRoots: () => [systemOnly, both, systemOnly],
    bundledRoots: () => [both, bundledOnly],
  });
  opened.push(store);
  return store;
}

function valueOf<T>(result: { ok: true; value: T } | { ok: false; error: unknown }): T {
  if (!result.ok) throw new Error(JSON.stringify(result.error));
  return result.value;
}

function customs(state: TrustState) {
  return state.anchors.filter((anchor) => anchor.source === 'custom');
}

function add(
  store: TrustStore,
  pem: string,
  more: { scope?: string[]; trustedUntil?: number; label?: string } = {},
): string {
  const state = valueOf(store.add([{ pem, scope: [], origin: paste, ...more }]));
  return customs(state)[0]?.sha256 ?? '';
}

describe('a new profile', () => {
  test('trusts the system and the bundled roots, each certificate once', () => {
    const store = openStore();

    const state = valueOf(store.state());
    const trust = store.effective('example.com', 443);

    expect(state.anchors.map(({ source }) => source)).toEqual(['system', 'system', 'bundled', 'bundled']);
    expect(trust.pems.length).toBe(3);
    expect(trust.bySha256.size).toBe(3);
  });

  test('answers with the same object until something changes', () => {
    const store = openStore();
    const first = store.effective('example.com', 443);

    expect(store.effective('other.example', 8443)).toBe(first);
    store.setSource('system', false);
    expect(store.effective('example.com', 443)).not.toBe(first);
    expect(store.effective('example.com', 443).key).not.toBe(first.key);
  });
});

describe('a custom anchor', () => {
  test('is trusted for the hosts of its scope alone, and explains itself elsewhere', () => {
    const store = openStore();
    const sha256 = add(store, rootA.cert, { scope: ['*.Alpha.corp', 'alpha.corp:8443'] });

    expect(store.effective('api.alpha.corp', 443).bySha256.get(sha256)?.source).toBe('custom');
    expect(store.effective('alpha.corp', 8443).bySha256.has(sha256)).toBe(true);
    for (const [host, port] of [
      ['alpha.corp', 443],
      ['a.b.alpha.corp', 443],
      ['alpha.corp.evil.example', 8443],
    ] as const) {
      const trust = store.effective(host, port);
      expect(trust.bySha256.has(sha256)).toBe(false);
      expect(trust.pems.some((pem) => pem.trim() === rootA.cert.trim())).toBe(false);
      expect(trust.outOfScope.map((anchor) => anchor.sha256)).toEqual([sha256]);
    }
  });

  test('ends after its last moment without any change to the file', () => {
    let now = 1000;
    const store = openStore({ now: () => now });
    const sha256 = add(store, rootA.cert, { trustedUntil: 2000 });

    now = 2000;
    const before = store.effective('a.example', 443);
    now = 2001;
    const after = store.effective('a.example', 443);

    expect(before.bySha256.has(sha256)).toBe(true);
    expect(after.bySha256.has(sha256)).toBe(false);
    expect(after.outOfScope).toEqual([]);
    expect(after.key).not.toBe(before.key);
    now = 1500;
    expect(store.effective('a.example', 443)).toBe(before);
  });

  test('stands above the sources: switched off or limited, it is so though the system vouches for it', () => {
    const store = openStore();
    const sha256 = add(store, both);

    store.update({ sha256, enabled: false });
    expect(store.effective('a.example', 443).bySha256.has(sha256)).toBe(false);
    expect(valueOf(store.state()).anchors.filter((anchor) => anchor.sha256 === sha256 && anchor.enabled)).toEqual([]);

    store.update({ sha256, enabled: true, scope: ['b.example'] });
    expect(store.effective('a.example', 443).bySha256.has(sha256)).toBe(false);
    expect(store.effective('b.example', 443).bySha256.get(sha256)?.source).toBe('custom');

    store.remove([{ kind: 'anchor', id: sha256 }]);
    expect(store.effective('a.example', 443).bySha256.get(sha256)?.source).toBe('system');
  });

  test('comes back after removal as it was, also after a restart', () => {
    const folder = newFolder();
    const store = openStore({ folder });
    const sha256 = add(store, rootA.cert, { scope: ['a.corp'], label: 'Mine' });
    const before = customs(valueOf(store.state()));

    expect(customs(valueOf(store.remove([{ kind: 'anchor', id: sha256 }])))).toEqual([]);
    store.close();
    const again = openStore({ folder });

    expect(customs(valueOf(again.restore([{ kind: 'anchor', id: sha256 }])))).toEqual(before);
    expect(again.restore([{ kind: 'anchor', id: sha256 }])).toMatchObject({
      ok: false,
      error: { kind: 'already-there', label: 'Mine' },
    });
  });

  test('can be added anew after it was removed, with other limits', () => {
    const store = openStore();
    const sha256 = add(store, rootA.cert, { scope: ['a.corp'] });
    store.remove([{ kind: 'anchor', id: sha256 }]);

    add(store, rootA.cert, { scope: ['b.corp'] });

    expect(customs(valueOf(store.state())).map(({ scope }) => scope)).toEqual([['b.corp']]);
  });

  test('keeps what an update does not name; null takes the end away', () => {
    const store = openStore();
    const sha256 = add(store, rootA.cert, { scope: ['a.corp'], trustedUntil: 5_000_000 });

    store.update({ sha256, note: 'Asked the platform team.' });
    const noted = customs(valueOf(store.state()))[0];
    const endless = customs(valueOf(store.update({ sha256, trustedUntil: null, note: '' })))[0];

    expect(noted).toMatchObject({ scope: ['a.corp'], trustedUntil: 5_000_000, note: 'Asked the platform team.' });
    expect(endless).not.toHaveProperty('trustedUntil');
    expect(endless).not.toHaveProperty('note');
  });

  test('is listed before the roots, the newest first, a bundle in its own order', () => {
    const store = openStore();
    valueOf(store.add([rootA, rootB].map(({ cert }) => ({ pem: cert, scope: [], origin: paste }))));
    add(store, bundledOnly, { label: 'Newest' });

    expect(customs(valueOf(store.state())).map(({ label }) => label)).toEqual(['Newest', 'Alpha Root', 'Beta Root']);
    expect(valueOf(store.state()).anchors.at(-1)?.source).toBe('bundled');
  });
});

describe('what is refused', () => {
  test('one bad entry keeps all others out', () => {
    const store = openStore();
    const leaf = issue({ subject: '/CN=api.corp', issuer: rootA, extensions: leafExtensions('api.corp') });

    const refused = store.add([
      { pem: rootA.cert, scope: [], origin: paste },
      { pem: leaf.cert, scope: [], origin: paste },
    ]);

    expect(refused).toMatchObject({
      ok: false,
      error: { kind: 'not-a-ca', what: 'a server certificate for api.corp', subject: 'api.corp' },
    });
    expect(customs(valueOf(store.state()))).toEqual([]);
    expect(valueOf(store.audit({ limit: 10 })).entries).toEqual([]);
  });

  test('the same authority twice', () => {
    const store = openStore();
    add(store, rootA.cert, { label: 'First' });

    const twice = store.add([
      { pem: rootB.cert, scope: [], origin: paste },
      { pem: rootB.cert, scope: [], origin: paste },
    ]);

    expect(store.add([{ pem: rootA.cert, scope: [], origin: paste }])).toMatchObject({
      ok: false,
      error: { kind: 'already-there', label: 'First' },
    });
    expect(twice).toMatchObject({ ok: false, error: { kind: 'already-there' } });
  });

  test('a scope that is no pattern', () => {
    const store = openStore();

    const refused = store.add([{ pem: rootA.cert, scope: ['a.corp', 'https://b.corp/'], origin: paste }]);

    expect(refused).toMatchObject({ ok: false, error: { kind: 'bad-pattern', pattern: 'https://b.corp/' } });
  });

  test('an anchor that is not there', () => {
    const store = openStore();
    const sha256 = 'a'.repeat(64);

    for (const answer of [
      store.update({ sha256, enabled: true }),
      store.remove([{ kind: 'anchor', id: sha256 }]),
      store.restore([{ kind: 'anchor', id: sha256 }]),
    ]) {
      expect(answer).toMatchObject({ ok: false, error: { kind: 'unknown-anchor', sha256 } });
    }
  });

  test('several certificates, a key or nothing where one certificate is expected', () => {
    const store = openStore();
    const kinds = [`${rootA.cert}${rootB.cert}`, rootA.key, ''].map((pem) => {
      const answer = store.add([{ pem, scope: [], origin: paste }]);
      return answer.ok ? 'ok' : answer.error.kind;
    });

    expect(kinds).toEqual(['malformed-certificate', 'not-a-certificate', 'not-a-certificate']);
  });
});

describe('the audit', () => {
  test('has a row for every change, with what stood before and after, and none for what changes nothing', () => {
    let now = 1000;
    const store = openStore({ now: () => now++ });
    const sha256 = add(store, rootA.cert);
    store.update({ sha256, scope: ['a.corp'] });
    store.update({ sha256, scope: ['a.corp'] });
    store.update({ sha256, enabled: false });
    store.update({ sha256, enabled: true, label: 'Renamed' });
    store.remove([{ kind: 'anchor', id: sha256 }]);
    store.restore([{ kind: 'anchor', id: sha256 }]);
    store.setSource('bundled', false);
    store.setSource('bundled', false);
    store.setSource('bundled', true);

    const { entries: rows } = valueOf(store.audit({ limit: 100 }));

    expect(rows.map(({ action, direction }) => `${action} ${direction}`).reverse()).toEqual([
      'add-anchor wider',
      'change-anchor narrower',
      'disable-anchor narrower',
      'change-anchor neutral',
      'enable-anchor wider',
      'remove-anchor narrower',
      'restore-anchor wider',
      'source-off narrower',
      'source-on wider',
    ]);
    expect(rows.at(-2)).toMatchObject({ subject: sha256, before: { scope: [] }, after: { scope: ['a.corp'] } });
    expect(rows.at(-1)).not.toHaveProperty('before');
    expect(valueOf(store.audit({ subject: sha256, limit: 2 })).entries.map(({ action }) => action)).toEqual([
      'restore-anchor',
      'remove-anchor',
    ]);
  });

  test('calls it wider when a certificate that was switched off is left to a source again', () => {
    const store = openStore();
    const sha256 = add(store, both);
    store.update({ sha256, enabled: false });

    store.remove([{ kind: 'anchor', id: sha256 }]);

    expect(valueOf(store.audit({ limit: 1 })).entries[0]).toMatchObject({
      action: 'remove-anchor',
      direction: 'wider',
    });
  });

  test('cannot be changed, deleted or replaced, not even with SQL', () => {
    const folder = newFolder();
    const store = openStore({ folder });
    add(store, rootA.cert);
    const raw = new DatabaseSync(join(folder, 'trust.sqlite'));

    for (const sql of [
      "UPDATE audit SET label = 'x'",
      'DELETE FROM audit',
      "INSERT OR REPLACE INTO audit (id, at, action, direction, subject, label) VALUES (1, 0, 'x', 'x', 'x', 'x')",
    ]) {
      expect(() => raw.exec(sql)).toThrow(/append-only/);
    }
    raw.close();
    expect(valueOf(store.audit({ limit: 5 })).total).toBe(1);
  });
});

describe('changes from elsewhere', () => {
  test('another process is seen, and listeners hear of it', () => {
    const folder = newFolder();
    const window = openStore({ folder });
    const terminal = openStore({ folder });
    valueOf(window.state());
    let told = 0;
    window.onChange(() => told++);

    const sha256 = add(terminal, rootA.cert);

    expect(customs(valueOf(window.state())).map((anchor) => anchor.sha256)).toEqual([sha256]);
    expect(told).toBe(1);
    expect(window.effective('a.example', 443).bySha256.has(sha256)).toBe(true);
  });

  test('a listener hears every change once, and none after it left', () => {
    const store = openStore();
    let told = 0;
    const leave = store.onChange(() => told++);

    const sha256 = add(store, rootA.cert);
    store.update({ sha256, label: 'Alpha Root' });
    store.remove([{ kind: 'anchor', id: sha256 }]);
    leave();
    store.setSource('system', false);

    expect(told).toBe(2);
  });

  test('a file that is locked for writing refuses the change and loses nothing', () => {
    const folder = newFolder();
    const store = openStore({ folder });
    add(store, rootA.cert);
    const other = new DatabaseSync(join(folder, 'trust.sqlite'));
    other.exec('BEGIN IMMEDIATE');

    const refused = store.add([{ pem: rootB.cert, scope: [], origin: paste }]);
    other.exec('ROLLBACK');
    other.close();

    expect(refused).toMatchObject({ ok: false, error: { kind: 'cannot-write', code: 'SQLITE_BUSY' } });
    expect(customs(valueOf(store.state())).length).toBe(1);
    expect(store.add([{ pem: rootB.cert, scope: [], origin: paste }]).ok).toBe(true);
  });

  test('a folder in which no journal can be made refuses the change, and is no damage', () => {
    const folder = newFolder();
    const store = openStore({ folder });
    const sha256 = add(store, rootA.cert);
    const journal = join(folder, 'trust.sqlite-journal');
    symlinkSync(join(folder, 'nowhere', 'journal'), journal);

    const refused = store.remove([{ kind: 'anchor', id: sha256 }]);
    unlinkSync(journal);

    expect(refused).toMatchObject({ ok: false, error: { kind: 'cannot-write', code: 'SQLITE_CANTOPEN' } });
    expect(customs(valueOf(store.state())).length).toBe(1);
    expect(store.effective('a.example', 443).bySha256.has(sha256)).toBe(true);
  });
});

describe('a damaged file', () => {
  const damages: readonly (readonly [string, (path: string) => void])[] = [
    ['garbage', (path) => writeFileSync(path, 'no database at all '.repeat(500))],
    ['overwritten pages', (path) => overwrite(path, 4096, 12_000)],
    ['another certificate under the same name', (path) => swapCertificate(path)],
    ['written by a newer version', (path) => withDatabase(path, 'PRAGMA user_version = 99')],
    ['a table is gone', (path) => withDatabase(path, 'DROP TABLE meta')],
  ];

  test.each(damages)('%s: nothing is trusted and nothing is changed until the user decides', (_name, damage) => {
    const folder = newFolder();
    const path = join(folder, 'trust.sqlite');
    const first = openStore({ folder });
    add(first, rootA.cert);
    first.setSource('system', false);
    first.close();
    damage(path);
    const bytes = readFileSync(path);

    const store = openStore({ folder });

    expect(store.state()).toMatchObject({ ok: false, error: { kind: 'damaged', path } });
    expect(() => store.effective('a.example', 443)).toThrow(TrustDamaged);
    expect(store.add([{ pem: rootB.cert, scope: [], origin: paste }])).toMatchObject({
      ok: false,
      error: { kind: 'damaged' },
    });
    expect(readFileSync(path).equals(bytes)).toBe(true);
  });

  test('begun anew, the damaged file stays beside the new one under its date', () => {
    const folder = newFolder();
    writeFileSync(join(folder, 'trust.sqlite'), 'garbage '.repeat(1000));
    const store = openStore({ folder, now: () => Date.UTC(2026, 10, 23) });
    let told = 0;
    store.onChange(() => told++);

    const state = valueOf(store.startAnew());

    expect(customs(state)).toEqual([]);
    expect(told).toBe(1);
    expect(store.effective('a.example', 443).pems.length).toBe(3);
    expect(readFileSync(join(folder, 'trust.damaged-20261123-000000.sqlite'), 'utf8')).toMatch(/^garbage/);
  });

  test('goes back to the copy of the last good start', () => {
    const folder = newFolder();
    const first = openStore({ folder });
    const sha256 = add(first, rootA.cert);
    first.close();
    openStore({ folder }).close();
    writeFileSync(join(folder, 'trust.sqlite'), 'garbage '.repeat(1000));
    const store = openStore({ folder });

    const state = valueOf(store.restoreBackup());

    expect(customs(state).map((anchor) => anchor.sha256)).toEqual([sha256]);
    expect(readdirSync(folder).filter((name) => name.includes('damaged')).length).toBe(1);
  });

  test('begun anew, the copy is put aside as well and not overwritten', () => {
    const folder = newFolder();
    const first = openStore({ folder });
    add(first, rootA.cert);
    first.close();
    openStore({ folder }).close();
    writeFileSync(join(folder, 'trust.sqlite'), 'garbage '.repeat(1000));
    const store = openStore({ folder });

    valueOf(store.startAnew());

    const kept = readdirSync(folder).find((name) => name.startsWith('trust.backup.damaged-')) ?? '';
    expect(statSync(join(folder, kept)).size).toBeGreaterThan(0);
  });

  test('a file that is gone while a copy is there does not quietly become an empty one', () => {
    const folder = newFolder();
    const first = openStore({ folder });
    first.setSource('system', false);
    first.close();
    openStore({ folder }).close();
    rmSync(join(folder, 'trust.sqlite'));

    const store = openStore({ folder });

    expect(store.state()).toMatchObject({ ok: false, error: { kind: 'damaged' } });
    expect(existsSync(join(folder, 'trust.sqlite'))).toBe(false);
    expect(valueOf(store.restoreBackup()).sources.system).toBe(false);
  });

  test('a file that is deleted under the running app takes no decision that would be lost', () => {
    const folder = newFolder();
    const store = openStore({ folder });
    rmSync(join(folder, 'trust.sqlite'));

    expect(store.add([{ pem: rootA.cert, scope: [], origin: paste }])).toMatchObject({
      ok: false,
      error: { kind: 'damaged' },
    });
    expect(() => store.effective('a.example', 443)).toThrow(TrustDamaged);
  });

  test('a folder that cannot be used is told as damage, not thrown', () => {
    const file = join(newFolder(), 'file');
    writeFileSync(file, '');

    const store = openStore({ folder: join(file, 'profile') });

    expect(store.state()).toMatchObject({ ok: false, error: { kind: 'damaged' } });
    expect(store.startAnew()).toMatchObject({ ok: false });
  });
});

test('the file of every earlier version opens', () => {
  for (const version of trustSteps.keys()) {
    const folder = newFolder();
    const database = new DatabaseSync(join(folder, 'trust.sqlite'));
    for (const step of trustSteps.slice(0, version)) database.exec(step);
    database.exec(`PRAGMA user_version = ${version}`);
    database.close();

    expect(openStore({ folder }).state()).toMatchObject({ ok: true });
  }
});

test('whatever is decided in whatever order, the file says the same after a restart, and every change has its row', () => {
  const roots = [rootA, rootB, issueRoot('/CN=Gamma Root')].map(({ cert }) => cert);
  const prints = roots.map((pem) => add(openStore(), pem));
  const which = fc.integer({ min: 0, max: roots.length - 1 });
  const decision = fc.oneof(
    fc.record({ do: fc.constant('add' as const), which, scope: fc.subarray(['a.corp', '*.b.corp', '10.0.0.0/8']) }),
    fc.record({ do: fc.constantFrom('remove' as const, 'restore' as const, 'on' as const, 'off' as const), which }),
    fc.record({ do: fc.constant('source' as const), which, enabled: fc.boolean() }),
  );
  const perform = (store: TrustStore, made: typeof decision extends fc.Arbitrary<infer T> ? T : never) => {
    const sha256 = prints[made.which] ?? '';
    switch (made.do) {
      case 'add':
        return store.add([{ pem: roots[made.which] ?? '', scope: [...made.scope], origin: paste }]);
      case 'remove':
        return store.remove([{ kind: 'anchor', id: sha256 }]);
      case 'restore':
        return store.restore([{ kind: 'anchor', id: sha256 }]);
      case 'on':
      case 'off':
        return store.update({ sha256, enabled: made.do === 'on' });
      case 'source':
        return store.setSource('system', made.enabled);
    }
  };

  fc.assert(
    fc.property(fc.array(decision, { maxLength: 12 }), (decisions) => {
      const folder = newFolder();
      const store = openStore({ folder });
      let changes = 0;
      for (const made of decisions) {
        const before = valueOf(store.state());
        const answer = perform(store, made);
        const after = valueOf(store.state());
        if (answer.ok) expect(answer.value).toBe(after);
        else expect(after).toBe(before);
        expect(after.revision).toBeGreaterThanOrEqual(before.revision);
        if (after !== before) changes++;
        for (const anchor of customs(after)) {
          const trusted = store.effective('x.b.corp', 443).bySha256.has(anchor.sha256);
          expect(trusted).toBe(anchor.enabled && (anchor.scope.length === 0 || anchor.scope.includes('*.b.corp')));
        }
      }
      const last = valueOf(store.state());
      expect(valueOf(store.audit({ limit: 1000 })).total).toBe(changes);
      store.close();
      const again = openStore({ folder });
      expect(valueOf(again.state())).toEqual(last);
      again.close();
      rmSync(folder, { recursive: true });
    }),
    { numRuns: 25 },
  );
});

function overwrite(path: string, from: number, to: number): void {
  const bytes = readFileSync(path);
  bytes.fill(0xa5, from, Math.min(to, bytes.length));
  writeFileSync(path, bytes);
}

function withDatabase(path: string, sql: string): void {
  const database = new DatabaseSync(path);
  database.exec(sql);
  database.close();
}

function swapCertificate(path: string): void {
  withDatabase(path, "UPDATE certificate SET der = x'3000'");
}
