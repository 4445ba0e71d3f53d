import { describe, expect, test } from 'vitest';
import type { Exchange, Timings } from '#core/http/exchange.ts';
import { axisTicks, waterfall } from './waterfall.ts';

function exchangeWith(timings: Timings, more: Partial<Exchange> = {}): Exchange {
  return {
    id: '0',
    startedAt: 0,
    request: { method: 'GET', url: 'https://h.example:8443/x?y', httpVersion: 'HTTP/1.1', headers: [] },
    hops: [],
    outcome: { kind: 'cancelled' },
    timings,
    ...more,
  };
}

describe('a waterfall', () => {
  test('sets the phases one after the other, the verdict by itself', () => {
    const timings = { blockedMs: 0.2, dnsMs: 4, connectMs: 3, tlsMs: 22, verdictMs: 2, waitMs: 96, totalMs: 130 };

    const [hop] = waterfall(exchangeWith(timings));

    expect(hop?.host).toBe('h.example:8443');
    expect(hop?.phases.map(({ label, startMs, ms }) => [label, startMs, ms])).toEqual([
      ['DNS', 0, 4],
      ['Connect', 4, 3],
      ['TLS', 7, 20],
      ['Verdict', 27, 2],
      ['Wait', 29, 96],
    ]);
  });

  test('a redirect comes before the request it led to, on the same axis', () => {
    const hop = {
      request: { method: 'GET', url: 'http://a.example/', httpVersion: 'HTTP/1.1', headers: [] },
      response: {
        status: 301,
        statusText: '',
        httpVersion: 'HTTP/1.1',
        headers: [],
        body: { bytes: 0, wireBytes: 0, sha256: '', ref: '' },
      },
      timings: { waitMs: 10, totalMs: 12 },
    };

    const hops = waterfall(exchangeWith({ waitMs: 5, totalMs: 6 }, { hops: [hop] }));

    expect(hops.map(({ host, startMs }) => [host, startMs])).toEqual([
      ['a.example', 0],
      ['h.example:8443', 12],
    ]);
    expect(hops[1]?.phases[0]?.startMs).toBe(12);
  });

  test('a request that came nowhere has no phases', () => {
    expect(waterfall(exchangeWith({ totalMs: 0 }))[0]?.phases).toEqual([]);
  });
});

describe('an axis', () => {
  test.each([
    [231, [0, 50, 100, 150, 200]],
    [0.9, [0, 0.2, 0.4, 0.6, 0.8]],
    [10_000, [0, 2000, 4000, 6000, 8000, 10_000]],
    [0, [0]],
  ])('of %d ms has round steps', (total, ticks) => {
    expect(axisTicks(total)).toEqual(ticks);
  });
});
