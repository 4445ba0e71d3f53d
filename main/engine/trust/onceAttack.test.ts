import { afterEach, expect, test } from 'vitest';
import { issue, leafExtensions } from '#testdata/pki.ts';
import type { TrustStore } from './store.ts';
import { TestStores, valueOf } from './testStore.ts';

const leaf = issue({ subject: '/CN=localhost', extensions: leafExtensions('localhost') });
const stores = new TestStores();
afterEach(() => stores.closeAll());

function excepted(store: TrustStore, end: 'once' | 'forever'): string {
  const exception = { host: 'localhost', port: 443, pem: leaf.cert, accepted: ['self-signed'], end: { kind: end } };
  return valueOf(store.except(exception)).exceptions[0]?.id ?? '';
}
const inForce = (store: TrustStore) => store.exceptionsFor('localhost', 443).length;

test('an exception that was spent stays so, whatever is done to it but giving it another end', () => {
  const store = stores.open();
  const id = excepted(store, 'once');
  expect(store.spend(id)).toBe(true);

  valueOf(store.remove([{ kind: 'exception', id }]));
  valueOf(store.restore([{ kind: 'exception', id }]));
  valueOf(store.updateException({ id, note: 'Once more?' }));
  valueOf(store.setSource('system', false));

  expect(inForce(store)).toBe(0);
  expect(store.spend(id)).toBe(false);
});

test('one that was used for days and is made one for once serves once', () => {
  const store = stores.open();
  const id = excepted(store, 'forever');
  store.spend(id);
  // Asking for the audit writes what was counted.
  valueOf(store.audit({ limit: 1 }));

  valueOf(store.updateException({ id, end: { kind: 'once' } }));

  expect(inForce(store)).toBe(1);
  expect([store.spend(id), store.spend(id), inForce(store)]).toEqual([true, false, 0]);
});
