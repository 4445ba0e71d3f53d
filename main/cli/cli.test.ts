import { execFileSync, spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { createServer } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, test, vi } from 'vitest';
import type { PlaygroundServerId, PlaygroundState } from '#core/playground/state.ts';
import { createPlayground } from '#main/engine/playground/playground.ts';
import { exitCodes } from './powers.ts';
import { failureOf, runForJson, runHere } from './testRun.ts';

const folder = mkdtempSync(join(tmpdir(), 'wireglass-cli-test-'));
const caFile = join(folder, 'ca.pem');
const cli = new URL('../cli.ts', import.meta.url).pathname;
const playground = createPlayground({
  now: Date.now,
  firstPort: 0,
  paces: { headMs: 5, pieceMs: 5, eventMs: 60_000 },
});
let state: PlaygroundState;

beforeAll(async () => {
  const started = await playground.start();
  if (!started.ok) throw new Error(started.error.message);
  state = started.value;
  writeFileSync(caFile, state.ca?.pem ?? '');
});
afterAll(async () => {
  await playground.stop();
  rmSync(folder, { recursive: true });
});

const urlOf = (id: PlaygroundServerId, path?: string) => {
  const url = state.servers.find((server) => server.id === id)?.url ?? '';
  return path === undefined ? url : new URL(path, url).href;
};
const portOf = (id: PlaygroundServerId) => new URL(urlOf(id)).port;
const file = (name: string) => join(folder, name);

async function closedPort(): Promise<number> {
  const probe = createServer().listen(0, '127.0.0.1');
  await once(probe, 'listening');
  const { port } = probe.address() as { port: number };
  probe.close();
  await once(probe, 'close');
  return port;
}

