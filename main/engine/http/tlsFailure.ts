import { alertName } from '#core/tls/alert.ts';
import type { HandshakeFacts } from '#core/tls/handshake.ts';
import type { ExchangeFailure } from '#core/http/exchange.ts';
import type { TlsAlert } from '#core/tls/report.ts';

export interface TlsEnd {
  /** What the TLS library said; absent when the connection just closed. */
  readonly error?: Error | undefined;
  /** What the TCP socket said, when it failed. */
  readonly tcpError?: Error | undefined;
  readonly facts: HandshakeFacts;
  readonly firstServerBytes: Uint8Array;
  readonly port: number;
}

type Incompatible = Extract<ExchangeFailure, { kind: 'tls-incompatible' }>['what'];

/**
 * Library codes that mean "nothing in common", without the prefix `ERR_SSL_`. OpenSSL and BoringSSL spell some differently;
 * both stand here (OpenSSL include/openssl/sslerr.h, BoringSSL include/openssl/ssl.h).
 */
const incompatible: Readonly<Record<string, Incompatible>> = {
  UNSUPPORTED_PROTOCOL: 'version',
  UNKNOWN_PROTOCOL: 'version',
  WRONG_SSL_VERSION: 'version',
  VERSION_TOO_LOW: 'version',
  BAD_PROTOCOL_VERSION_NUMBER: 'version',
  INAPPROPRIATE_FALLBACK: 'version',
  NO_PROTOCOLS_AVAILABLE: 'version',
  NO_SHARED_CIPHER: 'cipher',
  NO_CIPHERS_AVAILABLE: 'cipher',
  WRONG_CIPHER_RETURNED: 'cipher',
  UNKNOWN_CIPHER_RETURNED: 'cipher',
  NO_SHARED_GROUP: 'group',
  NO_SHARED_GROUPS: 'group',
  NO_SUITABLE_GROUPS: 'group',
  NO_SUITABLE_KEY_SHARE: 'group',
  BAD_KEY_SHARE: 'group',
  WRONG_CURVE: 'group',
  UNSUPPORTED_ELLIPTIC_CURVE: 'group',
  DH_KEY_TOO_SMALL: 'group',
  NO_SHARED_SIGNATURE_ALGORITHMS: 'signature',
  NO_COMMON_SIGNATURE_ALGORITHMS: 'signature',
  NO_SUITABLE_SIGNATURE_ALGORITHM: 'signature',
  WRONG_SIGNATURE_TYPE: 'signature',
  // A message longer than OpenSSL (ssl/statem/statem_clnt.c) or BoringSSL (ssl/handshake.cc) takes.
  EXCESSIVE_MESSAGE_SIZE: 'message-size',
  UNSUPPORTED_SIGNATURE_ALGORITHM: 'signature',
  // OpenSSL alone refuses servers without RFC 5746; BoringSSL alone looks at the key usage before the chain.
  UNSAFE_LEGACY_RENEGOTIATION_DISABLED: 'renegotiation',
  KEY_USAGE_BIT_INCORRECT: 'key-usage',
};

/** Alerts that say the same as one of the codes above (RFC 8446 §6.2). */
const incompatibleAlerts: Readonly<Record<number, Incompatible>> = { 70: 'version', 71: 'cipher' };

/** Alerts by which a server turns down the certificate it was shown (RFC 8446 §6.2). */
const certificateAlerts: ReadonlySet<number> = new Set([42, 43, 44, 45, 46, 48, 49, 51]);

const CERTIFICATE_REQUIRED = 116;
const HANDSHAKE_FAILURE = 40;
/** RFC 8446 §6: these end a connection in order, they are no errors. */
const closing: ReadonlySet<number> = new Set([0, 90]);

