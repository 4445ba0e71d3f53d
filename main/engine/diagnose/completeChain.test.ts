import { execFileSync } from 'node:child_process';
import { createHash, X509Certificate } from 'node:crypto';
import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { decodeCertificate } from '#core/certificate/decode.ts';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import type { ChainCompletion } from '#core/diagnose/completion.ts';
import { trustOnly } from '#main/engine/http/testTrust.ts';
import { caExtensions, issue, issueRoot, leafExtensions, type Issued } from '#testdata/pki.ts';
import { createDiagnosis } from './diagnosis.ts';
import type { EveryAnchor, KnownAnchor } from './knownElsewhere.ts';

/** What the authority's server answers, by path. */
const files = new Map<string, Uint8Array | string>();
let server: Server, origin: string;
let root: Issued, second: Issued, issuing: Issued, leaf: Issued, stranger: Issued;

beforeAll(async () => {
  server = createServer((request, response) => {
    const file = files.get(request.url ?? '');
    response.writeHead(file === undefined ? 404 : 200).end(file);
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  origin = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
  root = issueRoot('/CN=Top');
  second = issueAuthority('/CN=Second', root, `${origin}/root.cer`);
  issuing = issueAuthority('/CN=Issuing', second, `${origin}/second.cer`);
  leaf = issueLeaf(issuing, `${origin}/issuing.cer`);
  stranger = issueRoot('/CN=Issuing');
  files.set('/root.cer', der(root));
  files.set('/second.cer', der(second));
  files.set('/issuing.cer', der(issuing));
  files.set('/issuing.pem', issuing.cert);
  files.set('/stranger.cer', der(stranger));
  files.set('/page', '<html>Moved</html>');
  const bundle = ['crl2pkcs7', '-nocrl', '-certfile', stranger.certFile, '-certfile', issuing.certFile];
  files.set('/issuing.p7c', execFileSync('openssl', [...bundle, '-outform', 'DER']));
});
afterAll(() => server.close());

const der = ({ cert }: Issued): Uint8Array => new X509Certificate(cert).raw;
const sha256 = (issued: Issued): string => createHash('sha256').update(der(issued)).digest('hex');
const pointingTo = (...urls: readonly string[]) =>
  urls.length === 0 ? [] : [`authorityInfoAccess=${urls.map((url) => `caIssuers;URI:${url}`).join(',')}`];
function issueAuthority(subject: string, issuer: Issued, ...urls: readonly string[]): Issued {
  return issue({ subject, issuer, extensions: [...caExtensions, ...pointingTo(...urls)] });
}
function issueLeaf(issuer: Issued, ...urls: readonly string[]): Issued {
  return issue({
    subject: '/CN=app.test',
    issuer,
    extensions: [...leafExtensions('app.test'), ...pointingTo(...urls)],
  });
}

interface Given {
  readonly trusted?: readonly Issued[];
  readonly every?: Partial<EveryAnchor>;
  readonly host?: string;
}

async function complete(sent: readonly Issued[], given: Given = {}): Promise<ChainCompletion> {
  const diagnosis = createDiagnosis({
    trust: trustOnly(...(given.trusted ?? []).map(({ cert }) => cert)),
    everyAnchor: () => ({ anchors: [], sources: { system: true, bundled: true }, ...given.every }),
    now: Date.now,
    userAgent: 'Wireglass/test',
  });
  const completion = await diagnosis.completeChain({ host: given.host ?? 'app.test', port: 443, sent: sent.map(der) });
  diagnosis.close();
  return completion;
}

function anchor(issued: Issued, more: Partial<KnownAnchor>): KnownAnchor {
  const certificate = decodeCertificate(der(issued));
  if (!certificate.ok) throw new Error(certificate.error.message);
  const kept = { sha256: sha256(issued), certificate: certificate.value, label: 'Top', enabled: true, scope: [] };
  return { ...kept, source: 'system', ...more };
}

describe('a chain whose intermediate was not sent', () => {
  test('is proven incomplete when the fetched one leads to somebody trusted', async () => {
    const completion = await complete([leaf], { trusted: [second] });

    expect(completion.result).toMatchObject({ kind: 'proven', anchor: { sha256: sha256(second) } });
    expect(completion.path).toEqual([leaf, issuing, second].map(sha256));
    expect(completion.missing).toEqual([sha256(issuing)]);
    expect(completion.fetches.map(({ url, status }) => [url, status])).toEqual([[`${origin}/issuing.cer`, 200]]);
    expect(completion.certificates[sha256(issuing)]?.replaceAll('\n', '')).toBe(issuing.cert.replaceAll('\n', ''));
    // A warning: nothing else is wrong.
    expect(completion.findings).toMatchObject([{ kind: 'incomplete-chain', severity: 'warning' }]);
  });

  test('is followed over two gaps, and what is wrong besides is said too', async () => {
    const completion = await complete([leaf], { trusted: [root], host: 'other.test' });

    expect(completion.result.kind).toBe('proven');
    expect(completion.missing).toEqual([issuing, second].map(sha256));
    expect(completion.findings.filter(({ severity }) => severity === 'error')).toMatchObject([{ kind: 'wrong-host' }]);
  });

  test.each(['/issuing.pem', '/issuing.p7c'])('is completed by %s as well', async (path) => {
    const completion = await complete([issueLeaf(issuing, origin + path)], { trusted: [second] });

    expect(completion.result.kind).toBe('proven');
  });

  test('is completed from the second address when the first is dead', async () => {
    const completion = await complete([issueLeaf(issuing, `${origin}/gone`, `${origin}/issuing.cer`)], {
      trusted: [second],
    });

    expect(completion.result.kind).toBe('proven');
    expect(completion.fetches.map(({ status }) => status)).toEqual([404, 200]);
  });

  test('leads to a root that nobody trusts, and names it', async () => {
    const completion = await complete([leaf]);

    expect(completion.result).toEqual({ kind: 'unknown-root', name: 'Top', sha256: sha256(root) });
    expect(completion.missing).toEqual([issuing, second].map(sha256));
    expect(completion.path).toHaveLength(4);
  });

  test('leads to a root that this computer knows but does not count', async () => {
    const known = async (every: Partial<EveryAnchor>) => {
      const { result } = await complete([leaf], { every });
      return result.kind === 'unknown-root' ? result.known : undefined;
    };
    const off = { system: false, bundled: true };

    expect(await known({ anchors: [anchor(root, {})], sources: off })).toEqual({
      sha256: sha256(root),
      label: 'Top',
      source: 'system',
      why: 'source-off',
    });
    expect(await known({ anchors: [anchor(root, { enabled: false })] })).toMatchObject({ why: 'switched-off' });
    const custom = { source: 'custom' } as const;
    expect(await known({ anchors: [anchor(root, { ...custom, scope: ['else.test'] })] })).toMatchObject({
      why: 'other-hosts',
    });
    expect(await known({ anchors: [anchor(root, { ...custom, trustedUntil: 1 })] })).toMatchObject({ why: 'ended' });
    expect(await known({ anchors: [anchor(stranger, { enabled: false })] })).toBeUndefined();
  });

  test('ends below its root, by name alone, when nobody says where that is', async () => {
    const silent = issueAuthority('/CN=Silent', root);
    const sent = [issueLeaf(silent), silent];

    expect((await complete(sent)).result).toEqual({ kind: 'unknown-root', name: 'Top' });
    expect((await complete(sent, { every: { anchors: [anchor(root, { enabled: false })] } })).result).toMatchObject({
      known: { label: 'Top', why: 'switched-off' },
    });
  });
});

describe('a chain that cannot be completed', () => {
  test.each([
    ['names no address', [], { kind: 'no-address' }],
    ['names one that is not fetched', ['ldap://ldap.corp/cn=ca'], { kind: 'scheme' }],
    ['points to nothing', ['/gone'], { kind: 'fetch', fetch: { status: 404 } }],
    ['points to a page', ['/page'], { kind: 'not-a-certificate' }],
    ['points to another key of the same name', ['/stranger.cer'], { kind: 'not-the-issuer', found: 'Issuing' }],
  ])('%s', async (_, urls, reason) => {
    const absolute = urls.map((url) => (url.startsWith('/') ? origin + url : url));

    const { result, missing } = await complete([issueLeaf(issuing, ...absolute)], { trusted: [root] });

    expect(result).toMatchObject({ kind: 'failed', issuer: 'Issuing', reason });
    expect(missing).toEqual([]);
  });

  test('goes on for ever: it is given up after three', async () => {
    let issuer = root;
    for (let depth = 6; depth > 0; depth--) {
      const next = issueAuthority(`/CN=Depth ${depth}`, issuer, `${origin}/depth${depth + 1}.cer`);
      files.set(`/depth${depth}.cer`, der(next));
      issuer = next;
    }

    const completion = await complete([issueLeaf(issuer, `${origin}/depth1.cer`)]);

    expect(completion.result).toMatchObject({ kind: 'failed', reason: { kind: 'too-many-hops', limit: 3 } });
    expect(completion.fetches).toHaveLength(3);
  });

  test('goes round in a circle: each certificate stands on it once', async () => {
    const loop = issueAuthority('/CN=Issuing', stranger, `${origin}/stranger.cer`);
    const completion = await complete([issueLeaf(loop, `${origin}/nowhere`), loop]);

    expect(completion.result).toMatchObject({ kind: 'unknown-root', sha256: sha256(stranger) });
  });
});

test('a chain that reaches somebody trusted needs no request', async () => {
  const completion = await complete([leaf, issuing], { trusted: [second] });

  expect(completion.result.kind).toBe('complete');
  expect(completion.fetches).toEqual([]);
});
