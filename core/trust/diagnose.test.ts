import { describe, expect, test } from 'vitest';
import {
  altNames,
  authority,
  extension,
  forge,
  newKey,
  server,
  type Forged,
  type ForgeOptions,
} from '#testdata/forge.ts';
import { diagnose, type DiagnosisFacts } from './diagnose.ts';
import { withDiagnosis } from './diagnosed.ts';
import { explainFinding } from './explain.ts';
import { isPrivateHost } from './privateHost.ts';
import type { Finding } from './verdict.ts';

const HOUR = 3_600_000;
const DAY = 24 * HOUR;
const now = Date.now();
const host = 'shop.example.com';

function rootNamed(name: string): Forged {
  const key = newKey();
  return forge({ name, key, extensions: authority(key) });
}
const leafOf = (issuer: Forged, more: Partial<ForgeOptions> = {}) =>
  forge({ name: 'leaf', issuer, extensions: server(host), ...more });

function suspicion(root: Forged, more: Partial<DiagnosisFacts> = {}, leaf: Partial<ForgeOptions> = {}) {
  return diagnose({ chain: [leafOf(root, leaf), root], host, now, ...more }).interception;
}

const fields: Partial<ForgeOptions> = {
  extensions: [
    ...server(host),
    extension('2.5.29.32', Uint8Array.of(0x30, 0x0a, 0x30, 0x08, 0x06, 0x06, 0x67, 0x81, 0x0c, 1, 2, 1)),
    // An AIA with one address of the OCSP responder at 'u'.
    extension(
      '1.3.6.1.5.5.7.1.1',
      Uint8Array.of(0x30, 0x0f, 0x30, 0x0d, 0x06, 8, 0x2b, 6, 1, 5, 5, 7, 0x30, 1, 0x86, 1, 0x75),
    ),
  ],
};

describe('a proxy that opens connections is suspected', () => {
  test.each([
    ['Zscaler Intermediate Root CA (zscaler.net)', 'Zscaler'],
    ['mitmproxy', 'mitmproxy'],
    ['PortSwigger CA', 'Burp Suite'],
    ['DO_NOT_TRUST_FiddlerRoot', 'Fiddler'],
    ['Charles Proxy CA (1 Jan 2026, laptop)', 'Charles'],
    ['FortiGate CA', 'Fortinet'],
    ['Kaspersky Anti-Virus Personal Root Certificate', 'Kaspersky'],
    ['Avast Web/Mail Shield Root', 'Avast'],
    ['HTTP Toolkit CA', 'HTTP Toolkit'],
  ])('by the name %s', (name, product) => {
    expect(suspicion(rootNamed(name))[0]).toContain(product);
  });

  test('when a public host has a certificate without anything that public authorities put in', () => {
    const [reason, ...more] = suspicion(rootNamed('Gateway'));

    expect(reason).toContain('no log timestamps, no policy, no address of its authority');
    expect(more).toEqual([]);
  });

  test('when one weak sign is joined by others', () => {
    const root = rootNamed('Gateway');

    expect(suspicion(root, {}, fields)).toEqual([]);
    expect(suspicion(root, { throughProxy: true }, { ...fields, notBefore: now - HOUR / 2 })).toHaveLength(3);
  });

  test('when history knows better', () => {
    const root = rootNamed('Gateway');

    expect(suspicion(root, { wasPublic: true }, fields)).toContain(
      'the same host had a certificate of a public authority before',
    );
    expect(suspicion(root, { hostsOfIssuer: ['a.example.com', 'bank.test', 'news.org'] }, fields).join()).toContain(
      'news.org',
    );
    expect(suspicion(root, { hostsOfIssuer: ['a.example.com', 'b.example.com', '10.0.0.1'] }, fields)).toEqual([]);
  });

  test('not of a public authority, a developer’s tool or a private host', () => {
    expect(suspicion(rootNamed('Sophos'), { listed: () => ['bundled'] })).toEqual([]);
    expect(suspicion(rootNamed('mkcert development CA'))).toEqual([]);
    expect(suspicion(rootNamed('Corp Root'), { host: 'git.corp' })).toEqual([]);
    expect(suspicion(rootNamed('Corp Root'), { host: '10.0.0.1' })).toEqual([]);
  });

  test('not where log timestamps came beside the certificate, which then lacks too little', () => {
    expect(suspicion(rootNamed('Gateway'), { timestampsBeside: 2 })).toEqual([]);
  });
});

