import { describe, expect, test } from 'vitest';
import type { Exchange, ExchangeFailure } from '#core/http/exchange.ts';
import { bodyOf, sampleExchange, sampleReport, without } from '#testdata/exchange.ts';
import { issue, issueRoot, leafExtensions } from '#testdata/pki.ts';
import { harEntries, harTlsError, type HarBodies, type HarEntry } from './har.ts';
import { createRedactor } from './redact.ts';

const none: HarBodies = new Map();

function only(
  exchange: Exchange,
  bodies: HarBodies = none,
  mode: 'redact' | 'keep' = 'redact',
  certificates = {},
): HarEntry {
  const entries = harEntries({ exchange, certificates }, bodies, createRedactor(mode));
  expect(entries.length).toBe(1);
  const [entry] = entries;
  if (entry === undefined) throw new Error('no entry');
  return entry;
}

function failed(failure: ExchangeFailure, more: Parameters<typeof sampleExchange>[0] = {}): Exchange {
  return sampleExchange({ ...more, outcome: { kind: 'failed', failure } });
}

/** What readers refuse: null anywhere, absent required fields, texts where numbers belong (har-schema, HAR 1.2). */
function expectSound(entry: HarEntry): void {
  expect(JSON.stringify({ ...entry, _tls: undefined, _wireglass: undefined })).not.toContain('null');
  expect(entry.startedDateTime).toMatch(/^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d\.\d{3}Z$/);
  const { request, response, timings } = entry;
  for (const text of [request.method, request.url, request.httpVersion]) expect(text).not.toBe('');
  for (const text of [response.statusText, response.redirectURL, response.content.mimeType])
    expect(typeof text).toBe('string');
  const sizes = [request.headersSize, request.bodySize, response.headersSize, response.bodySize, response.content.size];
  for (const number of [entry.time, response.status, ...sizes]) expect(Number.isFinite(number)).toBe(true);
  for (const phase of [timings.send, timings.wait, timings.receive, entry.time])
    expect(phase).toBeGreaterThanOrEqual(0);
  expect(entry.cache).toEqual({});
}