describe('send', () => {
  test('a server that is not trusted gets one request with --insecure-once, marked, without credentials', async () => {
    const secret = ['-H', 'Authorization: Bearer hunter2'];

    const { code, err, json } = await runForJson(['send', urlOf('expired'), '--insecure-once', ...secret]);

    expect(code).toBe(exitCodes.ok);
    expect(err).toMatch(/^! UNCHECKED: .*\n! Left out of it: authorization\.\n$/);
    expect(json.connection?.tls?.verdict.kind).toBe('unchecked');
    expect(json.request).toMatchObject({ withheld: ['authorization'] });
    expect(JSON.stringify(json)).not.toContain('hunter2');
  });

  test('--insecure-once does not go with a client certificate', async () => {
    const { code, err } = await runHere(['send', urlOf('good'), '--insecure-once', '--identity', caFile]);

    expect(code).toBe(exitCodes.usage);
    expect(err).toContain('approved servers only');
  });

  test('a trusted server: the verdict first, the body last, exit 0', async () => {
    const { code, out } = await runHere(['send', urlOf('good', '/orders/NF-000042'), '--ca', caFile]);

    expect(code).toBe(exitCodes.ok);
    expect(out).toMatch(/^✓ Trusted · Wireglass Playground Root \(custom\)/);
    expect(out).toContain('HTTP/1.1 200 OK');
    expect(out.indexOf('TLS_AES')).toBeGreaterThan(0);
    expect(out.trimEnd()).toMatch(/\{[^{}]*"id": "NF-000042"[^{}]*\}$/);
  });

  test('an untrusted server: every reason with a way out, exit 4, and nothing was sent', async () => {
    const { code, out } = await runHere(['send', urlOf('good'), '-d', 'secret']);

    expect(code).toBe(exitCodes.untrusted);
    expect(out).toMatch(/^✗ Untrusted · stopped before the request was sent/);
    expect(out).toContain('Wireglass Playground Issuing CA 1');
    expect(out).not.toContain('Response');
  });

  test.each([
    ['expired', 'expired'],
    ['wrong-host', 'wrong-host'],
    ['self-signed', 'self-signed'],
    ['missing-intermediate', 'incomplete-chain'],
    ['weak-key', 'weak-key'],
  ] as const)('--json explains what is wrong with %s', async (id, kind) => {
    const { code, json } = await runForJson(['send', urlOf(id), '--ca', caFile]);

    expect(code).toBe(exitCodes.untrusted);
    expect(failureOf(json)).toBe('untrusted');
    const explanation = json.explanations.find((candidate) => candidate.kind === kind);
    expect(explanation).toMatchObject({ title: /./, cause: /./, remedy: /./ });
    expect(Object.keys(json.certificates)).toContain(explanation?.certificate);
  });

  test('--json has the exchange, its certificates and no explanation when all is well', async () => {
    const { code, json } = await runForJson(['send', urlOf('tls12'), '--ca', caFile]);

    expect(code).toBe(exitCodes.ok);
    expect(json).toMatchObject({
      request: { method: 'GET', url: urlOf('tls12') },
      connection: { tls: { version: 'TLSv1.2', verdict: { kind: 'trusted' } } },
      outcome: { kind: 'response', response: { status: 200 } },
      explanations: [],
    });
    expect(Object.keys(json.certificates)).toEqual(
      expect.arrayContaining([...(json.connection?.tls?.chain.path ?? [])]),
    );
    expect(Object.values(json.certificates)[0]).toMatch(/^-----BEGIN CERTIFICATE-----/);
  });

  test('method, headers and body arrive as given', async () => {
    const words = ['-X', 'PUT', '-H', 'X-One: 1', '-H', 'x-one: 2', '-d', '{"a":"ü"}', '-o', '-'];
    const { bytes } = await runHere(['send', urlOf('good', '/echo'), '--ca', caFile, ...words]);

    const seen = JSON.parse(bytes.toString()) as { method: string; headers: string[][]; body: string };
    expect(seen).toMatchObject({ method: 'PUT', body: '{"a":"ü"}' });
    expect(seen.headers).toEqual(
      expect.arrayContaining([
        ['X-One', '1'],
        ['x-one', '2'],
        ['Content-Type', 'application/json'],
      ]),
    );
  });

  test('-d @- reads standard input', async () => {
    const readStdin = () => Promise.resolve(Buffer.from([1, 2, 3]));
    const { bytes } = await runHere(['send', urlOf('good', '/echo'), '--ca', caFile, '-d', '@-', '-o', '-'], {
      readStdin,
    });

    expect(JSON.parse(bytes.toString())).toMatchObject({ method: 'POST', body: '\u0001\u0002\u0003' });
  });

  test('a large body is not printed, but saved byte by byte', async () => {
    const { code, out } = await runHere(['send', urlOf('large'), '--ca', caFile]);
    const saved = await runHere(['send', urlOf('large'), '--ca', caFile, '-o', file('large.json')]);

    expect(code).toBe(exitCodes.ok);
    expect(out).toContain('25 MB of application/json; -o FILE saves it.');
    expect(saved.code).toBe(exitCodes.ok);
    expect(readFileSync(file('large.json'))).toHaveLength(25_000_000);
  });

  test('-o - puts the report aside', async () => {
    const { out, err } = await runHere(['send', urlOf('good', '/gzip'), '--ca', caFile, '-o', '-']);

    expect(JSON.parse(out)).toMatchObject({ encoding: 'gzip' });
    expect(err).toMatch(/^✓ Trusted/);
  });

  test('--connect-to opens the connection elsewhere and checks the name that was asked', async () => {
    const asked = `https://freight.example:1/orders`;
    const detour = `freight.example:1:localhost:${portOf('wrong-host')}`;

    const { code, json } = await runForJson(['send', asked, '--ca', caFile, '--connect-to', detour]);

    expect(code).toBe(exitCodes.ok);
    expect(json.connection?.tls?.sni.sent).toBe('freight.example');
    expect(json.connection?.remote.port).toBe(Number(portOf('wrong-host')));
  });

  test('--max-body stops a body and says so', async () => {
    const { code, json } = await runForJson(['send', urlOf('large'), '--ca', caFile, '--max-body', '64k']);

    expect(code).toBe(exitCodes.failed);
    expect(failureOf(json)).toBe('body-too-large');
    expect(json.explanations[0]).toMatchObject({ kind: 'body-too-large', remedy: /./ });
  });

  test('--max-time ends what takes too long, exit 3', async () => {
    const { code, json } = await runForJson(['send', urlOf('streaming'), '--ca', caFile, '--max-time', '0.3']);

    expect(code).toBe(exitCodes.failed);
    expect(failureOf(json)).toBe('total-timeout');
  });

  test('a refused port: words on what to do, exit 3', async () => {
    const port = await closedPort();

    const { code, out } = await runHere(['send', `https://localhost:${port}`]);

    expect(code).toBe(exitCodes.failed);
    expect(out).toMatch(/^✗ No connection · localhost:\d+ refused the connection/);
    expect(out).toContain('Check the port, and that the server is running.');
  });

  test('an address that cannot be one is a mistake on the command line, exit 2', async () => {
    const { code, json } = await runForJson(['send', 'ftp://localhost/']);

    expect(code).toBe(exitCodes.usage);
    expect(failureOf(json)).toBe('invalid-url');
  });

  test.each([
    [['send'], 'send needs an address'],
    [['send', 'https://a', 'https://b'], 'one address'],
    [['send', 'https://a', '--json', '--report'], '--json and --report'],
    [['send', 'https://a', '--json', '-o', '-'], 'standard output'],
    [['send', 'https://a', '--ca', '/nonexistent.pem'], '/nonexistent.pem'],
    [['send', 'https://a', '--ca', cli], 'not a certificate but a text file'],
    [['send', 'https://a', '--expect', 'status=200'], 'Unknown flag --expect'],
    [['send', 'https://a', '-H', 'x'], 'no colon'],
  ])('%j is a usage error', async (args, part) => {
    const { code, err, out } = await runHere(args);

    expect(code).toBe(exitCodes.usage);
    expect(err).toMatch(/^wireglass: /);
    expect(err).toContain(part);
    expect(out).toBe('');
  });

  test('a body that cannot be saved is said, exit 3', async () => {
    const { code, err } = await runHere(['send', urlOf('good'), '--ca', caFile, '-o', '/nonexistent/body']);

    expect(code).toBe(exitCodes.failed);
    expect(err).toContain('/nonexistent/body cannot be written (ENOENT)');
  });

  test('without a profile nothing is left behind', async () => {
    const temporary = mkdtempSync(join(folder, 'tmp-'));
    vi.stubEnv('TMPDIR', temporary);

    await runHere(['send', urlOf('large'), '--ca', caFile]);

    vi.unstubAllEnvs();
    expect(readdirSync(temporary)).toEqual([]);
  });

  test('with a profile its trust counts and its history grows', async () => {
    const profile = file('profile');
    const { openTrustStore } = await import('#main/engine/trust/store.ts');
    const { openHistory } = await import('#main/engine/history/store.ts');

    const first = await runHere(['send', urlOf('good'), '--profile', profile]);
    const powers = { folder: profile, now: Date.now, systemRoots: () => [], bundledRoots: () => [] };
    const store = openTrustStore(powers);
    store.add([{ pem: state.ca?.pem ?? '', scope: ['localhost'], origin: { kind: 'paste' } }]);
    store.close();
    const second = await runHere(['send', urlOf('good'), '--profile', profile]);
    const elsewhere = await runHere(['send', urlOf('good').replace('localhost', '127.0.0.1'), '--profile', profile]);
    const worker = new URL('../engine/history/worker.ts', import.meta.url);
    const history = await openHistory({ folder: profile, worker, now: Date.now });
    const page = await history.list({ limit: 10 });
    await history.close();

    expect([first.code, second.code, elsewhere.code]).toEqual([exitCodes.untrusted, exitCodes.ok, exitCodes.untrusted]);
    expect(page.ok && page.value.entries.map(({ verdict }) => verdict)).toEqual(['untrusted', 'trusted', 'untrusted']);
  });

  test('--ca beside a profile trusts for this run alone', async () => {
    const profile = file('profile-with-ca');

    const once = await runHere(['send', urlOf('good'), '--profile', profile, '--ca', caFile]);
    const again = await runHere(['send', urlOf('good'), '--profile', profile]);

    expect([once.code, again.code]).toEqual([exitCodes.ok, exitCodes.untrusted]);
  });
});

