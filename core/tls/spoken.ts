import type { SpokenProtocol } from '#core/http/exchange.ts';

/**
 * What a server spoke instead of TLS, by the first bytes it sent; undefined when they begin a TLS record or there are none.
 *
 * Protocols in which the server waits for the client (LDAP, Redis, PostgreSQL until it was asked) show themselves by the error
 * they answer a ClientHello with, if they do; else they are 'unknown'.
 */
export function detectSpoken(firstServerBytes: Uint8Array): SpokenProtocol | undefined {
  if (firstServerBytes.length === 0 || beginsRecord(firstServerBytes)) return undefined;
  const text = String.fromCharCode(...firstServerBytes.subarray(0, 512));
  return greetings.find(([pattern]) => pattern.test(text))?.[1] ?? binaryProtocol(firstServerBytes) ?? 'unknown';
}

function beginsRecord(bytes: Uint8Array): boolean {
  const [type = 0, major = 3] = bytes;
  return type >= 20 && type <= 24 && major === 3;
}

/** Tried in this order. */
const greetings: readonly (readonly [RegExp, SpokenProtocol])[] = [
  [/^HTTP\/\d/, 'http'],
  [/^(?:<\?xml[^>]*>)?\s*<(?:stream:|\/stream)/i, 'xmpp'], // RFC 6120 §4.2
  [/^\s*<(?:!doctype html|html|head|\?xml)/i, 'http'], // an error page without a status line, as HTTP/0.9
  [/^SSH-/, 'ssh'],
  [/^\+OK/, 'pop3'],
  [/^\* (?:OK|PREAUTH|BYE)/, 'imap'],
  [/^RFB \d{3}\.\d{3}/, 'vnc'], // RFC 6143 §7.1.1
  [/^AMQP/, 'amqp'], // a wrong header is answered with the right one (AMQP 0-9-1 §4.2.2)
  [/^-(?:ERR|DENIED|NOAUTH|LOADING)\b/, 'redis'],
  [/^(?:CLIENT_ERROR |SERVER_ERROR |ERROR\r?\n)/, 'memcached'],
  [/^:\S+ (?:NOTICE|\d{3}) |^(?:NOTICE|ERROR :)/, 'irc'], // RFC 2812 §2.3.1
  [/^20[01] [^\n]*(?:nntp|news|posting|inn\b)/i, 'nntp'], // RFC 3977 §5.1
  // RFC 5321 §4.2 and RFC 959 §5.4 share their codes: the words tell them apart, and mail is the more common.
  [/^(?:220|421|5\d\d)[ -][^\n]*(?:ftp|filezilla)/i, 'ftp'],
  [/^(?:220|421|5\d\d)[ -]/, 'smtp'],
];

function binaryProtocol(bytes: Uint8Array): SpokenProtocol | undefined {
  const [a = 0, b = 0, c = 0, d = 0, e = 0, f = 0] = bytes;
  // Three bytes of length, packet 0, protocol version 10 and the server's version: "Protocol::HandshakeV10"; or an error packet.
  const packet = a + b * 256 + c * 65_536;
  if (bytes.length >= 6 && packet > 0 && packet < 1024 && d === 0 && (e === 0xff || (e === 10 && isDigit(f))))
    return 'mysql';
  // An ErrorResponse: 'E', length, then the severity field 'S' (PostgreSQL manual, "Message Formats").
  if (a === 0x45 && b === 0 && f === 0x53) return 'postgresql';
  // An LDAPMessage with messageID 0, extendedResp: the notice of disconnection (RFC 4511 §4.4.1); long lengths as Active Directory has them.
  if (a === 0x30 && isDisconnection(bytes)) return 'ldap';
  // A TPKT of version 3 with a connection confirm inside (RFC 1006 §6, X.224 §13.4).
  if (a === 3 && b === 0 && f === 0xd0) return 'rdp';
  // CONNACK with its two fixed bytes (MQTT 3.1.1 §3.2).
  if (a === 0x20 && b === 2 && c <= 1 && d <= 5 && bytes.length === 4) return 'mqtt';
  // IAC and a negotiation (RFC 854).
  if (a === 0xff && b >= 0xfb && b <= 0xfe) return 'telnet';
  // A SETTINGS frame on stream 0: HTTP/2 without TLS (RFC 9113 §4.1).
  if (bytes.length >= 9 && a === 0 && d === 4 && bytes.subarray(5, 9).every((byte) => byte === 0)) return 'http';
  return undefined;
}

function isDisconnection(bytes: Uint8Array): boolean {
  const length = bytes[1] ?? 0;
  const at = length > 0x80 ? 2 + (length & 0x7f) : 2;
  return bytes[at] === 2 && bytes[at + 1] === 1 && bytes[at + 2] === 0 && bytes[at + 3] === 0x78;
}

function isDigit(byte: number): boolean {
  return byte >= 0x30 && byte <= 0x39;
}
