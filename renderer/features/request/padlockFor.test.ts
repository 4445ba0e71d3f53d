import { describe, expect, test } from 'vitest';
import type { Exchange } from '#core/http/exchange.ts';
import type { Verdict } from '#core/trust/verdict.ts';
import { sampleReport } from '#testdata/exchange.ts';
import { padlockFor } from './padlockFor.ts';

const exchange: Exchange = {
  id: '0',
  startedAt: 0,
  request: { method: 'GET', url: 'http://h.example/', httpVersion: 'HTTP/1.1', headers: [] },
  hops: [],
  connection: {
    remote: { address: '127.0.0.1', port: 80, family: 'IPv4' },
    local: { address: '127.0.0.1', port: 5000, family: 'IPv4' },
    reused: false,
  },
  outcome: { kind: 'cancelled' },
  timings: { totalMs: 1 },
};
const shown = { exchange, certificates: {} };

describe('the strip under the address', () => {
  test('speaks of the server that was asked, whatever the path has become', () => {
    expect(padlockFor({ run: { status: 'done', shown }, url: 'http://h.example/other?x' }, 0).glyph).toBe(
      'not-encrypted',
    );
  });

  test('says nothing of a server that was not asked', () => {
    for (const url of ['http://other.example/', 'https://h.example/', 'http://h.example:81/', '']) {
      expect(padlockFor({ run: { status: 'done', shown }, url }, 0).glyph).toBe('not-asked');
    }
  });

  test('tells the phase while it runs, also over an older verdict', () => {
    const run = { status: 'running', id: '1', startedAt: 1000, last: shown } as const;

    expect(padlockFor({ run, url: 'http://h.example/' }, 1250)).toMatchObject({ glyph: 'running', word: 'Looking up' });
  });
});

describe('what a person accepted', () => {
  const end = new Date(2026, 10, 27, 18).getTime();
  const verdict: Verdict = {
    kind: 'excepted',
    exception: { id: '1', accepted: ['expired', 'self-signed'], end: { kind: 'date', at: end } },
    library: { accepted: false, code: 'X' },
    findings: [{ kind: 'expired', severity: 'error', notAfter: 0, now: 1 }],
  };

  test('is told with its end, in the time zone of this computer; only what was wrong is named', () => {
    const url = 'https://h.example/';
    const { connection } = exchange;
    if (connection === undefined) throw new Error('no connection');
    const over = {
      ...exchange,
      request: { ...exchange.request, url },
      connection: { ...connection, tls: sampleReport({ verdict }) },
    };

    const padlock = padlockFor({ run: { status: 'done', shown: { exchange: over, certificates: {} } }, url }, 0);

    expect([padlock.word, padlock.facts[0]]).toEqual(['Excepted', 'expired accepted until Fri 27 Nov']);
  });
});