describe('--har', () => {
  interface Har {
    readonly log: {
      readonly version: string;
      readonly entries: readonly {
        readonly request: { readonly headers: readonly { readonly name: string; readonly value: string }[] };
        readonly response: { readonly status: number; readonly content: { readonly text?: string } };
        readonly _tls: { readonly version: string; readonly certificates: readonly string[] };
      }[];
      readonly _tlsErrors?: readonly { readonly cause: string }[];
    };
  }

  test('writes the exchange with its TLS and without its secrets, beside the report', async () => {
    const har = file('out.har');
    const words = ['-H', 'Authorization: Bearer hush', '--har', har];

    const { code, out } = await runHere(['send', urlOf('good', '/orders/NF-000007'), '--ca', caFile, ...words]);
    const text = readFileSync(har, 'utf8');
    const { log } = JSON.parse(text) as Har;

    expect(code).toBe(exitCodes.ok);
    expect(out).toMatch(/^✓ Trusted/);
    expect(log.version).toBe('1.2');
    expect(log.entries).toHaveLength(1);
    expect(log.entries[0]?._tls).toMatchObject({ version: 'TLSv1.3', certificates: { length: 3 } });
    expect(log.entries[0]?.response.content.text).toContain('NF-000007');
    expect(text).not.toContain('hush');
  });

  test('goes to standard output as -, also of a server that is not trusted', async () => {
    const { code, out } = await runHere(['send', urlOf('expired'), '--ca', caFile, '--har', '-']);

    expect(code).toBe(exitCodes.untrusted);
    expect((JSON.parse(out) as Har).log).toMatchObject({
      entries: [{ response: { status: 0 } }],
      _tlsErrors: [{ cause: 'cert-rejected' }],
    });
  });
});

