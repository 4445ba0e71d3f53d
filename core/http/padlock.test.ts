import { describe, expect, test } from 'vitest';
import type { Finding, Verdict } from '#core/trust/verdict.ts';
import type { Connection, Exchange, Outcome } from './exchange.ts';
import { sampleReport, without } from '#testdata/exchange.ts';
import { padlockBefore, padlockDuring, padlockOf } from './padlock.ts';

const now = Date.UTC(2026, 10, 23);
const day = 86_400_000;
const body = { bytes: 0, wireBytes: 0, sha256: '', ref: '' };
const answered: Outcome = {
  kind: 'response',
  response: { status: 200, statusText: 'OK', httpVersion: 'HTTP/1.1', headers: [], body },
};
const endpoint = { address: '10.0.0.1', port: 443, family: 'IPv4' } as const;

function connectionWith(
  verdict: Verdict,
  version: string | undefined = 'TLSv1.3',
  group = 'X25519MLKEM768',
): Connection {
  const tls = {
    ...(version === undefined ? {} : { version, group }),
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
    messages: [],
    alerts: [],
    chain: { sent: [], path: [] },
    verdict,
  };
  return { remote: endpoint, local: endpoint, reused: false, tls };
}

function exchange(outcome: Outcome, connection?: Connection, url = 'https://api.corp/'): Exchange {
  const request = { method: 'GET', url, httpVersion: 'HTTP/1.1', headers: [] };
  return {
    id: '',
    startedAt: now,
    request,
    hops: [],
    outcome,
    timings: { totalMs: 1 },
    ...(connection ? { connection } : {}),
  };
}

function trusted(findings: readonly Finding[] = [], daysLeft = 71): Verdict {
  return {
    kind: 'trusted',
    anchor: { sha256: '', source: 'custom', label: 'Corp Root', scope: ['*.corp'] },
    library: { accepted: true, code: 'OK' },
    findings,
    goodUntil: now + daysLeft * day + 1,
  };
}

