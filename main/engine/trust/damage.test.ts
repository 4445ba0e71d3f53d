import { copyFileSync, existsSync, readdirSync, readFileSync, truncateSync, writeFileSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { DatabaseSync } from 'node:sqlite';
import { afterEach, beforeAll, describe, expect, test, vi } from 'vitest';
import type { TrustState } from '#core/trust/anchor.ts';
import { derOf } from '#testdata/known.ts';
import { clientOf } from '#testdata/identity.ts';
import { issue, issueRoot, leafExtensions } from '#testdata/pki.ts';
import { TrustDamaged } from './effective.ts';
import type { TrustStore } from './store.ts';
import { newProfile, TestStores, valueOf } from './testStore.ts';

const root = issueRoot('/O=Alpha Corp/CN=Alpha Root');
const second = issueRoot('/O=Beta Corp/CN=Beta Root');
const leaf = issue({ subject: '/CN=nas.lab', extensions: leafExtensions('nas.lab') });
const client = clientOf(root, '/CN=ci-runner');
const paste = { kind: 'paste' } as const;

const stores = new TestStores();
afterEach(() => {
  stores.closeAll();
});

/** One of everything that the file can hold, also removed ones. */
function fill(store: TrustStore): void {
  valueOf(store.add([{ pem: root.cert, scope: ['*.alpha.corp', '10.0.0.0/8'], note: 'Asked.', origin: paste }]));
  valueOf(
    store.add([{ pem: second.cert, scope: [], trustedUntil: 2_000_000, origin: { kind: 'file', name: 'b.pem' } }]),
  );
  valueOf(store.addHints([{ pem: second.cert, origin: paste }]));
  valueOf(store.refuse({ kind: 'key', of: { sha256: 'ab'.repeat(32) }, label: 'Printed key' }));
  const accepted = ['self-signed', 'expired'];
  valueOf(store.except({ host: 'nas.lab', port: 443, pem: leaf.cert, accepted, end: { kind: 'forever' } }));
  valueOf(
    store.except({ host: 'nas.lab', port: 8443, pem: leaf.cert, accepted, end: { kind: 'date', at: 9_000_000 } }),
  );
  valueOf(
    store.addIdentity({
      ...{ id: '0198c6a0-0000-7000-8000-000000000000', label: 'ci', enabled: true, hosts: ['*.alpha.corp'] },
      ...{
        addedAt: 1,
        origin: 'ci.p12',
        chain: [derOf(client)],
        sealedKey: new Uint8Array(200).fill(7),
        sealedBy: 'Keychain',
      },
    }),
  );
  valueOf(store.setSource('bundled', false));
  const [removed] = valueOf(store.state()).hints;
  valueOf(store.remove([{ kind: 'hint', id: removed?.sha256 ?? '' }]));
  valueOf(store.state()).exceptions.forEach(({ id }) => store.spend(id));
}

/** What a person decided, without what is only counted. */
function decided(state: TrustState) {
  const exceptions = state.exceptions.map((exception) => {
    const { id, host, port, leaf, accepted, end, addedAt } = exception;
    return { id, host, port, leaf, accepted, end, addedAt };
  });
  return { ...state, exceptions };
}

let sound: Buffer;
let said: ReturnType<typeof decided>;
beforeAll(() => {
  const folder = newProfile();
  const store = stores.open({ folder });
  fill(store);
  said = decided(valueOf(store.state()));
  store.close();
  sound = readFileSync(join(folder, 'trust.sqlite'));
});

/** A profile whose file is damaged, with the good copy beside it. */
function damagedProfile(bytes: Uint8Array): string {
  const folder = newProfile();
  writeFileSync(join(folder, 'trust.sqlite'), bytes);
  writeFileSync(join(folder, 'trust.backup.sqlite'), sound);
  return folder;
}

/** 32-bit xorshift, so that a failure can be repeated by its seed. */
function randomly(seed: number): (below: number) => number {
  let state = seed | 1;
  return (below) => {
    state ^= state << 13;
    state ^= state >>> 17;
    state ^= state << 5;
    return (state >>> 0) % below;
  };
}

/** True when the store says damaged, in every way it can be asked. Otherwise it says exactly what was decided. */
function isDamaged(folder: string): boolean {
  const store = stores.open({ folder });
  const state = store.state();
  if (state.ok) {
    expect(decided(state.value)).toEqual(said);
    store.effective('a.alpha.corp', 443);
    store.audit({ limit: 100 });
    store.close();
    return false;
  }
  expect(state.error.kind).toBe('damaged');
  expect(() => store.effective('a.alpha.corp', 443)).toThrow(TrustDamaged);
  expect(store.exceptionsFor('nas.lab', 443)).toEqual([]);
  expect(store.identityRows()).toEqual([]);
  expect(store.add([{ pem: second.cert, scope: [], origin: paste }])).toMatchObject({ error: { kind: 'damaged' } });
  store.stopped('x', { leaf: '', unaccepted: [] });
  expect(decided(valueOf(store.restoreBackup()))).toMatchObject({ ...said, revision: expect.any(Number) as number });
  expect(readdirSync(folder).some((name) => name.startsWith('trust.damaged-'))).toBe(true);
  store.close();
  return true;
}

describe('whatever happens to the bytes of the file, it is noticed or changes nothing', () => {
  test('cut off anywhere', () => {
    const random = randomly(20261125);
    const lengths = [
      0,
      1,
      15,
      16,
      99,
      100,
      4095,
      4096,
      sound.length - 4096,
      ...Array.from({ length: 8 }, () => random(sound.length)),
    ];

    for (const length of lengths) {
      const folder = damagedProfile(sound);
      truncateSync(join(folder, 'trust.sqlite'), length);
      expect({ length, damaged: isDamaged(folder) }).toEqual({ length, damaged: true });
    }
  });

  test('one byte different, in any page', () => {
    const random = randomly(4711);
    let noticed = 0;
    for (let round = 0; round < 120; round++) {
      const bytes = new Uint8Array(sound);
      let at = random(bytes.length);
      // Most of what is zero is free space.
      while (bytes[at] === 0) at = random(bytes.length);
      bytes[at] = (bytes[at] ?? 0) ^ (1 << random(8));
      if (isDamaged(damagedProfile(bytes))) noticed++;
    }

    // The rest is left over from rows that were rewritten.
    expect(noticed).toBeGreaterThan(60);
  });

  test('a run of bytes overwritten', () => {
    const random = randomly(99);
    for (let round = 0; round < 30; round++) {
      const bytes = new Uint8Array(sound);
      const at = random(bytes.length);
      bytes.fill(random(256), at, at + random(3000));
      isDamaged(damagedProfile(bytes));
    }
  });
});

describe('a sound database that does not hold what was stored', () => {
  const tables = [
    ...[
      'meta',
      'certificate',
      'anchor',
      'hint',
      'distrust',
      'exception',
      'exception_use',
      'identity',
      'root_off',
      'audit',
    ],
  ];
  test.each(tables)('without its table %s', (table) => {
    expect(isDamaged(edited(`DROP TABLE "${table}"`))).toBe(true);
  });

  test.each([
    ['a wider scope', `UPDATE anchor SET scope = '[]'`],
    ['a scope that is no JSON', `UPDATE anchor SET scope = '["a'`],
    ['a list switched on', 'UPDATE meta SET bundled_enabled = 1'],
    ['an end taken away', 'UPDATE anchor SET trusted_until = NULL'],
    ['a refusal of another key', `UPDATE distrust SET sha256 = '${'cd'.repeat(32)}'`],
    ['a refusal that is gone', 'DELETE FROM distrust'],
    ['one fault more accepted', `UPDATE exception SET accepted = '["self-signed","expired","wrong-host"]'`],
    ['accepted faults that are no JSON', `UPDATE exception SET accepted = '{'`],
    ['another host of an exception', `UPDATE exception SET host = 'bank.example'`],
    ['another key of a certificate', `UPDATE certificate SET key_sha256 = '00'`],
    ['something removed brought back', 'UPDATE hint SET removed_at = NULL'],
    ['a use that is no JSON', `UPDATE exception_use SET stopped = '{"at'`],
    ['another sealed key', `UPDATE identity SET sealed_key = x'00'`],
    ['another revision', 'UPDATE meta SET revision = 9'],
    ['no row that counts', 'DELETE FROM meta'],
    ['no digest', "UPDATE meta SET digest = ''"],
  ])('with %s', (_what, sql) => {
    expect(isDamaged(edited(sql))).toBe(true);
  });

  const row = `INSERT INTO audit (at, action, direction, subject, label, after) VALUES (1, 'add-anchor', 'wider', 'x', 'x', '{')`;
  const unlocked = ['changed', 'deleted'].map((what) => `DROP TRIGGER audit_is_never_${what};`).join('');
  test.each([
    ['a row that nobody wrote', row],
    ['a row changed', `${unlocked} UPDATE audit SET label = 'x' WHERE id = 2`],
    ['the last row gone', `${unlocked} DELETE FROM audit WHERE id = (SELECT max(id) FROM audit)`],
    ['all rows gone', `${unlocked} DELETE FROM audit`],
  ])('with %s in the audit', (_what, sql) => {
    expect(isDamaged(edited(sql))).toBe(true);
  });

  function edited(sql: string): string {
    const folder = damagedProfile(sound);
    const database = new DatabaseSync(join(folder, 'trust.sqlite'));
    database.exec(sql);
    database.close();
    return folder;
  }
});

describe('the last good copy', () => {
  test('holds what was decided in this run as soon as the app is closed', () => {
    const folder = newProfile();
    const store = stores.open({ folder });
    fill(store);
    store.close();
    writeFileSync(join(folder, 'trust.sqlite'), 'garbage '.repeat(1000));

    const again = stores.open({ folder });

    expect(decided(valueOf(again.restoreBackup())).anchors).toEqual(said.anchors);
  });

  test('is renewed while the app runs, some seconds after a decision', async () => {
    const folder = newProfile();
    const store = stores.open({ folder, copyAfterMs: 1 });
    fill(store);
    const backup = join(folder, 'trust.backup.sqlite');
    const before = readFileSync(backup);

    await vi.waitFor(() => {
      expect(readFileSync(backup).equals(before)).toBe(false);
    }, 10_000);

    // The app is killed, and the file does not survive it.
    const other = newProfile();
    copyFileSync(backup, join(other, 'trust.backup.sqlite'));
    writeFileSync(join(other, 'trust.sqlite'), 'garbage '.repeat(1000));
    expect(decided(valueOf(stores.open({ folder: other }).restoreBackup())).anchors).toEqual(said.anchors);
    expect(readdirSync(folder).sort()).toEqual(['trust.backup.sqlite', 'trust.sqlite']);
  });

  test('that is damaged itself is not taken, and the damaged file stays where it is', () => {
    const folder = damagedProfile(new TextEncoder().encode('garbage '.repeat(1000)));
    const backup = join(folder, 'trust.backup.sqlite');
    truncateSync(backup, 5000);
    const store = stores.open({ folder });

    expect(store.restoreBackup()).toMatchObject({ ok: false, error: { kind: 'damaged', path: backup } });
    expect(readdirSync(folder).sort()).toEqual(['trust.backup.sqlite', 'trust.sqlite']);
    expect(store.state()).toMatchObject({ ok: false, error: { kind: 'damaged' } });
  });

  test('is never written over by a file that was changed behind our back', () => {
    const folder = newProfile();
    const store = stores.open({ folder });
    fill(store);
    store.close();
    const good = readFileSync(join(folder, 'trust.backup.sqlite'));
    const database = new DatabaseSync(join(folder, 'trust.sqlite'));
    database.exec(`UPDATE anchor SET scope = '[]'`);
    database.close();

    expect(stores.open({ folder }).state().ok).toBe(false);
    stores.closeAll();
    expect(readFileSync(join(folder, 'trust.backup.sqlite')).equals(good)).toBe(true);
  });

  test('leaves no other file behind', () => {
    const folder = newProfile();
    const store = stores.open({ folder });
    fill(store);
    store.close();

    expect(readdirSync(folder).sort()).toEqual(['trust.backup.sqlite', 'trust.sqlite']);
  });
});

describe('a file of version 1', () => {
  const written = resolve(import.meta.dirname, '../../../testdata/profile-v1/trust.sqlite');

  test('opens with all that was decided, and goes on', () => {
    const folder = newProfile();
    copyFileSync(written, join(folder, 'trust.sqlite'));
    const store = stores.open({ folder, now: () => Date.UTC(2026, 10, 25) });

    const state = valueOf(store.state());
    expect(state).toMatchObject({
      revision: 7,
      sources: { system: true, bundled: false },
      anchors: [
        { label: 'Beta', enabled: false, scope: [], subject: 'Beta Root', origin: { kind: 'paste' } },
        {
          label: 'Alpha Root',
          enabled: true,
          scope: ['*.alpha.corp', '10.0.0.0/8'],
          note: 'Asked the platform team.',
          trustedUntil: Date.UTC(2030, 0, 1),
          origin: { kind: 'file', name: 'alpha.pem' },
          organization: 'Alpha Corp',
          notAfter: Date.UTC(2036, 0, 1),
        },
      ],
      ...{ hints: [], distrusted: [], exceptions: [], identities: [] },
    });
    const alpha = state.anchors[1];
    expect(store.effective('a.alpha.corp', 443).bySha256.has(alpha?.sha256 ?? '')).toBe(true);
    expect(store.effective('beta.example', 443).bySha256.size).toBe(0);
    const { entries } = valueOf(store.audit({ limit: 100 }));
    expect(entries).toHaveLength(6);
    expect(entries.every(({ by }) => by === 'window')).toBe(true);
    const gamma = entries.find(({ action }) => action === 'remove-anchor')?.subject ?? '';
    expect(valueOf(store.restore([{ kind: 'anchor', id: gamma }])).anchors).toHaveLength(3);
    expect(valueOf(store.refuse({ kind: 'key', of: { sha256: alpha?.keySha256 ?? '' } })).distrusted).toHaveLength(1);
    expect(store.effective('a.alpha.corp', 443).bySha256.size).toBe(0);
  });

  test('whose certificate does not read stays as it is', () => {
    const folder = newProfile();
    const path = join(folder, 'trust.sqlite');
    copyFileSync(written, path);
    const database = new DatabaseSync(path);
    database.exec(`UPDATE anchor SET der = x'3000'`);
    database.close();
    const before = readFileSync(path);

    expect(stores.open({ folder }).state()).toMatchObject({ ok: false, error: { kind: 'damaged' } });
    stores.closeAll();
    expect(readFileSync(path).equals(before)).toBe(true);
    expect(existsSync(join(folder, 'trust.backup.sqlite'))).toBe(false);
  });
});
