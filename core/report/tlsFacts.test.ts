import { describe, expect, test } from 'vitest';
import type { Connection } from '#core/http/exchange.ts';
import type { FieldValue, TlsMessage, TlsReport } from '#core/tls/report.ts';
import { tlsFacts } from './tlsFacts.ts';

const remote = { address: '::1', port: 443, family: 'IPv6' } as const;

/** Of a server that did not answer. */
const unanswered: TlsReport = {
  alpn: { offered: ['http/1.1'], accepted: 'http/1.1' },
  sni: { sent: 'api.test', acknowledged: true },
  resumed: false,
  helloRetry: false,
  extendedMasterSecret: true,
  secureRenegotiation: true,
  tickets: [],
  scts: [],
  clientAuth: { requested: false, authorities: [], signatureSchemes: [], offered: null },
  offered: { versions: [], ciphers: [], groups: [], signatureSchemes: [] },
  messages: [],
  alerts: [],
  chain: { sent: [], path: [] },
  verdict: { kind: 'trusted', library: { accepted: true, code: 'OK' }, findings: [] },
};

const base: TlsReport = {
  ...unanswered,
  version: 'TLSv1.3',
  cipher: 'TLS_AES_128_GCM_SHA256',
  group: 'x25519',
  signatureScheme: 'ecdsa_secp256r1_sha256',
};

function message(from: TlsMessage['from'], type: string, fields: Record<string, FieldValue> = {}): TlsMessage {
  return { from, type, bytes: 1, atMs: 1, encrypted: false, fields };
}

function hello(...extensions: readonly Record<string, FieldValue>[]): TlsMessage {
  return message('client', 'ClientHello', { extensions });
}

/** 'value (aside)' of a fact. */
function told(label: string, report: Partial<TlsReport>, nameOf?: (sha256: string) => string | undefined): string {
  const connection: Connection = { remote, local: { ...remote, port: 5 }, reused: false };
  const fact = tlsFacts(connection, { ...base, ...report }, nameOf).find((each) => each.label === label);
  if (fact?.value === undefined) return fact === undefined ? 'absent' : 'not observable';
  return fact.aside === undefined ? fact.value : `${fact.value} (${fact.aside})`;
}

const tls12 = { version: 'TLSv1.2', cipher: 'TLS_ECDHE_RSA_WITH_AES_256_CBC_SHA384' } as const;