describe('an entry', () => {
  test('says when, what was sent and what came, in the units of HAR', () => {
    const responseBody = bodyOf('{"a":1}', { wireBytes: 30, encoding: 'gzip', mediaType: 'application/json' });
    const exchange = sampleExchange({
      request: {
        method: 'POST',
        url: 'https://api.corp/v1/things?q=a+b&q=%C3%A9',
        httpVersion: 'HTTP/1.1',
        headers: [
          ['Host', 'api.corp'],
          ['content-type', 'application/x-www-form-urlencoded'],
        ],
        body: { bytes: 7, sha256: 'r', ref: 'r' },
      },
      responseHeaders: [
        ['Content-Type', 'application/json; charset=utf-8'],
        ['X-Twice', '1'],
        ['X-Twice', '2'],
      ],
      responseBody,
    });
    const bodies: HarBodies = new Map([
      ['r', { kind: 'text', text: 'x=1+2&y' }],
      [responseBody.ref, { kind: 'text', text: '{"a":1}' }],
    ]);

    const entry = only(exchange, bodies);

    expectSound(entry);
    expect(entry).toMatchObject({
      startedDateTime: '2026-11-23T12:00:00.000Z',
      request: {
        method: 'POST',
        queryString: [
          { name: 'q', value: 'a b' },
          { name: 'q', value: 'é' },
        ],
        postData: {
          mimeType: 'application/x-www-form-urlencoded',
          text: 'x=1+2&y',
          params: [
            { name: 'x', value: '1 2' },
            { name: 'y', value: '' },
          ],
        },
        bodySize: 7,
      },
      response: {
        status: 200,
        statusText: 'OK',
        httpVersion: 'HTTP/1.1',
        headers: [{}, { name: 'X-Twice', value: '1' }, { name: 'X-Twice', value: '2' }],
        content: { size: 7, compression: -23, mimeType: 'application/json; charset=utf-8', text: '{"a":1}' },
        redirectURL: '',
        bodySize: 30,
      },
      serverIPAddress: '127.0.0.1',
      connection: exchange.id,
      _serverPort: 8443,
    });
    expect(entry.response).not.toHaveProperty('_error');
    const head =
      'POST /v1/things?q=a+b&q=%C3%A9 HTTP/1.1\r\nHost: api.corp\r\ncontent-type: application/x-www-form-urlencoded\r\n\r\n';
    expect(entry.request.headersSize).toBe(head.length);
  });

  test('counts the handshake once in its time and says -1 for what did not happen', () => {
    const opened = only(
      sampleExchange({
        timings: { dnsMs: 1, connectMs: 2, tlsMs: 10, sendMs: 0.5, waitMs: 20, receiveMs: 3, totalMs: 40 },
      }),
    );
    const reused = only(sampleExchange({ timings: { sendMs: 0.1234567, waitMs: 1, receiveMs: 0.2, totalMs: 2 } }));

    expect(opened.timings).toEqual({ blocked: -1, dns: 1, connect: 12, ssl: 10, send: 0.5, wait: 20, receive: 3 });
    expect(opened.time).toBe(36.5);
    expect(reused.timings).toEqual({ blocked: -1, dns: -1, connect: -1, ssl: -1, send: 0.123, wait: 1, receive: 0.2 });
    expect(reused.time).toBe(1.323);
  });

  test('of a reused connection names the exchange that opened it', () => {
    const exchange = sampleExchange();
    const connection = { ...exchange.connection, reused: true, firstUsedBy: 'the-first' } as NonNullable<
      Exchange['connection']
    >;

    expect(only({ ...exchange, connection }).connection).toBe('the-first');
  });

  test.each([
    ['::1', '::1'],
    ['2001:db8::1', '2001:db8::1'],
    ['::ffff:10.0.0.1', '::ffff:10.0.0.1'],
    ['fe80::1%eth0', undefined],
    ['', undefined],
    ['[::1]', undefined],
  ])('leaves an address out rather than writing it wrong: %s', (address, written) => {
    const exchange = sampleExchange();
    const remote = { address, port: 443, family: 'IPv6' as const };
    const connection = { ...exchange.connection, remote } as NonNullable<Exchange['connection']>;

    expect(only({ ...exchange, connection }).serverIPAddress).toBe(written);
  });

  test('gives cookies with dates in ISO 8601, or without a date that is none', () => {
    const exchange = sampleExchange({
      request: {
        method: 'GET',
        url: 'https://a/',
        httpVersion: 'HTTP/2',
        headers: [
          ['cookie', 'a=1; b="2"; flag'],
          ['cookie', 'c=3=4'],
        ],
      },
      responseHeaders: [
        [
          'set-cookie',
          'sid=31d4; Path=/; Domain=a.corp; Expires=Wed, 21 Oct 2026 07:28:00 GMT; HttpOnly; Secure; SameSite=Lax',
        ],
        ['Set-Cookie', 'x=y; expires=whenever'],
      ],
    });

    const entry = only(exchange, none, 'keep');

    expectSound(entry);
    expect(entry.request.httpVersion).toBe('HTTP/2.0');
    expect(entry.request.headersSize).toBe(-1);
    expect(entry.request.cookies).toEqual([
      { name: 'a', value: '1' },
      { name: 'b', value: '"2"' },
      { name: '', value: 'flag' },
      { name: 'c', value: '3=4' },
    ]);
    expect(entry.response.cookies).toEqual([
      {
        name: 'sid',
        value: '31d4',
        path: '/',
        domain: 'a.corp',
        expires: '2026-10-21T07:28:00.000Z',
        httpOnly: true,
        secure: true,
      },
      { name: 'x', value: 'y' },
    ]);
  });

  test('of each redirect that was followed stands before the last one', () => {
    const first = sampleExchange({ responseHeaders: [['Location', 'https://b.corp/?token=1']] });
    if (first.outcome.kind !== 'response') throw new Error('no response');
    const hop = {
      request: first.request,
      response: { ...first.outcome.response, status: 302 },
      timings: { totalMs: 7 },
    };
    const exchange = sampleExchange({ hops: [hop] });

    const entries = harEntries({ exchange, certificates: {} }, none, createRedactor('redact'));

    expect(entries.map((entry) => [entry.response.status, entry._wireglass.hop])).toEqual([
      [302, 0],
      [200, undefined],
    ]);
    expect(entries[0]?.response.redirectURL).toBe('https://b.corp/?token=%5Bredacted%5D');
    expect(Date.parse(entries[1]?.startedDateTime ?? '') - exchange.startedAt).toBe(7);
  });
});

