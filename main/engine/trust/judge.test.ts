import { once } from 'node:events';
import type { AddressInfo } from 'node:net';
import { connect, createServer, type TLSSocket } from 'node:tls';
import { beforeAll, describe, expect, test } from 'vitest';
import type { Certificate } from '#core/certificate/certificate.ts';
import type { Signed } from '#core/certificate/signed.ts';
import { pathAnchors } from '#core/trust/anchors.ts';
import type { EffectiveTrust } from '#main/engine/trust/effective.ts';
import { createJudge, type JudgeInput, type Judgement } from '#main/engine/trust/judge.ts';
import { verifySignature } from '#main/engine/trust/verifySignature.ts';
import { anchorOf, derOf, known } from '#testdata/known.ts';
import { caExtensions, issue, issueRoot, leafExtensions, type Issued } from '#testdata/pki.ts';

const host = 'api.corp';
const now = Date.now();
const day = 86_400_000;
const stamp = (at: number) => new Date(at).toISOString().replace(/[-:T]|\.\d+/g, '');

function trustIn(...anchors: Issued[]): EffectiveTrust {
  return {
    ...pathAnchors(anchors.map((one) => anchorOf(one))),
    key: anchors.map((one) => known(one).sha256).join(),
    pems: anchors.map(({ cert }) => cert),
    hints: [],
    refused: () => undefined,
    refusedAnchors: [],
  };
}

const input = (sent: readonly Issued[], trust: EffectiveTrust, more: Partial<JudgeInput> = {}): JudgeInput => ({
  sent: sent.map(derOf),
  host,
  port: 443,
  trust,
  library: { accepted: true, code: 'OK' },
  tls: { version: 'TLSv1.3', cipher: 'TLS_AES_128_GCM_SHA256' },
  ...more,
});

let root: Issued, ca: Issued, good: Issued;
beforeAll(() => {
  root = issueRoot();
  ca = issue({ subject: '/CN=CA', issuer: root, extensions: caExtensions });
  good = issue({ subject: '/CN=Server', issuer: ca, extensions: leafExtensions(host) });
});

describe('a chain is judged', () => {
  test('with its path, anchor and every certificate concerned', () => {
    const judgement = createJudge({ now: () => now })(input([good, ca], trustIn(root)));

    const sha = [good, ca, root].map((one) => known(one).sha256);
    expect(judgement.verdict).toMatchObject({
      kind: 'trusted',
      anchor: { sha256: sha[2], label: 'My CA' },
      findings: [],
    });
    expect(judgement.path).toEqual(sha);
    expect([...judgement.certificates.keys()]).toEqual(sha);
    expect(judgement.certificates.get(sha[2] ?? '')).toEqual(derOf(root));
  });

  test('bytes that are no certificate are kept and reported', () => {
    const judgement = createJudge({ now: () => now })({ ...input([], trustIn(root)), sent: [Uint8Array.of(1, 2, 3)] });

    expect(judgement.verdict).toMatchObject({
      kind: 'untrusted',
      findings: [{ kind: 'malformed', severity: 'error' }],
    });
    expect([...judgement.certificates.values()]).toEqual([Uint8Array.of(1, 2, 3)]);
  });
});

describe('a chain judged before is not judged again', () => {
  function counted() {
    const calls = { count: 0 };
    const clock = { now };
    const judge = createJudge({
      now: () => clock.now,
      verifySignature: (child: Signed, issuer: Certificate) => {
        calls.count += 1;
        return verifySignature(child, issuer);
      },
    });
    return { calls, clock, judge };
  }

  test('within the same minute, for the same host and trust', () => {
    const { calls, judge } = counted();
    const trust = trustIn(root);

    judge(input([good, ca], trust));
    const once = calls.count;
    judge(input([good, ca], trust));

    expect([once > 0, calls.count]).toEqual([true, once]);
  });

  test.each([
    ['another host', { host: 'other.corp' }, 0],
    ['another port', { port: 8443 }, 0],
    ['a later minute', {}, 61_000],
  ])('but anew for %s', (_, more, later) => {
    const { calls, clock, judge } = counted();
    const trust = trustIn(root);

    judge(input([good, ca], trust));
    const once = calls.count;
    clock.now += later;
    judge(input([good, ca], trust, more));

    expect(calls.count).toBe(2 * once);
  });

  test('but anew when trust changed', () => {
    const { judge } = counted();

    expect(judge(input([good, ca], trustIn(root))).verdict.kind).toBe('trusted');
    expect(judge(input([good, ca], trustIn())).verdict.kind).toBe('untrusted');
  });

  test('but anew when the path runs out within the minute', () => {
    const { clock, judge } = counted();
    const end = Math.ceil(now / 60_000) * 60_000 + 30_000;
    const ending = issue({ subject: '/CN=Server', issuer: ca, extensions: leafExtensions(host), notAfter: stamp(end) });

    clock.now = end - 1000;
    const before = judge(input([ending, ca], trustIn(root))).verdict.kind;
    clock.now = end + 1000;
    const after = judge(input([ending, ca], trustIn(root))).verdict.kind;

    expect([before, after]).toEqual(['trusted', 'untrusted']);
  });

  test('the word of the library and the cipher are never taken from before', () => {
    const { judge } = counted();
    const trust = trustIn(root);

    judge(input([good, ca], trust));
    const refused = judge(input([good, ca], trust, { library: { accepted: false, code: 'X' } }));
    const weak = judge(
      input([good, ca], trust, { tls: { version: 'TLSv1.2', cipher: 'TLS_RSA_WITH_AES_128_CBC_SHA' } }),
    );

    expect(refused.verdict.findings.map(({ kind }) => kind)).toEqual(['disagreement']);
    expect(weak.verdict.findings.map(({ kind }) => kind)).toEqual(['weak-cipher', 'no-forward-secrecy']);
  });
});

