import { createHash } from 'node:crypto';
import type { Exchange, Header, ResponseBody } from '#core/http/exchange.ts';
import type { TlsReport } from '#core/tls/report.ts';

/** A whole report of an accepted TLS 1.3 handshake, as plain data. */
export function sampleReport(more: Partial<TlsReport> = {}): TlsReport {
  return {
    version: 'TLSv1.3',
    cipher: 'TLS_AES_256_GCM_SHA384',
    group: 'X25519MLKEM768',
    signatureScheme: 'ecdsa_secp256r1_sha256',
    alpn: { offered: ['http/1.1'], accepted: 'http/1.1' },
    sni: { sent: 'api.corp', acknowledged: true },
    resumed: false,
    helloRetry: false,
    extendedMasterSecret: true,
    secureRenegotiation: true,
    tickets: [{ lifetimeSeconds: 7200 }],
    scts: [],
    clientAuth: { requested: false, authorities: [], signatureSchemes: [], offered: null },
    ja3: 'a'.repeat(32),
    ja4: 't13d1516h2_8daaf6152771_b186095e22b6',
    offered: { versions: ['TLSv1.3'], ciphers: ['TLS_AES_256_GCM_SHA384'], groups: ['x25519'], signatureSchemes: [] },
    messages: [
      {
        from: 'client',
        type: 'ClientHello',
        bytes: 517,
        atMs: 0.2,
        encrypted: false,
        fields: { random: 'ab', list: [1, null] },
      },
    ],
    alerts: [],
    chain: { sent: [], path: [] },
    verdict: { kind: 'trusted', library: { accepted: true, code: 'OK' }, findings: [] },
    ...more,
  };
}

export function bodyOf(content: string | Uint8Array, more: Partial<ResponseBody> = {}): ResponseBody {
  const bytes = typeof content === 'string' ? new TextEncoder().encode(content) : content;
  const sha256 = createHash('sha256').update(bytes).digest('hex');
  return { bytes: bytes.length, wireBytes: bytes.length, sha256, ref: sha256, ...more };
}

let made = 0;

/** A UUIDv7 of the given moment (ms UTC); later calls sort later within it. */
export function sampleId(at: number): string {
  const time = at.toString(16).padStart(12, '0');
  const count = (++made).toString(16).padStart(12, '0');
  return `${time.slice(0, 8)}-${time.slice(8)}-7000-8000-${count}`;
}

export interface SampleOptions extends Partial<Exchange> {
  readonly tls?: TlsReport;
  readonly responseHeaders?: readonly Header[];
  readonly responseBody?: ResponseBody;
}

/** A GET that was answered with 200 over TLS 1.3, unless told otherwise. */
export function sampleExchange({
  tls = sampleReport(),
  responseHeaders,
  responseBody,
  ...more
}: SampleOptions = {}): Exchange {
  const startedAt = more.startedAt ?? Date.UTC(2026, 10, 23, 12);
  return {
    id: sampleId(startedAt),
    startedAt,
    request: {
      method: 'GET',
      url: 'https://api.corp/v1/things',
      httpVersion: 'HTTP/1.1',
      headers: [['Host', 'api.corp']],
    },
    hops: [],
    connection: {
      remote: { address: '127.0.0.1', port: 8443, family: 'IPv4' },
      local: { address: '127.0.0.1', port: 50_000, family: 'IPv4' },
      reused: false,
      tls,
    },
    outcome: {
      kind: 'response',
      response: {
        status: 200,
        statusText: 'OK',
        httpVersion: 'HTTP/1.1',
        headers: responseHeaders ?? [['Content-Type', 'application/json']],
        body: responseBody ?? bodyOf('{}'),
      },
    },
    timings: { dnsMs: 1, connectMs: 2, tlsMs: 10, sendMs: 0.5, waitMs: 20, receiveMs: 3, totalMs: 36.5 },
    ...more,
  };
}

/** A copy that lacks one field. */
export function without<T extends object, K extends keyof T & string>(value: T, field: K): Omit<T, K> {
  return Object.fromEntries(Object.entries(value).filter(([name]) => name !== field)) as Omit<T, K>;
}
