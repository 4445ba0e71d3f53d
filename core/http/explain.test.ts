import { describe, expect, test } from 'vitest';
import type { ExchangeFailure } from './exchange.ts';
import { explainFailure } from './explain.ts';

const message = 'internal words';
const verdict = {
  kind: 'untrusted',
  library: { accepted: false, code: 'CERT_HAS_EXPIRED' },
  findings: [
    { kind: 'expired', severity: 'error', notAfter: 0, now: 1 },
    { kind: 'no-san', severity: 'error', asked: 'api.corp' },
    { kind: 'sct-missing', severity: 'note' },
  ],
} as const;

const failures: readonly ExchangeFailure[] = [
  ...(['empty', 'not-a-url', 'scheme', 'credentials', 'port'] as const).map(
    (reason) => ({ kind: 'invalid-url', message, url: 'u', reason }) as const,
  ),
  ...(['method', 'header-name', 'header-value'] as const).map(
    (part) => ({ kind: 'invalid-request', message, part, value: 'v' }) as const,
  ),
  { kind: 'dns-not-found', message, host: 'h' },
  { kind: 'dns-failed', message, host: 'h', code: 'EAI_AGAIN' },
  { kind: 'refused', message, host: 'h', port: 1 },
  { kind: 'unreachable', message, host: '::1', port: 1, code: 'EHOSTUNREACH' },
  { kind: 'connect-timeout', message, host: 'h', port: 1, afterMs: 10_000 },
  ...(['connect', 'tls', 'request', 'response'] as const).map(
    (during) => ({ kind: 'reset', message, during }) as const,
  ),
  { kind: 'proxy-failed', message, proxy: 'p', status: 502 },
  { kind: 'proxy-failed', message, proxy: 'p' },
  { kind: 'proxy-auth-required', message, proxy: 'p' },
  ...(['http', 'ssh', 'smtp', 'ftp', 'imap', 'pop3', 'mysql', 'postgresql', 'unknown'] as const).map(
    (spoken) => ({ kind: 'not-tls', message, spoken, firstBytes: '', port: 22 }) as const,
  ),
  { kind: 'tls-timeout', message, afterMs: 500, lastMessage: 'ClientHello' },
  { kind: 'tls-timeout', message, afterMs: 1500 },
  ...(
    [
      10, 20, 22, 40, 42, 43, 44, 45, 46, 47, 48, 49, 50, 51, 70, 71, 80, 86, 90, 109, 110, 112, 113, 115, 116, 120,
      121, 255,
    ] as const
  ).flatMap((number) =>
    (['client', 'server'] as const).map(
      (sender) => ({ kind: 'tls-alert', message, number, name: 'n', sender }) as const,
    ),
  ),
  ...(
    ['version', 'cipher', 'group', 'signature', 'renegotiation', 'key-usage', 'message-size', 'unknown'] as const
  ).map((what) => ({ kind: 'tls-incompatible', message, what, code: 'CODE' }) as const),
  { kind: 'client-certificate-required', message, authorities: ['CN=A', 'CN=B', 'CN=C', 'CN=D'] },
  { kind: 'client-certificate-rejected', message, alert: 48 },
  { kind: 'untrusted', message, verdict, host: 'api.corp', port: 443 },
  ...(['tls', 'request', 'response'] as const).map((during) => ({ kind: 'closed-early', message, during }) as const),
  { kind: 'malformed-response', message, code: 'HPE_X' },
  { kind: 'body-truncated', message, expectedBytes: 1_200_000, receivedBytes: 5 },
  { kind: 'body-truncated', message, receivedBytes: 5 },
  { kind: 'header-timeout', message, afterMs: 1 },
  { kind: 'idle-timeout', message, afterMs: 1 },
  { kind: 'total-timeout', message, afterMs: 1 },
  { kind: 'too-many-redirects', message, limit: 20 },
  { kind: 'redirect-blocked', message, to: 'http://x' },
  { kind: 'decode-failed', message, encoding: 'gzip' },
  { kind: 'body-too-large', message, limitBytes: 1_000_000_000, wireBytes: 1_000_000 },
  { kind: 'trust-unavailable', message },
  { kind: 'internal', message },
  { kind: 'internal', message, code: 'ENOSPC' },
];

describe('an explanation', () => {
  test.each(failures)('of $kind is made of whole sentences and says what to do', (failure) => {
    const { title, cause, remedy } = explainFailure(failure);

    expect(title).toMatch(/^\S.*[^.]$/);
    expect(cause).toMatch(/^\S.*\.$/);
    expect(remedy).toMatch(/^\S.*\.$/);
    expect(`${title} ${cause} ${remedy}`).not.toMatch(/undefined|NaN|internal words|\s{2}/);
  });

  test('of an untrusted server says what it could not prove, and counts only what stopped it', () => {
    const { title, cause } = explainFailure({ kind: 'untrusted', message, verdict, host: 'api.corp', port: 443 });

    expect(title).toBe('This server could not prove that it is api.corp');
    expect(cause).toContain('2 problems');
  });

  test('of a plain HTTP port names the port and the protocol', () => {
    const { title } = explainFailure({ kind: 'not-tls', message, spoken: 'http', firstBytes: '', port: 8080 });

    expect(title).toBe('Port 8080 speaks plain HTTP, not TLS');
  });

  test('never tells anybody to switch verification off', () => {
    const words = failures.map((failure) => Object.values(explainFailure(failure)).join(' ')).join(' ');

    expect(words).not.toMatch(/disable|turn off|switch off|insecure|-k\b/i);
  });
});