describe('the facts of a handshake', () => {
  test('begin with the ten that are asked of every handshake, in rows that belong together', () => {
    const facts = tlsFacts({ remote, local: remote, reused: false }, base);

    expect(facts.filter(({ rank }) => rank !== 'third').map(({ label }) => label)).toEqual([
      'Version',
      'Cipher suite',
      'Key exchange',
      'Server signed with',
      'Application',
      'Server',
      'JA4',
      'Stapled OCSP',
      'Client certificate',
      'Server name',
    ]);
  });

  test('claim nothing of a server that did not answer', () => {
    const facts = tlsFacts({ remote, local: remote, reused: false }, unanswered);

    for (const label of ['Version', 'Application', 'Stapled OCSP', 'Client certificate', 'Session tickets', 'Retry']) {
      expect(facts.find((fact) => fact.label === label)).not.toHaveProperty('value');
    }
  });

  for (const [label, words, report] of [
    ['Server signed with', 'ecdsa_secp256r1_sha256 (signature is good)', { serverSignature: 'good' }],
    ['Server signed with', 'ecdsa_secp256r1_sha256 (does not fit the certificate’s key)', { serverSignature: 'bad' }],
    [
      'Server signed with',
      'rsa_pkcs1_sha1 (SHA-1, signature is good)',
      { signatureScheme: 'rsa_pkcs1_sha1', serverSignature: 'good' },
    ],
    ['Key exchange', 'X25519MLKEM768 (hybrid)', { group: 'X25519MLKEM768' }],
    ['Application', 'none chosen (none offered)', { alpn: { offered: [], accepted: null } }],
    ['Server', '[::1]:443 (from :5)', {}],
    ['Stapled OCSP', 'none (not asked for)', {}],
    ['Stapled OCSP', 'none', { messages: [hello({ name: 'status_request', number: 5, bytes: 5 })] }],
    ['Stapled OCSP', 'sent (471 bytes)', { ocspStaple: { bytes: 471 } }],
    [
      'Stapled OCSP',
      'good (until 26 Nov 2026)',
      { revocation: { source: 'staple', status: 'good', nextUpdate: Date.UTC(2026, 10, 26), problems: [] } },
    ],
    [
      'Stapled OCSP',
      'revoked (on 1 Mar 2024)',
      { revocation: { source: 'staple', status: 'revoked', revokedAt: Date.UTC(2024, 2, 1), problems: [] } },
    ],
    [
      'Stapled OCSP',
      'not usable (bad signature)',
      { revocation: { source: 'staple', status: 'unknown', problems: ['bad-signature'] } },
    ],
    [
      'Session tickets',
      '2 (good for 2 h)',
      { tickets: [{ lifetimeSeconds: 7200, maxEarlyData: 16_384 }, { lifetimeSeconds: 7200 }] },
    ],
    [
      'Early data',
      'not offered (the server would take 16.4 kB)',
      { tickets: [{ lifetimeSeconds: 7200, maxEarlyData: 16_384 }] },
    ],
    ['Early data', 'none (came with TLS 1.3)', tls12],
    ['Encrypt-then-MAC', 'yes', { ...tls12, encryptThenMac: true }],
    ['Encrypt-then-MAC', 'no (RFC 7366 absent)', tls12],
    [
      'Encrypt-then-MAC',
      'not needed (the cipher has no MAC of its own)',
      { ...tls12, cipher: 'TLS_ECDHE_RSA_WITH_AES_128_GCM_SHA256' },
    ],
    ['Extended master secret', 'no (RFC 7627 absent)', { ...tls12, extendedMasterSecret: false }],
    ['Compression', 'DEFLATE (leaks secrets (CRIME))', { ...tls12, compression: 'DEFLATE' }],
    ['Renegotiation', 'not protected (RFC 5746 absent)', { ...tls12, secureRenegotiation: false }],
    ['Downgrade mark', 'none', tls12],
    [
      'Downgrade mark',
      'The server knows TLS 1.3.',
      { ...tls12, messages: [message('server', 'ServerHello', { downgradeSentinel: 'The server knows TLS 1.3.' })] },
    ],
    [
      'Certificate compression',
      'brotli (1\u2009616 → 1\u2009250 bytes)',
      { certificateCompression: { algorithm: 'brotli', compressedBytes: 1250, uncompressedBytes: 1616 } },
    ],
    ['Record size', 'at most 4\u2009096 bytes', { maxFragmentLength: 4096 }],
    ['Record size', 'the usual (no limit agreed on)', {}],
    ['Encrypted ClientHello', 'not offered (the name went in the clear)', { ech: 'not-offered' }],
    ['Encrypted ClientHello', 'rejected (with keys to try again)', { ech: 'rejected' }],
    ['Timestamps (SCT)', '1 came (in the handshake)', { scts: [{ logId: 'a', timestamp: 1 }] }],
    ['Timestamps (SCT)', 'none in the handshake (not asked for)', {}],
    [
      'Alerts',
      'close_notify from the server',
      { alerts: [{ from: 'server', level: 'warning', number: 0, name: 'close_notify' }] },
    ],
    [
      'TLS library',
      'refused (CERT_HAS_EXPIRED)',
      { verdict: { ...base.verdict, library: { accepted: false, code: 'CERT_HAS_EXPIRED' } } },
    ],
    [
      'Key exchange',
      'DHE, 1024 bits (a group of the server’s own)',
      {
        version: 'TLSv1.2',
        cipher: 'TLS_DHE_RSA_WITH_AES_128_GCM_SHA256',
        group: undefined,
        messages: [message('server', 'ServerKeyExchange', { primeBits: 1024 })],
      },
    ],
    ['Channel binding', 'not observable', {}],
  ] as const) {
    test(`say ${label}: ${words}`, () => {
      expect(told(label, report as Partial<TlsReport>)).toBe(words);
    });
  }

  test('name the client certificate that was sent, or its fingerprint where it is not at hand', () => {
    const clientAuth = { ...base.clientAuth, requested: true, offered: 'abcdef0123456789' };

    expect(told('Client certificate', { clientAuth }, () => 'freight-api')).toBe('sent (freight-api)');
    expect(told('Client certificate', { clientAuth })).toBe('sent (abcdef01…)');
    expect(told('Client certificate', { clientAuth: { ...clientAuth, offered: null } })).toBe('requested (none sent)');
  });

  test('give the length of the key that the server made for this connection', () => {
    const share = { name: 'key_share', number: 51, bytes: 36, group: 'x25519', keyBytes: 32 };
    const messages = [message('server', 'ServerHello', { extensions: [share] })];

    expect(told('Server’s share', { messages })).toBe('32 bytes');
  });
});