describe('the bytes of a handshake', () => {
  const message = { from: 'client', type: 'ClientHello', bytes: 4, atMs: 0, encrypted: false, fields: {} } as const;
  const tls = sampleReport({ messages: [{ ...message, raw: 'AQAAAA==' }] });
  const end = { address: '127.0.0.1', port: 443, family: 'IPv4' } as const;
  const connection = { remote: end, local: { ...end, port: 50_000 }, reused: false, tls };
  const raws = (entries: readonly HarEntry[]) => entries.map((entry) => entry._tls?.messages.map(({ raw }) => raw));

  test('stand in the first entry of a connection alone', () => {
    const told = new Set<string>();
    const first = sampleExchange({ connection });
    const second = sampleExchange({ connection: { ...connection, reused: true, firstUsedBy: first.id } });

    const entries = [first, second].flatMap((exchange) =>
      harEntries({ exchange, certificates: {} }, none, createRedactor('redact'), told),
    );

    expect(raws(entries)).toEqual([['AQAAAA=='], [undefined]]);
    expect(entries[1]?.connection).toBe(entries[0]?.connection);
    expect(entries[1]?._tls).toMatchObject({ ja4: tls.ja4, messages: [{ type: 'ClientHello', bytes: 4 }] });
  });

  test('of each connection of a redirect are kept', () => {
    const first = sampleExchange();
    if (first.outcome.kind !== 'response') throw new Error('no response');
    const other = { ...connection, local: { ...end, port: 50_001 } };
    const hop = {
      request: first.request,
      response: first.outcome.response,
      timings: { totalMs: 7 },
      connection: other,
    };

    const entries = harEntries(
      { exchange: sampleExchange({ connection, hops: [hop] }), certificates: {} },
      none,
      createRedactor('redact'),
    );

    expect(raws(entries)).toEqual([['AQAAAA=='], ['AQAAAA==']]);
  });
});

describe('bodies', () => {
  test('that are left out, not whole or no text say so', () => {
    const responseBody = bodyOf('x', { bytes: 12_000_000, truncated: true });
    const request = {
      method: 'PUT',
      url: 'https://a/',
      httpVersion: 'HTTP/1.1',
      headers: [],
      body: { bytes: 3, sha256: 'r', ref: 'r' },
    };
    const bodies: HarBodies = new Map([
      ['r', { kind: 'base64', text: 'AAEC' }],
      [responseBody.ref, { kind: 'omitted', why: 'Too large: 12.0 MB.' }],
    ]);

    const entry = only(sampleExchange({ request, responseBody, responseHeaders: [] }), bodies);

    expectSound(entry);
    expect(entry.request.postData).toEqual({ mimeType: 'x-unknown', params: [], text: 'AAEC', _encoding: 'base64' });
    expect(entry.response.content).toEqual({
      size: 12_000_000,
      mimeType: 'x-unknown',
      comment: 'Too large: 12.0 MB. The body is not complete: it stops where the response stopped.',
    });
  });

  test('that are no longer kept leave a comment, empty ones an empty text', () => {
    expect(only(sampleExchange({ responseBody: bodyOf('gone') })).response.content.comment).toMatch(/no longer kept/);
    expect(only(sampleExchange({ responseBody: bodyOf('') })).response.content).toMatchObject({ size: 0, text: '' });
  });
});

