import { hash as digest } from 'node:crypto';
import { expect, test } from 'vitest';
import { parsePem } from '#core/certificate/pem.ts';
import type { Hash } from '#core/certificate/signed.ts';
import { issue } from '#testdata/pki.ts';
import { readTrustFile, writeTrustFile, type TrustContents } from './trustFile.ts';

const hash: Hash = (name, bytes) => digest(name.replace('-', '').toLowerCase(), bytes, 'buffer');
const [root, middle, leaf] = ['root', 'middle', 'leaf'].map((name) => {
  const parsed = parsePem(issue({ subject: `/CN=${name}` }).cert);
  return (parsed.ok ? parsed.value[0] : undefined) ?? new Uint8Array();
}) as [Uint8Array, Uint8Array, Uint8Array];
const sha256 = (der: Uint8Array): string => digest('sha256', der, 'hex');
const friday = Date.UTC(2026, 10, 27, 18);
const head = { writtenAt: Date.UTC(2026, 10, 25), writtenBy: 'Wireglass 0.1.0' };

const contents: TrustContents = {
  sources: { system: true, bundled: false },
  anchors: [
    {
      der: root,
      label: 'Corp Root “R2”',
      enabled: false,
      scope: ['.corp', '10.0.0.0/8:8443'],
      trustedUntil: friday,
      note: 'Compared by phone.\nTwice.',
      origin: { kind: 'file', name: 'corp.pem' },
    },
  ],
  hints: [{ der: middle, label: 'Issuing CA', origin: { kind: 'server', name: 'api.corp:443' } }],
  refused: [
    { kind: 'certificate', sha256: sha256(root), label: 'Old root', der: root },
    { kind: 'key', sha256: 'ab'.repeat(32), label: 'Leaked key', note: 'Printed in the manual.' },
  ],
  exceptions: [
    { host: 'staging.corp', port: 8443, der: leaf, accepted: ['self-signed', 'wrong-host'], until: friday },
    { host: 'nas.lab', port: 443, der: leaf, accepted: ['expired'] },
  ],
  switchedOff: [{ sha256: 'cd'.repeat(32), label: 'Some Root' }],
};

/** The file as JSON, changed. */
function changed(change: (file: Record<string, unknown[]> & { readonly [name: string]: unknown }) => void): string {
  const file = JSON.parse(writeTrustFile(head, contents, hash)) as Record<string, unknown[]>;
  change(file);
  return JSON.stringify(file);
}

test('what was written is read back as it was', () => {
  const read = readTrustFile(writeTrustFile(head, contents, hash), hash);

  expect(read).toEqual({ ok: true, value: { ...head, contents } });
});

test('a reviewer finds times, names and fingerprints in words, and certificates line by line', () => {
  const anchor = { ...contents.anchors[0], subject: 'Corp Root R2', notAfter: friday } as TrustContents['anchors'][0];
  const text = writeTrustFile(head, { ...contents, anchors: [anchor] }, hash);

  expect(text).toContain('"trustedUntil": "2026-11-27T18:00:00.000Z"');
  expect(text).toContain('"subject": "Corp Root R2"');
  expect(text).toContain(`"sha256": "${sha256(root)}"`);
  expect(text).toMatch(/^ +"-----BEGIN CERTIFICATE-----",$/m);
  expect(text.split('\n').every((line) => line.length < 200)).toBe(true);
});

test.each<[string, string, string]>([
  ['no JSON', 'certificates', 'it is not JSON'],
  ['null', 'null', 'the file'],
  ['another JSON', '{"a":1}', 'wireglass'],
  ['an unknown field', changed((file) => (file['more'] = [])), 'the file'],
  ['a missing part', changed((file) => delete file['refused']), 'refused'],
  [
    'another certificate than the fingerprint names',
    changed((file) => Object.assign(file['anchors']?.[0] as object, { sha256: 'ef'.repeat(32) })),
    'anchors[0]: the certificate is not the one',
  ],
  [
    'a refused key of another certificate',
    changed((file) => Object.assign(file['refused']?.[0] as object, { kind: 'key' })),
    'refused[0]: the certificate is not the one',
  ],
  [
    'a scope that is none',
    changed((file) => Object.assign(file['anchors']?.[0] as object, { scope: ['*.*.corp'] })),
    'anchors[0].scope[0]',
  ],
  [
    'no certificate',
    changed((file) => Object.assign(file['hints']?.[0] as object, { pem: ['a', 'b', 'c'] })),
    'hints[0].pem',
  ],
  [
    'an end that is no time',
    changed((file) => Object.assign(file['exceptions']?.[0] as object, { until: 'Friday' })),
    'exceptions[0].until',
  ],
  [
    'a port out of range',
    changed((file) => Object.assign(file['exceptions']?.[0] as object, { port: 0 })),
    'exceptions[0].port',
  ],
])('a file with %s is refused, and the place is named', (_name, text, reason) => {
  expect(readTrustFile(text, hash)).toMatchObject({
    ok: false,
    error: { kind: 'not-a-trust-file', reason: expect.stringContaining(reason) as string },
  });
});

test('a file of a later version says so', () => {
  const text = changed((file) => Object.assign(file, { version: 2 }));

  expect(readTrustFile(text, hash)).toMatchObject({ ok: false, error: { kind: 'newer-trust-file', version: 2 } });
});

test('no cut of a file is taken for a whole one', () => {
  const text = writeTrustFile(head, contents, hash);

  for (let end = 0; end < text.length - 2; end += 7) expect(readTrustFile(text.slice(0, end), hash).ok).toBe(false);
});
