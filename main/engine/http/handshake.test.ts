import { once } from 'node:events';
import { connect } from 'node:net';
import type { TlsOptions as ServerOptions } from 'node:tls';
import { afterEach, expect, test } from 'vitest';
import { issue, issueRoot, leafExtensions } from '#testdata/pki.ts';
import { createJudge } from '#main/engine/trust/judge.ts';
import { shakeHands, type Handshake } from './handshake.ts';
import { Interrupt } from './interrupt.ts';
import { tlsServer } from './testServer.ts';
import { trustOnly } from './testTrust.ts';
import { defaultTlsOptions, SecureContexts, type TlsOptions } from './tlsOptions.ts';

const root = issueRoot('/O=Wireglass Tests/CN=Handshake Root');
const leaf = issue({ subject: '/CN=localhost', issuer: root, extensions: leafExtensions('localhost') });
const closing: (() => unknown)[] = [];

afterEach(async () => {
  for (const close of closing.splice(0).reverse()) await close();
});

async function serve(options: ServerOptions = {}): Promise<number> {
  const server = await tlsServer(leaf, (socket) => void socket.write('.'), options);
  closing.push(() => server.close());
  return server.port;
}

async function shake(port: number, tls?: Partial<TlsOptions>, host = 'localhost'): Promise<Handshake> {
  const tcp = connect(port, 'localhost');
  await once(tcp, 'connect');
  const handshake = await shakeHands({
    tcp,
    host,
    port,
    trust: trustOnly(root.cert).effective(host, port),
    timeoutMs: 5000,
    interrupt: new Interrupt(),
    contexts: new SecureContexts(),
    judge: createJudge({ now: Date.now }),
    ...(tls === undefined ? {} : { tls: { ...defaultTlsOptions, ...tls } }),
  });
  closing.push(() => handshake.socket.destroy());
  return handshake;
}

test('without options a handshake offers what every request offers', async () => {
  const { facts, ending } = await shake(await serve());

  expect(ending).toBeUndefined();
  expect(facts).toMatchObject({ version: 'TLSv1.3', alpn: { offered: ['http/1.1'] }, sni: { sent: 'localhost' } });
  expect(facts.offered.versions).toEqual(['TLSv1.3', 'TLSv1.2']);
});

test('versions, groups, ciphers and protocols can be chosen', async () => {
  const port = await serve({ ALPNProtocols: ['h2'] });
  const { facts, ending } = await shake(port, {
    maxVersion: 'TLSv1.2',
    groups: ['P-384', 'P-256'],
    ciphers: 'ECDHE-ECDSA-AES128-GCM-SHA256',
    signatureSchemes: ['ECDSA+SHA256'],
    alpn: ['h2'],
  });

  expect(ending).toBeUndefined();
  expect(facts).toMatchObject({
    version: 'TLSv1.2',
    cipher: 'TLS_ECDHE_ECDSA_WITH_AES_128_GCM_SHA256',
    signatureScheme: 'ecdsa_secp256r1_sha256',
    alpn: { offered: ['h2'], accepted: 'h2' },
  });
  expect(facts.offered.groups).toEqual(['secp384r1', 'secp256r1']);
});

test('TLS 1.0 is spoken when it is asked for, and our own check still has the last word', async () => {
  const port = await serve({ minVersion: 'TLSv1', ciphers: 'DEFAULT:@SECLEVEL=0' });
  const { facts, judgement } = await shake(port, { minVersion: 'TLSv1', maxVersion: 'TLSv1' });

  expect(facts.version).toBe('TLSv1.0');
  expect(judgement?.verdict.findings.map(({ kind }) => kind)).toContain('legacy-version');
});

test('no protocols and no name are sent when none are wanted, and the name is proven all the same', async () => {
  const { facts, ending } = await shake(await serve(), { alpn: [], serverName: null });

  expect(ending).toBeUndefined();
  expect(facts).toMatchObject({ alpn: { offered: [] }, sni: { sent: null } });
});

test('with another name in the hello, a certificate for that name alone or for the host alone does not pass', async () => {
  const port = await serve();
  const forHost = await shake(port, { serverName: 'other.test' });
  const forName = await shake(port, { serverName: 'localhost' }, 'other.test');

  expect(forHost.facts.sni.sent).toBe('other.test');
  expect(forHost.ending).toMatchObject({ kind: 'untrusted', verdict: { library: { accepted: false } } });
  expect(forName.ending).toMatchObject({ kind: 'untrusted', verdict: { library: { accepted: true } } });
});

test('a session of before is resumed, and does not pass the gate, for it shows no certificate', async () => {
  const port = await serve();
  const sessions: Buffer[] = [];
  const first = await shake(port, { sessions: { keep: (session) => sessions.push(session) } });
  if (sessions.length === 0) await once(first.socket, 'session');
  const resume = sessions[0];
  expect(resume).toBeDefined();

  const second = await shake(port, { sessions: { ...(resume && { resume }) } });

  expect(first.ending).toBeUndefined();
  expect(second.facts.resumed).toBe(true);
  expect(second.ending).toMatchObject({ kind: 'untrusted' });
});
