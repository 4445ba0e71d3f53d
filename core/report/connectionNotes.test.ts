import { describe, expect, test } from 'vitest';
import type { Exchange } from '#core/http/exchange.ts';
import type { TlsReport } from '#core/tls/report.ts';
import { connectionNotes } from './connectionNotes.ts';

const sound: Partial<TlsReport> = {
  version: 'TLSv1.2',
  cipher: 'TLS_ECDHE_RSA_WITH_AES_128_GCM_SHA256',
  extendedMasterSecret: true,
  secureRenegotiation: true,
  offered: { versions: ['TLSv1.3', 'TLSv1.2'], ciphers: [], groups: [], signatureSchemes: [] },
  messages: [],
  verdict: { kind: 'trusted', library: { accepted: true, code: 'OK' }, findings: [] },
};

function notes(more: Partial<TlsReport>) {
  return connectionNotes({ connection: { tls: { ...sound, ...more } } } as Exchange);
}

describe('what is to be said of a connection', () => {
  test('is nothing when all is well, or when there was no TLS', () => {
    expect(notes({})).toEqual([]);
    expect(connectionNotes({} as Exchange)).toEqual([]);
  });

  test('counts the better suites that had been offered before a weak one', () => {
    const cipher = 'TLS_ECDHE_RSA_WITH_AES_256_CBC_SHA384';
    const found = notes({
      cipher,
      offered: { versions: [], ciphers: ['GREASE', 'A', 'B', cipher], groups: [], signatureSchemes: [] },
      verdict: {
        kind: 'trusted',
        library: { accepted: true, code: 'OK' },
        findings: [{ kind: 'weak-cipher', severity: 'warning', cipher }],
      },
    });

    expect(found).toMatchObject([{ from: 'verdict', severity: 'warning', title: 'The connection uses a weak cipher' }]);
    expect(found[0]?.text).toContain('You offered 2 that you would have liked better.');
  });

  test('leaves findings about certificates to where the certificates are', () => {
    const findings = [{ kind: 'root-sent', severity: 'note' }] as const;

    expect(notes({ verdict: { kind: 'trusted', library: { accepted: true, code: 'OK' }, findings } })).toEqual([]);
  });

  for (const [title, severity, report] of [
    ['The server’s signature does not fit its certificate', 'error', { serverSignature: 'bad' }],
    ['The connection is compressed by TLS', 'warning', { compression: 'DEFLATE' }],
    ['The handshake is signed over SHA-1', 'warning', { signatureScheme: 'rsa_pkcs1_sha1' }],
    ['Renegotiation is not protected', 'warning', { secureRenegotiation: false }],
    ['The session key is not bound to this handshake', 'note', { extendedMasterSecret: false }],
    [
      'The server could have spoken TLS 1.3',
      'warning',
      {
        messages: [
          {
            from: 'server',
            type: 'ServerHello',
            bytes: 1,
            atMs: 1,
            encrypted: false,
            fields: { downgradeSentinel: 'The server knows TLS 1.3.' },
          },
        ],
      },
    ],
  ] as const) {
    test(`includes: ${title}`, () => {
      expect(notes(report)).toMatchObject([{ from: 'handshake', severity, title }]);
    });
  }

  test('is told worst first', () => {
    const found = notes({ extendedMasterSecret: false, secureRenegotiation: false, serverSignature: 'bad' });

    expect(found.map(({ severity }) => severity)).toEqual(['error', 'warning', 'note']);
  });
});
