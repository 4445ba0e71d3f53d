import { afterAll, afterEach, beforeAll, expect, test } from 'vitest';
import { acceptable } from '#core/trust/exception.ts';
import { blocks, type FindingKind } from '#core/trust/verdict.ts';
import { caExtensions, issue, issueRoot, leafExtensions, type Issued, type IssueOptions } from '#testdata/pki.ts';
import { answering, testClient, tlsServer, type TestClient, type TestServer } from './testServer.ts';
import { trustOnly, type TestTrust } from './testTrust.ts';

// Whatever the library calls a fault that may be accepted, the table of codes (core/trust/libraryCode.ts) must know it.

const root = issueRoot();
const stranger = issueRoot('/CN=A Stranger');
const okay = 'HTTP/1.1 200 OK\r\nConnection: close\r\nContent-Length: 2\r\n\r\nhi';
const server = (issuer: Issued | undefined, more: IssueOptions = {}) =>
  issue({ subject: '/CN=localhost', extensions: leafExtensions('localhost'), ...(issuer && { issuer }), ...more });
const authority = (issuer: Issued, extensions: readonly string[] = caExtensions, more: IssueOptions = {}) =>
  issue({ subject: '/CN=Issuing', issuer, extensions, ...more });
const withUse = (...lines: string[]) => [
  'basicConstraints=critical,CA:FALSE',
  'subjectAltName=DNS:localhost',
  ...lines,
];
const serverAuth = 'extendedKeyUsage=serverAuth';
const rsa = { newkey: ['rsa:1024'] };

interface Case {
  readonly leaf: Issued;
  readonly chain?: readonly Issued[];
}

/** Made when asked for: openssl takes its time. */
const cases: Readonly<Record<string, () => Case>> = {
  expired: () => ({ leaf: server(root, { notBefore: '20200101000000Z', notAfter: '20200201000000Z' }) }),
  'an issuer that expired': () => {
    const old = authority(root, caExtensions, { notBefore: '20200101000000Z', notAfter: '20200201000000Z' });
    return { leaf: server(old), chain: [old] };
  },
  'not valid yet': () => ({ leaf: server(root, { notBefore: '20400101000000Z', notAfter: '20410101000000Z' }) }),
  'another name': () => ({ leaf: server(root, { extensions: leafExtensions('elsewhere.test') }) }),
  'no name but the common name': () => ({
    leaf: server(root, { extensions: ['basicConstraints=critical,CA:FALSE', 'keyUsage=digitalSignature', serverAuth] }),
  }),
  'signed by itself': () => ({ leaf: server(undefined) }),
  'signed by itself, and an authority': () => ({
    leaf: server(undefined, { extensions: [...caExtensions.slice(0, 1), 'subjectAltName=DNS:localhost'] }),
  }),
  'an unknown issuer': () => ({ leaf: server(stranger) }),
  'an unknown issuer, sent': () => ({ leaf: server(stranger), chain: [stranger] }),
  'an unknown issuer above an intermediate': () => {
    const ca = authority(stranger);
    return { leaf: server(ca), chain: [ca] };
  },
  'an issuer that is no authority': () => {
    const ca = authority(root, ['basicConstraints=critical,CA:FALSE']);
    return { leaf: server(ca), chain: [ca] };
  },
  'an issuer that may not sign': () => {
    const ca = authority(root, ['basicConstraints=critical,CA:TRUE', 'keyUsage=critical,cRLSign']);
    return { leaf: server(ca), chain: [ca] };
  },
  'a path that is too long': () => {
    const ca = authority(root, ['basicConstraints=critical,CA:TRUE,pathlen:0', 'keyUsage=critical,keyCertSign']);
    const below = issue({ subject: '/CN=Below', issuer: ca, extensions: caExtensions });
    return { leaf: server(below), chain: [below, ca] };
  },
  'for clients only': () => ({
    leaf: server(root, { extensions: withUse('keyUsage=critical,digitalSignature', 'extendedKeyUsage=clientAuth') }),
  }),
  'a key that is for other things': () => ({
    leaf: server(root, { extensions: withUse('keyUsage=critical,nonRepudiation', serverAuth) }),
  }),
  'a key that is too weak': () => ({ leaf: server(root, rsa) }),
  'an issuer with a key that is too weak': () => {
    const ca = authority(root, caExtensions, rsa);
    return { leaf: server(ca), chain: [ca] };
  },
  'a signature that can be forged': () => ({ leaf: server(root, { digest: '-sha1' }) }),
  'a proof that was promised and not sent': () => ({
    leaf: server(root, { extensions: [...leafExtensions('localhost'), 'tlsfeature=status_request'] }),
  }),
  'several at once': () => ({
    leaf: server(stranger, {
      extensions: leafExtensions('elsewhere.test'),
      notBefore: '20200101000000Z',
      notAfter: '20200201000000Z',
      ...rsa,
    }),
  }),
};

let trust: TestTrust;
let http: TestClient;
let running: TestServer | undefined;
const seen = new Set<FindingKind>();
beforeAll(() => {
  trust = trustOnly(root.cert);
  http = testClient([], { trust });
});
afterAll(() => http.close());
afterEach(() => running?.close());

test.each(Object.keys(cases))('once accepted, this passes, and one fault less does not: %s', async (name) => {
  const { leaf, chain = [] } = cases[name]?.() ?? { leaf: root };
  const cert = [leaf, ...chain].map((one) => one.cert).join('');
  // Level 0: a server that has a weak key must be able to use it.
  running = await tlsServer(leaf, answering(okay), { cert, ciphers: 'DEFAULT@SECLEVEL=0' });
  trust.replace(root.cert);
  const { port, origin } = running;
  const refused = (await http.get(origin)).exchange.connection?.tls?.verdict;
  const kinds = [...new Set(refused?.findings.filter(blocks).map(({ kind }) => kind))];
  const accept = (accepted: readonly FindingKind[]) => {
    trust.decide({ anchors: [root.cert], exceptions: [{ port, leaf: leaf.cert, accepted }] });
  };
  for (const kind of kinds) seen.add(kind);

  for (const left of kinds) {
    accept(kinds.filter((kind) => kind !== left));
    expect((await http.get(origin)).exchange.outcome.kind).toBe('failed');
  }
  expect(running.received()).toBe('');
  accept(kinds);
  const passed = (await http.get(origin)).exchange;

  expect(refused?.kind).toBe('untrusted');
  expect(kinds.length).toBeGreaterThan(0);
  expect(kinds.filter((kind) => !acceptable(kind))).toEqual([]);
  expect(passed.connection?.tls?.verdict).toMatchObject({ kind: 'excepted', library: refused?.library });
});

test('those were all that can be accepted but the scope of an anchor', () => {
  const all = ['expired', 'not-yet-valid', 'wrong-host', 'no-san', 'self-signed', 'unknown-issuer', 'incomplete-chain'];
  const more = [
    'not-a-ca',
    'key-usage',
    'path-too-long',
    'wrong-purpose',
    'weak-key',
    'weak-signature',
    'must-staple-missing',
  ];

  expect([...seen].sort()).toEqual([...all, ...more].sort());
});
