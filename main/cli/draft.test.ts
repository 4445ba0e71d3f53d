import { readFile } from 'node:fs/promises';
import { describe, expect, test } from 'vitest';
import type { RequestDraft } from '#core/http/draft.ts';
import { bodyLimitFlag, connectionFlags, draftOf, requestFlags } from './draft.ts';
import { parseFlags } from './flags.ts';

const flags = [...requestFlags, ...connectionFlags, bodyLimitFlag];
const files: Readonly<Record<string, string>> = {
  'order.json': '{"id": 1}',
  'note.txt': 'line 1\nline 2\n',
  '-': 'from stdin',
};

async function read(args: readonly string[]) {
  const given = parseFlags(args, flags);
  if (!given.ok) throw new Error(given.error.message);
  return draftOf('https://a', given.value, (path) =>
    files[path] === undefined ? readFile(path) : Promise.resolve(Buffer.from(files[path])),
  );
}

async function draft(...args: readonly string[]): Promise<RequestDraft> {
  const result = await read(args);
  if (!result.ok) throw new Error(result.error.message);
  return result.value;
}

async function refusal(...args: readonly string[]): Promise<string> {
  const result = await read(args);
  return result.ok ? 'accepted' : result.error.message;
}

const bodyText = ({ body }: RequestDraft) => (body?.kind === 'bytes' ? Buffer.from(body.bytes).toString() : body?.text);

describe('the request that flags describe', () => {
  test('is GET without a body, and POST with one, unless -X says otherwise', async () => {
    expect((await draft()).method).toBe('GET');
    expect((await draft('-d', 'a=1')).method).toBe('POST');
    expect((await draft('-X', 'PUT', '-d', 'a=1')).method).toBe('PUT');
  });

  test('keeps headers in their order, with case and repetition', async () => {
    const { headers } = await draft('-H', 'X-b:2', '-H', 'x-a:  1 ', '-H', 'X-b: 3', '-H', 'Empty;');

    expect(headers).toEqual([
      ['X-b', '2'],
      ['x-a', '1'],
      ['X-b', '3'],
      ['Empty', ''],
    ]);
  });

  test('keeps a colon in the value of a header', async () => {
    expect((await draft('-H', 'Referer: https://b/')).headers).toEqual([['Referer', 'https://b/']]);
  });

  test.each([
    [['-d', 'a=1', '-d', 'b=2'], 'a=1&b=2', 'application/x-www-form-urlencoded'],
    [['-d', '{"a": [1]}'], '{"a": [1]}', 'application/json'],
    [['-d', '{a}'], '{a}', 'application/x-www-form-urlencoded'],
    [['-d', '@order.json'], '{"id": 1}', 'application/json'],
    [['-d', '@note.txt'], 'line 1\nline 2\n', 'application/x-www-form-urlencoded'],
    [['-d', 'a=1', '-d', '@-'], 'a=1&from stdin', 'application/x-www-form-urlencoded'],
    [['--data-file', 'note.txt'], 'line 1\nline 2\n', 'application/octet-stream'],
    [['--data-file', 'order.json'], '{"id": 1}', 'application/json'],
  ])('%j sends the body as it is and calls it by its name', async (args, text, type) => {
    const made = await draft(...args);

    expect(bodyText(made)).toBe(text);
    expect(made.headers).toEqual([['Content-Type', type]]);
  });

  test('leaves the Content-Type to -H', async () => {
    expect((await draft('-d', '{}', '-H', 'content-type: text/plain')).headers).toEqual([
      ['content-type', 'text/plain'],
    ]);
  });

  test('knows limits in seconds and bytes', async () => {
    const { limits } = await draft('--max-time', '1.5', '--connect-timeout', '.25', '--max-body', '20M');

    expect(limits).toEqual({
      totalTimeoutMs: 1500,
      connectTimeoutMs: 250,
      tlsTimeoutMs: 250,
      maxBodyBytes: 20 * 1024 ** 2,
    });
  });

  test.each([
    ['a.test:443:127.0.0.1:8443', { host: 'a.test', port: 443, toHost: '127.0.0.1', toPort: 8443 }],
    ['A.test::b.test:', { host: 'a.test', port: 0, toHost: 'b.test', toPort: 0 }],
    ['::[::1]:8443', { host: '', port: 0, toHost: '::1', toPort: 8443 }],
    ['[fe80::1%eth0]:443:c:1', { host: 'fe80::1%eth0', port: 443, toHost: 'c', toPort: 1 }],
  ])('understands --connect-to %s', async (text, expected) => {
    expect((await draft('--connect-to', text)).connectTo).toEqual([expected]);
  });
});

describe('what cannot be meant is refused', () => {
  test.each([
    [['-H', 'no colon'], 'has no colon'],
    [['-H', ': value'], 'has no colon'],
    [['-H', 'Accept:'], '"Accept;" sends the header empty'],
    [['--max-time', 'soon'], '--max-time soon'],
    [['--max-time', '-1'], '--max-time -1'],
    [['--max-time', '1e3'], '--max-time 1e3'],
    [['--connect-timeout', '0'], '--connect-timeout 0'],
    [['--max-body', '0'], '--max-body 0'],
    [['--max-body', 'M'], '--max-body M'],
    [['--connect-to', 'a.test:443'], '--connect-to a.test:443'],
    [['--connect-to', 'a:1:b:99999'], '--connect-to a:1:b:99999'],
    [['--connect-to', '::1:443:b:1'], 'brackets'],
    [['-d', 'a', '--data-file', 'note.txt'], 'Take one of'],
    [['-d', '@/nonexistent/file'], '/nonexistent/file (ENOENT)'],
    [['--data-file', '/'], 'EISDIR'],
  ])('%j', async (args, part) => {
    expect(await refusal(...args)).toContain(part);
  });
});