describe('on real connections the TLS library and we agree', () => {
  /** Handshakes with a server that sends this chain, and judges with what node's own verification said. */
  async function judgeLive(sent: readonly Issued[], trust: EffectiveTrust): Promise<Judgement> {
    const [leaf] = sent;
    if (leaf === undefined) throw new Error('a server needs a certificate');
    const server = createServer({ key: leaf.key, cert: sent.map(({ cert }) => cert).join('\n') });
    server.on('tlsClientError', () => undefined);
    await once(server.listen(0, '127.0.0.1'), 'listening');
    const { port } = server.address() as AddressInfo;
    const socket: TLSSocket = connect({
      host: '127.0.0.1',
      port,
      servername: host,
      ca: [...trust.pems],
      rejectUnauthorized: false,
      allowPartialTrustChain: true,
    });
    await once(socket, 'secureConnect');
    const library = { accepted: socket.authorized, code: socket.authorized ? 'OK' : String(socket.authorizationError) };
    socket.destroy();
    server.close();
    return createJudge({ now: () => now })(input(sent, trust, { library }));
  }

  const expired = { notBefore: stamp(now - 90 * day), notAfter: stamp(now - day) };
  const leafOf = (issuer: Issued, more: Parameters<typeof issue>[0] = {}) =>
    issue({ subject: '/CN=Server', issuer, extensions: leafExtensions(host), ...more });
  const caOf = (subject: string, ...extensions: string[]) => issue({ subject, issuer: root, extensions });
  const through = (middle: Issued) => [leafOf(middle), middle];

  const refusals: readonly (readonly [string, () => readonly Issued[], string])[] = [
    ['an expired certificate', () => [leafOf(ca, expired), ca], 'expired'],
    ['another name', () => [leafOf(ca, { extensions: leafExtensions('x.org') }), ca], 'wrong-host'],
    ['a missing intermediate', () => [good], 'incomplete-chain'],
    ['a self-signed certificate', () => [issue({ extensions: leafExtensions(host) })], 'self-signed'],
    [
      'an unknown root',
      () => {
        const other = issueRoot('/CN=Unknown');
        return [leafOf(other), other];
      },
      'unknown-issuer',
    ],
    ['an issuer that is no CA', () => through(caOf('/CN=No CA', 'basicConstraints=critical,CA:FALSE')), 'not-a-ca'],
    [
      'an issuer that may not sign',
      () => through(caOf('/CN=No KU', 'basicConstraints=critical,CA:TRUE', 'keyUsage=critical,cRLSign')),
      'key-usage',
    ],
    [
      'a client certificate',
      () => [leafOf(ca, { extensions: [`subjectAltName=DNS:${host}`, 'extendedKeyUsage=clientAuth'] }), ca],
      'wrong-purpose',
    ],
    [
      'any purpose',
      () => [leafOf(ca, { extensions: [`subjectAltName=DNS:${host}`, 'extendedKeyUsage=anyExtendedKeyUsage'] }), ca],
      'wrong-purpose',
    ],
    [
      'an intermediate for clients',
      () => through(caOf('/CN=Clients', ...caExtensions, 'extendedKeyUsage=clientAuth')),
      'wrong-purpose',
    ],
    [
      'a name outside constraints',
      () => through(caOf('/CN=NC', ...caExtensions, 'nameConstraints=critical,permitted;DNS:org')),
      'name-constraint',
    ],
    [
      'an unknown critical extension',
      () => [leafOf(ca, { extensions: [...leafExtensions(host), '1.2.3.4=critical,DER:05:00'] }), ca],
      'unknown-critical-extension',
    ],
    [
      'a key usage for lists alone',
      () => [leafOf(ca, { extensions: [`subjectAltName=DNS:${host}`, 'keyUsage=critical,keyCertSign'] }), ca],
      'key-usage',
    ],
  ];

  test.each(refusals)('both refuse %s', async (_, make, kind) => {
    const { verdict } = await judgeLive(make(), trustIn(root));

    expect(verdict.kind).toBe('untrusted');
    expect(verdict.library.accepted).toBe(false);
    expect(verdict.findings.map((finding) => finding.kind)).toContain(kind);
  });

  test.each([
    ['a good chain', () => [good, ca], () => trustIn(root)],
    ['a root that was sent', () => [good, ca, root], () => trustIn(root)],
    ['a trusted intermediate', () => [good, ca], () => trustIn(ca)],
    [
      'no list of purposes',
      () => [leafOf(ca, { extensions: [`subjectAltName=DNS:${host}`] }), ca],
      () => trustIn(root),
    ],
    [
      'a name within constraints written with a dot',
      () => through(caOf('/CN=Dot', ...caExtensions, 'nameConstraints=critical,permitted;DNS:.corp')),
      () => trustIn(root),
    ],
    ['the wrong order', () => [good, root, ca], () => trustIn(root)],
  ] as const)('both accept %s', async (_, make, trust) => {
    const { verdict } = await judgeLive(make(), trust());

    expect(verdict.findings.filter(({ severity }) => severity === 'error')).toEqual([]);
    expect(verdict.kind).toBe('trusted');
  });

  test('both accept a self-signed certificate that is trusted', async () => {
    const own = issue({ subject: '/CN=Own', extensions: leafExtensions(host) });

    expect((await judgeLive([own], trustIn(own))).verdict.kind).toBe('trusted');
  });
});
