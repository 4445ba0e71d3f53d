import { expect, test } from 'vitest';
import { contract } from '#core/contract.ts';
import { MAX_CERTIFICATE_CHARS } from './input.ts';

const jobId = '019ab000-0000-7000-8000-000000000000';

test.each([
  ['certificate.judge', (pem: string) => ({ pems: [pem] })],
  ['certificate.timestamps', (pem: string) => ({ pem })],
  ['diagnose.completeChain', (pem: string) => ({ jobId, host: 'a', port: 1, sent: [pem] })],
  ['diagnose.revocation', (pem: string) => ({ jobId, certificate: pem, issuer: pem, method: 'ocsp' })],
] as const)('%s takes one certificate at a time, not a list of all there are', (name, inputOf) => {
  const { input } = contract[name];

  expect(input.safeParse(inputOf('x'.repeat(MAX_CERTIFICATE_CHARS))).success).toBe(true);
  expect(input.safeParse(inputOf('x'.repeat(MAX_CERTIFICATE_CHARS + 1))).success).toBe(false);
});
