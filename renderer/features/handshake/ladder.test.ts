import { describe, expect, test } from 'vitest';
import { boundRows, ladderOf } from './ladder.ts';
import type { Exchange } from '#core/http/exchange.ts';
import type { TlsMessage, TlsReport } from '#core/tls/report.ts';

const verdict = { kind: 'trusted', library: { accepted: true, code: 'OK' }, findings: [] } as const;

function message(from: 'client' | 'server', type: string, atMs: number, bytes = 10): TlsMessage {
  return { from, type, atMs, bytes, encrypted: false, fields: {} };
}

function report(messages: readonly TlsMessage[], more: Partial<TlsReport> = {}): TlsReport {
  return {
    version: 'TLSv1.3',
    alpn: { offered: [], accepted: null },
    sni: { sent: null, acknowledged: false },
    resumed: false,
    helloRetry: false,
    extendedMasterSecret: true,
    secureRenegotiation: true,
    tickets: [],
    scts: [],
    clientAuth: { requested: false, authorities: [], signatureSchemes: [], offered: null },
    offered: { versions: [], ciphers: [], groups: [], signatureSchemes: [] },
    messages,
    alerts: [],
    chain: { sent: [], path: [] },
    verdict,
    ...more,
  };
}

const response = {
  kind: 'response',
  response: {
    status: 200,
    statusText: 'OK',
    httpVersion: 'HTTP/1.1',
    headers: [],
    body: { bytes: 0, wireBytes: 0, sha256: '', ref: '' },
  },
} as const;

function exchange(tls: TlsReport, more: Partial<Exchange> = {}, reused = false): Exchange {
  const end = { address: '127.0.0.1', port: 443, family: 'IPv4' } as const;
  return {
    id: '0',
    startedAt: 0,
    request: { method: 'GET', url: 'https://host.test/a/b?c=d', httpVersion: 'HTTP/1.1', headers: [] },
    hops: [],
    connection: { remote: end, local: end, reused, tls },
    outcome: response,
    timings: { tlsMs: 6, verdictMs: 1, totalMs: 10 },
    ...more,
  };
}

const full = [
  message('client', 'ClientHello', 0),
  message('server', 'ServerHello', 4),
  message('server', 'ChangeCipherSpec', 4, 1),
  message('server', 'Finished', 4.04),
  message('client', 'ChangeCipherSpec', 4.9, 1),
  message('client', 'Finished', 4.9),
  message('server', 'NewSessionTicket', 7, 200),
  message('server', 'NewSessionTicket', 7, 201),
];

function outline(given: Exchange, compatibility: 'fold' | 'show' = 'fold'): string[] {
  return ladderOf(given, compatibility).rows.map((row) => (row.kind === 'message' ? row.type : row.kind));
}

