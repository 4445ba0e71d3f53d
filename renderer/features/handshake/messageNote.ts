import { formatCount } from '#core/format.ts';
import { formatLifetime } from '#core/report/lifetime.ts';
import { versionWord } from '#core/report/versionWord.ts';
import type { FieldValue, TlsMessage, TlsReport } from '#core/tls/report.ts';

/**
 * What a message meant, in a few words beside its name; '' when its name says all.
 *
 * Written from the report, so that the line is right even where the fields of the message could not be read.
 */
export function messageNote(message: TlsMessage, report: TlsReport): string {
  const undecoded = message.fields['undecoded'];
  // In TLS 1.2 only Finished and alerts travel encrypted, and there is nothing in them to read.
  if (undecoded === 'encrypted') return 'not decrypted here';
  if (typeof undecoded === 'string') return `could not be read: ${undecoded}`;
  const write = notes[message.type];
  return write === undefined ? '' : write(message, report);
}

type NoteWriter = (message: TlsMessage, report: TlsReport) => string;

/** IANA HandshakeType → its line. A type that is not here is told by its name alone. */
const notes: Readonly<Record<string, NoteWriter | undefined>> = {
  ClientHello: clientHello,
  HelloRetryRequest: (_message, report) =>
    report.group === undefined ? 'asks to begin again' : `asks to begin again with ${report.group}`,
  ServerHello: serverHello,
  EncryptedExtensions: (_message, report) => alpn(report),
  Certificate: certificate,
  CompressedCertificate: (message, report) =>
    joined(certificate(message, report), textOf(message.fields['algorithm']), packed(message)),
  CertificateRequest: (_message, report) => joined('asks who you are', authorities(report)),
  CertificateStatus: (_message, report) =>
    report.ocspStaple === undefined ? '' : `a stapled OCSP response of ${report.ocspStaple.bytes} bytes`,
  CertificateVerify: (message, report) =>
    message.from === 'server'
      ? joined(report.signatureScheme, signature(report))
      : joined(textOf(message.fields['signatureScheme']), 'proves that the key is yours'),
  ServerKeyExchange: (_message, report) => joined(report.group, report.signatureScheme, signature(report)),
  ClientKeyExchange: (_message, report) =>
    report.group === undefined ? 'a secret encrypted to the server’s key' : `${report.group} share`,
  NewSessionTicket: (_message, report) => ticket(report),
  ChangeCipherSpec: (_message, report) =>
    report.version === 'TLSv1.3' ? 'says nothing: kept for old middleboxes' : 'encrypted from here',
  Alert: alert,
};

/** The second hello, after a retry, only brings what was missing. */
function clientHello(message: TlsMessage, report: TlsReport): string {
  const isSecond = report.helloRetry && report.messages.find(({ type }) => type === 'ClientHello') !== message;
  if (isSecond) return joined('once more', report.group === undefined ? undefined : `with a share for ${report.group}`);
  return joined(offers(report), report.sni.sent === null ? 'names no server' : `asks for ${report.sni.sent}`);
}

function certificate(message: TlsMessage, report: TlsReport): string {
  return message.from === 'server' ? sentChain(message, report) : ownCertificate(message, report);
}

/** Only of the server's signature: ours is made by the library from our own key. */
function signature({ serverSignature }: TlsReport): string | undefined {
  if (serverSignature === undefined) return undefined;
  return serverSignature === 'good' ? 'signature is good' : 'signature does not fit';
}

function packed({ fields }: TlsMessage): string | undefined {
  const { uncompressedBytes: from, compressedBytes: to } = fields;
  return typeof from === 'number' && typeof to === 'number'
    ? `${formatCount(from)} → ${formatCount(to)} bytes`
    : undefined;
}

function textOf(value: FieldValue | undefined): string | undefined {
  return typeof value === 'string' ? value : undefined;
}

function offers(report: TlsReport): string | undefined {
  const versions = report.offered.versions.filter((version) => version !== 'GREASE').map(versionWord);
  return versions.length === 0 ? undefined : `offers ${versions.join(', ')}`;
}

function serverHello(_message: TlsMessage, report: TlsReport): string {
  if (report.version === 'TLSv1.3') {
    const share = report.group === undefined ? undefined : `${report.group} share`;
    return joined(share, 'last message in the clear');
  }
  const version = report.version === undefined ? undefined : versionWord(report.version);
  return joined(version, report.resumed ? 'continues a session' : 'a new session');
}

function alpn(report: TlsReport): string {
  if (report.alpn.accepted !== null) return `speaks ${report.alpn.accepted}`;
  return report.alpn.offered.length === 0 ? '' : 'chose no application protocol';
}

function sentChain(message: TlsMessage, report: TlsReport): string {
  const count = report.chain.sent.length;
  const many = count === 1 ? '1 certificate' : `${count} certificates`;
  return message.encrypted ? many : `${many}, in the clear`;
}

function ownCertificate(message: TlsMessage, report: TlsReport): string {
  const { offered, identity } = report.clientAuth;
  if (offered === null) return 'you showed none';
  const own = identity?.label ?? 'yours';
  return message.encrypted ? own : `${own}, readable on the way`;
}

function authorities(report: TlsReport): string {
  const count = report.clientAuth.authorities.length;
  if (count === 0) return 'any authority';
  return count === 1 ? '1 authority' : `${count} authorities`;
}

function ticket(report: TlsReport): string {
  const first = report.tickets[0];
  if (first === undefined) return '';
  const early = first.maxEarlyData === undefined ? undefined : `would take ${first.maxEarlyData} bytes of early data`;
  return joined(`good for ${formatLifetime(first.lifetimeSeconds)}`, early);
}

function alert(message: TlsMessage, report: TlsReport): string {
  const nth = report.messages.filter((other) => other.type === 'Alert').indexOf(message);
  const found = report.alerts[nth];
  return found === undefined ? '' : `${found.name} (${found.number}), ${found.level}`;
}

function joined(...parts: readonly (string | undefined)[]): string {
  return parts.filter((part) => part !== undefined && part !== '').join(' · ');
}
