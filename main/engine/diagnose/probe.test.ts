import { spawn, type ChildProcess } from 'node:child_process';
import { createServer as createHttp } from 'node:http';
import { createServer, connect, type AddressInfo, type Server, type Socket } from 'node:net';
import { createServer as createTls, type TlsOptions } from 'node:tls';
import { setTimeout as pause } from 'node:timers/promises';
import { afterAll, afterEach, beforeAll, describe, expect, test } from 'vitest';
import { conclude, type Conclusion } from '#core/diagnose/conclude.ts';
import type { ProbeId, ProbeOutcome, ProbeReport } from '#core/diagnose/probe.ts';
import type { ExchangeFailure } from '#core/http/exchange.ts';
import { testClient, type TestClient } from '#main/engine/http/testServer.ts';
import { trustOnly } from '#main/engine/http/testTrust.ts';
import { issue, issueRoot, leafExtensions, type Issued } from '#testdata/pki.ts';
import { createDiagnosis } from './diagnosis.ts';
import type { ProbeJob } from './probe.ts';

/*
 * Each server is a real one with the fault: the request fails, the probes run, and what they mean is checked.
 */
let root: Issued, leaf: Issued, http: TestClient;
const servers: Server[] = [];
const children: ChildProcess[] = [];
beforeAll(() => {
  root = issueRoot();
  leaf = issue({ subject: '/CN=localhost', issuer: root, extensions: leafExtensions('localhost', 'other.test') });
  http = testClient([root.cert]);
});
afterEach(() => {
  for (const server of servers.splice(0)) server.close();
  for (const child of children.splice(0)) child.kill();
});
afterAll(() => http.close());

interface Found {
  readonly failure: ExchangeFailure;
  readonly report: ProbeReport;
  readonly conclusions: readonly Conclusion[];
  readonly kinds: readonly string[];
}

/** Sends a request, which must fail, then finds out why. */
async function findOut(port: number, timeoutMs?: number): Promise<Found> {
  const sent = await http.get(`https://localhost:${port}/`, { limits: { tlsTimeoutMs: 500, connectTimeoutMs: 1000 } });
  if (sent.exchange.outcome.kind !== 'failed') throw new Error(`The request ended as ${sent.exchange.outcome.kind}.`);
  const { failure } = sent.exchange.outcome;
  const report = await probe(port, { ...(timeoutMs === undefined ? {} : { timeoutMs }) });
  const conclusions = conclude(failure, report.outcomes);
  return { failure, report, conclusions, kinds: conclusions.map(({ kind }) => kind) };
}

interface Given extends Pick<ProbeJob, 'signal' | 'timeoutMs'> {
  readonly trusted?: readonly Issued[];
  readonly host?: string;
}

async function probe(port: number, { trusted = [root], ...job }: Given = {}): Promise<ProbeReport> {
  const diagnosis = createDiagnosis({
    trust: trustOnly(...trusted.map(({ cert }) => cert)),
    everyAnchor: () => ({ anchors: [], sources: { system: true, bundled: true } }),
    now: Date.now,
    userAgent: 'Wireglass/test',
  });
  const report = await diagnosis.probe({ host: 'localhost', port, timeoutMs: 700, ...job });
  diagnosis.close();
  return report;
}

async function listen(server: Server): Promise<number> {
  servers.push(server);
  server.on('tlsClientError', () => undefined);
  server.on('connection', (socket: Socket) => socket.on('error', () => undefined));
  await new Promise<void>((resolve) => server.listen(0, 'localhost', resolve));
  return (server.address() as AddressInfo).port;
}
const serveTls = (options: TlsOptions): Promise<number> => listen(createTls({ ...leaf, ...options }));
const serveTcp = (onSocket: (socket: Socket) => void): Promise<number> => listen(createServer(onSocket));

/** `openssl s_server` with these words. */
async function serveOpenssl(...words: readonly string[]): Promise<number> {
  const port = await serveTcp(() => undefined);
  servers.pop()?.close();
  const child = spawn('openssl', [
    ...['s_server', '-accept', `127.0.0.1:${port}`, '-cert', leaf.certFile, '-key', leaf.keyFile, '-quiet'],
    ...words,
  ]);
  children.push(child);
  for (let tries = 0; tries < 100; tries++) {
    const socket = connect(port, '127.0.0.1');
    const open = await new Promise((resolve) => {
      socket.once('connect', () => resolve(true)).once('error', () => resolve(false));
    });
    socket.destroy();
    if (open) return port;
    await pause(20);
  }
  throw new Error('openssl s_server did not start.');
}

