import { describe, expect, test } from 'vitest';
import { alertName } from './alert.ts';
import { cipherSuiteName, cipherSuites, keyExchangeOf } from './cipherSuite.ts';
import { extensionTypeName } from './extensionType.ts';
import { groupName, groups } from './group.ts';
import { handshakeTypeName } from './handshakeType.ts';
import { isGrease } from './registry.ts';
import { signatureSchemeName, signatureSchemes } from './signatureScheme.ts';
import { versionName } from './version.ts';

describe('numbers have the names of the IANA registries', () => {
  test('of what is negotiated', () => {
    expect(cipherSuiteName(0x1302)).toBe('TLS_AES_256_GCM_SHA384');
    expect(cipherSuiteName(0x000a)).toBe('TLS_RSA_WITH_3DES_EDE_CBC_SHA');
    expect(groupName(0x11ec)).toBe('X25519MLKEM768');
    expect(groupName(0x11eb)).toBe('SecP256r1MLKEM768');
    expect(groupName(0x11ed)).toBe('SecP384r1MLKEM1024');
    expect(signatureSchemeName(0x0905)).toBe('mldsa65');
    expect(versionName(0x0304)).toBe('TLSv1.3');
    expect(extensionTypeName(65281)).toBe('renegotiation_info');
    expect(alertName(48)).toBe('unknown_ca');
    expect(handshakeTypeName(8)).toBe('EncryptedExtensions');
  });

  test('what has no name is shown as its number', () => {
    expect(cipherSuiteName(0xabcd)).toBe('0xABCD');
    expect(groupName(0x00ff)).toBe('0x00FF');
    expect(signatureSchemeName(0x0700)).toBe('0x0700');
    expect(extensionTypeName(60_000)).toBe('0xEA60');
    expect(alertName(99)).toBe('alert 99');
    expect(handshakeTypeName(99)).toBe('HandshakeMessage 99');
    expect(versionName(0x7f1c)).toBe('TLSv1.3 draft 28');
  });

  test('the sixteen values of RFC 8701 are GREASE everywhere, and no others', () => {
    const all = Array.from({ length: 0x10000 }, (_, number) => number);
    const grease = all.filter(isGrease);

    expect(grease).toHaveLength(16);
    expect([grease[0], grease[15]]).toEqual([0x0a0a, 0xfafa]);
    expect(grease.map(cipherSuiteName)).toEqual(grease.map(() => 'GREASE'));
    expect(grease.map(groupName)).toEqual(grease.map(() => 'GREASE'));
    expect(grease.map(versionName)).toEqual(grease.map(() => 'GREASE'));
  });

  test('pairs of hash and signature that only TLS 1.2 knows are named alike', () => {
    expect(signatureSchemeName(0x0402)).toBe('dsa_sha256');
    expect(signatureSchemeName(0x0301)).toBe('rsa_pkcs1_sha224');
    expect(signatureSchemeName(0x0101)).toBe('rsa_pkcs1_md5');
  });

  test('no name stands for two numbers', () => {
    for (const table of [cipherSuites, groups, signatureSchemes]) {
      const names = Object.values(table).filter((name) => !name.startsWith('SSL_'));

      expect(new Set(names).size).toBe(names.length);
    }
  });
});

test('the name of a suite tells how its keys are agreed on', () => {
  expect(keyExchangeOf(0xc02f)).toBe('ecdhe');
  expect(keyExchangeOf(0x009e)).toBe('dhe');
  expect(keyExchangeOf(0x0034)).toBe('dhe'); // TLS_DH_anon_WITH_AES_128_CBC_SHA
  expect(keyExchangeOf(0x009c)).toBe('rsa');
  expect(keyExchangeOf(0xccab)).toBe('psk');
  expect(keyExchangeOf(0xc002)).toBe('other'); // TLS_ECDH_ECDSA: the key is in the certificate
  expect(keyExchangeOf(0x1301)).toBe('other');
});
