import { createHash } from 'node:crypto';
import { describe, expect, test } from 'vitest';
import { readRefused } from './readRefused.ts';
import { issueRoot } from '#testdata/pki.ts';

const hash = createHash('sha256').update('key');
const sha256 = hash.copy().digest('hex');
const base64 = hash.digest('base64');

describe('what is pasted to be refused', () => {
  test('may be a certificate; of several the first is meant', () => {
    const root = issueRoot('/CN=Contour CA');
    const read = readRefused(`Subject: x\n${root.cert}${root.cert}`);

    expect(read).toMatchObject({ kind: 'certificate', others: 1 });
    expect(read.kind === 'certificate' ? read.pem.trim() : '').toBe(root.cert.trim());
  });

  test.each([
    sha256,
    sha256.toUpperCase(),
    (sha256.match(/../g) ?? []).join(':'),
    `sha256 Fingerprint=${(sha256.match(/../g) ?? []).join(':')}`,
    `  SHA-256: ${(sha256.match(/.{4}/g) ?? []).join(' ')}\n`,
  ])('may be a number: %s', (text) => {
    expect(readRefused(text)).toEqual({ kind: 'number', sha256 });
  });

  test.each([`sha256/${base64}`, `sha256//${base64}`, `pin-sha256/${base64}`])('may be a pin of a key: %s', (text) => {
    expect(readRefused(text)).toEqual({ kind: 'pin', sha256 });
  });

  test.each([
    ['hello', 'neither'],
    [sha256.slice(0, 40), 'SHA-1'],
    [sha256.slice(0, 32), 'MD5'],
    [sha256.slice(0, 60), 'these are 60'],
    [`${sha256}00`, 'these are 66'],
    ['sha256/abcd', '32 bytes'],
    ['sha256/!!!!', '32 bytes'],
    ['-----BEGIN PRIVATE KEY-----\nAAAA\n-----END PRIVATE KEY-----', 'no certificate'],
    ['-----BEGIN CERTIFICATE-----\nAAAA', 'cut short'],
    ['-----BEGIN CERTIFICATE-----\nAAAA\n-----END CERTIFICATE-----', 'damaged'],
  ])('%j is refused with a word on what it is', (text, words) => {
    expect(readRefused(text)).toMatchObject({ kind: 'problem', words: expect.stringContaining(words) as string });
  });

  test('nothing is nothing', () => {
    expect(readRefused(' \n')).toEqual({ kind: 'empty' });
  });
});
