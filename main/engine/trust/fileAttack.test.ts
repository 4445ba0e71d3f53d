import { hash } from 'node:crypto';
import { copyFileSync, mkdtempSync, readFileSync, renameSync, writeFileSync } from 'node:fs';
import { setTimeout } from 'node:timers/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, expect, test } from 'vitest';
import { createJudge } from '#main/engine/trust/judge.ts';
import { caExtensions, issue, issueRoot, leafExtensions } from '#testdata/pki.ts';
import { TestStores, valueOf } from './testStore.ts';

const root = issueRoot('/CN=Root');
const other = issue({ subject: '/CN=Other', extensions: caExtensions });
const leaf = issue({ subject: '/CN=localhost', issuer: root, extensions: leafExtensions('localhost') });
const stores = new TestStores();
afterEach(() => stores.closeAll());
const origin = { kind: 'paste' } as const;
const profile = () => mkdtempSync(join(tmpdir(), 'wireglass-file-'));
const sha256Of = (pem: string) => hash('sha256', derOf(pem), 'hex');
const derOf = (pem: string) => new Uint8Array(Buffer.from(pem.replace(/-----[^-]+-----|\s/g, ''), 'base64'));

test('a decision is not taken for stored in a file that another program has put something else in the place of', () => {
  const folder = profile();
  const store = stores.open({ folder });
  valueOf(store.add([{ pem: root.cert, scope: [], origin }]));
  const path = join(folder, 'trust.sqlite');
  copyFileSync(path, `${path}.old`);
  valueOf(store.add([{ pem: other.cert, scope: [], origin }]));
  // As a synchroniser or a backup does it.
  renameSync(`${path}.old`, path);

  const refused = store.refuse({ kind: 'certificate', of: { pem: root.cert } });
  store.close();

  const distrusted = valueOf(stores.open({ folder }).state()).distrusted.length;
  // SQLite itself sees that the file has moved.
  expect(refused).toMatchObject({ ok: false, error: { kind: 'cannot-write' } });
  expect(distrusted).toBe(0);
});

test('what was judged under a file that was set back is not taken for what is judged now', async () => {
  const folder = profile();
  const now = Date.UTC(2026, 10, 25, 12);
  const store = stores.open({ folder, now: () => now });
  const judge = createJudge({ now: () => Date.now() });
  const verdict = () =>
    judge({
      ...{ sent: [derOf(leaf.cert)], host: 'localhost', port: 443, trust: store.effective('localhost', 443) },
      ...{ library: { accepted: true, code: 'OK' }, tls: {} },
    }).verdict.kind;
  valueOf(store.add([{ pem: root.cert, scope: [], origin }]));
  const path = join(folder, 'trust.sqlite');
  const before = readFileSync(path);
  valueOf(store.setSource('bundled', false));
  expect(verdict()).toBe('trusted');
  writeFileSync(path, before);
  // As long as what was read may be taken for what stands there.
  await setTimeout(250);

  valueOf(store.refuse({ kind: 'certificate', of: { sha256: sha256Of(leaf.cert) } }));

  expect(verdict()).toBe('untrusted');
});
