import { spawn, spawnSync } from 'node:child_process';
import { once } from 'node:events';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { Readable } from 'node:stream';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { toBase64 } from '#core/certificate/pem.ts';
import { derOf } from '#testdata/known.ts';
import { caExtensions, issue, issueRoot, leafExtensions, type Issued } from '#testdata/pki.ts';
import { exitCodes } from './powers.ts';
import { runHere } from './testRun.ts';

const folder = mkdtempSync(join(tmpdir(), 'wireglass-verify-test-'));
const cli = new URL('../cli.ts', import.meta.url).pathname;
afterAll(() => {
  rmSync(folder, { recursive: true });
});

interface Answer {
  readonly id?: string | number;
  readonly ok: boolean;
  readonly findings?: readonly { readonly kind: string; readonly severity: string; readonly subject?: string }[];
  readonly error?: { readonly kind: string; readonly line: number; readonly message: string; readonly field?: string };
}

let root: Issued, ca: Issued, good: Issued, expired: Issued, selfSigned: Issued;
beforeAll(() => {
  root = issueRoot();
  ca = issue({ subject: '/CN=Sub CA', issuer: root, extensions: [...caExtensions, 'authorityKeyIdentifier=keyid'] });
  const extensions = [...leafExtensions('api.corp', '10.0.0.1'), 'authorityKeyIdentifier=keyid'];
  good = issue({ subject: '/CN=api.corp', issuer: ca, extensions });
  expired = issue({
    subject: '/CN=api.corp',
    issuer: ca,
    extensions,
    notBefore: '20240101000000Z',
    notAfter: '20240301000000Z',
  });
  selfSigned = issue({ subject: '/CN=alone', extensions: leafExtensions('api.corp') });
});

const base64 = (issued: Issued) => toBase64(derOf(issued));
const asked = (more: object = {}) => ({
  id: 'one',
  chain: [good.cert, ca.cert],
  anchors: [root.cert],
  host: 'api.corp',
  ...more,
});
const lines = (...all: readonly unknown[]) =>
  all.map((one) => (typeof one === 'string' ? one : JSON.stringify(one))).join('\n');

async function verify(input: string | Uint8Array, ...flags: readonly string[]) {
  const ran = await runHere(['verify', '--json', ...flags], { stdin: () => Readable.from([Buffer.from(input)]) });
  const answers = ran.out
    .split('\n')
    .filter((line) => line !== '')
    .map((line) => JSON.parse(line) as Answer);
  return { ...ran, answers };
}
const errorsOf = (answer: Answer | undefined) =>
  (answer?.findings ?? []).filter(({ severity }) => severity === 'error').map(({ kind }) => kind);

describe('a chain in a line of JSON', () => {
  test('that is good is ok, without findings, exit 0', async () => {
    const { code, out, err } = await verify(lines(asked()));

    expect(out).toBe('{"id":"one","ok":true,"findings":[]}\n');
    expect(err).toBe('');
    expect(code).toBe(exitCodes.ok);
  });

  test('may have its certificates as PEM or base64, one or more to a text', async () => {
    const { answers, code } = await verify(
      lines(
        asked({ chain: [base64(good), base64(ca)], anchors: [base64(root)] }),
        asked({ chain: [good.cert + ca.cert], id: 7 }),
        asked({ chain: [good.cert.replaceAll('\n', '\\n'), ca.cert] }),
      ),
    );

    expect(answers.map(({ id, ok }) => [id, ok])).toEqual([
      ['one', true],
      [7, true],
      ['one', true],
    ]);
    expect(code).toBe(exitCodes.ok);
  });

  test('that is not good says of which certificate, exit 4, and the others go on', async () => {
    const { answers, code } = await verify(
      lines(
        asked({ id: 'a', chain: [expired.cert, ca.cert] }),
        asked({ id: 'b', chain: [good.cert] }),
        asked({ id: 'c', chain: [selfSigned.cert] }),
        asked({ id: 'd', host: 'other.corp' }),
        asked({ id: 'e', anchors: [] }),
        asked({ id: 'f' }),
      ),
    );

    expect(answers.map((answer) => [answer.id, answer.ok, ...errorsOf(answer)])).toEqual([
      ['a', false, 'expired'],
      ['b', false, 'incomplete-chain'],
      ['c', false, 'self-signed'],
      ['d', false, 'wrong-host'],
      ['e', false, 'unknown-issuer'],
      ['f', true],
    ]);
    expect(answers[0]?.findings?.[0]).toMatchObject({
      subject: 'api.corp',
      certificate: expect.stringMatching(/^[0-9a-f]{64}$/) as string,
      notAfter: Date.UTC(2024, 2, 1),
    });
    expect(code).toBe(exitCodes.untrusted);
  });

  test('is judged at its own time, ISO with or without a zone, or milliseconds', async () => {
    const at = (time: unknown) => asked({ chain: [expired.cert, ca.cert], time, anchors: [root.cert] });
    const { answers } = await verify(
      lines(
        at('2024-02-01T00:00:00Z'),
        at('2024-03-01T00:00:00'),
        at('2024-03-01T01:00:00+01:00'),
        at('2024-03-01T00:00:01Z'),
        at(Date.UTC(2024, 1, 1)),
        at('2024-02-01'),
        at(null),
      ),
    );

    // The authority is younger than that, so it is not valid yet; the server's certificate is what differs.
    expect(answers.map((answer) => errorsOf(answer).includes('expired'))).toEqual([
      false,
      false,
      false,
      true,
      false,
      false,
      true,
    ]);
  });

  test('without a host is not asked for a name; an address is a host', async () => {
    const { answers } = await verify(
      lines(
        asked({ host: undefined }),
        asked({ host: null }),
        asked({ host: '10.0.0.1' }),
        asked({ host: '10.0.0.2' }),
      ),
    );

    expect(answers.map(({ ok }) => ok)).toEqual([true, true, true, false]);
  });

  test('with a departure from the profile of RFC 5280 is ok, with a warning', async () => {
    const extensions = [...leafExtensions('api.corp'), 'authorityKeyIdentifier=none'];
    const bare = issue({ subject: '/CN=api.corp', issuer: ca, extensions });
    const { answers, code } = await verify(lines(asked({ chain: [bare.cert, ca.cert] })));

    expect(answers[0]).toMatchObject({
      ok: true,
      findings: [{ kind: 'malformed', severity: 'warning', subject: 'api.corp' }],
    });
    expect(code).toBe(exitCodes.ok);
  });

  test('with bytes that are no certificate is refused; an anchor that is none is named', async () => {
    const junk = Buffer.from('junk').toString('base64');
    const { answers } = await verify(
      lines(asked({ chain: [junk] }), asked({ anchors: [root.cert, junk] }), asked({ chain: [] })),
    );

    expect(answers.map((answer) => [answer.ok, ...errorsOf(answer)])).toEqual([
      [false, 'malformed'],
      [true],
      [false, 'malformed'],
    ]);
    expect(answers[1]?.findings).toMatchObject([{ kind: 'malformed', severity: 'warning' }]);
  });
});

