import { X509Certificate } from 'node:crypto';
import { afterEach, describe, expect, test } from 'vitest';
import type { TrustException } from '#core/trust/exception.ts';
import { hostKey } from '#core/trust/host.ts';
import { issue, issueRoot, leafExtensions } from '#testdata/pki.ts';
import { fingerprintOf, keySha256Of } from './authority.ts';
import { readOneCertificate } from './read.ts';
import type { TrustStore } from './store.ts';
import { newProfile, TestStores, valueOf } from './testStore.ts';

const root = issueRoot('/CN=Lab Root');
const leaf = issue({ subject: '/CN=nas.lab', issuer: root, extensions: leafExtensions('nas.lab') }).cert;
const renewed = issue({ subject: '/CN=nas.lab', issuer: root, extensions: leafExtensions('nas.lab') }).cert;
const sha256 = sha256Of(leaf);
const other = sha256Of(renewed);

function sha256Of(pem: string): string {
  return fingerprintOf(new Uint8Array(new X509Certificate(pem).raw));
}

const stores = new TestStores();
afterEach(() => {
  stores.closeAll();
});

const order = {
  host: 'nas.lab',
  port: 5001,
  pem: leaf,
  accepted: ['unknown-issuer', 'expired'],
  end: { kind: 'forever' },
} as const;

type Order = Parameters<TrustStore['except']>[0];

function except(store: TrustStore, more: Partial<Order> = {}): TrustException {
  const state = valueOf(store.except({ ...order, accepted: [...order.accepted], ...more }));
  const { host = order.host, port = order.port } = more;
  const made = state.exceptions.find((one) => one.host === hostKey(host) && one.port === port);
  if (made === undefined) throw new Error('There is no exception.');
  return made;
}

const idsFor = (store: TrustStore, host = 'nas.lab', port = 5001) =>
  store.exceptionsFor(host, port).map(({ id }) => id);
const actions = (store: TrustStore) =>
  valueOf(store.audit({ limit: 100 }))
    .entries.map(({ action, by, direction }) => `${action} ${by} ${direction}`)
    .reverse();

