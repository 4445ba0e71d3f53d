import { beforeAll, describe, expect, test } from 'vitest';
import { pathAnchors, type KnownCertificate, type PathAnchor } from './anchors.ts';
import { checkPath, type PathResult } from './path.ts';
import type { VerifySignature } from './search.ts';
import { anchorOf, known, verifyWithNode } from '#testdata/known.ts';
import { caExtensions, issue, issueRoot, leafExtensions, type Issued, type IssueOptions } from '#testdata/pki.ts';

const host = 'api.corp';
const now = Date.now();
const day = 86_400_000;
const stamp = (at: number) => new Date(at).toISOString().replace(/[-:T]|\.\d+/g, '');

const intermediate = (issuer: Issued, subject = '/CN=Test Intermediate', more: IssueOptions = {}) =>
  issue({ subject, issuer, extensions: [...caExtensions, 'authorityKeyIdentifier=keyid'], ...more });
const leaf = (issuer: Issued | undefined, more: IssueOptions = {}) =>
  issue({ subject: '/CN=Server', extensions: leafExtensions(host), ...(issuer && { issuer }), ...more });

interface Case {
  readonly sent: readonly (Issued | KnownCertificate)[];
  readonly anchors?: readonly (Issued | PathAnchor)[];
  readonly outOfScope?: readonly PathAnchor[];
  readonly asked?: string;
  readonly at?: number;
  readonly verify?: VerifySignature;
}

const knownOf = (one: Issued | KnownCertificate) => ('certificate' in one ? one : known(one));

function check({ sent, anchors = [], outOfScope, asked = host, at = now, verify = verifyWithNode }: Case): PathResult {
  const trusted = anchors.map((one) => ('certificate' in one ? one : anchorOf(one)));
  return checkPath(
    { sent: sent.map(knownOf), host: asked, anchors: pathAnchors(trusted, outOfScope), now: at },
    verify,
  );
}

const kinds = (result: PathResult) => result.findings.map(({ kind }) => kind);
const errors = (result: PathResult) =>
  result.findings.filter(({ severity }) => severity === 'error').map(({ kind }) => kind);
const sha = (one: Issued) => known(one).sha256;

let root: Issued, ca: Issued, good: Issued, otherRoot: Issued;
beforeAll(() => {
  root = issueRoot();
  otherRoot = issueRoot('/CN=Other Root');
  ca = intermediate(root);
  good = leaf(ca);
});

describe('a chain whose host is not asked', () => {
  const unasked = (sent: readonly Issued[], outOfScope?: readonly PathAnchor[]) =>
    checkPath(
      { sent: sent.map(known), anchors: pathAnchors(outOfScope ? [] : [anchorOf(root)], outOfScope), now },
      verifyWithNode,
    );

  test('is proven for whatever name it has, or none', () => {
    expect(unasked([good, ca]).findings).toEqual([]);
    expect(unasked([leaf(ca, { extensions: ['extendedKeyUsage=serverAuth'] }), ca]).path).toHaveLength(3);
  });

  test('is not lifted by an anchor of other hosts', () => {
    expect(errors(unasked([good, ca], [anchorOf(root, ['other.corp'])]))).toEqual(['unknown-issuer']);
  });
});

describe('how certificates are written', () => {
  test('is said when nobody is stopped by it, and not asked of the anchor', () => {
    const nameless = leaf(ca, { subject: '/' });

    expect(check({ sent: [nameless, ca], anchors: [root] })).toMatchObject({
      path: [sha(nameless), sha(ca), sha(root)],
      findings: [{ kind: 'malformed', severity: 'warning' }],
    });
  });

  test('an extension that only informs and cannot be read stops nobody', () => {
    const broken = leaf(ca, { extensions: [...leafExtensions(host), '1.3.6.1.5.5.7.1.3=DER:0500'] });
    const { path, findings } = check({ sent: [broken, ca], anchors: [root] });

    expect(path).toHaveLength(3);
    expect(findings.filter(({ severity }) => severity === 'error')).toEqual([]);
  });
});