describe('story', () => {
  test('tells the whole story against its own server and exports it, exit 0', async () => {
    const har = file('story.har');

    const { code, out } = await runHere(['story', '--har', har]);

    expect(code).toBe(exitCodes.ok);
    expect(out.indexOf('✗ Untrusted')).toBeLessThan(out.indexOf('✓ Trusted'));
    expect(out).toContain('The authority is not trusted for this host');
    expect(JSON.parse(readFileSync(har, 'utf8'))).toMatchObject({ log: { entries: { length: 1 } } });
  });
});

describe('inspect', () => {
  test('shakes hands and judges, without a request', async () => {
    const { code, json } = await runForJson(['inspect', `localhost:${portOf('good')}`, '--ca', caFile]);

    expect(code).toBe(exitCodes.ok);
    expect(json.outcome).toEqual({ kind: 'inspected' });
    expect(json.connection?.tls?.version).toBe('TLSv1.3');
  });

  test('says why a server is not trusted, exit 4', async () => {
    const { code, out } = await runHere(['inspect', `localhost:${portOf('expired')}`, '--ca', caFile]);

    expect(code).toBe(exitCodes.untrusted);
    expect(out).toContain('A certificate has expired');
  });

  test.each([[[]], [['a', 'b']], [['http://a']], [['a:99999']], [['a', '-X', 'GET']]])(
    '%j is a usage error',
    async (args) => {
      expect((await runHere(['inspect', ...args])).code).toBe(exitCodes.usage);
    },
  );
});

describe('cert', () => {
  test('decodes every certificate of a file', async () => {
    const { code, out } = await runHere(['cert', caFile]);

    expect(code).toBe(exitCodes.ok);
    expect(out).toMatch(/^Wireglass Playground Root\n/);
    expect(out).toContain('SHA-256');
  });

  test('reads DER from standard input and prints JSON', async () => {
    const der = execFileSync('openssl', ['x509', '-in', caFile, '-outform', 'DER']);

    const { code, out } = await runHere(['cert', '-', '--json'], { readStdin: () => Promise.resolve(der) });

    expect(code).toBe(exitCodes.ok);
    expect(JSON.parse(out)).toMatchObject([{ sha256: state.ca?.sha256, ca: true, names: [] }]);
  });

  test('opens a locked file with its password, and says what else is in it', async () => {
    const store = file('locked.p12');
    const pem = file('locked.pem');
    execFileSync(
      'openssl',
      ['req', '-x509', '-newkey', 'rsa:2048', '-nodes', '-keyout', pem, '-out', `${pem}.crt`, '-subj', '/CN=locked'],
      { stdio: 'ignore' },
    );
    execFileSync('openssl', [
      'pkcs12',
      '-export',
      '-in',
      `${pem}.crt`,
      '-inkey',
      pem,
      '-name',
      'mine',
      '-passout',
      'pass:geheim',
      '-out',
      store,
    ]);
    writeFileSync(file('password'), 'geheim\n');

    const read = await runHere(['cert', store, '--password-file', file('password')]);
    const json = await runHere(['cert', store, '--password', 'geheim', '--json', '--asn1']);
    const wrong = await runHere(['cert', store, '--password', 'other']);
    const none = await runHere(['cert', store]);

    expect(read.out).toContain('“mine” in the file · its private key is in the file');
    expect(read.out).toContain('PKCS#12, unchanged as its password proves · 1 private key (RSA, encrypted)');
    expect(JSON.parse(json.out)).toMatchObject([
      { alias: 'mine', hasKey: true, decoded: { publicKey: { kind: 'rsa', flaws: [] } }, asn1: { type: 'SEQUENCE' } },
    ]);
    expect(json.out).not.toMatch(/PRIVATE KEY/);
    expect([wrong.code, none.code]).toEqual([exitCodes.usage, exitCodes.usage]);
    expect(wrong.err).toContain('The password does not open this PKCS#12 file.');
    expect(none.err).toContain('--password-file');
  });

  test('shows a malformed certificate as far as it can be read', async () => {
    const der = execFileSync('openssl', ['x509', '-in', caFile, '-outform', 'DER']);
    // The tag of the serial number, behind two headers and the version: the tree stands, the certificate does not.
    der[4 + 4 + 5] = 0x04;

    const { code, out } = await runHere(['cert', '-', '--asn1'], { readStdin: () => Promise.resolve(der) });

    expect(code).toBe(exitCodes.usage);
    expect(out).toMatch(/^Malformed at byte \d+: the serial number has tag 0x4/);
    expect(out).toContain('tbsCertificate');
  });

  test.each([
    [['/nonexistent.pem'], 'ENOENT'],
    [[cli], 'not a certificate but a text file'],
    [[], 'one file'],
  ])('%j is refused with a reason', async (args, part) => {
    const { code, err } = await runHere(['cert', ...args]);

    expect(code).toBe(exitCodes.usage);
    expect(err).toContain(part);
  });
});

