import { describe, expect, test } from 'vitest';
import type { Exchange, Header } from '#core/http/exchange.ts';
import { ACCEPT_ENCODING } from '#core/http/header.ts';
import { draftOf } from './draft.ts';

function sent(headers: readonly Header[], more: Partial<Exchange> = {}): Exchange {
  return {
    id: '0',
    startedAt: 0,
    request: { method: 'PUT', url: 'https://h.example/p?a=1', httpVersion: 'HTTP/1.1', headers },
    hops: [],
    outcome: { kind: 'cancelled' },
    timings: { totalMs: 1 },
    ...more,
  };
}
const rows = (exchange: Exchange) =>
  draftOf({ exchange, certificates: {} }).headers.map(({ name, value }) => [name, value]);

describe('an exchange in the composer', () => {
  test('has the headers that were chosen, not those that are added by themselves', () => {
    const headers: Header[] = [
      ['Host', 'h.example'],
      ['User-Agent', 'Wireglass/0.1.0'],
      ['Accept', '*/*'],
      ['Accept-Encoding', ACCEPT_ENCODING],
      ['X-Twice', '1'],
      ['X-Twice', '2'],
      ['Content-Length', '2'],
      ['Connection', 'keep-alive'],
    ];

    expect(rows(sent(headers))).toEqual([
      ['X-Twice', '1'],
      ['X-Twice', '2'],
    ]);
  });

  test('that was only an inspection begins as a GET', () => {
    const request = { method: 'INSPECT', url: 'https://h.example/', httpVersion: '', headers: [] };
    const exchange = sent([], { request, outcome: { kind: 'inspected' } });

    expect(draftOf({ exchange, certificates: {} }).method).toBe('GET');
  });

  test('keeps a default that was set to something else', () => {
    expect(
      rows(
        sent([
          ['Accept', 'text/html'],
          ['user-agent', 'curl/8'],
          ['Accept-Encoding', 'gzip'],
        ]),
      ),
    ).toHaveLength(3);
  });

  test('says that the body that was sent is not in the composer yet', () => {
    const exchange = sent([]);
    const request = { ...exchange.request, body: { bytes: 12, sha256: '', ref: '' } };

    expect(draftOf({ exchange: { ...exchange, request }, certificates: {} })).toMatchObject({
      unloadedBody: 12,
      body: '',
    });
  });

  test('asks for what was asked first, before any redirect', () => {
    const exchange = sent([]);
    const hop = {
      request: { ...exchange.request, url: 'http://first.example/' },
      response: {
        status: 301,
        statusText: '',
        httpVersion: 'HTTP/1.1',
        headers: [],
        body: { bytes: 0, wireBytes: 0, sha256: '', ref: '' },
      },
      timings: { totalMs: 1 },
    };

    expect(draftOf({ exchange: { ...exchange, hops: [hop] }, certificates: {} }).url).toBe('http://first.example/');
  });
});