describe('a good chain', () => {
  test('is proven to its anchor, with nothing to say', () => {
    const result = check({ sent: [good, ca], anchors: [otherRoot, root] });

    expect(result).toMatchObject({
      path: [sha(good), sha(ca), sha(root)],
      anchor: { sha256: sha(root) },
      findings: [],
    });
  });

  test('is good until the first certificate on it expires', () => {
    const short = intermediate(root, '/CN=Short', { notAfter: stamp(now + 40 * day) });

    const result = check({ sent: [leaf(short), short], anchors: [root] });

    expect(result.goodUntil).toBe(known(short).certificate.notAfter);
  });

  test('may end in an intermediate that is trusted', () => {
    expect(check({ sent: [good, ca], anchors: [ca] })).toMatchObject({ path: [sha(good), sha(ca)], findings: [] });
  });

  test('may be a self-signed certificate that is trusted, which then vouches for itself alone', () => {
    const own = issue({ subject: '/CN=Server', extensions: leafExtensions(host) });
    const impostor = leaf(own, { subject: '/CN=Other' });

    expect(check({ sent: [own], anchors: [own] })).toMatchObject({ path: [sha(own)], findings: [] });
    expect(errors(check({ sent: [impostor, own], anchors: [own] }))).toEqual(['not-a-ca', 'key-usage']);
  });

  test('may be for an address', () => {
    const server = leaf(ca, { extensions: leafExtensions('10.0.0.1', '::1') });

    expect(errors(check({ sent: [server, ca], anchors: [root], asked: '10.0.0.1' }))).toEqual([]);
    expect(errors(check({ sent: [server, ca], anchors: [root], asked: '[::1]' }))).toEqual([]);
  });

  test('may have a root that wrote its name as another type of text', () => {
    const upper = issueRoot('/CN=TEST  ROOT X');
    const server = leaf(upper);
    const renamed = anchorOf(upper);
    const subject = { ...renamed.certificate.subject, der: Uint8Array.of(0x30, 0x00) };
    const anchor = { ...renamed, certificate: { ...renamed.certificate, subject } };

    expect(errors(check({ sent: [server], anchors: [anchor] }))).toEqual([]);
  });
});

