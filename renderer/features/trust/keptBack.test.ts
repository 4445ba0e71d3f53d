import { expect, test } from 'vitest';
import { keptBack } from './keptBack.ts';
import type { Header, RequestRecord } from '#core/http/exchange.ts';

function request(headers: readonly Header[], bytes?: number): RequestRecord {
  const body = bytes === undefined ? {} : { body: { bytes, sha256: '', ref: '' } };
  return { method: 'POST', url: 'https://host.test/', httpVersion: 'HTTP/1.1', headers, ...body };
}

test('secrets are named, never shown', () => {
  const sentence = keptBack(request([['authorization', 'Bearer s3cret']], 110));

  expect(sentence).toBe('Your bearer token and the body of 110 bytes stayed on this computer.');
  expect(sentence).not.toContain('s3cret');
});

test('several are listed once each', () => {
  const headers = [
    ['Cookie', 'a=1'],
    ['Cookie', 'b=2'],
    ['Authorization', 'Basic dTpw'],
    ['X-Api-Key', 'k'],
  ] as const;

  expect(keptBack(request(headers))).toBe(
    'Your cookies, your password and your x-api-key header stayed on this computer.',
  );
});

test('a request without secrets and body has nothing to say', () => {
  expect(keptBack(request([['Accept', '*/*']]))).toBe('');
});
