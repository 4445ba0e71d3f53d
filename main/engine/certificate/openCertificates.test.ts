import { describe, expect, test } from 'vitest';
import { explainOpenFailure } from '#core/certificate/explainOpenFailure.ts';
import { openCertificates } from './openCertificates.ts';
import { derOf, known } from '#testdata/known.ts';
import { issueRoot } from '#testdata/pki.ts';

const root = issueRoot();

describe('opening certificates for the viewer', () => {
  test('gives each once, by its fingerprint', async () => {
    const result = await openCertificates({ source: { kind: 'path', path: root.certFile } });
    const twice = await openCertificates({ source: { kind: 'text', text: `${root.cert}${root.cert}` } });

    expect(result).toMatchObject({
      ok: true,
      value: { certificates: [{ sha256: known(root).sha256, pem: root.cert }] },
    });
    expect(twice.ok && twice.value.certificates).toHaveLength(1);
  });

  test('keeps a malformed one and says where its fault is', async () => {
    const bytes = Uint8Array.of(...derOf(root), 7);
    const result = await openCertificates({ source: { kind: 'bytes', name: 'bent.cer', bytes } });

    expect(result).toMatchObject({
      ok: true,
      value: { certificates: [{ fault: { reason: '1 bytes follow after the end', offset: bytes.length - 1 } }] },
    });
  });

  test('says in words why nothing could be opened', async () => {
    const missing = await openCertificates({ source: { kind: 'path', path: '/nowhere/at.all' } });
    const large = await openCertificates({ source: { kind: 'text', text: 'x'.repeat(16_000_001) } });

    expect(!missing.ok && explainOpenFailure(missing.error)).toBe('/nowhere/at.all could not be read (ENOENT).');
    expect(!large.ok && explainOpenFailure(large.error)).toMatch(/is too much/);
  });
});