/** A server behind a device that looks at the ClientHello: what `refuses` is reset, the rest goes through. */
async function behindDevice(behind: number, refuses: (hello: Buffer) => boolean): Promise<number> {
  return serveTcp((socket) => {
    socket.once('data', (hello) => {
      if (refuses(hello)) {
        socket.resetAndDestroy();
        return;
      }
      const through = connect(behind, 'localhost');
      through.on('error', () => socket.destroy());
      through.write(hello);
      socket.pipe(through).pipe(socket);
    });
  });
}

const resultOf = ({ outcomes }: ProbeReport, id: ProbeId): ProbeOutcome['result'] | undefined =>
  outcomes.find((outcome) => outcome.id === id)?.result;

describe('finding out why a handshake fails', () => {
  test('with a server that takes no http/1.1 by ALPN', async () => {
    const port = await serveTls({ ALPNProtocols: ['imap'] });

    const { failure, kinds, report } = await findOut(port);

    expect(failure).toMatchObject({ kind: 'tls-alert', number: 120 });
    expect(kinds[0]).toBe('alpn');
    expect(resultOf(report, 'no-alpn')).toMatchObject({ kind: 'handshake', version: 'TLSv1.3' });
    expect(resultOf(report, 'h2')).toMatchObject({ kind: 'failed' });
  });

  test('with a server that speaks HTTP/2 alone', async () => {
    const { kinds } = await findOut(await serveTls({ ALPNProtocols: ['h2'] }));

    expect(kinds[0]).toBe('http2-only');
    expect(kinds).not.toContain('alpn');
  });

  test('with a server that knows no such host name', async () => {
    const port = await serveOpenssl(
      '-servername',
      'else.test',
      '-servername_fatal',
      '-cert2',
      leaf.certFile,
      '-key2',
      leaf.keyFile,
    );

    const { failure, conclusions } = await findOut(port);

    expect(failure).toMatchObject({ kind: 'tls-alert', number: 112 });
    expect(conclusions[0]).toMatchObject({ kind: 'unknown-name', from: ['no-sni'] });
    expect(conclusions[0]?.cause).toContain('localhost, other.test');
  });

  test('with a server of TLS 1.1', async () => {
    const port = await serveTls({ minVersion: 'TLSv1', maxVersion: 'TLSv1.1', ciphers: 'DEFAULT@SECLEVEL=0' });

    const { failure, conclusions } = await findOut(port);

    expect(failure).toMatchObject({ kind: 'tls-incompatible', what: 'version' });
    expect(conclusions[0]).toMatchObject({ kind: 'old-version', title: 'The server speaks TLS 1.1 at most' });
  });

  test('with a server that has weak suites alone', async () => {
    const rsa = issue({
      subject: '/CN=localhost',
      issuer: root,
      newkey: ['rsa:1024'],
      extensions: leafExtensions('localhost').map((line) => line.replace('digitalSignature', 'keyEncipherment')),
    });
    const port = await serveTls({ ...rsa, maxVersion: 'TLSv1.2', ciphers: 'CAMELLIA128-SHA:@SECLEVEL=0' });

    const { failure, conclusions } = await findOut(port);

    expect(failure).toMatchObject({ kind: 'tls-alert', number: 40 });
    expect(conclusions[0]).toMatchObject({ kind: 'weak-cipher' });
    expect(conclusions[0]?.cause).toContain('TLS_RSA_WITH_CAMELLIA_128_CBC_SHA');
  });

  test('behind a device that cannot take a long first message', async () => {
    const port = await behindDevice(await serveTls({}), (hello) => hello.length > 1000);

    const { failure, kinds } = await findOut(port);

    expect(failure).toMatchObject({ kind: 'reset', during: 'tls' });
    expect(kinds).toEqual(['large-hello']);
  });

  test('behind a device that breaks off when TLS 1.3 is offered', async () => {
    const tls12 = await serveTls({ maxVersion: 'TLSv1.2' });
    // supported_versions with 1.3 before 1.2, or 1.3 alone (RFC 8446 §4.2.1).
    const offers = [Buffer.of(0, 43, 0, 5, 4, 3, 4, 3, 3), Buffer.of(0, 43, 0, 3, 2, 3, 4)];
    const port = await behindDevice(tls12, (hello) => offers.some((offer) => hello.includes(offer)));

    const { kinds, report } = await findOut(port);

    expect(resultOf(report, 'tls12')?.kind).toBe('handshake');
    expect(kinds[0]).toBe('tls13-intolerant');
  });

  test('with a server of TLS 1.2 that wants a client certificate', async () => {
    const port = await serveTls({ maxVersion: 'TLSv1.2', requestCert: true, rejectUnauthorized: true, ca: root.cert });

    const report = await probe(port);
    const [first] = report.outcomes;

    expect(first?.result).toMatchObject({
      kind: 'failed',
      failure: { kind: 'client-certificate-required' },
      clientAuth: { authorities: ['CN=Test Root,O=Wireglass Tests'] },
    });
    const failure = first?.result.kind === 'failed' ? first.result.failure : undefined;
    expect(failure && conclude(failure, report.outcomes).map(({ kind }) => kind)).toEqual(['wants-client-certificate']);
  });

  test('on a port that speaks plain HTTP and answers nothing but requests', async () => {
    const plain = createHttp((_, response) => response.end('hi'));
    plain.on('clientError', (_, socket) => socket.destroy());

    const { failure, kinds } = await findOut(await listen(plain));

    expect(failure.kind).toBe('closed-early');
    expect(kinds).toEqual(['plain-http']);
  });

  test('on a port whose server greets late in another protocol', async () => {
    const port = await serveTcp((socket) => setTimeout(() => socket.write('220 mail.test ESMTP\r\n'), 150));

    const { kinds, conclusions } = await findOut(port, 400);

    expect(kinds).toEqual(['other-protocol']);
    expect(conclusions[0]?.title).toBe('The port speaks SMTP (mail), not TLS');
  });

  test('on a port that swallows everything, and one that hangs up on everything', async () => {
    const { kinds } = await findOut(await serveTcp((socket) => socket.resume()), 150);
    const hangsUp = await findOut(await serveTcp((socket) => socket.once('data', () => socket.destroy())));

    expect(kinds).toEqual(['no-answer']);
    expect(hangsUp.kinds).toEqual(['no-answer']);
  }, 20_000);

  test('with a server that has nothing to offer at all', async () => {
    const port = await listen(createTls({}));

    expect((await findOut(port)).kinds).toEqual(['nothing-helps']);
  });

  test('with a fault that has gone by the next try', async () => {
    const server = await serveTls({});
    let first = true;
    const port = await behindDevice(server, () => {
      const refused = first;
      first = false;
      return refused;
    });

    const { kinds, report } = await findOut(port);

    expect(kinds).toEqual(['works-now']);
    expect(report.outcomes).toHaveLength(1);
  });

  test('with a server that has gone by the next try', async () => {
    const port = await serveTcp((socket) => socket.once('data', () => socket.destroy()));
    const sent = await http.get(`https://localhost:${port}/`);
    for (const server of servers.splice(0)) server.close();

    const { outcomes } = await probe(port);

    const failure = sent.exchange.outcome.kind === 'failed' ? sent.exchange.outcome.failure : undefined;
    expect(failure && conclude(failure, outcomes).map(({ kind }) => kind)).toEqual(['gone']);
    expect(outcomes).toHaveLength(1);
  });
});

