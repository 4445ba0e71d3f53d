import { describe, expect, test } from 'vitest';
import { uncheckedParts } from './uncheckedParts.ts';

const headers = [
  ['Accept', '*/*'],
  ['Authorization', 'Bearer abc.def'],
  ['X-Api-Key', 'k-1'],
  ['authorization', 'Basic eDp5'],
] as const;

describe('what whoever answers receives', () => {
  test('is the request with its body, and the headers that are no credentials', () => {
    const body = { kind: 'text', text: 'né' } as const;

    expect(uncheckedParts({ method: 'POST', url: 'https://a.test:8443/v1/x', headers, body })).toMatchObject({
      place: 'a.test:8443',
      request: 'POST /v1/x and its body',
      size: '3 bytes',
      plain: ['Accept'],
    });
  });

  test('each header with credentials stands once, by how it is made and never by its value', () => {
    const parts = uncheckedParts({ method: 'GET', url: 'a.test', headers });

    expect(parts?.credentials.map(({ words }) => words)).toEqual(['Authorization: Bearer', 'X-Api-Key']);
    expect(JSON.stringify(parts)).not.toMatch(/abc|k-1|eDp5/);
    expect(parts?.place).toBe('a.test:443');
    expect(parts).not.toHaveProperty('size');
  });

  test('a credential in the address is named: it cannot be left out', () => {
    expect(uncheckedParts({ method: 'GET', url: 'https://[::1]/x?access_token=t&page=2', headers: [] })).toMatchObject({
      place: '[::1]:443',
      request: 'GET /x',
      secretKeys: ['access_token'],
    });
  });

  test('is nothing where nobody would be checked', () => {
    expect(uncheckedParts({ method: 'GET', url: 'http://a.test/', headers: [] })).toBeUndefined();
    expect(uncheckedParts({ method: 'GET', url: '', headers: [] })).toBeUndefined();
  });
});