describe('each fault is found and names its certificate', () => {
  const soon = { notBefore: stamp(now - 90 * day), notAfter: stamp(now - 2 * day) };
  const later = { notBefore: stamp(now + 2 * day), notAfter: stamp(now + 90 * day) };

  test.each([
    ['an expired server', () => leaf(ca, soon), 'expired'],
    ['a server not yet valid', () => leaf(ca, later), 'not-yet-valid'],
    ['a server for another name', () => leaf(ca, { extensions: leafExtensions('apj.corp') }), 'wrong-host'],
    ['a server without names', () => leaf(ca, { extensions: [], subject: `/CN=${host}` }), 'no-san'],
    ['a server with names that are no hosts', () => leaf(ca, { extensions: ['subjectAltName=email:a@b.c'] }), 'no-san'],
    [
      'a client certificate',
      () => leaf(ca, { extensions: [`subjectAltName=DNS:${host}`, 'extendedKeyUsage=clientAuth'] }),
      'wrong-purpose',
    ],
    [
      'a purpose of "any"',
      () => leaf(ca, { extensions: [`subjectAltName=DNS:${host}`, 'extendedKeyUsage=anyExtendedKeyUsage'] }),
      'wrong-purpose',
    ],
    [
      'a key that may only sign lists',
      () => leaf(ca, { extensions: [`subjectAltName=DNS:${host}`, 'keyUsage=cRLSign'] }),
      'key-usage',
    ],
    ['an RSA key of 1024 bits', () => leaf(ca, { newkey: ['rsa:1024'] }), 'weak-key'],
    ['a curve of 192 bits', () => leaf(ca, { newkey: ['ec', '-pkeyopt', 'ec_paramgen_curve:prime192v1'] }), 'weak-key'],
    ['a signature with SHA-1', () => leaf(ca, { digest: '-sha1' }), 'weak-signature'],
    [
      'a critical extension nobody knows',
      () => leaf(ca, { extensions: [...leafExtensions(host), '1.2.3.4=critical,DER:05:00'] }),
      'unknown-critical-extension',
    ],
    [
      'an extension that cannot be read',
      () => leaf(ca, { extensions: [`subjectAltName=DNS:${host}`, 'keyUsage=DER:02:01:01'] }),
      'malformed',
    ],
    [
      'curve parameters spelled out',
      () => leaf(ca, { newkey: ['ec', '-pkeyopt', 'ec_paramgen_curve:P-256', '-pkeyopt', 'ec_param_enc:explicit'] }),
      'malformed',
    ],
  ] as const)('%s', (_, make, kind) => {
    const server = make();

    const result = check({ sent: [server, ca], anchors: [root] });

    expect(result.findings).toMatchObject([{ kind, severity: 'error', certificate: sha(server) }]);
    expect(result.path).toEqual([sha(server), sha(ca), sha(root)]);
  });

  test.each([
    ['an expired intermediate', '/CN=Old', soon, 'expired'],
    ['an intermediate that is no CA', '/CN=Not CA', { extensions: ['basicConstraints=CA:FALSE'] }, 'not-a-ca'],
    ['an intermediate of version 1', '/CN=V1', { extensions: [] }, 'not-a-ca'],
    [
      'an intermediate that may not sign',
      '/CN=KU',
      { extensions: ['basicConstraints=CA:TRUE', 'keyUsage=digitalSignature'] },
      'key-usage',
    ],
    [
      'an intermediate for clients only',
      '/CN=EKU',
      { extensions: [...caExtensions, 'extendedKeyUsage=clientAuth'] },
      'wrong-purpose',
    ],
    ['an intermediate with a weak signature', '/CN=SHA1', { digest: '-sha1' }, 'weak-signature'],
    [
      'an intermediate with unreadable constraints',
      '/CN=NC',
      { extensions: [...caExtensions, 'nameConstraints=DER:30:00'] },
      'malformed',
    ],
  ] as const)('%s', (_, subject, more, kind) => {
    const bad = intermediate(root, subject, more);

    const result = check({ sent: [leaf(bad), bad], anchors: [root] });

    expect(result.findings).toMatchObject([{ kind, severity: 'error', certificate: sha(bad) }]);
  });

  test('an anchor that is expired, or no CA', () => {
    const old = issueRoot('/CN=Old Root', soon);
    const plain = issue({ subject: '/CN=Plain', extensions: ['basicConstraints=CA:FALSE'] });

    expect(check({ sent: [leaf(old)], anchors: [old] }).findings).toMatchObject([
      { kind: 'expired', certificate: sha(old) },
    ]);
    expect(check({ sent: [leaf(plain)], anchors: [plain] }).findings).toMatchObject([
      { kind: 'not-a-ca', certificate: sha(plain) },
    ]);
  });

  test('an anchor of version 1 is a CA because somebody said so; its SHA-1 signature counts for nothing', () => {
    const old = issue({ subject: '/CN=Old V1', digest: '-sha1' });

    expect(errors(check({ sent: [leaf(old)], anchors: [old] }))).toEqual([]);
  });

  test('more intermediates than a path length allows; self-issued ones do not count', () => {
    const narrow = issueRoot('/CN=Narrow', {
      extensions: ['basicConstraints=critical,CA:TRUE,pathlen:0', 'keyUsage=keyCertSign'],
    });
    const below = intermediate(narrow, '/CN=Below');
    const rollover = intermediate(narrow, '/CN=Narrow');

    expect(check({ sent: [leaf(below), below], anchors: [narrow] }).findings).toMatchObject([
      { kind: 'path-too-long', certificate: sha(narrow), limit: 0, actual: 1 },
    ]);
    expect(errors(check({ sent: [leaf(rollover), rollover], anchors: [narrow] }))).toEqual([]);
  });

  test('a signature by another key of the same name', () => {
    const twin = intermediate(otherRoot);
    const forged = leaf(twin);

    const result = check({ sent: [forged, ca], anchors: [root] });

    expect(result).toMatchObject({
      path: [],
      findings: [{ kind: 'bad-signature', severity: 'error', certificate: sha(forged), issuer: 'Test Intermediate' }],
    });
    expect(result.anchor).toBeUndefined();
  });

  test('a damaged signature', () => {
    const whole = known(good);
    const signature = whole.certificate.signature.map((byte, index) => (index === 20 ? byte ^ 1 : byte));
    const damaged = { ...whole, certificate: { ...whole.certificate, signature } };
    const verify: VerifySignature = (child, issuer) => child.signature !== signature && verifyWithNode(child, issuer);

    expect(errors(check({ sent: [damaged, ca], anchors: [root], verify }))).toEqual(['bad-signature']);
  });

  test('the nearest name is in the finding', () => {
    expect(check({ sent: [good, ca], anchors: [root], asked: 'apj.corp' }).findings).toMatchObject([
      { kind: 'wrong-host', asked: 'apj.corp', offered: ['api.corp'], nearest: 'api.corp' },
    ]);
  });
});

