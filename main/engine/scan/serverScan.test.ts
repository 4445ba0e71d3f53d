import { execFileSync, spawnSync } from 'node:child_process';
import { mkdtempSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createServer as createTls } from 'node:tls';
import { afterAll, afterEach, describe, expect, test } from 'vitest';
import { cipherSuiteName } from '#core/tls/cipherSuite.ts';
import type { ScanReport } from '#core/scan/report.ts';
import { tcpServer, testClient, tlsServer } from '#main/engine/http/testServer.ts';
import { caExtensions, issue, issueRoot, leafExtensions } from '#testdata/pki.ts';
import { ServerScan, type ScanJob } from './serverScan.ts';
import { opensslServer } from './testServers.ts';

/*
 * Scans of real servers. `openssl s_server` is the one that can still be made to speak the old and the odd.
 */

const root = issueRoot();
const names = leafExtensions('localhost', '127.0.0.1');
const rsa = issue({ subject: '/CN=localhost', issuer: root, newkey: ['rsa:2048'], extensions: names });
const ec = issue({ subject: '/CN=localhost', issuer: root, extensions: names });
const client = testClient([root.cert]);
const powers = { now: Date.now, inspect: client.client.inspect };

afterAll(() => client.close());
const stops: (() => Promise<void>)[] = [];
afterEach(async () => {
  for (const stop of stops.splice(0)) await stop();
});

async function openssl(leaf: typeof rsa, ...words: readonly string[]): Promise<number> {
  const server = await opensslServer(leaf, words);
  stops.push(server.stop);
  return server.port;
}

function scanOf(port: number, more: Partial<ScanJob> = {}): ServerScan {
  return new ServerScan(powers, { host: 'localhost', port, connectTo: [toLoopback], ...more });
}

/** s_server listens on IPv4 alone. */
const toLoopback = { host: '', port: 0, toHost: '127.0.0.1', toPort: 0 };
const scan = (port: number, more: Partial<ScanJob> = {}): Promise<ScanReport> =>
  scanOf(port, more).run(new AbortController().signal);
const ciphers = (report: ScanReport, version: string) => report.ciphers.find((answer) => answer.version === version);
const groups = (report: ScanReport, version: string) => report.groups.find((answer) => answer.version === version);

describe('versions', () => {
  test.each([
    ['-tls1_3', ['TLSv1.3']],
    ['-tls1_2', ['TLSv1.2']],
    ['-tls1_1', ['TLSv1.1']],
    ['-tls1', ['TLSv1.0']],
  ])('a server with %s speaks that one alone', async (word, versions) => {
    const report = await scan(await openssl(rsa, word, '-cipher', 'DEFAULT:@SECLEVEL=0'));

    expect(report.state).toBe('complete');
    expect(report.versions.filter(({ accepted }) => accepted).map(({ version }) => version)).toEqual(versions);
  });
});

describe('cipher suites', () => {
  const list = 'ECDHE-RSA-AES128-SHA256:ECDHE-RSA-AES256-GCM-SHA384:AES128-SHA';

  test('stand in the server’s order when it has one', async () => {
    const report = await scan(await openssl(rsa, '-serverpref', '-cipher', list, '-tls1_2'));

    expect(ciphers(report, 'TLSv1.2')).toEqual({
      version: 'TLSv1.2',
      accepted: [
        'TLS_ECDHE_RSA_WITH_AES_128_CBC_SHA256',
        'TLS_ECDHE_RSA_WITH_AES_256_GCM_SHA384',
        'TLS_RSA_WITH_AES_128_CBC_SHA',
      ],
      preference: 'server',
      finished: true,
    });
  });

  test('are known to follow the client’s order when they do', async () => {
    const report = await scan(await openssl(rsa, '-cipher', list, '-tls1_2'));

    expect(ciphers(report, 'TLSv1.2')?.preference).toBe('client');
    expect(ciphers(report, 'TLSv1.2')?.accepted).toHaveLength(3);
  });

  // Debian has it as the package sslscan. Where it is absent the same was compared by hand (sslscan 2.0.7 and nmap 7.93, Nov 2026).
  test.skipIf(spawnSync('sslscan', ['--version']).error !== undefined)(
    'are those that sslscan finds, in the same order',
    async () => {
      const port = await openssl(rsa, '-serverpref', '-cipher', 'ALL:@SECLEVEL=0');

      const report = await scan(port);

      const xml = execFileSync('sslscan', ['--xml=-', '--no-heartbleed', `127.0.0.1:${port}`], { encoding: 'utf8' });
      for (const { version, accepted } of report.ciphers) expect(accepted).toEqual(seenBySslscan(xml, version));
    },
    30_000,
  );
});

