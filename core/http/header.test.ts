import { describe, expect, test } from 'vitest';
import type { Header } from './exchange.ts';
import { checkRequest, headerList, headerValue, requestHeaders } from './header.ts';

const base = { method: 'GET', headers: [], authority: 'h', userAgent: 'W/1' } as const;

describe('headers that are sent', () => {
  test('begin with Host and what we say of ourselves, and end with what frames the body', () => {
    const headers = requestHeaders({
      ...base,
      method: 'POST',
      headers: [['X-A', '1']],
      body: { bytes: 3, kind: 'text' },
    });

    expect(headers.map(([name]) => name)).toEqual([
      'Host',
      'User-Agent',
      'Accept',
      'Accept-Encoding',
      'X-A',
      'Content-Type',
      'Content-Length',
      'Connection',
    ]);
  });

  test('give way to the same header in the draft, whatever its case and place', () => {
    const given: Header[] = [
      ['user-agent', 'mine'],
      ['HOST', 'other'],
      ['connection', 'close'],
    ];

    const headers = requestHeaders({ ...base, headers: given });

    expect(headers).toEqual([['Accept', '*/*'], ['Accept-Encoding', 'gzip, deflate, br, zstd'], ...given]);
  });

  test('keep duplicates', () => {
    const twice: Header[] = [
      ['X-A', '1'],
      ['x-a', '2'],
    ];

    expect(requestHeaders({ ...base, headers: twice })).toEqual(expect.arrayContaining(twice));
  });

  test('announce an empty body where a body is usual, and nothing where it is not', () => {
    expect(headerValue(requestHeaders({ ...base, method: 'POST' }), 'content-length')).toBe('0');
    expect(headerValue(requestHeaders({ ...base, method: 'GET' }), 'content-length')).toBeUndefined();
  });

  test('do not announce a length beside Transfer-Encoding', () => {
    const headers = requestHeaders({
      ...base,
      method: 'POST',
      headers: [['Transfer-Encoding', 'chunked']],
      body: { bytes: 3, kind: 'bytes' },
    });

    expect(headerValue(headers, 'content-length')).toBeUndefined();
  });
});

describe('a request cannot be sent', () => {
  test.each([
    ['GE T', [], 'method', 'GE T'],
    ['', [], 'method', ''],
    ['GET', [['a b', '1']], 'header-name', 'a b'],
    ['GET', [['', '1']], 'header-name', ''],
    ['GET', [['Authorization', 'secret\n']], 'header-value', 'Authorization'],
    ['GET', [['X', 'a\u0000b']], 'header-value', 'X'],
    ['GET', [['X', '日本']], 'header-value', 'X'],
  ] as const)('with method %j and headers %j', (method, headers, part, value) => {
    expect(checkRequest({ method, url: '', headers })).toMatchObject({ ok: false, error: { part, value } });
  });

  test('and the failure does not repeat the value, which may be a secret', () => {
    const checked = checkRequest({ method: 'GET', url: '', headers: [['Authorization', 'Bearer s3cret\n']] });

    expect(JSON.stringify(checked)).not.toContain('s3cret');
  });

  test('while Latin-1 and tabs are fine', () => {
    expect(checkRequest({ method: 'PROPFIND', url: '', headers: [['X', 'a\té']] }).ok).toBe(true);
  });
});

test('the values of a repeated header make one list', () => {
  const headers: Header[] = [
    ['Content-Encoding', 'gzip'],
    ['content-encoding', 'br'],
  ];

  expect(headerList(headers, 'Content-Encoding')).toBe('gzip, br');
  expect(headerList(headers, 'X')).toBeUndefined();
});
