import { describe, expect, test } from 'vitest';
import type { Exchange } from '#core/http/exchange.ts';
import type { TlsReport } from '#core/tls/report.ts';
import type { Verdict } from '#core/trust/verdict.ts';
import { reportExchange } from './exchange.ts';
import { exchangeJson } from './json.ts';
import { paint } from './line.ts';

const sha = (letter: string) => letter.repeat(64);
const now = Date.UTC(2026, 10, 23);

const verdict: Verdict = {
  kind: 'untrusted',
  library: { accepted: false, code: 'CERT_HAS_EXPIRED' },
  findings: [
    { kind: 'expired', severity: 'error', certificate: sha('a'), subject: 'api.test', notAfter: now - 1, now },
    { kind: 'root-sent', severity: 'note', certificate: sha('b'), subject: 'Root' },
  ],
};

const tls: TlsReport = {
  version: 'TLSv1.3',
  cipher: 'TLS_AES_128_GCM_SHA256',
  alpn: { offered: ['http/1.1'], accepted: null },
  sni: { sent: 'api.test', acknowledged: true },
  resumed: false,
  helloRetry: true,
  extendedMasterSecret: true,
  secureRenegotiation: true,
  tickets: [],
  scts: [],
  clientAuth: { requested: false, authorities: [], signatureSchemes: [], offered: null },
  offered: { versions: [], ciphers: [], groups: [], signatureSchemes: [] },
  messages: (['client', 'server', 'client', 'server', 'server'] as const).map((from, at) => ({
    from,
    type: ['ClientHello', 'HelloRetryRequest', 'ClientHello', 'ServerHello', 'Certificate'][at] ?? '',
    bytes: 1,
    atMs: at,
    encrypted: false,
    fields: {},
  })),
  alerts: [{ from: 'client', level: 'fatal', number: 45, name: 'certificate_expired' }],
  chain: { sent: [sha('a'), sha('b')], path: [] },
  verdict,
};

const refused: Exchange = {
  id: '01a20942-31d8-75bf-9488-c069e492fffc',
  startedAt: now,
  request: { method: 'GET', url: 'https://api.test/', httpVersion: 'HTTP/1.1', headers: [] },
  hops: [],
  connection: {
    remote: { address: '::1', port: 443, family: 'IPv6' },
    local: { address: '::1', port: 5, family: 'IPv6' },
    reused: false,
    tls,
  },
  outcome: { kind: 'failed', failure: { kind: 'untrusted', message: '', verdict, host: 'api.test', port: 443 } },
  timings: { connectMs: 10, tlsMs: 30, totalMs: 40 },
};

const text = (exchange: Exchange) => paint(reportExchange({ exchange, certificates: {}, now, width: 80 }), 'plain');

describe('the report of an exchange', () => {
  test('begins with the verdict and names every finding with cause and remedy', () => {
    const lines = text(refused).split('\n');

    expect(lines[0]).toMatch(/^✗ Untrusted · stopped before the request was sent · 1 problem/);
    expect(lines[1]).toBe('  GET https://api.test/ → [::1]:443');
    expect(text(refused)).toContain('✗ A certificate has expired');
    expect(text(refused)).toMatch(/· .*root/i);
  });

  test('says what cannot be observed, and the order of the messages', () => {
    expect(text(refused)).toMatch(/Key exchange +not observable/);
    expect(text(refused)).toContain('→ ClientHello ← HelloRetryRequest → ClientHello ← ServerHello, Certificate');
    expect(text(refused)).toMatch(/Alert +client: fatal 45 certificate_expired/);
  });

  test('keeps the line of a certificate whose bytes are not there', () => {
    expect(text(refused)).toMatch(/✗ {2}unreadable certificate +sent .*aaaaaaaa…aaaaaaaa/);
  });

  test('sets the phases below each other as a waterfall', () => {
    expect(text(refused)).toMatch(/Connect +10 ms {2}▇{10}\n/);
    expect(text(refused)).toMatch(/TLS and verdict +30 ms {2} {10}▇{30}\n/);
  });

  test('without a connection has the failure alone', () => {
    const { id, startedAt, request, hops } = refused;
    const failure = { kind: 'dns-not-found', message: '', host: 'api.test' } as const;

    const report = text({
      id,
      startedAt,
      request,
      hops,
      outcome: { kind: 'failed', failure },
      timings: { totalMs: 0 },
    });

    expect(report).toContain('No computer is called api.test');
    expect(report).not.toContain('TLS 1.3');
  });

  test('shows the head that came before a failure, and that the body is incomplete', () => {
    const failure = { kind: 'body-truncated', message: '', expectedBytes: 9, receivedBytes: 4 } as const;
    const body = { bytes: 4, wireBytes: 4, sha256: sha('c'), ref: sha('c'), truncated: true };
    const head = {
      status: 500,
      statusText: 'Oh no',
      httpVersion: 'HTTP/1.1',
      headers: [['X-A', '1\u001b[2J'] as const],
    };

    const report = text({ ...refused, outcome: { kind: 'failed', failure, response: { ...head, body } } });

    expect(report).toContain('HTTP/1.1 500 Oh no · 4 bytes, incomplete');
    expect(report).toContain('X-A: 1\\1b[2J');
  });
});

describe('the JSON of an exchange', () => {
  test('is the exchange itself with certificates and explanations beside its fields', () => {
    const json = exchangeJson(refused, { [sha('a')]: 'PEM' });

    expect(json).toMatchObject(refused);
    expect(json.certificates).toEqual({ [sha('a')]: 'PEM' });
    expect(json.explanations.map(({ kind, certificate }) => [kind, certificate])).toEqual([
      ['untrusted', undefined],
      ['expired', sha('a')],
      ['root-sent', sha('b')],
    ]);
    expect(JSON.parse(JSON.stringify(json))).toEqual(json);
  });
});
