/**
 * Where the two TLS libraries below us differ: OpenSSL in plain Node (development, tests, command line) and BoringSSL in Electron
 * (the app). Policy and facts are our own, so that both judge and tell alike; this is the list of what that has to even out.
 *
 * `openssl` was measured with Node 24.21 / OpenSSL 3.5.8, `boringssl` with its library at a0689af through Node's calls (2026-11-23).
 * libraryDifferences.test.ts provokes each row and compares it with the column of the library it runs on.
 *
 * To add one: its line here, and its provocation in the test; without it the test does not compile.
 */
export const libraryDifferences = {
  'rsa-1024': {
    behaviour: 'a server key of RSA 1024',
    openssl: 'refused: UNSPECIFIED',
    boringssl: 'accepted',
    ours: 'refused as weak-key by the path check',
  },
  'sha1-signature': {
    behaviour: 'a server certificate signed with SHA-1',
    openssl: 'refused: UNSPECIFIED',
    boringssl: 'accepted',
    ours: 'refused as weak-signature by the path check',
  },
  'issuer-without-cert-sign': {
    behaviour: 'an issuer whose key usage does not allow signing certificates',
    openssl: 'refused: UNSPECIFIED',
    boringssl: 'refused: UNABLE_TO_VERIFY_LEAF_SIGNATURE',
    ours: 'refused as key-usage by the path check; the code is only kept',
  },
  'wildcard-over-excluded': {
    behaviour: 'a name *.x.test below an authority that excludes bad.x.test',
    openssl: 'accepted',
    boringssl: 'refused: UNSPECIFIED',
    ours: 'refused as name-constraint: one of the hosts it stands for is excluded',
  },
  'leaf-without-signing': {
    behaviour: 'an RSA certificate for key encipherment only, with ECDHE',
    openssl: 'accepted',
    boringssl: 'failed: ERR_SSL_KEY_USAGE_BIT_INCORRECT',
    ours: 'told as tls-incompatible, key-usage',
  },
  'p521-leaf': {
    behaviour: 'a server key on P-521, with the library’s own list of signature schemes',
    openssl: 'accepted',
    boringssl: 'failed: ERR_SSL_SSLV3_ALERT_HANDSHAKE_FAILURE',
    ours: 'the schemes are set by tlsOptions.ts, so that it works in both',
  },
  'self-signed-text': {
    behaviour: 'how a self-signed certificate is called',
    openssl: 'self-signed certificate',
    boringssl: 'self signed certificate',
    ours: 'texts are never compared, codes are',
  },
  'security-level': {
    behaviour: 'ciphers with @SECLEVEL=0',
    openssl: 'accepted',
    boringssl: 'throws ERR_SSL_INVALID_COMMAND',
    ours: 'never used by the app',
  },
  'dhe-suites': {
    behaviour: 'the suite DHE-RSA-AES128-GCM-SHA256',
    openssl: 'accepted',
    boringssl: 'throws ERR_SSL_NO_CIPHER_MATCH',
    ours: 'not offered: the same hello in both',
  },
  'group-x448': {
    behaviour: 'the group X448',
    openssl: 'accepted',
    boringssl: 'throws ERR_CRYPTO_OPERATION_FAILED',
    ours: 'not offered: the same hello in both',
  },
  'group-spelling': {
    behaviour: 'the group written secp256r1',
    openssl: 'accepted',
    boringssl: 'throws ERR_CRYPTO_OPERATION_FAILED',
    ours: 'written P-256, which both know',
  },
  'mixed-identities': {
    behaviour: 'an RSA and an EC identity in one context',
    openssl: 'accepted',
    boringssl: 'throws ERR_OSSL_X509_KEY_TYPE_MISMATCH',
    ours: 'one identity to a context',
  },
  'ed448-key': {
    behaviour: 'reading the key of an Ed448 certificate',
    openssl: 'accepted',
    boringssl: 'throws',
    ours: 'read by core/certificate; only its signatures cannot be verified in Electron',
  },
  'pkcs12-rc2': {
    behaviour: 'a PKCS#12 file with RC2-40, the default of old',
    openssl: 'throws ERR_CRYPTO_UNSUPPORTED_OPERATION',
    boringssl: 'accepted',
    ours: 'read by core/certificate/container',
  },
  'pkcs12-without-mac': {
    behaviour: 'a PKCS#12 file without a MAC',
    openssl: 'accepted',
    boringssl: 'throws',
    ours: 'read by core/certificate/container',
  },
  'cipher-version': {
    behaviour: 'getCipher().version of a TLS 1.3 connection',
    openssl: 'TLSv1.3',
    boringssl: 'TLSv1/SSLv3',
    ours: 'decoded from the recorded bytes',
  },
  'ephemeral-key': {
    behaviour: 'getEphemeralKeyInfo() of x25519',
    openssl: 'ECDH',
    boringssl: 'TLSGroup',
    ours: 'decoded from the recorded bytes',
  },
  'shared-schemes': {
    behaviour: 'getSharedSigalgs() at the server',
    openssl: 'some',
    boringssl: 'none',
    ours: 'decoded from the recorded bytes',
  },
  'finished-in-1.3': {
    behaviour: 'getFinished() in TLS 1.3',
    openssl: '48 bytes',
    boringssl: 'none',
    ours: 'not used',
  },
} as const satisfies Readonly<Record<string, LibraryDifference>>;

export interface LibraryDifference {
  readonly behaviour: string;
  /** What is observed: 'accepted', 'refused: CODE' by the verification, 'failed: CODE' in the handshake, 'throws CODE', or a value. */
  readonly openssl: string;
  readonly boringssl: string;
  /** What the app makes of it, alike in both. */
  readonly ours: string;
}

export type LibraryDifferenceId = keyof typeof libraryDifferences;
