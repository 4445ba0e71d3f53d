import { execFileSync } from 'node:child_process';
import { X509Certificate } from 'node:crypto';
import { mkdtempSync, readFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { rootCertificates } from 'node:tls';
import { afterEach, describe, expect, test } from 'vitest';
import type { TrustItem } from '#core/trust/distrust.ts';
import { derOf } from '#testdata/known.ts';
import { clientOf } from '#testdata/identity.ts';
import { authority, forge, newKey } from '#testdata/forge.ts';
import { caExtensions, issue, issueRoot, leafExtensions } from '#testdata/pki.ts';
import { fingerprintOf, keySha256Of } from './authority.ts';
import { readOneCertificate } from './read.ts';
import type { TrustOrder } from './decisions.ts';
import type { TrustStore } from './store.ts';
import { newProfile, TestStores, valueOf } from './testStore.ts';

const root = issueRoot('/O=Alpha Corp/CN=Alpha Root');
const twin = twinOf(root.keyFile, '/O=Alpha Corp/CN=Alpha Root');
const issuing = issue({ subject: '/CN=Alpha Issuing', issuer: root, extensions: caExtensions });
const leaf = issue({ subject: '/CN=api.corp', issuer: issuing, extensions: leafExtensions('api.corp') });
const listed = rootCertificates[0] ?? '';
const paste = { kind: 'paste' } as const;
const rootPrint = printOf(root.cert);
const listedPrint = printOf(listed);
const rootKey = keySha256Of(valueOf(readOneCertificate(root.cert, 0)).certificate);

function printOf(pem: string): string {
  return fingerprintOf(new Uint8Array(new X509Certificate(pem).raw));
}

function twinOf(keyFile: string, subject: string): string {
  const out = join(mkdtempSync(join(tmpdir(), 'wireglass-twin-')), 'twin.pem');
  execFileSync('openssl', ['req', '-x509', '-new', '-key', keyFile, '-subj', subject, '-days', '99', '-out', out]);
  return readFileSync(out, 'utf8');
}

const stores = new TestStores();
afterEach(() => {
  stores.closeAll();
});

const withLists = { systemRoots: () => [listed, twin], bundledRoots: () => [listed] };
const counts = (store: TrustStore, host = 'api.corp') => [...store.effective(host, 443).bySha256.keys()];
const last = (store: TrustStore) => valueOf(store.audit({ limit: 1 })).entries[0];
const add = (store: TrustStore, pem: string, more = {}) =>
  valueOf(store.add([{ pem, scope: [], origin: paste, ...more }]));

describe('a refusal', () => {
  test('by key meets every certificate of the key: the anchor and its twin in a list', () => {
    const store = stores.open(withLists);
    add(store, root.cert);
    expect(counts(store).sort()).toEqual([rootPrint, listedPrint, printOf(twin)].sort());

    valueOf(store.refuse({ kind: 'key', of: { pem: twin }, note: 'Printed in the manual' }));

    const trust = store.effective('api.corp', 443);
    expect([...trust.bySha256.keys()]).toEqual([listedPrint]);
    expect(trust.pems).toHaveLength(1);
    expect(trust.refusedAnchors.map(({ sha256 }) => sha256).sort()).toEqual([rootPrint, printOf(twin)].sort());
    const certificate = valueOf(readOneCertificate(leaf.cert, 0));
    expect(trust.refused(certificate)).toBeUndefined();
    const { sha256, certificate: decoded } = valueOf(readOneCertificate(root.cert, 0));
    expect(trust.refused({ sha256, certificate: decoded })).toMatchObject({ kind: 'key', sha256: rootKey });
    expect(last(store)).toMatchObject({ action: 'add-distrust', direction: 'narrower', subject: `key:${rootKey}` });
  });

  test('by certificate leaves the twin alone', () => {
    const store = stores.open(withLists);
    add(store, root.cert);

    valueOf(store.refuse({ kind: 'certificate', of: { sha256: rootPrint } }));

    expect(counts(store).sort()).toEqual([listedPrint, printOf(twin)].sort());
    expect(valueOf(store.state()).distrusted).toMatchObject([{ label: 'Alpha Root', certificate: rootPrint }]);
  });

  test('outlives what is decided about the certificate: added anew, it is still refused', () => {
    const store = stores.open();
    valueOf(store.refuse({ kind: 'certificate', of: { pem: root.cert } }));

    add(store, root.cert);

    expect(counts(store)).toEqual([]);
    expect(store.effective('api.corp', 443).outOfScope).toEqual([]);
    expect(last(store)).toMatchObject({ action: 'add-anchor', direction: 'neutral' });
    valueOf(store.remove([{ kind: 'distrust', id: `certificate:${rootPrint}` }]));
    expect(counts(store)).toEqual([rootPrint]);
    expect(last(store)).toMatchObject({ action: 'remove-distrust', direction: 'wider' });
  });

  test('of what is refused by its key anyway changes nothing, and says so', () => {
    const store = stores.open();
    add(store, root.cert);
    valueOf(store.refuse({ kind: 'key', of: { sha256: rootKey } }));

    valueOf(store.refuse({ kind: 'certificate', of: { sha256: rootPrint } }));
    expect(last(store)?.direction).toBe('neutral');
    valueOf(store.remove([{ kind: 'distrust', id: `certificate:${rootPrint}` }]));
    expect(last(store)?.direction).toBe('neutral');
    expect(store.refuse({ kind: 'key', of: { pem: root.cert } })).toMatchObject({ error: { kind: 'already-there' } });
  });

  test('by a number that nobody knows waits for its certificate; of a root it keeps the bytes', () => {
    const store = stores.open(withLists);
    const unknown = 'cd'.repeat(32);

    const first = valueOf(store.refuse({ kind: 'certificate', of: { sha256: unknown } }));
    const second = valueOf(store.refuse({ kind: 'certificate', of: { sha256: listedPrint } }));

    expect(first.distrusted[0]).toMatchObject({ label: 'CDCDCDCD…', sha256: unknown });
    expect(first.distrusted[0]).not.toHaveProperty('certificate');
    expect(second.distrusted[0]).toMatchObject({ certificate: listedPrint });
    expect(Object.keys(valueOf(store.certificates([listedPrint, unknown])))).toEqual([listedPrint]);
  });
});

describe('a root of a list', () => {
  test('switched off is off in both, and stays so when the list is switched off and on', () => {
    const folder = newProfile();
    const store = stores.open({ ...withLists, folder });

    valueOf(store.switch([listedPrint], false));
    expect(last(store)).toMatchObject({ action: 'disable-root', direction: 'narrower', subject: listedPrint });
    expect(counts(store)).toEqual([printOf(twin)]);
    const { anchors } = valueOf(store.state());
    expect(anchors.filter(({ sha256 }) => sha256 === listedPrint).map(({ enabled }) => enabled)).toEqual([
      false,
      false,
    ]);
    valueOf(store.setSource('bundled', false));
    valueOf(store.setSource('bundled', true));
    store.close();
    const again = stores.open({ ...withLists, folder });

    expect(counts(again)).toEqual([printOf(twin)]);
    valueOf(again.switch([listedPrint], true));
    expect(last(again)).toMatchObject({ action: 'enable-root', direction: 'wider' });
    expect(counts(again).sort()).toEqual([listedPrint, printOf(twin)].sort());
  });

  test('that the user has a word of his own about is switched there', () => {
    const store = stores.open(withLists);
    add(store, listed, { scope: ['api.corp'] });

    valueOf(store.switch([listedPrint], false));

    expect(last(store)).toMatchObject({ action: 'disable-anchor' });
    expect(counts(store)).not.toContain(listedPrint);
    expect(store.switch(['ab'.repeat(32)], true)).toMatchObject({ ok: false, error: { kind: 'unknown-anchor' } });
  });
});

describe('a hint', () => {
  test('is never an anchor, whatever else is decided', () => {
    const store = stores.open();
    const state = valueOf(
      store.addHints([{ pem: issuing.cert, origin: { kind: 'url', name: 'http://pki.corp/1.cer' } }]),
    );

    const trust = store.effective('api.corp', 443);
    expect(trust.hints.map(({ sha256 }) => sha256)).toEqual([printOf(issuing.cert)]);
    expect([trust.bySha256.size, trust.pems.length]).toEqual([0, 0]);
    expect(state.hints).toMatchObject([{ label: 'Alpha Issuing', issuer: 'Alpha Root', addedAt: 1_000_000 }]);
    expect(last(store)).toMatchObject({ action: 'add-hint', direction: 'wider' });
    expect(store.effective('other.corp', 8443).hints).toBe(trust.hints);
  });

  test('that is there is left as it is; a server certificate is none', () => {
    const store = stores.open();
    valueOf(store.addHints([{ pem: issuing.cert, label: 'First', origin: paste }]));
    const { revision } = valueOf(store.state());

    const again = valueOf(store.addHints([{ pem: issuing.cert, label: 'Second', origin: paste }]));

    expect(again).toMatchObject({ revision, hints: [{ label: 'First' }] });
    expect(store.addHints([{ pem: leaf.cert, origin: paste }])).toMatchObject({ error: { kind: 'not-a-ca' } });
  });

  test('that is refused completes nothing', () => {
    const store = stores.open();
    valueOf(store.addHints([{ pem: issuing.cert, origin: paste }]));

    valueOf(store.refuse({ kind: 'key', of: { pem: issuing.cert } }));

    expect(store.effective('api.corp', 443).hints).toEqual([]);
  });
});

describe('a client certificate', () => {
  const client = clientOf(root, '/CN=ci-runner');
  const identity = {
    ...{ id: '0198c6a0-0000-7000-8000-000000000000', label: 'ci-runner', enabled: true, hosts: ['*.Corp'] },
    ...{ addedAt: 5, origin: 'ci.p12', chain: [derOf(client), derOf(root)] },
  };
  const item: TrustItem = { kind: 'identity', id: identity.id };

  test('is kept with its chain, and where its key is said anew each time', () => {
    let store = 'the keyring';
    const open = stores.open({ protectionOf: (_id, sealed) => ({ kind: sealed ? 'protected' : 'session', store }) });

    const added = valueOf(open.addIdentity(identity));
    expect(added.identities).toMatchObject([
      {
        ...{ subject: 'ci-runner', issuer: 'Alpha Root', hosts: ['*.corp'], protection: { kind: 'session' } },
        chain: [printOf(client.cert), rootPrint],
      },
    ]);
    store = 'another keyring';
    expect(valueOf(open.state()).identities[0]?.protection).toEqual({ kind: 'session', store });
    valueOf(open.protectIdentity(identity.id, { bytes: new Uint8Array(9).fill(3), by: 'KWallet' }));
    expect(open.identityRows()).toMatchObject([{ sealedKey: new Uint8Array(9).fill(3), sealedBy: 'KWallet' }]);
    expect(valueOf(open.state()).identities[0]?.protection.kind).toBe('protected');
    expect(JSON.stringify(valueOf(open.audit({ limit: 9 })).entries)).not.toContain('3,3,3');
  });

  test('vouches for nobody, and more hosts are wider', () => {
    const store = stores.open();
    valueOf(store.addIdentity(identity));
    expect(last(store)).toMatchObject({ action: 'add-identity', direction: 'wider' });
    expect(counts(store)).toEqual([]);

    valueOf(store.updateIdentity({ id: identity.id, hosts: ['*.corp', 'b.test'] }));
    expect(last(store)?.direction).toBe('wider');
    valueOf(store.updateIdentity({ id: identity.id, enabled: false }));
    expect(last(store)?.direction).toBe('narrower');
    expect(store.updateIdentity({ id: identity.id, hosts: ['https://x/'] }).ok).toBe(false);
  });

  test('comes back with its key for a day; then the key is wiped, and that is said', () => {
    let now = 1_000_000;
    const folder = newProfile();
    const powers = { folder, now: () => now };
    const store = stores.open(powers);
    const sealedKey = new TextEncoder().encode('sealed by the system').slice();
    valueOf(store.addIdentity({ ...identity, sealedKey, sealedBy: 'Keychain' }));
    valueOf(store.remove([item]));
    store.close();
    const soon = stores.open(powers);
    valueOf(soon.restore([item]));
    expect(soon.identityRows()[0]?.sealedKey).toEqual(sealedKey);
    valueOf(soon.remove([item]));
    soon.close();

    now += 86_400_001;
    const later = stores.open(powers);
    const state = valueOf(later.restore([item]));
    later.close();

    expect(state.identities[0]?.protection).toEqual({
      kind: 'missing',
      reason: 'Its key was wiped a day after it was removed.',
    });
    for (const name of ['trust.sqlite', 'trust.backup.sqlite'])
      expect(readFileSync(join(folder, name)).includes('sealed by the system'), name).toBe(false);
  });
});

describe('several decisions', () => {
  const key = newKey();
  const many = Array.from({ length: 2000 }, (_, index) =>
    forge({ name: `R${index}`, key, extensions: authority(key) }),
  );
  const items = many.map(({ sha256 }) => ({ kind: 'anchor', id: sha256 }) as const);

  test('thousands are removed, brought back and switched in one step, which is one revision', () => {
    const store = stores.open();
    const added = valueOf(store.add(many.map(({ pem }) => ({ pem, scope: ['a.corp'], origin: paste }))));
    expect(added.anchors.map(({ label }) => label)).toEqual(many.map(({ name }) => name));
    const { revision } = added;

    expect(valueOf(store.remove(items))).toMatchObject({ revision: revision + 1, anchors: [] });
    expect(valueOf(store.restore(items)).anchors).toEqual(added.anchors);
    const off = valueOf(
      store.switch(
        items.map(({ id }) => id),
        false,
      ),
    );
    expect(off.revision).toBe(revision + 3);
    expect(off.anchors.every(({ enabled }) => !enabled)).toBe(true);
    expect(valueOf(store.audit({ limit: 1 })).total).toBe(8000);
    expect(valueOf(store.audit({ direction: 'narrower', limit: 1 })).total).toBe(4000);
  });

  test('one that cannot be keeps all others out', () => {
    const store = stores.open();
    const { sha256 = '' } = many[0] ?? {};
    add(store, root.cert);

    const mixed: readonly TrustItem[] = [
      { kind: 'anchor', id: rootPrint },
      { kind: 'hint', id: sha256 },
    ];
    expect(store.remove(mixed)).toMatchObject({ ok: false, error: { kind: 'unknown-anchor', sha256 } });
    expect(counts(store)).toEqual([rootPrint]);
    const orders: readonly TrustOrder[] = [
      { do: 'remove', items: [{ kind: 'anchor', id: rootPrint }] },
      { do: 'add', anchors: [{ pem: leaf.cert, scope: [], origin: paste }] },
    ];
    expect(store.apply(orders)).toMatchObject({ ok: false, error: { kind: 'not-a-ca' } });
    expect(counts(store)).toEqual([rootPrint]);
    expect(valueOf(store.audit({ limit: 9 })).total).toBe(1);
  });

  test('each is taken on what those before it left, and rehearsed as it would be stored', () => {
    const store = stores.open();
    const orders: readonly TrustOrder[] = [
      { do: 'add', anchors: [{ pem: root.cert, scope: ['a.corp'], origin: paste }] },
      { do: 'refuse', refusal: { kind: 'key', of: { pem: root.cert } } },
      { do: 'update', change: { sha256: rootPrint, scope: ['a.corp', 'b.corp'] } },
      { do: 'remove', items: [{ kind: 'distrust', id: `key:${rootKey}` }] },
    ];

    const rehearsed = valueOf(store.rehearse(orders));
    expect(valueOf(store.state())).toMatchObject({ revision: 1, anchors: [], distrusted: [] });
    valueOf(store.apply(orders));

    expect(rehearsed.map(({ action, direction }) => `${action} ${direction}`)).toEqual([
      'add-anchor wider',
      'add-distrust narrower',
      'change-anchor neutral',
      'remove-distrust wider',
    ]);
    const stored = valueOf(store.audit({ limit: 9 })).entries;
    expect([...stored].reverse()).toMatchObject(rehearsed);
  });
});

describe('what would be', () => {
  test('is told for a change, and nothing is stored', () => {
    const store = stores.open(withLists);
    add(store, root.cert, { scope: ['api.corp'] });
    const { revision } = valueOf(store.state());
    const after = (change: Parameters<TrustStore['whatIf']>[0], host: string) => [
      ...valueOf(store.whatIf(change))(host, 443).bySha256.keys(),
    ];

    expect(after({ kind: 'remove', sha256s: [rootPrint] }, 'api.corp')).not.toContain(rootPrint);
    expect(after({ kind: 'remove', sha256s: [listedPrint] }, 'api.corp')).not.toContain(listedPrint);
    expect(after({ kind: 'rescope', sha256: rootPrint, scope: ['b.corp'] }, 'b.corp')).toContain(rootPrint);
    expect(after({ kind: 'rescope', sha256: rootPrint, scope: ['b.corp'] }, 'api.corp')).not.toContain(rootPrint);
    expect(after({ kind: 'rescope', sha256: rootPrint, scope: [], trustedUntil: 1 }, 'x')).not.toContain(rootPrint);
    expect(after({ kind: 'add', pem: issuing.cert, scope: [] }, 'x')).toContain(printOf(issuing.cert));
    expect(store.whatIf({ kind: 'remove', sha256s: ['ab'.repeat(32)] })).toMatchObject({ ok: false });
    expect(valueOf(store.state()).revision).toBe(revision);
    expect(counts(store)).toContain(rootPrint);
  });
});

test('the audit is read in pages, by subject and by the way trust moved', () => {
  const store = stores.open();
  add(store, root.cert);
  for (const label of ['A', 'B', 'C']) valueOf(store.update({ sha256: rootPrint, label }));
  valueOf(store.setSource('system', false));

  const first = valueOf(store.audit({ limit: 2 }));
  const second = valueOf(store.audit({ limit: 2, before: first.entries[1]?.id }));

  expect(first.total).toBe(5);
  expect([...first.entries, ...second.entries].map(({ id }) => id)).toEqual([5, 4, 3, 2]);
  expect(valueOf(store.audit({ limit: 9, subject: rootPrint }))).toMatchObject({ total: 4 });
  expect(valueOf(store.audit({ limit: 9, direction: 'narrower' })).entries.map(({ subject }) => subject)).toEqual([
    'system',
  ]);
});