describe('all faults are reported at once', () => {
  test('expired and wrong host and unknown issuer', () => {
    const bad = leaf(ca, {
      extensions: leafExtensions('old.example'),
      notBefore: stamp(now - 90 * day),
      notAfter: stamp(now - day),
    });

    expect(errors(check({ sent: [bad, ca, root] }))).toEqual(['wrong-host', 'expired', 'unknown-issuer']);
  });

  test('faults of several certificates, in the order of the path', () => {
    const old = intermediate(root, '/CN=Old', {
      notBefore: stamp(now - 90 * day),
      notAfter: stamp(now - day),
      digest: '-sha1',
    });
    const weak = leaf(old, { newkey: ['rsa:1024'], extensions: ['extendedKeyUsage=clientAuth'] });

    const result = check({ sent: [weak, old], anchors: [root] });

    expect(result.findings.map(({ kind, certificate }) => [kind, certificate])).toEqual([
      ['no-san', sha(weak)],
      ['wrong-purpose', sha(weak)],
      ['weak-key', sha(weak)],
      ['expired', sha(old)],
      ['weak-signature', sha(old)],
    ]);
  });
});

describe('why a chain ends without anybody trusted', () => {
  test('a root was sent that is in no list', () => {
    expect(check({ sent: [good, ca, root], anchors: [otherRoot] }).findings).toMatchObject([
      { kind: 'unknown-issuer', certificate: sha(root), issuer: 'Test Root', root: true },
      { kind: 'root-sent' },
    ]);
  });

  test('the root was not sent and is in no list', () => {
    expect(check({ sent: [good, ca] }).findings).toMatchObject([
      { kind: 'unknown-issuer', certificate: sha(ca), issuer: 'Test Root', root: false },
    ]);
  });

  test('the intermediate was not sent', () => {
    const server = leaf(ca, {
      extensions: [...leafExtensions(host), 'authorityInfoAccess=caIssuers;URI:http://ca.corp/ca.cer'],
    });

    expect(check({ sent: [server], anchors: [root] }).findings).toMatchObject([
      {
        kind: 'incomplete-chain',
        certificate: sha(server),
        issuer: 'Test Intermediate',
        caIssuers: ['http://ca.corp/ca.cer'],
      },
    ]);
  });

  test('above an intermediate a private root is missed, also when the intermediate says where it is found', () => {
    const told = intermediate(otherRoot, '/CN=Told', {
      extensions: [...caExtensions, 'authorityInfoAccess=caIssuers;URI:http://ca.corp/root.cer'],
    });

    expect(check({ sent: [leaf(told), told], anchors: [root] }).findings).toMatchObject([
      { kind: 'unknown-issuer', certificate: sha(told), root: false },
    ]);
  });

  test('the intermediate is missing and the root that was sent is in no list: two faults', () => {
    expect(check({ sent: [good, root] }).findings).toMatchObject([
      { kind: 'incomplete-chain', certificate: sha(good) },
      { kind: 'unknown-issuer', certificate: sha(root), root: true },
      { kind: 'root-sent', certificate: sha(root) },
    ]);
  });

  test('the intermediate is missing and the root that was sent is trusted: one fault', () => {
    expect(errors(check({ sent: [good, root], anchors: [root] }))).toEqual(['incomplete-chain']);
  });

  test('the certificate is self-signed', () => {
    const own = issue({ subject: '/CN=Server', extensions: leafExtensions(host) });

    expect(check({ sent: [own], anchors: [root] }).findings).toMatchObject([
      { kind: 'self-signed', certificate: sha(own) },
    ]);
  });

  test('a trusted authority has the name of the issuer but another key', () => {
    const twin = issueRoot('/O=Wireglass Tests/CN=Test Root');
    const server = leaf(twin);

    expect(errors(check({ sent: [server], anchors: [root] }))).toEqual(['bad-signature']);
    expect(errors(check({ sent: [server, twin], anchors: [root] }))).toEqual(['unknown-issuer']);
  });

  test('an authority that is trusted for other hosts', () => {
    const scoped = anchorOf(root, ['*.other.corp']);

    expect(check({ sent: [good, ca, root], outOfScope: [scoped] })).toMatchObject({
      path: [],
      findings: [
        { kind: 'out-of-scope', certificate: sha(root), host, scope: ['*.other.corp'], label: 'My CA' },
        { kind: 'root-sent' },
      ],
    });
  });

  test('an authority that is trusted for other hosts, while one of the same name is trusted for this one', () => {
    const twin = issueRoot('/O=Wireglass Tests/CN=Test Root');

    const result = check({ sent: [good, ca], anchors: [twin], outOfScope: [anchorOf(root, ['x.corp'])] });

    expect(errors(result)).toEqual(['out-of-scope']);
  });

  test('an authority out of scope is not mentioned when another one vouches', () => {
    expect(check({ sent: [good, ca], anchors: [ca], outOfScope: [anchorOf(root, ['x.corp'])] }).findings).toEqual([]);
  });
});

