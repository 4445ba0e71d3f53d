import { execFileSync } from 'node:child_process';
import { mkdtempSync, readFileSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import type { TrustState } from '#core/trust/anchor.ts';
import { caExtensions, issue } from '#testdata/pki.ts';
import { runHere, type Ran } from './testRun.ts';

const root = issue({ subject: '/CN=Corp Root', extensions: caExtensions });
const other = issue({ subject: '/CN=Other Root', extensions: caExtensions });
const middle = issue({ subject: '/CN=Corp Issuing', extensions: caExtensions, issuer: root });
const server = issue({ subject: '/CN=api.corp', issuer: root });
const now = Date.UTC(2026, 10, 25, 12);

interface Place {
  readonly folder: string;
  readonly profile: string;
  file(name: string, content: string): string;
  trust(...args: readonly string[]): Promise<Ran>;
  state(): Promise<TrustState>;
}

function place(): Place {
  const folder = mkdtempSync(join(tmpdir(), 'wireglass-cli-trust-'));
  const profile = join(folder, 'profile');
  const trust = (...args: readonly string[]): Promise<Ran> =>
    runHere(['trust', ...args, '--profile', profile], {
      now: () => now,
      systemRoots: () => [],
      bundledRoots: () => [],
    });
  return {
    ...{ folder, profile, trust },
    file: (name, content) => {
      const path = join(folder, name);
      writeFileSync(path, content);
      return path;
    },
    state: async () => JSON.parse((await trust('list', '--json')).out) as TrustState,
  };
}

test('an authority is trusted for the hosts that are named, until the end of the day', async () => {
  const { trust, file, state } = place();

  const ran = await trust(
    'add',
    file('corp.pem', root.cert),
    '--host',
    '*.corp',
    '--until',
    '2026-12-24',
    '--note',
    'By phone',
  );

  expect(ran).toMatchObject({ code: 0, err: '' });
  expect(ran.out).toMatch(/^Trusted Corp Root for \*\.corp: [0-9a-f]{64}\n$/);
  expect((await state()).anchors).toMatchObject([
    {
      label: 'Corp Root',
      scope: ['*.corp'],
      trustedUntil: new Date(2026, 11, 24, 23, 59, 59, 999).getTime(),
      note: 'By phone',
      source: 'custom',
    },
  ]);
});

test('for which hosts is never guessed', async () => {
  const { trust, file, state } = place();

  const ran = await trust('add', file('corp.pem', root.cert));

  expect(ran.code).toBe(2);
  expect(ran.err).toContain('Say for which hosts');
  expect((await state()).anchors).toEqual([]);
});

test.each<[string, readonly string[]]>([
  ['a host that is none', ['--host', '*.*.corp']],
  ['an end that has passed', ['--host', '.corp', '--until', '2020-01-01']],
  ['a day that no month has', ['--host', '.corp', '--until', '2027-02-30']],
  ['two ways at once', ['--host', '.corp', '--everywhere']],
])('%s changes nothing and says why', async (_name, flags) => {
  const { trust, file, state } = place();

  const ran = await trust('add', file('corp.pem', root.cert), ...flags);

  expect(ran.code).toBe(2);
  expect(ran.err).not.toBe('');
  expect((await state()).anchors).toEqual([]);
});

test('a server’s own certificate is no authority', async () => {
  const { trust, file, state } = place();

  const ran = await trust('add', file('server.pem', server.cert), '--everywhere');

  expect(ran.code).toBe(2);
  expect(ran.err).toContain('no authority');
  expect((await state()).anchors).toEqual([]);
});

test('intermediates are kept without being trusted', async () => {
  const { trust, file, state } = place();

  await trust('add', file('middle.pem', middle.cert), '--hint');

  expect(await state()).toMatchObject({ anchors: [], hints: [{ label: 'Corp Issuing' }] });
});

test('the beginning of a fingerprint names what is removed, and a name that may be several is not taken', async () => {
  const { trust, file, state } = place();
  await trust('add', file('corp.pem', root.cert), '--host', '.corp', '--label', 'Twin');
  await trust('add', file('other.pem', other.cert), '--host', '.corp', '--label', 'Twin');
  const [first] = (await state()).anchors;

  expect(await trust('remove', 'Twin')).toMatchObject({ code: 2, err: expect.stringContaining('several') as string });
  expect(await trust('remove', 'Nobody')).toMatchObject({ code: 2 });
  expect(await trust('remove', first?.sha256.slice(0, 10).toUpperCase() ?? '')).toMatchObject({ code: 0 });
  expect((await state()).anchors).toHaveLength(1);
});

test('the whole store moves to another profile as a file, after its changes were shown', async () => {
  const here = place();
  const there = place();
  await here.trust('add', here.file('corp.pem', root.cert), '--host', '.corp', '--until', '30d');
  await here.trust('add', here.file('middle.pem', middle.cert), '--hint');
  const path = join(here.folder, 'trust.json');
  await here.trust('export', path);

  const looked = await there.trust('import', path);

  expect(looked.out).toContain('Would change 2 of 4 entries');
  expect(looked.out).toMatch(/\+ +anchor Corp Root +wider/);
  expect((await there.state()).anchors).toEqual([]);

  const applied = await there.trust('import', path, '--apply');

  expect(applied).toMatchObject({ code: 0, out: expect.stringContaining('Changed 2 of 4') as string });
  const [mine, theirs] = [await here.state(), await there.state()];
  const told = ({ label, scope, trustedUntil, enabled, origin }: TrustState['anchors'][number]) => ({
    ...{ label, scope, trustedUntil, enabled, origin },
  });
  expect(theirs.anchors.map(told)).toEqual(mine.anchors.map(told));
  expect(theirs.hints.map(({ sha256 }) => sha256)).toEqual(mine.hints.map(({ sha256 }) => sha256));
  expect((await there.trust('import', path)).out).toContain('Nothing to change');
});

test('a trust file that was tampered with changes nothing', async () => {
  const { trust, file, folder, state } = place();
  await trust('add', file('corp.pem', root.cert), '--host', '.corp');
  const path = join(folder, 'trust.json');
  await trust('export', path);
  const forged = readFileSync(path, 'utf8').replace(/"sha256": "../, '"sha256": "00');

  const ran = await trust('import', file('forged.json', forged), '--apply');

  expect(ran.code).toBe(2);
  expect(ran.err).toContain('no whole trust file');
  expect((await state()).anchors).toHaveLength(1);
});

test.each<[string, (path: string) => string]>([
  ['pem', (path) => execFileSync('openssl', ['x509', '-noout', '-subject', '-in', path]).toString()],
  ['p7b', (path) => execFileSync('openssl', ['pkcs7', '-inform', 'DER', '-print_certs', '-in', path]).toString()],
  ['json', (path) => (JSON.parse(readFileSync(path, 'utf8')) as { label: string }[])[0]?.label ?? ''],
])('authorities are written as %s that other programs read', async (format, read) => {
  const { trust, file, folder } = place();
  await trust('add', file('corp.pem', root.cert), '--host', '.corp');
  const path = join(folder, `out.${format}`);

  expect(await trust('export', path, '--format', format)).toMatchObject({ code: 0 });

  expect(read(path)).toContain('Corp Root');
});

test('without a profile, a task or a known word it says what to type', async () => {
  expect(await runHere(['trust', 'list'])).toMatchObject({
    code: 2,
    err: expect.stringContaining('--profile') as string,
  });
  expect(await runHere(['trust'])).toMatchObject({ code: 2, err: expect.stringContaining('list, add') as string });
  expect(await runHere(['trust', 'lst'])).toMatchObject({
    code: 2,
    err: expect.stringContaining('trust list') as string,
  });
});

test('a damaged trust file is not touched', async () => {
  const { trust, file, profile } = place();
  await trust('add', file('corp.pem', root.cert), '--host', '.corp');
  writeFileSync(
    join(profile, 'trust.sqlite'),
    'not a database, not at all, and long enough to look like one'.repeat(50),
  );
  const before = readFileSync(join(profile, 'trust.sqlite'));

  const ran = await trust('add', file('other.pem', other.cert), '--everywhere');

  expect(ran.code).toBe(3);
  expect(readFileSync(join(profile, 'trust.sqlite')).equals(before)).toBe(true);
});