/** Why a TLS connection ended before a response began, from the recorded bytes first and the library's error last. */
export function tlsFailure(end: TlsEnd): ExchangeFailure {
  const message = ((end.error ?? end.tcpError)?.message ?? 'The connection was closed.').trim();
  if (end.facts.spoken !== undefined) {
    const firstBytes = printable(end.firstServerBytes);
    return { kind: 'not-tls', message, spoken: end.facts.spoken, firstBytes, port: end.port };
  }
  const code = libraryCode(end.error);
  const alert = fatalAlert(end.facts, 'server') ?? alertInMessage(end.error);
  if (alert) return fromServerAlert(alert, end.facts, message, code);
  const what = incompatible[code];
  if (what) return { kind: 'tls-incompatible', message, what, code };
  const own = fatalAlert(end.facts, 'client');
  if (own) return { kind: 'tls-alert', message, number: own.number, name: own.name, sender: 'client' };
  if (code !== '') return { kind: 'tls-incompatible', message, what: 'unknown', code };
  // Some servers (node:tls is one) say nothing when they do not like the certificate that they were shown.
  if (end.facts.clientAuth.offered !== null) return { kind: 'client-certificate-rejected', message };
  if (end.tcpError) return { kind: 'reset', message: end.tcpError.message, during: 'tls' };
  return { kind: 'closed-early', message, during: 'tls' };
}

/** The library's code in one spelling for both libraries, without `ERR_SSL_`; '' when the error is not the TLS library's. */
export function libraryCode(error: Error | undefined): string {
  const code = (error as NodeJS.ErrnoException | undefined)?.code ?? '';
  if (!/^ERR_(?:SSL|OSSL|TLS)_/.test(code)) return '';
  return code.replace(/^ERR_SSL_(?:SSL\/TLS|TLS|SSLV3|TLSV1|TLSV13)_ALERT_/, 'ALERT_').replace(/^ERR_SSL_/, '');
}

/** The failure when a server that asked for a client certificate ends the connection at the first request, without a word; else undefined. */
export function certificateWanted(facts: HandshakeFacts, message: string): ExchangeFailure | undefined {
  if (!facts.clientAuth.requested) return undefined;
  if (facts.clientAuth.offered !== null) return { kind: 'client-certificate-rejected', message };
  return { kind: 'client-certificate-required', message, authorities: facts.clientAuth.authorities };
}

function fromServerAlert(alert: TlsAlert, facts: HandshakeFacts, message: string, code: string): ExchangeFailure {
  const { number, name } = alert;
  const asked = facts.clientAuth.requested;
  if (number === CERTIFICATE_REQUIRED || (asked && facts.clientAuth.offered === null && turnsDown(number))) {
    return { kind: 'client-certificate-required', message, authorities: facts.clientAuth.authorities };
  }
  if (asked && turnsDown(number)) return { kind: 'client-certificate-rejected', message, alert: number };
  const what = incompatibleAlerts[number];
  if (what)
    return { kind: 'tls-incompatible', message, what, code: code === '' ? `ALERT_${name.toUpperCase()}` : code };
  return { kind: 'tls-alert', message, number, name, sender: 'server' };
}

function turnsDown(alert: number): boolean {
  return alert === HANDSHAKE_FAILURE || certificateAlerts.has(alert);
}

function fatalAlert(facts: HandshakeFacts, from: TlsAlert['from']): TlsAlert | undefined {
  return facts.alerts.findLast((alert) => alert.from === from && alert.level === 'fatal' && !closing.has(alert.number));
}

/** The library saw an alert that we could not read (for instance under a cipher the tap does not decrypt). */
function alertInMessage(error: Error | undefined): TlsAlert | undefined {
  const number = /alert number (\d+)/i.exec(error?.message ?? '')?.[1];
  if (number === undefined) return undefined;
  return { from: 'server', level: 'fatal', number: Number(number), name: alertName(Number(number)) };
}

/** The first bytes as ASCII on one line, other bytes as \xNN: what a person recognises a protocol by. */
export function printable(bytes: Uint8Array): string {
  let text = '';
  for (const byte of bytes.subarray(0, 80)) {
    text += byte >= 0x20 && byte < 0x7f ? String.fromCharCode(byte) : `\\x${byte.toString(16).padStart(2, '0')}`;
  }
  return text;
}
