import { mkdtempSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, expect, test } from 'vitest';
import { caExtensions, issue, leafExtensions } from '#testdata/pki.ts';
import { previewEffective } from './effectivePreview.ts';
import { openTrustStore, type TrustStore } from './store.ts';

const roots = ['Everywhere', 'Corp', 'Ended', 'Off', 'Refused', 'Other', 'Listed'].map((name) => ({
  name,
  pem: issue({ subject: `/CN=${name}`, extensions: caExtensions }).cert,
}));
const leaf = issue({ subject: '/CN=api.corp', extensions: leafExtensions('api.corp') });
const now = Date.now();
const opened: TrustStore[] = [];
afterEach(() => {
  for (const store of opened.splice(0)) store.close();
});

const pemOf = (name: string): string => roots.find((root) => root.name === name)?.pem ?? '';

/** One anchor for each reason to count, and not to. */
function open(): TrustStore {
  const folder = mkdtempSync(join(tmpdir(), 'wireglass-effective-'));
  const listed = pemOf('Listed');
  const store = openTrustStore({ folder, now: () => now, systemRoots: () => [listed], bundledRoots: () => [] });
  opened.push(store);
  const add = (name: string, scope: readonly string[], trustedUntil?: number) =>
    store.add([
      {
        pem: pemOf(name),
        scope: [...scope],
        origin: { kind: 'paste' },
        ...(trustedUntil !== undefined && { trustedUntil }),
      },
    ]);
  add('Everywhere', []);
  add('Corp', ['10.0.0.0/8', '*.corp']);
  add('Ended', [], now - 1);
  add('Off', []);
  add('Refused', []);
  add('Other', ['.example']);
  const state = store.state();
  const off = state.ok ? state.value.anchors.find(({ label }) => label === 'Off')?.sha256 : undefined;
  store.update({ sha256: off ?? '', enabled: false });
  store.refuse({ kind: 'key', of: { pem: pemOf('Refused') } });
  return store;
}

function preview(store: TrustStore, host: string, port: number) {
  const state = store.state();
  if (!state.ok) throw new Error(state.error.message);
  const effective = store.effective(host, port);
  return previewEffective({ host, port, state: state.value, effective, identities: [], now });
}

test('every authority of the user says whether it counts for the host, and why', () => {
  const { custom, counts, anchors } = preview(open(), 'api.corp', 443);

  expect(Object.fromEntries(custom.map(({ label, counts: does, why }) => [label, [does, why]]))).toEqual({
    Everywhere: [true, { kind: 'everywhere' }],
    Corp: [true, { kind: 'pattern', pattern: '*.corp' }],
    Ended: [false, { kind: 'ended' }],
    Off: [false, { kind: 'off' }],
    Refused: [false, { kind: 'refused' }],
    Other: [false, { kind: 'other-hosts' }],
  });
  expect(counts).toEqual({ custom: 2, system: 1, bundled: 0 });
  expect(anchors).toHaveLength(3);
});

test('what counts is what a connection would get, for any host and port', () => {
  const store = open();

  for (const [host, port] of [
    ['api.corp', 443],
    ['a.b.corp', 443],
    ['10.1.2.3', 8443],
    ['shop.example', 443],
  ] as const) {
    const { custom, anchors } = preview(store, host, port);
    const connected = new Set(store.effective(host, port).bySha256.keys());
    expect(new Set(anchors)).toEqual(connected);
    for (const { sha256, counts } of custom) expect(counts).toBe(connected.has(sha256));
  }
});

test('an exception is named for its own host and port only, however the host is written', () => {
  const store = open();
  const end = { kind: 'date', at: now + 1000 } as const;
  store.except({ host: 'api.corp', port: 8443, pem: leaf.cert, accepted: ['self-signed'], end });

  expect(preview(store, 'API.corp.', 8443).exceptions).toMatchObject([{ state: 'active' }]);
  expect(preview(store, 'api.corp', 443).exceptions).toEqual([]);
});
