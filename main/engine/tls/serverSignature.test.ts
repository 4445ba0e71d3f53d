import { once } from 'node:events';
import type { AddressInfo } from 'node:net';
import { createServer, type ConnectionOptions, type TlsOptions } from 'node:tls';
import { afterEach, describe, expect, test } from 'vitest';
import type { HandshakeFacts } from '#core/tls/handshake.ts';
import { outlineMessage } from '#core/tls/outline.ts';
import { issue, issueRoot, leafExtensions, type Issued } from '#testdata/pki.ts';
import { readRecording, recordHandshake, type Recording } from './testRecording.ts';
import { verifyHandshake } from './verifyHandshake.ts';

const root = issueRoot('/O=Wireglass Tests/CN=Signature Root');
const leafOf = (...newkey: string[]) =>
  issue({ subject: '/CN=localhost', issuer: root, extensions: leafExtensions('localhost'), newkey });
const ecdsa = leafOf('ec', '-pkeyopt', 'ec_paramgen_curve:P-256');
const rsa = leafOf('rsa:2048');
const closing: (() => void)[] = [];

afterEach(() => {
  for (const close of closing.splice(0)) close();
});

async function record(leaf: Issued, server: TlsOptions = {}, client: ConnectionOptions = {}): Promise<Recording> {
  const listening = createServer({ key: leaf.key, cert: leaf.cert, ...server }, (socket) => {
    socket.on('error', () => undefined);
    socket.write('.');
  }).listen(0, '127.0.0.1');
  listening.on('tlsClientError', () => undefined);
  closing.push(() => listening.close());
  await once(listening, 'listening');
  return recordHandshake((listening.address() as AddressInfo).port, { ca: root.cert, ...client }, 'data');
}

const signatureIn = (facts: HandshakeFacts) =>
  facts.messages.flatMap(({ from, type, fields }) =>
    fields['signature'] ? [`${from} ${type} ${fields['signature']}`] : [],
  );

/** The recording with one byte of it changed, where `pattern` stands in what `from` sent. */
function tampered({ chunks, secrets }: Recording, from: 'client' | 'server', pattern: Uint8Array): Recording {
  const changed = chunks.map((chunk) => {
    const at = Buffer.from(chunk.bytes).indexOf(pattern);
    if (chunk.from !== from || at < 0) return chunk;
    const bytes = chunk.bytes.slice();
    bytes[at] = (bytes[at] ?? 0) ^ 1;
    return { ...chunk, bytes };
  });
  return { chunks: changed, secrets };
}

describe('the signature over the handshake is checked with the key of the leaf', () => {
  const old = { minVersion: 'TLSv1' as const, ciphers: 'DEFAULT:@SECLEVEL=0' };

  test.each<[string, () => Issued, TlsOptions, ConnectionOptions]>([
    ['TLS 1.3, ECDSA', () => ecdsa, {}, {}],
    ['TLS 1.3, SHA-384', () => ecdsa, { ciphers: 'TLS_AES_256_GCM_SHA384' }, {}],
    ['TLS 1.3, SHA-256', () => ecdsa, { ciphers: 'TLS_AES_128_GCM_SHA256' }, {}],
    ['TLS 1.3, RSA-PSS', () => rsa, {}, {}],
    ['TLS 1.3 after a HelloRetryRequest', () => ecdsa, { ecdhCurve: 'P-384' }, { ecdhCurve: 'X25519:P-384' }],
    ['TLS 1.3 with a client certificate wanted', () => ecdsa, { requestCert: true, rejectUnauthorized: false }, {}],
    ['TLS 1.2, ECDSA', () => ecdsa, { maxVersion: 'TLSv1.2' }, {}],
    ['TLS 1.2, RSA', () => rsa, { maxVersion: 'TLSv1.2' }, { sigalgs: 'RSA+SHA512' }],
    ['TLS 1.2, RSA-PSS', () => rsa, { maxVersion: 'TLSv1.2' }, { sigalgs: 'rsa_pss_rsae_sha256' }],
    ['TLS 1.2, DHE', () => rsa, { maxVersion: 'TLSv1.2', dhparam: 'auto' }, { ciphers: 'DHE-RSA-AES128-GCM-SHA256' }],
    ['TLS 1.1, MD5 and SHA-1', () => rsa, { ...old, maxVersion: 'TLSv1.1' }, old],
    ['TLS 1.0, MD5 and SHA-1', () => rsa, { ...old, maxVersion: 'TLSv1' }, old],
    ['TLS 1.0, SHA-1', () => ecdsa, { ...old, maxVersion: 'TLSv1' }, old],
  ])('%s', async (_name, leaf, server, client) => {
    const facts = readRecording(await record(leaf(), server, client));

    expect(facts.undecoded).toBeUndefined();
    expect(facts.serverSignature).toBe('good');
    expect(signatureIn(facts)).toEqual([
      facts.version === 'TLSv1.3' ? 'server CertificateVerify good' : 'server ServerKeyExchange good',
    ]);
  });

  test('what was changed on the way does not verify', async () => {
    const modern = await record(ecdsa);
    const old = await record(rsa, { maxVersion: 'TLSv1.2' });
    const name = new TextEncoder().encode('localhost');

    // The host name stands in the hello that TLS 1.3 signs; TLS 1.2 signs the randoms, not the name.
    expect(readRecording(tampered(modern, 'client', name)).serverSignature).toBe('bad');
    expect(readRecording(tampered(old, 'client', name)).serverSignature).toBe('good');
    const random = old.chunks[0]?.bytes.subarray(20, 30) ?? new Uint8Array(0);
    expect(readRecording(tampered(old, 'client', random)).serverSignature).toBe('bad');
  });

  test('a verdict does not wait for it, and the report that follows has it and the fingerprints', async () => {
    const recording = await record(ecdsa);
    const atVerdict: HandshakeFacts[] = [];
    const facts = readRecording(recording, (early) => atVerdict.push(early));
    const [early] = atVerdict;

    expect([early?.serverSignature, early?.ja3, early?.ja3s, early?.ja4]).toEqual(Array(4).fill(undefined));
    expect(early?.chain).toEqual(facts.chain);
    expect(facts).toEqual(readRecording(recording));
    expect(facts.serverSignature).toBe('good');
    expect([facts.ja3, facts.ja3s, facts.ja4].every((fingerprint) => fingerprint !== undefined)).toBe(true);
  });

  test('nothing is said where nothing was signed', async () => {
    const staticRsa = await record(rsa, { maxVersion: 'TLSv1.2' }, { ciphers: 'AES128-GCM-SHA256' });

    expect(readRecording(staticRsa).serverSignature).toBeUndefined();
  });

  test('a key of another kind, a scheme nobody knows and a certificate that is none prove nothing', () => {
    const content = new Uint8Array(3);
    const signature = new Uint8Array(64);
    const der = Buffer.from(ecdsa.cert.replace(/-----[^-]+-----/g, ''), 'base64');

    expect(verifyHandshake({ leaf: der, content, signature, scheme: 0x0804 })).toBeUndefined();
    expect(verifyHandshake({ leaf: der, content, signature, scheme: 0xfefe })).toBeUndefined();
    expect(verifyHandshake({ leaf: content, content, signature, scheme: 0x0403 })).toBeUndefined();
    expect(verifyHandshake({ leaf: der, content, signature, scheme: 0x0403 })).toBe(false);
  });
});