describe('what was sent beside the path is told', () => {
  test('the root', () => {
    expect(check({ sent: [good, ca, root], anchors: [root] }).findings).toMatchObject([
      { kind: 'root-sent', severity: 'note', certificate: sha(root) },
    ]);
  });

  test('certificates nobody needs, and one sent twice', () => {
    const result = check({ sent: [good, ca, otherRoot, ca], anchors: [root] });

    expect(result.findings).toMatchObject([
      { kind: 'extra-certificate', severity: 'note', certificate: sha(otherRoot) },
      { kind: 'extra-certificate', severity: 'note', certificate: sha(ca) },
    ]);
  });

  test('a wrong order', () => {
    const sub = intermediate(ca, '/CN=Sub');
    const result = check({ sent: [leaf(sub), ca, sub], anchors: [root] });

    expect(result.findings).toMatchObject([{ kind: 'chain-disorder', severity: 'warning', certificate: sha(sub) }]);
  });

  test('an end that is near', () => {
    const ending = leaf(ca, { notAfter: stamp(now + 10 * day + 3_600_000) });

    expect(check({ sent: [ending, ca], anchors: [root] }).findings).toMatchObject([
      { kind: 'expires-soon', severity: 'warning', days: 10 },
    ]);
  });

  test('what cannot be decoded is a warning when the path does not need it, an error when there is none', () => {
    const junk = { sha256: 'ab'.repeat(32), reason: 'there are no bytes' };
    const input = { host, now, anchors: pathAnchors([anchorOf(root)]) };

    const needless = checkPath({ ...input, sent: [known(good), known(ca), junk] }, verifyWithNode);
    const needed = checkPath({ ...input, sent: [known(good), junk] }, verifyWithNode);

    expect(needless.findings).toMatchObject([{ kind: 'malformed', severity: 'warning', certificate: junk.sha256 }]);
    expect(errors(needed)).toEqual(['incomplete-chain', 'malformed']);
  });

  test('a server certificate that cannot be decoded, or none at all, is an error', () => {
    const input = { host, now, anchors: pathAnchors([]) };

    const unreadable = checkPath(
      { ...input, sent: [{ sha256: 'ab'.repeat(32), reason: 'x' }, known(ca)] },
      verifyWithNode,
    );

    expect(errors(unreadable)).toEqual(['malformed']);
    expect(errors(checkPath({ ...input, sent: [] }, verifyWithNode))).toEqual(['malformed']);
  });
});