describe('a line that cannot be read', () => {
  test.each([
    ['{"id": "x", "chain": [', 'not-json', undefined],
    ['[]', 'not-json', undefined],
    ['null', 'not-json', undefined],
    ['{"id":"x"}', 'bad-field', 'chain'],
    ['{"id":"x","chain":"PEM","anchors":[]}', 'bad-field', 'chain'],
    ['{"id":"x","chain":["%%%"],"anchors":[]}', 'bad-field', 'chain'],
    ['{"id":"x","chain":[""],"anchors":[]}', 'bad-field', 'chain'],
    ['{"id":"x","chain":["MII=AA"],"anchors":[]}', 'bad-field', 'chain'],
    ['{"id":"x","chain":["MIIBA"],"anchors":[]}', 'bad-field', 'chain'],
    ['{"id":"x","chain":["-----BEGIN CERTIFICATE-----\\nMIIB"],"anchors":[]}', 'bad-field', 'chain'],
    ['{"id":"x","chain":[],"anchors":[5]}', 'bad-field', 'anchors'],
    ['{"id":"x","chain":[],"anchors":[],"host":" "}', 'bad-field', 'host'],
    ['{"id":"x","chain":[],"anchors":[],"host":5}', 'bad-field', 'host'],
    ['{"id":"x","chain":[],"anchors":[],"time":"yesterday"}', 'bad-field', 'time'],
    ['{"id":"x","chain":[],"anchors":[],"time":"2024-13-01"}', 'bad-field', 'time'],
    ['{"id":"x","chain":[],"anchors":[],"time":1e300}', 'bad-field', 'time'],
    ['{"id":["x"],"chain":[],"anchors":[]}', 'bad-field', 'id'],
  ])('%s is answered with an error, and the next is judged', async (line, kind, field) => {
    const { answers, code } = await verify(lines(line, asked()));

    expect(answers).toMatchObject([
      { ok: false, error: { kind, line: 1 } },
      { id: 'one', ok: true },
    ]);
    expect(answers[0]?.error?.field).toBe(field);
    expect(answers[0]?.id).toBe(field === undefined || field === 'id' ? undefined : 'x');
    expect(code).toBe(exitCodes.usage);
  });

  test('of bytes that are no text is answered with an error', async () => {
    const { answers } = await verify(
      Buffer.concat([Buffer.from([0x7b, 0xff, 0x7d, 0x0a]), Buffer.from(lines(asked()))]),
    );

    expect(answers).toMatchObject([{ ok: false, error: { kind: 'not-utf8' } }, { ok: true }]);
  });

  test('beside a refused chain: the refusal decides the exit code', async () => {
    expect((await verify(lines('x', asked({ anchors: [] })))).code).toBe(exitCodes.untrusted);
  });

  test('too long for memory is passed over, and the next is judged', async () => {
    const pieces = function* () {
      const mebibyte = Buffer.alloc(1024 ** 2, 'x');
      for (let count = 0; count < 33; count++) yield mebibyte;
      yield Buffer.from(`\n${lines(asked())}`);
    };
    const { out, code } = await runHere(['verify', '--json'], { stdin: () => Readable.from(pieces()) });

    expect(
      out
        .split('\n')
        .slice(0, 2)
        .map((line) => JSON.parse(line) as Answer),
    ).toMatchObject([
      { ok: false, error: { kind: 'too-long', line: 1 } },
      { id: 'one', ok: true },
    ]);
    expect(code).toBe(exitCodes.usage);
  });
});