describe('the probes', () => {
  test('write nothing over any handshake, whether the server is trusted or not', async () => {
    let received = '';
    const server = createTls({ ...leaf, ALPNProtocols: ['imap'] }, (socket) => {
      socket.on('error', () => undefined);
      socket.on('data', (chunk: Buffer) => (received += chunk.toString('latin1')));
    });
    const port = await listen(server);

    const trusting = await probe(port);
    const distrusting = await probe(port, { trusted: [] });

    expect(resultOf(trusting, 'no-alpn')?.kind).toBe('handshake');
    expect(resultOf(distrusting, 'no-alpn')?.kind).toBe('handshake');
    expect(received).toBe('');
  });

  test('stop when the person stops them, and keep what was found', async () => {
    const port = await serveTcp((socket) => socket.resume());
    const controller = new AbortController();
    setTimeout(() => controller.abort(), 900);

    const report = await probe(port, { signal: controller.signal });

    expect(report.cancelled).toBe(true);
    expect(report.outcomes.map(({ id }) => id)).toEqual(['as-before']);
  });

  test('send no name to an address', async () => {
    const port = await serveTcp((socket) => socket.once('data', () => socket.destroy()));

    const report = await probe(port, { host: '127.0.0.1', timeoutMs: 300 });

    expect(resultOf(report, 'no-sni')).toMatchObject({ kind: 'skipped' });
  });
});
