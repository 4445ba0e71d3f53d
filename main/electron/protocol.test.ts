import { mkdirSync, mkdtempSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { CONTENT_SECURITY_POLICY, createAppProtocol, parseRange } from './protocol.ts';

const parent = mkdtempSync(join(tmpdir(), 'wireglass-protocol-'));
const folder = join(parent, 'renderer');
mkdirSync(join(folder, 'assets'), { recursive: true });
writeFileSync(join(folder, 'index.html'), '<!doctype html>');
writeFileSync(join(folder, 'assets/a b.js'), 'x');
writeFileSync(join(folder, 'assets/odd.xyz'), 'x');
writeFileSync(join(parent, 'secret.txt'), 'secret');
mkdirSync(join(parent, 'renderer-other'));
writeFileSync(join(parent, 'renderer-other/x.txt'), 'secret');

const kept = 'a'.repeat(64);
const bytes = new Uint8Array(2_500_000).map((_, at) => at % 251);
const answer = createAppProtocol(folder, {
  bodySize: (ref) => Promise.resolve(ref === kept ? bytes.length : undefined),
  readBody: (_ref, start, end) => Promise.resolve(bytes.subarray(start, end)),
});
const get = (path: string, init?: RequestInit) => answer(new Request(`app://bundle${path}`, init));
const range = (value: string) => get(`/_body/${kept}`, { headers: { Range: value } });

describe('files of the window', () => {
  test('carry their type, the policy and nosniff', async () => {
    const response = await get('/index.html');

    expect(response.status).toBe(200);
    expect(response.headers.get('content-type')).toBe('text/html; charset=utf-8');
    expect(response.headers.get('content-security-policy')).toBe(CONTENT_SECURITY_POLICY);
    expect(response.headers.get('x-content-type-options')).toBe('nosniff');
    expect(await response.text()).toBe('<!doctype html>');
  });

  test('the policy allows no inline code and nothing from elsewhere', () => {
    expect(CONTENT_SECURITY_POLICY).toContain("default-src 'none'");
    expect(CONTENT_SECURITY_POLICY).not.toMatch(/unsafe|\*|https?:/);
  });

  test('are found under an escaped name', async () => {
    expect((await get('/assets/a%20b.js')).headers.get('content-type')).toBe('text/javascript; charset=utf-8');
  });

  test('of an unknown kind are bytes', async () => {
    expect((await get('/assets/odd.xyz')).headers.get('content-type')).toBe('application/octet-stream');
  });

  test.each([
    '/../secret.txt',
    '/%2e%2e/secret.txt',
    '/..%2fsecret.txt',
    '/assets/..%2f..%2fsecret.txt',
    '/..%2frenderer-other/x.txt',
    '/index.html%00.png',
    '/%E0%A4%A',
    '/',
    '/assets',
    '/nothing.js',
  ])('%s is not found', async (path) => {
    const response = await get(path);

    expect(response.status).toBe(404);
    expect(await response.text()).toBe('');
  });

  test('another host of the scheme has none', async () => {
    expect((await answer(new Request('app://evil/index.html'))).status).toBe(404);
  });

  test('are only read', async () => {
    expect((await get('/index.html', { method: 'POST', body: 'x' })).status).toBe(405);
  });
});

describe('a body', () => {
  test('comes whole and unchanged, as bytes whatever it is', async () => {
    const response = await get(`/_body/${kept}`);

    expect(response.status).toBe(200);
    expect(response.headers.get('content-type')).toBe('application/octet-stream');
    expect(new Uint8Array(await response.arrayBuffer())).toEqual(bytes);
  });

  test('comes in the range asked for', async () => {
    const response = await range('bytes=1000000-1999999');

    expect(response.status).toBe(206);
    expect(response.headers.get('content-range')).toBe('bytes 1000000-1999999/2500000');
    expect(new Uint8Array(await response.arrayBuffer())).toEqual(bytes.subarray(1_000_000, 2_000_000));
  });

  test('has no range behind its end', async () => {
    const response = await range('bytes=2500000-');

    expect(response.status).toBe(416);
    expect(response.headers.get('content-range')).toBe('bytes */2500000');
  });

  test('that is not kept is not found, nor is one by another name than a fingerprint', async () => {
    expect((await get(`/_body/${'b'.repeat(64)}`)).status).toBe(404);
    expect((await get('/_body/..%2f..%2fsecret.txt')).status).toBe(404);
    expect((await get(`/_body/${kept.toUpperCase()}`)).status).toBe(404);
  });
});

describe('a range', () => {
  test('is cut to the body', () => {
    expect(parseRange('bytes=0-99', 50)).toEqual({ start: 0, end: 50 });
    expect(parseRange('bytes=10-', 50)).toEqual({ start: 10, end: 50 });
    expect(parseRange('bytes=-10', 50)).toEqual({ start: 40, end: 50 });
    expect(parseRange('bytes=-100', 50)).toEqual({ start: 0, end: 50 });
  });

  test.each(['bytes=-', 'bytes=5-2', 'bytes=-0', 'bytes=50-60', 'bytes=0-1,3-4', 'items=0-1', 'bytes=a-b', ''])(
    '%j is none',
    (text) => {
      expect(parseRange(text, 50)).toBeUndefined();
    },
  );
});