describe('of several paths', () => {
  test('the one without errors wins over a shorter one', () => {
    const key = intermediate(root, '/CN=Cross');
    const expired = issue({ ...crossOf(key), notBefore: stamp(now - 90 * day), notAfter: stamp(now - day) });

    const result = check({ sent: [leaf(key), expired, key], anchors: [expired, root] });

    expect(result).toMatchObject({ path: [expect.anything(), sha(key), sha(root)] });
    expect(errors(result)).toEqual([]);
  });

  test('the shortest of those without errors wins', () => {
    expect(check({ sent: [good, ca], anchors: [root, ca] }).path).toEqual([sha(good), sha(ca)]);
  });

  /** A self-signed certificate with the name and key of another. */
  function crossOf(one: Issued): IssueOptions {
    return { subject: '/CN=Cross', extensions: caExtensions, more: ['-keyfile', one.keyFile], issuer: one };
  }
});

describe('the work is bounded', () => {
  test('authorities that issue each other end nowhere', () => {
    const a = issueRoot('/CN=A');
    const b = intermediate(a, '/CN=B');
    const aByB = {
      ...known(a),
      sha256: 'aa'.repeat(32),
      certificate: { ...known(a).certificate, issuer: known(b).certificate.subject },
    };

    const result = check({ sent: [leaf(b), b, aByB], verify: () => true });

    expect(errors(result)).toHaveLength(1);
  });

  test('a chain of a hundred certificates is followed to its end', () => {
    const template = known(ca);
    const name = (index: number) => ({
      ...template.certificate.subject,
      der: Uint8Array.of(0x30, 0x02, index, 0),
      rdns: [[{ oid: '2.5.4.3', label: 'CN', value: `CA ${index}`, encoding: 'UTF8String' }]],
    });
    const chain = Array.from({ length: 99 }, (_, index) => ({
      sha256: index.toString(16).padStart(64, '0'),
      certificate: { ...template.certificate, subject: name(index), issuer: name(index + 1) },
    }));
    const first = { ...known(good), certificate: { ...known(good).certificate, issuer: name(0) } };
    const top = { ...anchorOf(root), certificate: { ...known(root).certificate, subject: name(99), issuer: name(99) } };

    const result = check({ sent: [first, ...chain], anchors: [top], verify: () => true });

    expect(result.path).toHaveLength(101);
    expect(errors(result)).toEqual([]);
  });

  test('a thicket in which every certificate issues every other is left after 200 signatures', () => {
    let verified = 0;
    const template = known(ca);
    const thicket = Array.from({ length: 60 }, (_, index) => ({
      sha256: index.toString(16).padStart(64, '0'),
      certificate: {
        ...template.certificate,
        issuer: template.certificate.subject,
        publicKey: { ...template.certificate.publicKey, spki: Uint8Array.of(index) },
      },
    }));
    const verify = () => {
      verified += 1;
      return true;
    };

    const result = check({ sent: [good, ...thicket], anchors: [otherRoot], verify });

    expect(errors(result)).not.toEqual([]);
    expect(verified).toBeLessThanOrEqual(200);
  });

  test('six authorities that all vouch for each other, under a leaf with hundreds of long names, do not freeze the app', () => {
    const template = known(ca).certificate;
    const names = Array.from({ length: 6 }, (_, index) => ({
      ...template.subject,
      der: Uint8Array.of(0x30, 0x02, index, 0),
      rdns: [[{ oid: '2.5.4.3', label: 'CN', value: `CA ${index}`, encoding: 'UTF8String' }]],
    }));
    const thicket = names.flatMap((subject, of) =>
      names.flatMap((issuer, by) => {
        const publicKey = { ...template.publicKey, spki: Uint8Array.of(of) };
        const certificate = { ...template, subject, issuer, publicKey };
        return of === by ? [] : [{ sha256: `${of}${by}`.padStart(64, '0'), certificate }];
      }),
    );
    const hostNames = Array.from({ length: 400 }, (_, index) => `${'abcdefgh'.repeat(16)}${index}.example`);
    const offering = leaf(ca, { extensions: leafExtensions(...hostNames) });
    const [issuer = template.subject] = names;
    const first = { ...known(offering), certificate: { ...known(offering).certificate, issuer } };

    const result = check({ sent: [first, ...thicket], asked: `${'b'.repeat(63)}.example`, verify: () => true });

    expect(errors(result)).toContain('wrong-host');
  });

  test('the same input gives the same answer', () => {
    const input = { sent: [good, root, ca, otherRoot], anchors: [root] };

    expect(kinds(check(input))).toEqual(kinds(check(input)));
  });
});