describe('messages are kept as they were said', () => {
  test.each(['TLSv1.2', 'TLSv1.3'] as const)('all of them, tickets as zeros (%s)', async (maxVersion) => {
    const facts = readRecording(await record(ecdsa, { maxVersion }));
    const handshake = facts.messages.filter(({ type }) => !/^(ChangeCipherSpec|Alert)$/.test(type));

    for (const { raw, bytes } of handshake) expect(Buffer.from(raw ?? '', 'base64')).toHaveLength(bytes);
    for (const { from, raw, type } of handshake) {
      const outline = outlineMessage(Buffer.from(raw ?? '', 'base64'), {
        from,
        version: facts.version,
        cipher: facts.cipher,
      });
      expect(outline[0]?.value).toBe(type);
      expect(JSON.stringify(outline)).not.toContain('not read');
    }
    const ticket = Buffer.from(handshake.find(({ type }) => type === 'NewSessionTicket')?.raw ?? '', 'base64');
    expect(ticket.subarray(24, 120).every((byte) => byte === 0)).toBe(true);
    expect(facts.messages.find(({ type }) => type === 'ChangeCipherSpec')?.raw).toBeUndefined();
  });

  test('what a client resumes with is zeros, too', async () => {
    const listening = createServer({ key: ecdsa.key, cert: ecdsa.cert }, (socket) => socket.write('.')).listen(
      0,
      '127.0.0.1',
    );
    closing.push(() => listening.close());
    await once(listening, 'listening');
    const { port } = listening.address() as AddressInfo;
    const sessions: Buffer[] = [];
    const keep = (session: Buffer) => sessions.push(session);
    for (const session of [undefined, 'last'] as const) {
      const options: ConnectionOptions = { ca: root.cert, ...(session && { session: sessions[0] }) };
      const recording = await recordHandshake(port, options, 'data', keep);
      if (session === undefined) continue;
      const facts = readRecording(recording);
      const raw = Buffer.from(facts.messages[0]?.raw ?? '', 'base64');
      // pre_shared_key is the last extension: identities, then binders of 1 + 48 bytes (RFC 8446 §4.2.11).
      const identity = raw.subarray(raw.length - 2 - 49 - 4 - 100, raw.length - 2 - 49 - 4);

      expect(facts.resumed).toBe(true);
      expect(identity.every((byte) => byte === 0)).toBe(true);
    }
  });

  test('a message that is too long is told without its bytes', async () => {
    const names = Array.from({ length: 1000 }, (_, index) => `host-number-${index}.test`);
    const large = issue({ subject: '/CN=localhost', issuer: root, extensions: leafExtensions('localhost', ...names) });
    const facts = readRecording(await record(large));
    const certificate = facts.messages.find(({ type }) => type === 'Certificate');

    expect(certificate?.bytes).toBeGreaterThan(16_384);
    expect(certificate?.raw).toBeUndefined();
    expect(facts.messages[0]?.raw).toBeDefined();
  });
});