/** An answer of the authority on this certificate, as a file for s_server. */
function staple(leaf: typeof rsa): string {
  const folder = mkdtempSync(join(tmpdir(), 'wireglass-staple-'));
  const file = (name: string) => join(folder, name);
  const run = (...words: readonly string[]) => execFileSync('openssl', words, { stdio: 'pipe' }).toString();
  const serial = run('x509', '-in', leaf.certFile, '-noout', '-serial').trim().replace('serial=', '');
  writeFileSync(file('index'), `V\t330101000000Z\t\t${serial}\tunknown\t/CN=localhost\n`);
  run('ocsp', '-issuer', root.certFile, '-cert', leaf.certFile, '-reqout', file('request'), '-no_nonce');
  const signer = ['-rsigner', root.certFile, '-rkey', root.keyFile, '-CA', root.certFile, '-ndays', '7'];
  run('ocsp', '-index', file('index'), '-reqin', file('request'), '-respout', file('response'), ...signer);
  return file('response');
}

function seenBySslscan(xml: string, version: string): readonly string[] {
  const lines = xml.matchAll(/<cipher status="\w+" sslversion="([^"]+)"[^>]* id="0x([0-9A-F]{4})"/g);
  return [...lines].flatMap(([, of, id = '']) => (of === version ? [cipherSuiteName(Number.parseInt(id, 16))] : []));
}

describe('groups', () => {
  test('of TLS 1.3 and of TLS 1.2 are those the server was given', async () => {
    const report = await scan(await openssl(rsa, '-groups', 'P-384:X25519:ffdhe2048'));

    expect(groups(report, 'TLSv1.3')?.accepted.toSorted()).toEqual(['ffdhe2048', 'secp384r1', 'x25519']);
    expect(groups(report, 'TLSv1.2')?.accepted.toSorted()).toEqual(['secp384r1', 'x25519']);
    expect(groups(report, 'TLSv1.3')?.refused).toContain('X25519MLKEM768');
  });

  test('are found behind an ECDSA certificate, whose own curve must stay on offer', async () => {
    const report = await scan(await openssl(ec, '-tls1_2'));

    expect(groups(report, 'TLSv1.2')?.accepted.toSorted()).toEqual(
      ['secp256r1', 'secp384r1', 'secp521r1', 'x25519', 'x448'].toSorted(),
    );
  });

  test('a hybrid with ML-KEM is found without making a key for it', async () => {
    // Node 24 has it (OpenSSL 3.5), Debian's openssl command has not.
    const server = await tlsServer(rsa, (socket) => socket.end());
    stops.push(() => server.close());

    expect(groups(await scan(server.port), 'TLSv1.3')?.accepted).toContain('X25519MLKEM768');
  });

  test('a server that wants another group than ours is followed there', async () => {
    const report = await scan(await openssl(rsa, '-groups', 'P-384', '-tls1_3'));

    expect(report.signatureSchemes[0]?.accepted).toContain('rsa_pss_rsae_sha256');
  });

  test('the size of a Diffie-Hellman prime is told', async () => {
    const report = await scan(await openssl(rsa, '-tls1_2', '-cipher', 'DHE-RSA-AES128-GCM-SHA256'));

    expect(report.dhe).toEqual({ accepted: true, bits: 2048 });
  });
});

describe('extras', () => {
  test('a server without tickets, and one that asks for a certificate', async () => {
    const without = await scan(await openssl(rsa, '-num_tickets', '0', '-no_ticket'));
    const asking = await scan(await openssl(rsa, '-Verify', '1', '-CAfile', root.certFile, '-verify_return_error'));

    expect(without.extras.ticket?.offered).toBe(false);
    expect(without.extras.clientCertificate?.asked).toBe('no');
    expect(asking.extras.clientCertificate).toEqual({
      asked: 'required',
      authorities: ['CN=Test Root,O=Wireglass Tests'],
    });
  });

  test('tickets with their life and their early data', async () => {
    const report = await scan(await openssl(rsa, '-early_data', '-max_early_data', '16000'));

    expect(report.extras.ticket).toEqual({
      offered: true,
      version: 'TLSv1.3',
      lifetimeSeconds: 7200,
      maxEarlyData: 16_000,
    });
  });

  test('protocols, in the order of the server', async () => {
    const report = await scan(await openssl(rsa, '-alpn', 'http/1.1,h2'));

    expect(report.alpn).toEqual({ accepted: ['http/1.1', 'h2'], refused: [], chosen: 'http/1.1', without: 'goes-on' });
  });

  test('another certificate for who names nobody', async () => {
    const other = issue({ subject: '/CN=other.example', issuer: root, extensions: leafExtensions('other.example') });
    const server = createTls({ key: other.key, cert: other.cert });
    server.addContext('localhost', { key: rsa.key, cert: rsa.cert });
    await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
    stops.push(() => new Promise((resolve) => void server.close(() => resolve())));

    const report = await scan((server.address() as { port: number }).port);

    expect(report.extras.serverName).toEqual({ without: 'other-certificate', unknown: 'other-certificate' });
    expect(report.certificate?.verdict?.kind).toBe('trusted');
  });

  test('a stapled answer of the authority, in TLS 1.2 as in TLS 1.3', async () => {
    const response = staple(rsa);

    for (const version of ['-tls1_2', '-tls1_3']) {
      const { extras } = await scan(await openssl(rsa, version, '-status_file', response));

      expect(extras.ocspStaple).toMatchObject({ status: 'good' });
      expect(extras.ocspStaple?.nextUpdate).toBeGreaterThan(Date.now());
    }
  });

  test('what every handshake should have', async () => {
    const { extras } = await scan(await openssl(rsa));

    expect(extras).toMatchObject({
      secureRenegotiation: true,
      extendedMasterSecret: true,
      encryptThenMac: true,
      compression: false,
      heartbeat: false,
      fallbackScsv: 'refused-as-it-should',
    });
  });
});

