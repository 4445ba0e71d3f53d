import { describe, expect, test } from 'vitest';
import { combineVerdict } from './combine.ts';
import type { Finding } from './verdict.ts';

const accepted = { accepted: true, code: 'OK' };
const refused = { accepted: false, code: 'CERT_HAS_EXPIRED' };
const modern = { version: 'TLSv1.3', cipher: 'TLS_AES_256_GCM_SHA384' };

const expired: Finding = { kind: 'expired', severity: 'error', notAfter: 0, now: 1 };
const weakKey: Finding = { kind: 'weak-key', severity: 'error', algorithm: 'RSA', bits: 1024, minimumBits: 2048 };
const rootSent: Finding = { kind: 'root-sent', severity: 'note' };
const path = (...findings: Finding[]) => ({ findings });

const kindsOf = (...words: Parameters<typeof combineVerdict>) => {
  const { kind, findings } = combineVerdict(...words);
  return [kind, ...findings.map((finding) => `${finding.kind}:${finding.severity}`)];
};

describe('both judges must accept', () => {
  test('both do: trusted, notes and all', () => {
    expect(kindsOf(path(rootSent), accepted, modern)).toEqual(['trusted', 'root-sent:note']);
  });

  test('both refuse: untrusted, without a line about the library', () => {
    expect(kindsOf(path(expired), refused, modern)).toEqual(['untrusted', 'expired:error']);
  });

  test('only the library refuses: untrusted, and the difference is an error', () => {
    const verdict = combineVerdict(path(rootSent), refused, modern);

    expect(verdict.kind).toBe('untrusted');
    expect(verdict.findings).toMatchObject([
      { kind: 'disagreement', severity: 'error', libraryCode: 'CERT_HAS_EXPIRED', ours: 'accepted' },
      { kind: 'root-sent' },
    ]);
  });

  test('only we refuse, for a reason libraries do not have: untrusted', () => {
    expect(kindsOf(path(weakKey), accepted, modern)).toEqual(['untrusted', 'weak-key:error']);
  });

  test('only we refuse, for a reason the library should have: the difference is a warning', () => {
    expect(kindsOf(path(expired), accepted, modern)).toEqual(['untrusted', 'expired:error', 'disagreement:warning']);
  });

  test('a library that was never asked has not accepted', () => {
    expect(combineVerdict(path(), { accepted: false, code: '' }, {}).kind).toBe('untrusted');
  });

  test('anchor and end of validity are passed on', () => {
    const anchor = {
      sha256: 'ab',
      certificate: {} as never,
      source: 'custom',
      label: 'Corp',
      scope: ['.corp'],
    } as const;

    const verdict = combineVerdict({ ...path(), anchor, goodUntil: 5 }, accepted, modern);

    expect(verdict).toMatchObject({
      anchor: { sha256: 'ab', source: 'custom', label: 'Corp', scope: ['.corp'] },
      goodUntil: 5,
    });
    expect(verdict.anchor).not.toHaveProperty('certificate');
  });
});

describe('the agreed version and cipher are judged', () => {
  test.each([
    ['TLSv1.3', 'TLS_CHACHA20_POLY1305_SHA256', []],
    ['TLSv1.2', 'TLS_ECDHE_RSA_WITH_AES_128_GCM_SHA256', []],
    ['TLSv1.2', 'TLS_ECDHE_ECDSA_WITH_AES_256_CCM', []],
    ['TLSv1.2', 'TLS_DHE_RSA_WITH_AES_128_GCM_SHA256', []],
    ['TLSv1.1', 'TLS_ECDHE_RSA_WITH_AES_128_CBC_SHA', ['legacy-version', 'weak-cipher']],
    ['TLSv1', 'TLS_RSA_WITH_3DES_EDE_CBC_SHA', ['legacy-version', 'weak-cipher', 'no-forward-secrecy']],
    ['TLSv1.2', 'TLS_RSA_WITH_AES_128_GCM_SHA256', ['no-forward-secrecy']],
    ['TLSv1.2', 'TLS_ECDHE_RSA_WITH_RC4_128_SHA', ['weak-cipher']],
    ['TLSv1.2', 'TLS_ECDHE_RSA_WITH_NULL_SHA', ['weak-cipher']],
    ['TLSv1.2', 'TLS_DH_anon_WITH_AES_128_GCM_SHA256', ['weak-cipher']],
    ['TLSv1.2', 'TLS_ECDH_RSA_WITH_AES_128_GCM_SHA256', ['no-forward-secrecy']],
  ])('%s with %s: %j', (version, cipher, expected) => {
    const verdict = combineVerdict(path(), accepted, { version, cipher });

    expect(verdict.findings.map(({ kind }) => kind)).toEqual(expected);
    expect(verdict.kind).toBe('trusted');
  });
});
