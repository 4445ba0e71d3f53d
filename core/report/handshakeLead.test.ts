import { expect, test } from 'vitest';
import { handshakeLead, secrecyOf } from './handshakeLead.ts';
import type { Exchange } from '#core/http/exchange.ts';
import type { TlsReport } from '#core/tls/report.ts';

function report(more: Partial<TlsReport>): TlsReport {
  return more as TlsReport;
}

test('TLS 1.3 is forward secret whatever the suite is called', () => {
  expect(secrecyOf(report({ version: 'TLSv1.3', cipher: 'TLS_AES_128_GCM_SHA256', group: 'x25519' }))).toBe('forward');
});

test('a hybrid group also holds against quantum computers', () => {
  expect(secrecyOf(report({ version: 'TLSv1.3', group: 'X25519MLKEM768' }))).toBe('quantum');
});

test('TLS 1.2 is forward secret with an ephemeral suite only', () => {
  expect(secrecyOf(report({ version: 'TLSv1.2', cipher: 'TLS_ECDHE_RSA_WITH_AES_128_GCM_SHA256' }))).toBe('forward');
  expect(secrecyOf(report({ version: 'TLSv1.2', cipher: 'TLS_RSA_WITH_AES_128_GCM_SHA256' }))).toBe('none');
  expect(secrecyOf(report({ version: 'TLSv1.2', cipher: 'TLS_ECDH_RSA_WITH_AES_128_GCM_SHA256' }))).toBe('none');
});

test('without a suite nothing is claimed', () => {
  expect(secrecyOf(report({ version: 'TLSv1.2' }))).toBe('unknown');
});

function lead(more: Partial<TlsReport>): string {
  const tls = {
    version: 'TLSv1.3',
    group: 'x25519',
    messages: [],
    alerts: [],
    clientAuth: { requested: false, authorities: [], signatureSchemes: [], offered: null },
    offered: { versions: ['TLSv1.3', 'TLSv1.2'], ciphers: [], groups: [], signatureSchemes: [] },
    chain: { sent: ['a'], path: [] },
    verdict: { kind: 'trusted', library: { accepted: true, code: 'OK' }, findings: [] },
    ...more,
  };
  return handshakeLead({ connection: { tls } } as unknown as Exchange);
}

const hello = { from: 'client', type: 'ClientHello', bytes: 1, atMs: 1, encrypted: false, fields: {} } as const;
const finished = { from: 'server', type: 'Finished', bytes: 1, atMs: 5.5, encrypted: true, fields: {} } as const;

test('a finished handshake is timed from the first message to the last Finished', () => {
  expect(lead({ messages: [hello, finished] })).toBe('A full handshake in 4.5 ms, with forward secrecy.');
});

test('a refusal says that the server was not believed, although our side never finished', () => {
  const verdict = { kind: 'untrusted', library: { accepted: false, code: '' }, findings: [] } as const;

  expect(lead({ messages: [hello, finished], verdict })).toContain('stopped before the request');
});

test('an alert that ends an unfinished handshake is named with who sent it', () => {
  const alerts = [{ from: 'server', level: 'fatal', number: 40, name: 'handshake_failure' }] as const;

  expect(lead({ messages: [hello], alerts })).toBe('The server ended the handshake with the alert handshake_failure.');
});

test('an alert after the handshake comes second', () => {
  const alerts = [{ from: 'server', level: 'fatal', number: 116, name: 'certificate_required' }] as const;

  expect(lead({ messages: [hello, finished], alerts })).toMatch(
    /with forward secrecy\. Then the server .*certificate_required/,
  );
});

test('a handshake that stopped without an alert says how far it went', () => {
  expect(lead({ messages: [hello] })).toBe('The server did not answer the ClientHello with TLS.');
  expect(lead({ messages: [hello, { ...finished, type: 'ServerHello' }] })).toBe(
    'The handshake broke off after ServerHello.',
  );
});

test('a client certificate that was asked for is mentioned, sent or not', () => {
  const clientAuth = { requested: true, authorities: [], signatureSchemes: [], offered: null };
  const told = { ...clientAuth, offered: 'ab' };

  expect(lead({ messages: [hello, finished], clientAuth })).toContain('asked who you are and was told nothing.');
  expect(lead({ messages: [hello, finished], clientAuth: told })).toContain('asked who you are and was told.');
});

test('a retry says what it cost, from the request for it to the answer', () => {
  const messages = [
    hello,
    { ...finished, type: 'HelloRetryRequest', atMs: 4 },
    { ...finished, type: 'ServerHello', atMs: 9.5 },
    finished,
  ];

  expect(lead({ messages, helloRetry: true })).toContain('The retry cost a round trip of 5.5 ms');
});

test('a resumed session without a certificate says that there was none', () => {
  expect(lead({ messages: [hello, finished], resumed: true, chain: { sent: [], path: [] } })).toMatch(
    /^A resumed session .*\. The server showed no certificate this time\.$/,
  );
});

test('the mark of a downgrade counts only where more had been offered', () => {
  const marked = { ...finished, type: 'ServerHello', fields: { downgradeSentinel: 'The server knows TLS 1.3.' } };
  const old = {
    version: 'TLSv1.2',
    cipher: 'TLS_ECDHE_RSA_WITH_AES_128_GCM_SHA256',
    messages: [hello, marked, finished],
  };
  const offered = { versions: ['TLSv1.2'], ciphers: [], groups: [], signatureSchemes: [] };

  expect(lead(old)).toContain('the mark of a downgrade');
  expect(lead({ ...old, offered })).not.toContain('downgrade');
});
