import { mkdtempSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { caExtensions, issue, leafExtensions } from '#testdata/pki.ts';
import { judgeOffline } from './judgeOffline.ts';
import { openTrustStore } from './store.ts';

const root = issue({ subject: '/CN=Corp Root', extensions: caExtensions });
const issuing = issue({ subject: '/CN=Corp Issuing', issuer: root, extensions: caExtensions });
const leaf = issue({ subject: '/CN=api.corp', issuer: issuing, extensions: leafExtensions('api.corp') });

function storeWith(scope: readonly string[]) {
  const folder = mkdtempSync(join(tmpdir(), 'wireglass-judge-'));
  const trust = openTrustStore({ folder, now: Date.now, systemRoots: () => [], bundledRoots: () => [] });
  trust.add([{ pem: root.cert, scope: [...scope], origin: { kind: 'paste' } }]);
  return trust;
}

describe('a chain out of a file is judged by what is trusted now', () => {
  const trust = storeWith(['other.corp']);

  test('for no host, an anchor counts whatever its scope, and the root comes out of the store', () => {
    const judged = judgeOffline({ pems: [leaf.cert, issuing.cert] }, { trust, now: Date.now });

    expect(judged).toMatchObject({ ok: true, value: { verdict: { kind: 'trusted', anchor: { source: 'custom' } } } });
    expect(judged.ok && judged.value.path).toHaveLength(3);
    expect(judged.ok && Object.keys(judged.value.certificates)).toHaveLength(3);
  });

  test('for a host, the scope counts', () => {
    const judged = judgeOffline({ pems: [leaf.cert, issuing.cert], host: 'api.corp' }, { trust, now: Date.now });

    expect(judged).toMatchObject({ ok: true, value: { verdict: { kind: 'untrusted' }, path: [] } });
    expect(judged.ok && judged.value.verdict.findings.map(({ kind }) => kind)).toContain('out-of-scope');
  });

  test('a certificate that cannot be decoded is a finding, not a failure', () => {
    const pem = '-----BEGIN CERTIFICATE-----\nMAMCAQE=\n-----END CERTIFICATE-----\n';

    const judged = judgeOffline({ pems: [pem] }, { trust, now: Date.now });

    expect(judged).toMatchObject({ ok: true, value: { verdict: { findings: [{ kind: 'malformed' }] } } });
  });

  test('what is no PEM is refused with its place', () => {
    expect(judgeOffline({ pems: [leaf.cert, 'hello'] }, { trust, now: Date.now })).toMatchObject({
      ok: false,
      error: { kind: 'malformed-certificate', index: 1 },
    });
  });
});
