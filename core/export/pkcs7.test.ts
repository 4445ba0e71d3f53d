import { execFileSync } from 'node:child_process';
import { expect, test } from 'vitest';
import { parsePem, toPem } from '#core/certificate/pem.ts';
import { issue } from '#testdata/pki.ts';
import { certsOnly } from './pkcs7.ts';

const ders = [issue({ subject: '/CN=one' }), issue({ subject: '/CN=two', newkey: ['rsa:4096'] })].flatMap(
  ({ cert }) => {
    const parsed = parsePem(cert);
    return parsed.ok ? parsed.value : [];
  },
);

test('openssl reads the same certificates out of the bundle, in their order', () => {
  const printed = execFileSync('openssl', ['pkcs7', '-inform', 'DER', '-print_certs'], { input: certsOnly(ders) });

  expect(parsePem(printed.toString())).toEqual({ ok: true, value: ders });
});

test('a bundle of many, with long lengths, is read too', () => {
  const many = Array.from({ length: 200 }, () => ders[1] ?? new Uint8Array());
  const text = toPem(certsOnly(many), 'PKCS7');

  const printed = execFileSync('openssl', ['pkcs7', '-print_certs'], { input: text });

  expect(parsePem(printed.toString())).toMatchObject({ ok: true, value: { length: 200 } });
});