describe('an exception', () => {
  test('counts for its host and port alone, however they are written', () => {
    const store = stores.open();
    const { id } = except(store, { host: 'NAS.Lab.' });

    expect(valueOf(store.state()).exceptions).toMatchObject([
      { id, host: 'nas.lab', port: 5001, leaf: sha256, subject: 'nas.lab', used: 0, end: { kind: 'forever' } },
    ]);
    expect(store.exceptionsFor('nas.lab', 5001)).toMatchObject([{ id, leaf: sha256 }]);
    expect([...(store.exceptionsFor('nas.lab', 5001)[0]?.accepted ?? [])]).toEqual(['unknown-issuer', 'expired']);
    expect(store.exceptionsFor('NAS.LAB.', 5001)).toBe(store.exceptionsFor('nas.lab', 5001));
    expect(idsFor(store, 'nas.lab', 443)).toEqual([]);
    expect(idsFor(store, 'a.nas.lab')).toEqual([]);
    expect(idsFor(store, 'lab')).toEqual([]);
  });

  test('for an address is the same in every way to write it', () => {
    const store = stores.open();
    const { id, host } = except(store, { host: '[fd00:0:0::0:1]', port: 443 });

    expect(host).toBe('fd00::1');
    expect(idsFor(store, '[fd00::1]', 443)).toEqual([id]);
    expect(idsFor(store, 'fd00:0:0:0:0:0:0:1', 443)).toEqual([id]);
    expect(idsFor(store, 'fd00::2', 443)).toEqual([]);
  });

  test.each(['*.lab', '.lab', '10.0.0.0/8', 'https://nas.lab/', 'nas.lab:443', ''])(
    'is for one host: “%s” is refused',
    (host) => {
      const store = stores.open();

      expect(store.except({ ...order, accepted: ['expired'], host })).toMatchObject({
        ok: false,
        error: { kind: 'bad-pattern', pattern: host },
      });
      expect(valueOf(store.state()).exceptions).toEqual([]);
    },
  );

  test.each(['distrusted', 'revoked', 'malformed', 'expires-soon', 'no-such-kind', 'toString'])(
    'cannot accept “%s”',
    (kind) => {
      const store = stores.open();

      expect(store.except({ ...order, accepted: ['expired', kind] })).toMatchObject({
        ok: false,
        error: { kind: 'not-acceptable', finding: kind },
      });
      expect(store.exceptionsFor('nas.lab', 5001)).toEqual([]);
    },
  );

  test('takes the place of the one before, which can come back once the place is free', () => {
    const store = stores.open();
    const first = except(store);
    const second = except(store, { pem: renewed });

    expect(idsFor(store)).toEqual([second.id]);
    expect(store.restore([{ kind: 'exception', id: first.id }])).toMatchObject({
      ok: false,
      error: { kind: 'already-there', label: 'nas.lab:5001' },
    });
    valueOf(store.remove([{ kind: 'exception', id: second.id }]));
    valueOf(store.restore([{ kind: 'exception', id: first.id }]));
    expect(idsFor(store)).toEqual([first.id]);
    expect(actions(store)).toEqual([
      'add-exception window wider',
      'remove-exception window narrower',
      'add-exception window wider',
      'remove-exception window narrower',
      'restore-exception window wider',
    ]);
  });

  test('until a date holds to its last moment, and not a moment longer', () => {
    let now = 1_000_000;
    const store = stores.open({ now: () => now });
    const { id } = except(store, { end: { kind: 'date', at: 2_000_000 } });

    now = 2_000_000;
    expect(idsFor(store)).toEqual([id]);
    now = 2_000_001;
    expect(idsFor(store)).toEqual([]);
    expect(store.spend(id)).toBe(false);
    // It is still listed: removing it is the user's decision.
    expect(valueOf(store.state()).exceptions).toHaveLength(1);
    expect(store.except({ ...order, accepted: ['expired'], end: { kind: 'date', at: now - 1 } })).toMatchObject({
      ok: false,
      error: { kind: 'already-over' },
    });
  });

  test('for once is spent by the first connection, and two at the same time get one', () => {
    const store = stores.open();
    const { id } = except(store, { end: { kind: 'once' } });
    const before = store.exceptionsFor('nas.lab', 5001);

    expect(before).toHaveLength(1);
    expect([store.spend(id), store.spend(id)]).toEqual([true, false]);
    expect(store.exceptionsFor('nas.lab', 5001)).toEqual([]);
    expect(valueOf(store.state()).exceptions).toMatchObject([{ id, used: 1, usedAt: 1_000_000 }]);
    // Made once more by a decision of its own.
    valueOf(store.updateException({ id, end: { kind: 'once' } }));
    expect([store.spend(id), store.spend(id)]).toEqual([true, false]);
    valueOf(store.updateException({ id, end: { kind: 'session' } }));
    expect(store.spend(id)).toBe(true);
    expect(actions(store)).toEqual([
      'add-exception window wider',
      'change-exception window wider',
      'change-exception window wider',
    ]);
  });

  test('for once and for this run is not on the disk: after a restart it is gone, with what was removed of it', () => {
    const folder = newProfile();
    const store = stores.open({ folder });
    const once = except(store, { end: { kind: 'once' } });
    const session = except(store, { port: 443, end: { kind: 'session' } });
    const kept = except(store, { port: 8443 });
    valueOf(store.remove([{ kind: 'exception', id: session.id }]));
    store.close();

    const again = stores.open({ folder });

    expect(valueOf(again.state()).exceptions.map(({ id }) => id)).toEqual([kept.id]);
    expect(idsFor(again)).toEqual([]);
    for (const { id } of [once, session]) expect(again.restore([{ kind: 'exception', id }]).ok).toBe(false);
    expect(actions(again)).toHaveLength(4);
  });

  test('moved from the disk into this run and back is never left on the disk', () => {
    const folder = newProfile();
    const store = stores.open({ folder });
    const { id } = except(store);
    valueOf(store.updateException({ id, end: { kind: 'session' } }));
    const elsewhere = stores.open({ folder });

    expect(idsFor(store)).toEqual([id]);
    expect(valueOf(elsewhere.state()).exceptions).toEqual([]);
    valueOf(store.updateException({ id, end: { kind: 'date', at: 5_000_000 }, note: 'ordered' }));
    expect(valueOf(elsewhere.state()).exceptions).toMatchObject([{ id, note: 'ordered', leaf: sha256 }]);
    expect(actions(store)).toEqual([
      'add-exception window wider',
      'change-exception window narrower',
      'change-exception window wider',
    ]);
  });

  test('counts its uses across restarts without counting the revision', () => {
    const folder = newProfile();
    const store = stores.open({ folder });
    const { id } = except(store);
    const { revision } = valueOf(store.state());

    for (let use = 0; use < 5; use++) expect(store.spend(id)).toBe(true);
    expect(valueOf(store.state())).toMatchObject({ revision, exceptions: [{ used: 5 }] });
    store.close();
    const again = stores.open({ folder });

    expect(valueOf(again.state())).toMatchObject({ revision, exceptions: [{ used: 5, usedAt: 1_000_000 }] });
    expect(actions(again)).toEqual(['add-exception window wider']);
  });

  test('that stopped says what the server showed, once for each new certificate or fault, until it is renewed', () => {
    let now = 1_000_000;
    const store = stores.open({ now: () => now });
    const { id } = except(store);
    let told = 0;
    store.onNote(() => told++);
    const { revision } = valueOf(store.state());

    store.stopped(id, { leaf: other, unaccepted: [] });
    store.stopped(id, { leaf: other, unaccepted: [] });
    store.stopped(id, { leaf: other, unaccepted: ['wrong-host'] });
    store.stopped('unknown', { leaf: other, unaccepted: [] });

    expect(told).toBe(3);
    const state = valueOf(store.state());
    expect(state).toMatchObject({ revision, exceptions: [{ stopped: { leaf: other, unaccepted: ['wrong-host'] } }] });
    const { entries } = valueOf(store.audit({ subject: id, limit: 10 }));
    expect(entries.map(({ action, by }) => `${action} ${by}`)).toEqual([
      'stop-exception app',
      'stop-exception app',
      'add-exception window',
    ]);
    expect(entries[1]).toMatchObject({ before: { leaf: sha256 }, after: { leaf: other, unaccepted: [] } });
    now += 1000;
    valueOf(store.updateException({ id, end: { kind: 'forever' } }));
    expect(valueOf(store.state()).exceptions[0]).not.toHaveProperty('stopped');
  });

  test.each(['certificate', 'key'] as const)(
    'of a certificate whose %s is refused counts no more, and none is made',
    (kind) => {
      const store = stores.open();
      const { id } = except(store);
      const read = valueOf(readOneCertificate(leaf, 0));
      const number = kind === 'key' ? keySha256Of(read.certificate) : sha256;

      valueOf(store.refuse({ kind, of: { sha256: number }, label: 'Printed key' }));

      expect(idsFor(store)).toEqual([]);
      expect(store.spend(id)).toBe(false);
      expect(store.except({ ...order, accepted: ['expired'], port: 443 })).toMatchObject({
        ok: false,
        error: { kind: 'refused', label: 'Printed key' },
      });
      expect(store.updateException({ id, end: { kind: 'session' } })).toMatchObject({
        ok: false,
        error: { kind: 'refused' },
      });
      valueOf(store.remove([{ kind: 'distrust', id: `${kind}:${number}` }]));
      expect(idsFor(store)).toEqual([id]);
    },
  );
});

test('a request that nobody checked has its row before anything else happens', () => {
  const folder = newProfile();
  const store = stores.open({ folder, by: 'terminal' });

  store.noteUnchecked('0198c6a0-0000-7000-8000-000000000000', '10.20.4.17', 9443);

  const { entries, total } = valueOf(stores.open({ folder }).audit({ limit: 10 }));
  expect(total).toBe(1);
  expect(entries[0]).toMatchObject({
    action: 'send-unchecked',
    by: 'terminal',
    direction: 'neutral',
    subject: '0198c6a0-0000-7000-8000-000000000000',
    label: '10.20.4.17:9443',
  });
});