describe('the input', () => {
  test('may come in pieces of any size, with Windows line ends, empty lines and a byte order mark', async () => {
    const bytes = Buffer.from(`\ufeff${JSON.stringify(asked({ id: 'ü' }))}\r\n\r\n\n${JSON.stringify(asked())}\r\n`);
    const pieces = Array.from({ length: Math.ceil(bytes.length / 7) }, (_, at) => bytes.subarray(at * 7, at * 7 + 7));
    const { out } = await runHere(['verify', '--json'], { stdin: () => Readable.from(pieces) });

    expect(out).toBe('{"id":"ü","ok":true,"findings":[]}\n{"id":"one","ok":true,"findings":[]}\n');
  });

  test('may be a file', async () => {
    const path = join(folder, 'chains.jsonl');
    writeFileSync(path, lines(asked(), asked({ anchors: [] })));
    const { answers, code } = await verify('', path);

    expect(answers.map(({ ok }) => ok)).toEqual([true, false]);
    expect(code).toBe(exitCodes.untrusted);
  });

  test.each([
    [['/nonexistent/file'], 'ENOENT'],
    [['/'], 'EISDIR'],
    [['a', 'b'], 'one file'],
    [[], 'the input is empty'],
    [['--yaml'], 'Unknown flag --yaml'],
  ])('%j cannot be used, exit 2', async (words, part) => {
    const { code, err, out } = await verify('', ...words);

    expect(code).toBe(exitCodes.usage);
    expect(err).toContain(part);
    expect(out).toBe('');
  });
});

test('without --json a person reads a row for each chain, with the reasons below, and the sum', async () => {
  const input = lines(asked(), asked({ id: 'two\u001b[31m', chain: [expired.cert, ca.cert] }), 'x');
  const { out, code } = await runHere(['verify'], { stdin: () => Readable.from([input]) });

  const rows = out.split('\n');
  expect(rows[0]).toMatch(/^✓ one +good$/);
  expect(rows[1]).toMatch(/^✗ two\S+ +refused$/);
  expect(rows[2]).toMatch(/^ +✗ A certificate has expired \(api\.corp\)$/);
  expect(out).toMatch(/\? +line 3: The line is not a JSON object\./);
  expect(out).toMatch(/\n\n1 good, 1 refused, 1 unreadable\n$/);
  expect(out).not.toContain('\u001b');
  expect(code).toBe(exitCodes.untrusted);
});

describe('as a process', () => {
  test('answers each line before the next is there', async () => {
    const child = spawn(process.execPath, [cli, 'verify', '--json']);
    const exited = once(child, 'exit');
    child.stdin.write(`${lines(asked({ id: 1 }))}\n`);
    const [first] = (await once(child.stdout, 'data')) as [Buffer];
    child.stdin.end(lines(asked({ id: 2, host: 'other' })));
    const [second] = (await once(child.stdout, 'data')) as [Buffer];

    expect(JSON.parse(first.toString())).toMatchObject({ id: 1, ok: true });
    expect(JSON.parse(second.toString())).toMatchObject({ id: 2, ok: false });
    expect((await exited)[0]).toBe(exitCodes.untrusted);
  });

  test('a thousand chains come out in their order', () => {
    const input = lines(...Array.from({ length: 1000 }, (_, id) => asked({ id })));
    const { stdout, status } = spawnSync(process.execPath, [cli, 'verify', '--json'], { input });

    const ids = stdout
      .toString()
      .trimEnd()
      .split('\n')
      .map((line) => (JSON.parse(line) as Answer).id);
    expect(ids).toEqual(Array.from({ length: 1000 }, (_, id) => id));
    expect(status).toBe(exitCodes.ok);
  });

  test('Ctrl+C ends it while it waits, exit 130', async () => {
    const child = spawn(process.execPath, [cli, 'verify', '--json']);
    const exited = once(child, 'exit');
    child.stdin.write(`${lines(asked())}\n`);
    await once(child.stdout, 'data');
    child.kill('SIGINT');

    expect((await exited)[0]).toBe(exitCodes.interrupted);
  });

  test('needs no network and no trust list', async () => {
    const { out } = await runHere(['verify', '--json'], {
      stdin: () => Readable.from([lines(asked({ anchors: [] }))]),
      systemRoots: () => {
        throw new Error('asked for the roots of the system');
      },
      bundledRoots: () => {
        throw new Error('asked for the roots of Mozilla');
      },
    });

    expect(JSON.parse(out)).toMatchObject({ ok: false });
  });
});
