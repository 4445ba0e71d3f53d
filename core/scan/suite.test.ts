import { describe, expect, test } from 'vitest';
import { cipherSuiteName } from '#core/tls/cipherSuite.ts';
import { TLS12, TLS13 } from '#core/tls/version.ts';
import { suiteFault, suitesOf } from './suite.ts';

describe('the worst fault of a cipher suite is read from its name', () => {
  test.each([
    ['TLS_AES_256_GCM_SHA384', undefined],
    ['TLS_ECDHE_RSA_WITH_CHACHA20_POLY1305_SHA256', undefined],
    ['TLS_ECDHE_ECDSA_WITH_AES_128_CCM', undefined],
    ['TLS_RSA_WITH_NULL_SHA256', 'no-encryption'],
    ['TLS_SHA256_SHA256', 'no-encryption'], // RFC 9150
    ['TLS_DH_anon_WITH_RC4_128_MD5', 'anonymous'],
    ['TLS_RSA_EXPORT_WITH_RC4_40_MD5', 'export'],
    ['TLS_ECDHE_RSA_WITH_RC4_128_SHA', 'rc4'],
    ['TLS_DHE_RSA_WITH_DES_CBC_SHA', 'short-key'],
    ['TLS_ECDHE_RSA_WITH_3DES_EDE_CBC_SHA', 'small-block'],
    ['TLS_RSA_WITH_AES_128_GCM_SHA256', 'no-forward-secrecy'],
    ['TLS_ECDH_RSA_WITH_AES_128_GCM_SHA256', 'no-forward-secrecy'],
    ['TLS_ECDHE_RSA_WITH_AES_128_CBC_SHA', 'cbc-sha1'],
    ['TLS_ECDHE_RSA_WITH_AES_128_CBC_SHA256', 'cbc'],
    ['TLS_ECDHE_ECDSA_WITH_AES_128_CCM_8', 'short-tag'],
    ['TLS_DHE_RSA_WITH_AES_128_GCM_SHA256', 'finite-field'],
    ['TLS_GOSTR341112_256_WITH_KUZNYECHIK_MGM_L', 'rare'],
  ] as const)('%s: %s', (name, fault) => {
    expect(suiteFault(name)).toBe(fault);
  });
});

describe('what is offered in a version', () => {
  const names = (version: number) => suitesOf(version).map(cipherSuiteName);

  test('begins with the strongest and ends with what encrypts nothing', () => {
    expect(names(TLS12)[0]).toBe('TLS_ECDHE_ECDSA_WITH_AES_256_GCM_SHA384');
    expect(names(TLS12).at(-1)).toMatch(/_NULL_/);
  });

  test('TLS 1.3 has its own suites, and older versions none of them', () => {
    expect(names(TLS13)).toContain('TLS_AES_128_CCM_SHA256');
    expect(names(TLS13).filter((name) => names(TLS12).includes(name))).toEqual([]);
  });

  test('TLS 1.1 and older have no suite of TLS 1.2', () => {
    expect(names(0x0302).filter((name) => /SHA256|SHA384|GCM|CCM|CHACHA/.test(name))).toEqual([]);
    expect(names(0x0302)).toContain('TLS_RSA_WITH_AES_128_CBC_SHA');
  });

  test('suites that need a secret of both sides are left out, as are signals', () => {
    expect([TLS12, TLS13].flatMap(names).filter((name) => /PSK|SRP|KRB5|SCSV/.test(name))).toEqual([]);
  });
});