test('the certificate is judged by the gate: an unknown authority is not trusted', async () => {
  const unknown = issueRoot('/CN=Unknown Root', { extensions: caExtensions });
  const leaf = issue({ subject: '/CN=localhost', issuer: unknown, extensions: names });

  const report = await scan(await openssl(leaf));

  expect(report.certificate?.verdict?.kind).toBe('untrusted');
  expect(report.state).toBe('complete');
});

describe('a scan that is cancelled', () => {
  test('keeps what it found, and goes on with what was not answered', async () => {
    const port = await openssl(rsa, '-serverpref');
    const controller = new AbortController();
    let seen = 0;
    const half = scanOf(port, { onProgress: () => void (++seen === 20 && controller.abort()) });

    const first = await half.run(controller.signal);
    const rest = await half.run(new AbortController().signal);

    expect(first.state).toBe('cancelled');
    expect(first.versions).toHaveLength(5);
    expect(first.phase).toBeDefined();
    expect(rest.state).toBe('complete');
    const whole = await scan(port);
    expect(rest.ciphers).toEqual(whole.ciphers);
    expect(rest.groups).toEqual(whole.groups);
    expect(rest.extras).toEqual(whole.extras);
  });

  test('ends at once, also while a server keeps silent', async () => {
    const silent = await tcpServer(() => undefined);
    stops.push(() => silent.close());
    const controller = new AbortController();
    setTimeout(() => controller.abort(), 50);

    const report = await scanOf(silent.port, { timeoutMs: 60_000, connectTo: [] }).run(controller.signal);

    expect(report.state).toBe('cancelled');
    expect(silent.connections()).toBe(1);
  });
});

describe('a hostile server costs a bounded time and never an exception', () => {
  const job = { timeoutMs: 150, connectTo: [] };

  async function against(onSocket: Parameters<typeof tcpServer>[0]): Promise<ScanReport> {
    const server = await tcpServer(onSocket);
    stops.push(() => server.close());
    return scan(server.port, job);
  }

  test('that keeps silent', async () => {
    expect((await against(() => undefined)).failure).toMatchObject({ kind: 'tls-timeout', afterMs: 150 });
  });

  test('that resets', async () => {
    const report = await against((socket) => socket.once('data', () => socket.resetAndDestroy()));

    expect(report.failure?.kind).toBe('nothing-accepted');
    expect(report.versions[0]?.refusal).toEqual({ kind: 'reset' });
  });

  test('that speaks something else', async () => {
    expect((await against((socket) => socket.write('SSH-2.0-x\r\n'))).failure).toMatchObject({
      kind: 'not-tls',
      spoken: 'ssh',
    });
  });

  test('that sends records of nonsense', async () => {
    const report = await against((socket) => {
      socket.write(Buffer.concat([Buffer.from([22, 3, 3, 0x40, 0]), Buffer.alloc(0x4000, 0xaa)]));
    });

    expect(report.state).toBe('failed');
  });

  test('that sends records without end', async () => {
    const warning = Buffer.from([21, 3, 3, 0, 2, 1, 112]);
    const flood = Buffer.concat(Array.from({ length: 9000 }, () => warning));
    const server = await tcpServer((socket) => {
      const pour = (): void => {
        while (!socket.destroyed && socket.write(flood));
      };
      socket.on('drain', pour);
      pour();
    });
    stops.push(() => server.close());

    const report = await scan(server.port, { ...job, timeoutMs: 5000 });

    expect(report.failure?.kind).toBe('nothing-accepted');
    expect(report.versions[0]?.refusal?.kind).toBe('unreadable');
  });

  test('that answers byte by byte', async () => {
    let connections = 0;
    const report = await against((socket) => {
      connections += 1;
      const timer = setInterval(() => socket.write(Buffer.from([22])), 10);
      socket.on('close', () => clearInterval(timer));
    });

    expect(report.state).toBe('failed');
    expect(connections).toBe(1);
  });

  test('that is not there', async () => {
    const server = await tcpServer(() => undefined);
    await server.close();

    expect((await scan(server.port, job)).failure?.kind).toBe('refused');
  });

  test('that goes away in the middle', async () => {
    const tls = await tlsServer(rsa, (socket) => socket.end());
    let left = 12;
    const failing = scanOf(tls.port, {
      connectTo: [],
      onProgress: () => {
        left -= 1;
        if (left === 0) void tls.close();
      },
    });

    const report = await failing.run(new AbortController().signal);

    expect(report.failure?.kind).toBe('refused');
    expect(report.versions).toHaveLength(5);
  });
});

test('nothing but handshakes reaches the server: no byte of a request', async () => {
  const server = await tlsServer(rsa, () => undefined);
  stops.push(() => server.close());

  await scan(server.port, { connectTo: [] });

  expect(server.received()).toBe('');
});