describe('a private authority is recognised', () => {
  const reasons = (root: Forged, asked: string) =>
    diagnose({ chain: [leafOf(root), root], host: asked, now }).privateAuthority;

  test('by the tool that made it, and by a host that no public authority may vouch for', () => {
    expect(reasons(rootNamed('mkcert me@laptop'), 'shop.example.com')).toEqual([
      'its name is the one that mkcert gives',
    ]);
    expect(reasons(rootNamed('Caddy Local Authority - 2026 ECC Root'), 'app.localhost')).toHaveLength(2);
    expect(reasons(rootNamed('Corp Root'), 'shop.example.com')).toEqual([]);
  });

  test.each([
    ['localhost', true],
    ['git', true],
    ['a.home.arpa', true],
    ['printer.local', true],
    ['api.internal', true],
    ['10.1.2.3', true],
    ['172.31.0.1', true],
    ['172.32.0.1', false],
    ['192.168.0.1', true],
    ['100.64.0.1', true],
    ['[::1]', true],
    ['[fd12::1]', true],
    ['[fe80::1]', true],
    ['[2001:db8::1]', false],
    ['8.8.8.8', false],
    ['corp.example.org', false],
    ['notlocal', true],
    ['my-local.dev', false],
  ])('%s is private: %s', (name, expected) => {
    expect(isPrivateHost(name)).toBe(expected);
  });
});

describe('a wrong clock is recognised', () => {
  const future = { notBefore: now + DAY, notAfter: now + 90 * DAY };
  const root = rootNamed('Root');

  test('by what was signed in the future', () => {
    const revocation = {
      source: 'staple',
      status: 'unknown',
      producedAt: now + DAY,
      problems: ['not-yet-valid'],
    } as const;
    const clock = (more: Partial<DiagnosisFacts>) =>
      diagnose({ chain: [leafOf(root, future), root], now, ...more }).clock;

    expect(clock({})).toEqual([]);
    expect(clock({ revocation })[0]).toContain('the authority signed its word');
    expect(clock({ revocation: { ...revocation, problems: ['bad-signature'] } })).toEqual([]);
    expect(clock({ behindServerMs: HOUR })).toEqual(['another server’s clock is ahead of it']);
  });

  test('by several certificates that are not valid yet', () => {
    const key = newKey();
    const ca = forge({ name: 'CA', key, issuer: root, extensions: authority(key), ...future });

    expect(diagnose({ chain: [leafOf(ca, future), ca, root], now }).clock).toEqual([
      '2 certificates of the chain are not valid yet',
    ]);
  });

  test('by another server when a certificate seems to have expired, and not by that alone', () => {
    const past = { notBefore: now - 90 * DAY, notAfter: now - DAY };
    const chain = [leafOf(root, past), root];

    expect(diagnose({ chain, now }).clock).toEqual([]);
    expect(diagnose({ chain, now, behindServerMs: -2 * DAY }).clock).toHaveLength(1);
    expect(diagnose({ chain: [leafOf(root), root], now, behindServerMs: -2 * DAY }).clock).toEqual([]);
  });
});

describe('the findings say what lies behind them', () => {
  const base = { interception: [], privateAuthority: [], listedIn: [], clock: [] } as const;
  const unknown: Finding = { kind: 'unknown-issuer', severity: 'error', issuer: 'Corp Root', root: true };
  const words = (finding: Finding | undefined) => {
    const { cause, remedy } = explainFinding(finding ?? unknown);
    return `${cause} ${remedy}`;
  };

  test('a private authority, and one that a list has which is switched off', () => {
    const [isPrivate] = withDiagnosis([unknown], {
      ...base,
      privateAuthority: ['its name is the one that mkcert gives'],
    });
    const [listed] = withDiagnosis([unknown], { ...base, listedIn: ['system'] });

    expect(words(isPrivate)).toContain('It looks like a private authority: its name is the one that mkcert gives.');
    expect(words(listed)).toContain('The list of the system has it, but does not count here');
  });

  test('a gap that was closed from elsewhere is the server’s fault, and stops nobody', () => {
    const gap = { kind: 'incomplete-chain', issuer: 'Corp CA', caIssuers: ['http://x/'] } as const;

    expect(words({ ...gap, severity: 'warning' })).toContain('so the chain could be proven; other clients will refuse');
    expect(words({ ...gap, severity: 'error' })).toContain('nothing connects this server to anybody you trust');
  });

  test('a suspicion is a warning of its own, and keeps "private authority" out', () => {
    const told = withDiagnosis([unknown], { ...base, interception: ['a', 'b'], privateAuthority: ['c'] });

    expect(told).toEqual([unknown, { kind: 'interception-likely', severity: 'warning', reasons: ['a', 'b'] }]);
  });

  test('a clock that is behind or ahead', () => {
    const early: Finding = { kind: 'not-yet-valid', severity: 'error', notBefore: now + DAY, now };
    const [told] = withDiagnosis([early], { ...base, clock: ['another server’s clock is ahead of it'] });

    expect(words(told)).toContain('clock is probably behind: another server’s clock is ahead of it. Set it right');
  });
});

test('a certificate that names nothing known is no proxy’s', () => {
  const key = newKey();
  const plain = forge({ name: 'Example Trust R1', key, extensions: [...authority(key), altNames('x.test')] });

  expect(diagnose({ chain: [plain], now }).interception).toEqual([]);
});