describe('help', () => {
  test('lists the commands, and the flags of each', async () => {
    const overview = await runHere(['help']);
    const send = await runHere(['send', '--help']);

    expect(overview).toMatchObject({ code: exitCodes.ok, err: '' });
    expect(overview.out).toContain('inspect HOST[:PORT]');
    expect(send.out).toContain('--connect-to H:P:H2:P2');
  });

  test('without a word the list goes to standard error, exit 2', async () => {
    expect(await runHere([])).toMatchObject({
      code: exitCodes.usage,
      out: '',
      err: expect.stringContaining('Commands'),
    });
  });

  test('a misspelt command is named with the nearest, an address with what to do', async () => {
    expect((await runHere(['sned'])).err).toContain('Did you mean send?');
    expect((await runHere(['https://a/'])).err).toContain('wireglass send https://a/');
    expect((await runHere(['help', 'sned'])).code).toBe(exitCodes.usage);
  });

  test('--version says it', async () => {
    expect((await runHere(['--version'])).out).toBe('wireglass 0.0.0-test\n');
  });
});

describe('as a process', () => {
  test('Ctrl+C ends a request cleanly, exit 130', async () => {
    const child = spawn(process.execPath, [cli, 'send', urlOf('streaming'), '--ca', caFile, '--json']);
    const out: Buffer[] = [];
    child.stdout.on('data', (piece: Buffer) => out.push(piece));
    // The request is on its way when the server has a connection: the events come a minute apart, so it hangs there.
    await untilConnected(Number(portOf('streaming')));

    child.kill('SIGINT');
    const [code] = (await once(child, 'close')) as [number];

    expect(code).toBe(exitCodes.interrupted);
    expect(JSON.parse(Buffer.concat(out).toString())).toMatchObject({ outcome: { kind: 'cancelled' } });
  });

  test('the playground runs until Ctrl+C and its CA works', async () => {
    const caOut = file('own-ca.pem');
    const child = spawn(process.execPath, [cli, 'playground', '--json', '--ca-out', caOut]);
    let out = '';
    for await (const piece of child.stdout) {
      out += String(piece);
      if (out.endsWith('}\n')) break;
    }
    const { servers } = JSON.parse(out) as PlaygroundState;

    const sent = await runHere(['send', servers[0]?.url ?? '', '--ca', caOut]);
    const exit = once(child, 'exit');
    child.kill('SIGINT');

    expect(sent.code).toBe(exitCodes.ok);
    expect((await exit)[0]).toBe(exitCodes.ok);
  });

  test('a pipe gets no colour', () => {
    const out = execFileSync(process.execPath, [cli, 'help']).toString();

    expect(out).not.toContain('\u001b');
  });
});

/** Until a client of this machine is connected to the port (one that is not this process would be wrong, but none is). */
async function untilConnected(port: number): Promise<void> {
  const hex = port.toString(16).toUpperCase().padStart(4, '0');
  const established = () =>
    ['/proc/net/tcp', '/proc/net/tcp6'].some((table) =>
      readFileSync(table, 'utf8')
        .split('\n')
        .some((line) => new RegExp(`:[0-9A-F]{4} [0-9A-F]+:${hex} 01 `).test(line)),
    );
  while (!established()) await new Promise((resolve) => setTimeout(resolve, 20));
}
