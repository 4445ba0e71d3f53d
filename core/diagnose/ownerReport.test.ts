import { beforeAll, describe, expect, test } from 'vitest';
import type { Exchange } from '#core/http/exchange.ts';
import type { TlsReport } from '#core/tls/report.ts';
import type { Verdict } from '#core/trust/verdict.ts';
import { known } from '#testdata/known.ts';
import { issue, issueRoot, leafExtensions, type Issued } from '#testdata/pki.ts';
import type { ChainCompletion } from './completion.ts';
import { ownerReport } from './ownerReport.ts';
import type { ProbeReport } from './probe.ts';

let root: Issued, leaf: Issued;
beforeAll(() => {
  root = issueRoot('/CN=Corp Root');
  leaf = issue({ subject: '/CN=api.test', issuer: root, extensions: leafExtensions('api.test', 'b.test') });
});

const at = Date.UTC(2026, 10, 23, 9, 30);

function refusal(findings: Verdict['findings']): Exchange {
  const { sha256 } = known(leaf);
  const verdict: Verdict = { kind: 'untrusted', library: { accepted: false, code: 'X' }, findings };
  const tls: TlsReport = {
    version: 'TLSv1.3',
    cipher: 'TLS_AES_128_GCM_SHA256',
    group: 'X25519MLKEM768',
    alpn: { offered: [], accepted: null },
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
    chain: { sent: [sha256], path: [] },
    verdict,
  };
  return {
    id: '01a20942-31d8-75bf-9488-c069e492fffc',
    startedAt: at,
    request: {
      method: 'POST',
      url: 'https://api.test/private/path?token=hunter2',
      httpVersion: 'HTTP/1.1',
      headers: [['Authorization', 'Bearer hunter3']],
    },
    hops: [],
    connection: {
      remote: { address: '192.0.2.7', port: 443, family: 'IPv4' },
      local: { address: '10.1.2.3', port: 50_000, family: 'IPv4' },
      reused: false,
      tls,
    },
    outcome: { kind: 'failed', failure: { kind: 'untrusted', message: '', verdict, host: 'api.test', port: 443 } },
    timings: { totalMs: 1 },
  };
}

const report = (more: Partial<Parameters<typeof ownerReport>[0]> = {}) => {
  const { sha256 } = known(leaf);
  const incomplete = {
    kind: 'incomplete-chain',
    severity: 'error',
    certificate: sha256,
    subject: 'api.test',
    issuer: 'Corp Issuing',
    caIssuers: [],
  } as const;
  const scoped = {
    kind: 'out-of-scope',
    severity: 'error',
    host: 'api.test',
    scope: ['secret.corp'],
    label: 'X',
  } as const;
  const exchange = refusal([incomplete, scoped]);
  return ownerReport({ exchange, certificates: { [sha256]: leaf.cert }, host: 'api.test', port: 443, ...more });
};

describe('the report for the owner of a server', () => {
  test('says when, what, and why, and shows each certificate that was sent', () => {
    const text = report();

    expect(text).toContain('TLS report about api.test:443');
    expect(text).toContain('23 Nov 2026, 09:30:00 UTC');
    expect(text).toMatch(/^1\. The issuer’s certificate was not sent$/m);
    expect(text).toContain('Names    api.test, b.test');
    expect(text).toMatch(/SHA-256 {2}[0-9A-F]{2}:/i);
    expect(text).toContain('openssl s_client -connect api.test:443');
  });

  test('holds nothing of the request, of this computer or of what its user decided', () => {
    expect(report()).not.toMatch(/hunter|private\/path|Authorization|Bearer|10\.1\.2\.3|50000|secret\.corp/);
  });

  test('brings the certificate that is missing, and where it goes', () => {
    const { sha256 } = known(root);
    const completion: ChainCompletion = {
      result: { kind: 'proven', anchor: { sha256: 'x', source: 'system', label: 'Big Root' } },
      path: [],
      missing: [sha256],
      fetches: [
        { purpose: 'issuer', method: 'GET', url: 'http://x/y', redirects: [], status: 200, bytes: 900, ms: 12 },
      ],
      certificates: { [sha256]: root.cert },
      findings: [],
    };

    const text = report({ completion });

    expect(text).toContain('Incomplete chain: the server must send CN=Corp Root');
    expect(text).toContain('GET http://x/y: 200, 900 bytes, 12 ms');
    expect(text).toContain(root.cert.trimEnd());
    expect(text).toContain('ssl_certificate');
  });

  test('tells what else was tried', () => {
    const probed: ProbeReport = {
      host: 'api.test',
      port: 443,
      cancelled: false,
      outcomes: [
        {
          id: 'no-sni',
          ms: 5,
          result: { kind: 'handshake', version: 'TLSv1.2', cipher: 'TLS_X', names: ['default.test'] },
        },
      ],
    };

    const text = report({ probed });

    expect(text).toContain('Without the host name (SNI): succeeded, TLS 1.2, TLS_X (5 ms)');
    expect(text).toContain('The server does not know this host name');
  });

  test('has no line that mail would break, but for commands and fingerprints', () => {
    const long = report()
      .split('\n')
      .filter((line) => line.length > 90 && !/openssl|SHA-256/.test(line));

    expect(long).toEqual([]);
  });
});
