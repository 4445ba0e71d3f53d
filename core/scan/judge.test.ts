import { describe, expect, test } from 'vitest';
import { judgeScan } from './judge.ts';
import type { ScanChange, ScanRow } from './judgement.ts';
import type { CipherAnswer, ScanReport } from './report.ts';
import { notTried } from './words.ts';

const good: ScanReport = {
  host: 'a.example',
  port: 443,
  startedAt: 0,
  elapsedMs: 0,
  state: 'complete',
  connections: { made: 40, expected: 40, byPhase: {} },
  delayMs: 100,
  versions: [
    { version: 'TLSv1.3', accepted: true },
    { version: 'TLSv1.2', accepted: true },
    { version: 'TLSv1.1', accepted: false, refusal: { kind: 'alert', number: 70, name: 'protocol_version' } },
    { version: 'TLSv1.0', accepted: false, refusal: { kind: 'closed' } },
    { version: 'SSLv3', accepted: false, refusal: { kind: 'reset' } },
  ],
  ciphers: [
    { version: 'TLSv1.3', accepted: ['TLS_AES_256_GCM_SHA384'], finished: true },
    { version: 'TLSv1.2', accepted: ['TLS_ECDHE_RSA_WITH_AES_256_GCM_SHA384'], finished: true },
  ],
  groups: [{ version: 'TLSv1.3', accepted: ['X25519MLKEM768', 'x25519'], refused: [], finished: true }],
  signatureSchemes: [{ version: 'TLSv1.3', accepted: ['rsa_pss_rsae_sha256'], finished: true }],
  extras: {
    extendedMasterSecret: true,
    secureRenegotiation: true,
    compression: false,
    clientCertificate: { asked: 'no', authorities: [] },
  },
  oddities: [],
};

const titles = (report: ScanReport): readonly string[] => judgeScan(report).changes.map(({ title }) => title);
const changes = (report: ScanReport): readonly ScanChange[] => judgeScan(report).changes;
const rows = (report: ScanReport): readonly ScanRow[] => judgeScan(report).sections.flatMap((section) => section.rows);
const suites = (answer: Partial<CipherAnswer>): ScanReport => ({
  ...good,
  ciphers: [{ version: 'TLSv1.2', accepted: [], finished: true, ...answer }],
});

test('a server with nothing but good answers has nothing to change', () => {
  expect(changes(good)).toEqual([]);
  expect(rows(good).filter(({ level }) => level === 'change' || level === 'note')).toEqual([]);
});

describe('what should change is named with a reason and its source', () => {
  const old = {
    ...good,
    versions: good.versions.map((answer) => ({ ...answer, accepted: answer.version !== 'TLSv1.3' })),
  };

  test('old versions, most urgent first', () => {
    expect(titles(old)).toEqual(['Turn off SSL 3.0', 'Turn off TLS 1.0 and 1.1', 'Offer TLS 1.3']);
    expect(changes(old)[1]?.source).toBe('RFC 8996');
  });

  test.each([
    ['TLS_RSA_WITH_AES_128_GCM_SHA256', 'Drop RSA key exchange'],
    ['TLS_ECDHE_RSA_WITH_RC4_128_SHA', 'Drop RC4'],
    ['TLS_RSA_WITH_3DES_EDE_CBC_SHA', 'Drop 3DES and other 64-bit blocks'],
    ['TLS_DH_anon_WITH_AES_128_CBC_SHA', 'Drop anonymous suites'],
    ['TLS_RSA_WITH_NULL_SHA', 'Drop suites without encryption'],
    ['TLS_ECDHE_RSA_WITH_AES_128_CBC_SHA', 'Drop CBC with SHA-1'],
  ])('%s: %s', (suite, title) => {
    expect(titles(suites({ accepted: [suite] }))).toEqual([title]);
  });

  test('a short Diffie-Hellman prime', () => {
    expect(titles({ ...good, dhe: { accepted: true, bits: 1024 } })).toEqual(['Use a longer Diffie-Hellman group']);
    expect(titles({ ...good, dhe: { accepted: true, bits: 2048 } })).toEqual([]);
  });

  test('SHA-1 under the handshake', () => {
    const weak = { version: 'TLSv1.2', accepted: ['ecdsa_sha1'], finished: true } as const;
    expect(titles({ ...good, signatureSchemes: [weak] })).toEqual(['Stop signing with SHA-1']);
  });

  test('a ticket that lives longer than RFC 8446 allows', () => {
    const extras = { ticket: { offered: true, version: 'TLSv1.3', lifetimeSeconds: 604_801 } } as const;
    expect(titles({ ...good, extras })).toEqual(['Shorten the life of tickets']);
  });

  test('the faults of the certificate before all else', () => {
    const verdict = {
      kind: 'untrusted',
      library: { accepted: false, code: 'CERT_HAS_EXPIRED' },
      findings: [{ kind: 'expired', severity: 'error', notAfter: 0, now: 1 }],
    } as const;
    const certificate = { verdict, sent: [], path: [], certificates: {} };

    expect(titles({ ...old, certificate })[0]).toContain('expired');
  });
});

describe('the order of the suites', () => {
  const gcm = 'TLS_ECDHE_RSA_WITH_AES_256_GCM_SHA384';
  const cbc = 'TLS_ECDHE_RSA_WITH_AES_256_CBC_SHA384';

  test('CBC before GCM by the server’s own order should change', () => {
    expect(titles(suites({ accepted: [cbc, gcm], preference: 'server' }))).toEqual(['Put GCM before CBC']);
  });

  test('CBC after GCM need not', () => {
    expect(titles(suites({ accepted: [gcm, cbc], preference: 'server' }))).toEqual([]);
  });

  test('where the client’s order decides, no place is told', () => {
    const told = rows(suites({ accepted: [gcm, cbc], preference: 'client' })).filter(({ name }) =>
      name.startsWith('ECDHE'),
    );
    expect(told.map(({ rank }) => rank)).toEqual([undefined, undefined]);
  });
});

test('a group against quantum computers is missed only where TLS 1.3 is spoken, and its list is complete', () => {
  const without = (finished: boolean): ScanReport => ({
    ...good,
    groups: [{ version: 'TLSv1.3', accepted: ['x25519'], refused: ['X25519MLKEM768'], finished }],
  });
  expect(titles(without(true))).toEqual(['Offer X25519MLKEM768']);
  expect(titles(without(false))).toEqual([]);
});

test('what a cancelled scan did not try is said in words', () => {
  const cancelled: ScanReport = {
    ...suites({ accepted: ['a', 'b'], finished: false }),
    state: 'cancelled',
    phase: 'ciphers',
  };
  expect(notTried(cancelled)).toBe('suites of TLS 1.2 from rank 3 on, signatures, ALPN and extras');
  expect(notTried(good)).toBe('');
});