describe('an exchange without a response', () => {
  test.each<readonly [string, ExchangeFailure]>([
    ['refused', { kind: 'refused', host: 'a', port: 1, message: '' }],
    ['tls-timeout', { kind: 'tls-timeout', afterMs: 5, message: '' }],
    ['invalid-url', { kind: 'invalid-url', url: 'x', reason: 'not-a-url', message: '' }],
  ])('has status 0 and says why: %s', (kind, failure) => {
    const bare = without(failed(failure), 'connection');

    const entry = only(bare);

    expectSound(entry);
    expect(entry.response).toMatchObject({ status: 0, statusText: '', _error: kind, bodySize: -1 });
    expect(entry).not.toHaveProperty('serverIPAddress');
    expect(entry).not.toHaveProperty('_tls');
    expect(entry._wireglass).toMatchObject({ outcome: 'failed', failure: { kind } });
  });

  test('keeps the part that came when the response broke off', () => {
    const whole = sampleExchange();
    if (whole.outcome.kind !== 'response') throw new Error('no response');
    const failure = { kind: 'body-truncated', receivedBytes: 2, message: '' } as const;

    const entry = only({ ...whole, outcome: { kind: 'failed', failure, response: whole.outcome.response } });

    expect(entry.response).toMatchObject({ status: 200, _error: 'body-truncated' });
  });

  test('that was cancelled says so', () => {
    expect(only(sampleExchange({ outcome: { kind: 'cancelled' } })).response).toMatchObject({
      status: 0,
      _error: 'cancelled',
    });
  });
});

describe('TLS', () => {
  const root = issueRoot('/O=Halden/CN=Halden Root');
  const leaf = issue({
    subject: '/O=Halden/CN=api.corp',
    issuer: root,
    extensions: leafExtensions('api.corp'),
    notBefore: '20260101000000Z',
    notAfter: '20270101000000Z',
  });
  const certificates = { leaf: leaf.cert, root: root.cert, unrelated: root.cert };

  test('stands there as Playwright writes it and, whole, with the chain as PEM in the order it was sent', () => {
    const tls = sampleReport({ chain: { sent: ['leaf'], path: ['leaf', 'root'] } });

    const entry = only(sampleExchange({ tls }), none, 'redact', certificates);

    expect(entry._securityDetails).toEqual({
      protocol: 'TLS 1.3',
      subjectName: 'api.corp',
      issuer: 'Halden Root',
      validFrom: Date.UTC(2026, 0, 1) / 1000,
      validTo: Date.UTC(2027, 0, 1) / 1000,
    });
    expect(entry._tls).toEqual({ ...tls, certificates: [leaf.cert, root.cert] });
    expect(entry).not.toHaveProperty('comment');
  });

  test('of a handshake that ended early gives what is known and no more', () => {
    const early = without(sampleReport(), 'version');

    const entry = only(
      failed(
        { kind: 'tls-alert', number: 40, name: 'handshake_failure', sender: 'server', message: '' },
        { tls: early },
      ),
    );

    expectSound(entry);
    expect(entry._securityDetails).toEqual({});
    expect(entry._tls?.certificates).toEqual([]);
  });

  test('that nobody verified, or a person excepted, is said in words', () => {
    const comments = (['unchecked', 'excepted', 'untrusted'] as const).map((kind) => {
      const tls = sampleReport({ verdict: { kind, library: { accepted: false, code: '' }, findings: [] } });
      return only(sampleExchange({ tls })).comment;
    });

    expect(comments).toEqual([
      'The server was not verified.',
      'The server was accepted by an exception that the user made.',
      'The server was not trusted: no request was sent to it.',
    ]);
  });

  test('that failed has its line for HTTP Toolkit', () => {
    const verdict = { kind: 'untrusted', library: { accepted: false, code: 'X' }, findings: [] } as const;
    const untrusted = failed({ kind: 'untrusted', verdict, host: 'api.corp', port: 8443, message: '' });
    const causes = (
      [
        { kind: 'tls-timeout', afterMs: 1, message: '' },
        { kind: 'reset', during: 'tls', message: '' },
        { kind: 'closed-early', during: 'tls', message: '' },
        { kind: 'tls-incompatible', what: 'cipher', code: '', message: '' },
        { kind: 'not-tls', spoken: 'ssh', firstBytes: '', port: 22, message: '' },
        { kind: 'reset', during: 'response', message: '' },
        { kind: 'idle-timeout', afterMs: 1, message: '' },
      ] satisfies ExchangeFailure[]
    ).map((failure) => harTlsError(failed(failure))?.cause);

    expect(harTlsError(untrusted)).toEqual({
      startedDateTime: '2026-11-23T12:00:00.000Z',
      time: 36.5,
      hostname: 'api.corp',
      cause: 'cert-rejected',
      tlsMetadata: {
        sniHostname: 'api.corp',
        clientAlpn: ['http/1.1'],
        ja3Fingerprint: 'a'.repeat(32),
        ja4Fingerprint: 't13d1516h2_8daaf6152771_b186095e22b6',
      },
      clientIPAddress: '127.0.0.1',
      clientPort: 50_000,
    });
    expect(causes).toEqual([
      'handshake-timeout',
      'reset',
      'closed',
      'no-shared-cipher',
      'unknown',
      undefined,
      undefined,
    ]);
    expect(harTlsError(sampleExchange())).toBeUndefined();
  });
});