describe('the ladder of a handshake', () => {
  test('puts the gate before the first byte of the request and after all that had been said by then', () => {
    expect(outline(exchange(report(full)))).toEqual([
      'ClientHello',
      'pause',
      'ServerHello',
      'Finished',
      'Finished',
      'gate',
      'request',
      'NewSessionTicket',
    ]);
  });

  test('prints equal times once', () => {
    const times = ladderOf(exchange(report(full)), 'fold').rows.map((row) => row.time);

    expect(times).toEqual(['0.0', undefined, '4.0', undefined, '4.9', '6.0', undefined, '7.0']);
  });

  test('says how long the verdict took', () => {
    const gate = ladderOf(exchange(report(full)), 'fold').rows.find((row) => row.kind === 'gate');

    expect(gate).toMatchObject({ title: 'Trusted: request released', note: 'judged in 1.0 ms' });
  });

  test('folds compatibility records and counts them', () => {
    expect(ladderOf(exchange(report(full)), 'fold').folded).toBe(2);
    expect(outline(exchange(report(full)), 'show').filter((row) => row === 'ChangeCipherSpec')).toHaveLength(2);
  });

  test('counts tickets that follow one another in one row and adds up their bytes', () => {
    const last = ladderOf(exchange(report(full)), 'fold').rows.at(-1);

    expect(last).toMatchObject({ type: 'NewSessionTicket', count: 2, bytes: 401 });
  });

  test('tells what a pause was spent on', () => {
    const rows = ladderOf(exchange(report(full)), 'fold').rows;

    expect(rows.flatMap((row) => (row.kind === 'pause' ? [row.words] : []))).toEqual([
      '4.0 ms on the network and in the server',
    ]);
  });

  test('lets the request follow our last flight where the library sent that after the gate', () => {
    const late = full.map((each) =>
      each.from === 'client' && each.type === 'Finished' ? { ...each, atMs: 6.2 } : each,
    );

    expect(outline(exchange(report(late))).slice(-4)).toEqual(['gate', 'Finished', 'request', 'NewSessionTicket']);
  });

  test('calls decrypted only what could be read', () => {
    const sealed = { ...message('server', 'Finished', 4), encrypted: true, fields: { undecoded: 'encrypted' } };
    const opened = { ...message('server', 'Finished', 4), encrypted: true };

    const rows = ladderOf(exchange(report([sealed, opened])), 'fold').rows;

    expect(rows.slice(0, 2)).toMatchObject([{ decrypted: false, note: 'not decrypted here' }, { decrypted: true }]);
  });

  test('names the path of the request, not its query', () => {
    const request = ladderOf(exchange(report(full)), 'fold').rows.find((row) => row.kind === 'request');

    expect(request).toMatchObject({ title: 'First byte of GET /a/b', note: 'HTTP/1.1' });
  });

  test('ends a refusal at the gate, without a request', () => {
    const refused = report(full.slice(0, 6), { verdict: { ...verdict, kind: 'untrusted' } });
    const failure = {
      kind: 'untrusted',
      message: '',
      verdict: refused.verdict,
      host: 'host.test',
      port: 443,
    } as const;

    const rows = outline(exchange(refused, { outcome: { kind: 'failed', failure } }));

    expect(rows.at(-1)).toBe('gate');
    expect(rows).not.toContain('request');
  });

  test('ends where a broken handshake ended: no gate, because nothing was judged', () => {
    const broken = report([message('client', 'ClientHello', 0), message('server', 'Alert', 2, 2)], {
      verdict: { ...verdict, kind: 'unchecked' },
      alerts: [{ from: 'server', level: 'fatal', number: 40, name: 'handshake_failure' }],
    });
    const failure = {
      kind: 'tls-alert',
      message: '',
      number: 40,
      name: 'handshake_failure',
      sender: 'server',
    } as const;
    const given = exchange(broken, { outcome: { kind: 'failed', failure }, timings: { totalMs: 3 } });

    expect(outline(given)).toEqual(['ClientHello', 'pause', 'Alert']);
    expect(ladderOf(given, 'fold').rows.at(-1)).toMatchObject({ note: 'handshake_failure (40), fatal' });
  });

  test('shows the gate of a reused connection after its handshake, and no request: another one was sent first', () => {
    const given = exchange(report(full), { timings: { totalMs: 3 } }, true);

    expect(outline(given).slice(-2)).toEqual(['gate', 'NewSessionTicket']);
    expect(outline(given)).not.toContain('request');
    expect(ladderOf(given, 'fold').rows.find((row) => row.kind === 'gate')).toMatchObject({
      note: 'of the request that opened the connection',
    });
  });

  test('is empty without TLS', () => {
    const plain: Exchange = { ...exchange(report([])), connection: undefined as never };

    expect(ladderOf(plain, 'fold').rows).toEqual([]);
  });

  test('says where the certificate would stand that a resumed session does not show', () => {
    const resumed = exchange(report(full, { resumed: true }));

    expect(outline(resumed).slice(2, 5)).toEqual(['ServerHello', 'aside', 'Finished']);
  });

  test('knows the certificates of either side, compressed or not', () => {
    const chain = { sent: ['a', 'b'], path: [] };
    const clientAuth = { requested: true, authorities: [], signatureSchemes: [], offered: 'c' };
    const messages = [message('server', 'CompressedCertificate', 1), message('client', 'Certificate', 2)];

    const rows = ladderOf(exchange(report(messages, { chain, clientAuth })), 'fold').rows;

    expect(rows.flatMap((row) => (row.kind === 'message' ? [row.certificates] : []))).toEqual([['a', 'b'], ['c']]);
  });

  test('ends with what came instead of TLS', () => {
    const broken = report([message('client', 'ClientHello', 0)], { verdict: { ...verdict, kind: 'unchecked' } });
    const failure = { kind: 'not-tls', message: '', spoken: 'ssh', firstBytes: 'SSH', port: 22 } as const;

    expect(outline(exchange(broken, { outcome: { kind: 'failed', failure } }))).toEqual(['ClientHello', 'end']);
  });

  test('folds the middle of hundreds of rows, and keeps the end, which says how it ended', () => {
    const many = Array.from({ length: 500 }, (_, index) => message('server', 'Alert', index / 1000, 2));
    const { rows } = ladderOf(exchange(report(many)), 'fold');

    const bound = boundRows(rows, 60);

    expect(bound).toHaveLength(71);
    expect(bound[60]).toMatchObject({ kind: 'more', count: rows.length - 70 });
    expect(bound.at(-1)).toBe(rows.at(-1));
    expect(boundRows(rows, 500)).toBe(rows);
  });

  test('survives a report without a single message', () => {
    expect(outline(exchange(report([])))).toEqual(['gate', 'request']);
  });

  describe('with a client certificate', () => {
    const asked = [
      message('client', 'ClientHello', 0),
      message('server', 'CertificateRequest', 4),
      message('server', 'Finished', 4),
      message('client', 'Certificate', 5),
      message('client', 'CertificateVerify', 5),
      message('client', 'Finished', 5),
    ];
    const clientAuth = { requested: true, authorities: [], signatureSchemes: [], offered: 'ab' };
    const gates = (given: Exchange) =>
      ladderOf(given, 'fold').rows.flatMap((row) => (row.kind === 'gate' ? [row.title] : []));

    test('there are two gates: one before it is shown, one before the request', () => {
      const given = exchange(report(asked, { clientAuth }), { timings: { tlsMs: 6, totalMs: 10 } });

      expect(outline(given).slice(-6)).toEqual([
        'gate',
        'Certificate',
        'CertificateVerify',
        'Finished',
        'gate',
        'request',
      ]);
      expect(gates(given)).toEqual(['Approved earlier in this run: identity released', 'Trusted: request released']);
    });

    test('the first says so when it was approved for this very request, and by whose word', () => {
      const tls = report(asked, { clientAuth, verdict: { ...verdict, kind: 'excepted' } });
      const given = exchange(tls);
      const { connection } = given;

      const second = {
        ...given,
        ...(connection === undefined ? {} : { connection: { ...connection, handshakes: 2 } }),
      };

      expect(gates(second)[0]).toBe('Excepted in the handshake before: identity released');
    });

    test('that was not shown there is one', () => {
      const given = exchange(report(asked, { clientAuth: { ...clientAuth, offered: null } }));

      expect(gates(given)).toEqual(['Trusted: request released']);
    });
  });

  test('of a request whose trust was taken back says so at the gate', () => {
    const failure = { kind: 'untrusted', message: '', verdict, host: 'h', port: 1, withdrawn: true } as const;
    const rows = ladderOf(exchange(report(full), { outcome: { kind: 'failed', failure } }), 'fold').rows;

    expect(rows.find((row) => row.kind === 'gate')).toMatchObject({ title: 'Trust taken back: stopped while it ran' });
  });

  test('of a send that nobody checked has its gate also when no answer came', () => {
    const tls = report(full, { verdict: { ...verdict, kind: 'unchecked' } });
    const outcome = { kind: 'failed', failure: { kind: 'header-timeout', message: '', afterMs: 1 } } as const;
    const rows = ladderOf(exchange(tls, { outcome, timings: { tlsMs: 6, sendMs: 1, totalMs: 9 } }), 'fold').rows;

    expect(rows.find((row) => row.kind === 'gate')).toMatchObject({ title: 'Unchecked: sent without a check' });
  });
});