describe('the padlock strip', () => {
  test('of a trusted exchange says by whose word, how, and for how long', () => {
    expect(padlockOf(exchange(answered, connectionWith(trusted())), now)).toEqual({
      glyph: 'trusted',
      word: 'Trusted',
      facts: ['Corp Root (custom, *.corp)', 'TLS 1.3', 'X25519MLKEM768', 'expires in 71 days'],
    });
  });

  test('turns the expiry into the warning when it is soon', () => {
    const soon = trusted([{ kind: 'expires-soon', severity: 'warning', notAfter: now + 3 * day, days: 3 }], 3);

    const padlock = padlockOf(exchange(answered, connectionWith(soon)), now);

    expect(padlock.warning).toBe('expires in 3 days');
    expect(padlock.facts).not.toContain('expires in 3 days');
  });

  test('says of an old exchange that the certificate has expired since', () => {
    const padlock = padlockOf(exchange(answered, connectionWith(trusted([], -1))), now);

    expect(padlock).toMatchObject({ word: 'Trusted', warning: 'has expired since' });
  });

  test('names a weak cipher of a trusted connection', () => {
    const weak = trusted([
      { kind: 'weak-cipher', severity: 'warning', cipher: 'TLS_ECDHE_RSA_WITH_AES_256_CBC_SHA384' },
    ]);

    expect(padlockOf(exchange(answered, connectionWith(weak, 'TLSv1.2', 'x25519')), now).warning).toBe('CBC cipher');
  });

  test('of an untrusted exchange counts the problems', () => {
    const verdict: Verdict = {
      kind: 'untrusted',
      library: { accepted: false, code: 'X' },
      findings: [{ kind: 'self-signed', severity: 'error' }],
    };
    const outcome: Outcome = {
      kind: 'failed',
      failure: { kind: 'untrusted', message: '', verdict, host: 'h', port: 1 },
    };

    expect(padlockOf(exchange(outcome, connectionWith(verdict)), now)).toMatchObject({
      glyph: 'untrusted',
      facts: ['stopped before the request was sent', '1 problem', 'TLS 1.3', 'X25519MLKEM768'],
    });
  });

  test('of a server that did not answer says so, and that no TLS was spoken', () => {
    const failure = { kind: 'connect-timeout', message: '', host: 'wms-old.corp', port: 443, afterMs: 10_000 } as const;

    expect(padlockOf(exchange({ kind: 'failed', failure }), now)).toEqual({
      glyph: 'no-connection',
      word: 'No connection',
      facts: ['wms-old.corp:443 did not answer within 10 s', 'no TLS was spoken'],
    });
  });

  test('of what could not be sent says why, and speaks of no connection', () => {
    const failed = (failure: Extract<Outcome, { kind: 'failed' }>['failure']): Exchange =>
      exchange({ kind: 'failed', failure }, undefined, 'nonsense');

    expect(padlockOf(failed({ kind: 'invalid-url', message: '', url: 'nonsense', reason: 'not-a-url' }), now)).toEqual({
      glyph: 'no-connection',
      word: 'Not sent',
      facts: ['this address cannot be used'],
    });
    expect(
      padlockOf(failed({ kind: 'invalid-request', message: '', part: 'header-value', value: 'X-Name' }), now).facts,
    ).toEqual(['the header X-Name cannot be sent']);
    expect(padlockOf(failed({ kind: 'trust-unavailable', message: '' }), now).word).toBe('Not sent');
  });

  test('of a handshake that broke off is not called unchecked', () => {
    const unchecked: Verdict = { kind: 'unchecked', library: { accepted: false, code: '' }, findings: [] };
    const failure = {
      kind: 'tls-alert',
      message: '',
      number: 40,
      name: 'handshake_failure',
      sender: 'server',
    } as const;

    const padlock = padlockOf(exchange({ kind: 'failed', failure }, connectionWith(unchecked)), now);

    expect(padlock).toMatchObject({
      glyph: 'no-connection',
      facts: ['the server broke off the TLS handshake', 'no verdict was reached'],
    });
  });

  test('of a server that answered with an alert alone does not say that no TLS was spoken', () => {
    const unchecked: Verdict = { kind: 'unchecked', library: { accepted: false, code: '' }, findings: [] };
    const failure = { kind: 'tls-incompatible', message: '', what: 'unknown', code: 'X' } as const;
    const alert = { from: 'server', level: 'fatal', number: 40, name: 'handshake_failure' } as const;
    const tls = without(sampleReport({ verdict: unchecked, alerts: [alert] }), 'version');
    const connection = { remote: endpoint, local: endpoint, reused: false, tls };

    const shown = padlockOf(exchange({ kind: 'failed', failure }, connection), now);

    expect(shown.facts.at(-1)).toBe('no verdict was reached');
  });

  test('of plain HTTP says that anyone can read it', () => {
    const connection = { remote: endpoint, local: endpoint, reused: false };

    expect(padlockOf(exchange(answered, connection, 'http://localhost:3000/'), now)).toEqual({
      glyph: 'not-encrypted',
      word: 'Not encrypted',
      facts: ['anyone on the way can read and change this', 'HTTP/1.1'],
    });
  });

  test('of a send that was forced says that nobody checked', () => {
    const unchecked: Verdict = { kind: 'unchecked', library: { accepted: false, code: 'X' }, findings: [] };

    expect(padlockOf(exchange(answered, connectionWith(unchecked)), now).glyph).toBe('unchecked');
  });

  test('of a cancelled exchange without a verdict says that nothing was sent', () => {
    expect(padlockOf(exchange({ kind: 'cancelled' }), now)).toMatchObject({ word: 'Cancelled' });
  });

  test('before and during a request says what will be here and what is awaited', () => {
    expect(padlockBefore.word).toBe('Not asked yet');
    expect(padlockDuring('tls', 12)).toEqual({
      glyph: 'running',
      word: 'Handshake',
      facts: ['waiting for the certificate', '12 ms'],
    });
  });
});

describe('the padlock strip of what a person decided', () => {
  const unchecked: Verdict = { kind: 'unchecked', library: { accepted: false, code: 'X' }, findings: [] };

  test('an exception names what was wrong and its end', () => {
    const excepted: Verdict = {
      kind: 'excepted',
      exception: { id: '1', accepted: ['self-signed'], end: { kind: 'session' } },
      library: { accepted: false, code: 'X' },
      findings: [{ kind: 'self-signed', severity: 'error' }],
    };

    expect(padlockOf(exchange(answered, connectionWith(excepted)), now)).toMatchObject({
      glyph: 'excepted',
      facts: ['self-signed accepted for this run', 'TLS 1.3', 'X25519MLKEM768'],
    });
  });

  test('a send that nobody checked stays so when no answer came', () => {
    const failure = { kind: 'header-timeout', message: '', afterMs: 1 } as const;
    const sent = {
      ...exchange({ kind: 'failed', failure }, connectionWith(unchecked)),
      timings: { sendMs: 1, totalMs: 2 },
    };

    expect(padlockOf(sent, now)).toMatchObject({ glyph: 'unchecked', word: 'Unchecked' });
  });

  test('trust that was taken back while the request ran is not called stopped before it was sent', () => {
    const failure = {
      kind: 'untrusted',
      message: '',
      verdict: trusted(),
      host: 'h',
      port: 1,
      withdrawn: true,
    } as const;

    const padlock = padlockOf(exchange({ kind: 'failed', failure }, connectionWith(trusted())), now);

    expect(padlock).toMatchObject({
      glyph: 'untrusted',
      facts: expect.arrayContaining(['the connection was closed']) as unknown,
    });
    expect(padlock.facts.join()).not.toContain('before the request was sent');
  });
});