test('no secret is left anywhere in an entry, and every one is counted once', () => {
  const secret = 'S3CR3T';
  const responseBody = bodyOf('b');
  const exchange = sampleExchange({
    request: {
      method: 'POST',
      url: `https://api.corp/?token=${secret}&a=1`,
      httpVersion: 'HTTP/1.1',
      headers: [
        ['Authorization', `Bearer ${secret}`],
        ['Cookie', `sid=${secret}; b=${secret}`],
        ['Referer', `https://x/?api_key=${secret}`],
        ['Content-Type', 'application/x-www-form-urlencoded'],
      ],
      body: { bytes: 1, sha256: 'r', ref: 'r' },
    },
    responseHeaders: [
      ['Content-Type', 'application/json'],
      ['Set-Cookie', `sid=${secret}; Path=/`],
      ['Set-Cookie', `t=${secret}`],
      ['Location', `/next?code=${secret}`],
    ],
    responseBody,
    trailers: [['X-Auth-Token', secret]],
  });
  const bodies: HarBodies = new Map([
    ['r', { kind: 'text', text: `user=ann&password=${secret}` }],
    [responseBody.ref, { kind: 'text', text: `{"access_token":"${secret}","user":"ann"}` }],
  ]);
  const redactor = createRedactor('redact');

  const text = JSON.stringify(harEntries({ exchange, certificates: {} }, bodies, redactor));
  const kept = JSON.stringify(harEntries({ exchange, certificates: {} }, bodies, createRedactor('keep')));

  expect(text).not.toContain(secret);
  expect(text).toContain('ann');
  expect(redactor.found()).toEqual([
    { place: 'address', name: 'api_key', count: 1 },
    { place: 'address', name: 'code', count: 1 },
    { place: 'address', name: 'token', count: 1 },
    { place: 'request header', name: 'authorization', count: 1 },
    { place: 'request header', name: 'cookie', count: 1 },
    { place: 'request body', name: 'password', count: 1 },
    { place: 'response header', name: 'set-cookie', count: 2 },
    { place: 'response header', name: 'x-auth-token', count: 1 },
    { place: 'response body', name: 'access_token', count: 1 },
  ]);
  expect(kept.split(secret).length).toBeGreaterThan(10);
});

test('an address with a password that was refused does not carry it into the file', () => {
  const url = 'https://ann:S3CR3T@api.corp/';
  const bare = without(
    failed({
      kind: 'invalid-url',
      url,
      reason: 'credentials',
      message: url,
    }),
    'connection',
  );

  const entry = only({ ...bare, request: { ...bare.request, url } });

  expect(JSON.stringify(entry)).not.toContain('S3CR3T');
});
