import { execFileSync, spawnSync } from 'node:child_process';
import { hash as digest } from 'node:crypto';
import { mkdtempSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { readJks } from '#core/certificate/container/jks.ts';
import { parsePem } from '#core/certificate/pem.ts';
import type { Hash } from '#core/certificate/signed.ts';
import { issue } from '#testdata/pki.ts';
import { JKS_PASSWORD, javaTrustStore } from './jks.ts';

const hash: Hash = (name, bytes) => digest(name.replace('-', '').toLowerCase(), bytes, 'buffer');
const [one, two] = [issue({ subject: '/CN=one' }), issue({ subject: '/CN=two' })].map(({ cert }) => {
  const parsed = parsePem(cert);
  return (parsed.ok ? parsed.value[0] : undefined) ?? new Uint8Array();
}) as [Uint8Array, Uint8Array];
const made = Date.UTC(2026, 10, 25);
const hasKeytool = spawnSync('keytool', ['-help']).error === undefined;

test('our own reader finds every certificate under its name, and the password proves the file', () => {
  const bytes = javaTrustStore(
    [
      { alias: 'Corp Root', der: one },
      { alias: 'corp root', der: two },
      { alias: '💥\0', der: one },
      { alias: ' ', der: two },
    ],
    made,
    hash,
  );

  const read = readJks(bytes, 'jks', JKS_PASSWORD, { hash: (name, data) => digest(name, data, 'buffer') });

  expect(read).toMatchObject({ ok: true, value: { integrity: 'proven' } });
  expect(read.ok && read.value.certificates).toEqual([
    { alias: 'corp root', der: one, hasKey: false },
    { alias: 'corp root (2)', der: two, hasKey: false },
    { alias: '??', der: one, hasKey: false },
    { alias: 'certificate', der: two, hasKey: false },
  ]);
});

test.skipIf(!hasKeytool)('keytool lists the store as trusted certificates', { timeout: 30_000 }, () => {
  const file = join(mkdtempSync(join(tmpdir(), 'wireglass-jks-')), 'trust.jks');
  writeFileSync(file, javaTrustStore([{ alias: 'Corp Root', der: one }], made, hash));

  const listed = execFileSync('keytool', ['-list', '-keystore', file, '-storepass', JKS_PASSWORD]).toString();

  expect(listed).toMatch(/corp root, .*trustedCertEntry/s);
});
