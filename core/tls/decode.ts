import { shownHex, shownSize } from './bytes.ts';
import {
  describeCertificateRequest,
  describeCertificates,
  readCertificateRequest,
  readCertificateRequest13,
  readCertificates,
  readCertificates13,
  stapleOf,
  type CertificateMessage,
  type CertificateRequest,
} from './certificateMessage.ts';
import { describeExtensions, findExtension, openExtension, readExtensions, type Extension } from './extension.ts';
import { compressionName, readIdentities } from './extensionTable.ts';
import { extensionType } from './extensionType.ts';
import { handshakeType, handshakeTypeName } from './handshakeType.ts';
import {
  describeClientHello,
  describeServerHello,
  readClientHello,
  readServerHello,
  type ClientHello,
  type ServerHello,
} from './hello.ts';
import {
  describeScheme,
  readClientKeyExchange,
  readServerKeyExchange,
  readSigned,
  type ServerKeyExchange,
  type Signed,
} from './keyExchange.ts';
import type { RawMessage } from './message.ts';
import { Reader } from './reader.ts';
import type { FieldValue, SessionTicket, TlsReport } from './report.ts';
import { readCertificateStatus } from './stapledStatus.ts';
import { readTicket, readTicket13 } from './ticket.ts';
import { TLS12, TLS13 } from './version.ts';

/** Undoes certificate compression (RFC 8879). Undefined when it cannot, or when more than `length` bytes come out. */
export type Inflate = (
  algorithm: 'zlib' | 'brotli' | 'zstd',
  bytes: Uint8Array,
  length: number,
) => Uint8Array | undefined;

/** What the shape of a message depends on. Before ServerHello: the numbers are 0. */
export interface DecodeContext {
  readonly version: number;
  readonly suite: number;
  readonly inflate: Inflate;
}

/** A handshake message for people (`name`, `fields`) and, where it tells more than that, for the report. */
export interface Decoded {
  readonly name: string;
  readonly fields: Record<string, FieldValue>;
  readonly clientHello?: ClientHello;
  readonly serverHello?: ServerHello;
  readonly encryptedExtensions?: readonly Extension[];
  readonly certificates?: CertificateMessage;
  readonly certificateRequest?: CertificateRequest;
  readonly keyExchange?: ServerKeyExchange;
  /** Of CertificateVerify. */
  readonly signed?: Signed;
  /** How a certificate message was compressed. */
  readonly compression?: NonNullable<TlsReport['certificateCompression']>;
  readonly ticket?: SessionTicket;
  /** A stapled OCSP response; empty when the server had none. A view. */
  readonly staple?: Uint8Array;
  /** Views of what must not be kept: session tickets. */
  readonly secrets?: readonly Uint8Array[];
}

type Content = Omit<Decoded, 'name'> & { readonly name?: string };
type Decoder = (reader: Reader, context: DecodeContext) => Content;

/** One line per handshake message. What a decoder does not read is reported as left over. */
const decoders: Readonly<Record<number, Decoder>> = {
  [handshakeType.helloRequest]: () => ({ fields: {} }),
  [handshakeType.clientHello]: decodeClientHello,
  [handshakeType.serverHello]: decodeServerHello,
  [handshakeType.newSessionTicket]: (reader, { version }) =>
    version === TLS13 ? readTicket13(reader) : readTicket(reader),
  [handshakeType.endOfEarlyData]: () => ({ fields: {} }),
  [handshakeType.encryptedExtensions]: decodeEncryptedExtensions,
  [handshakeType.certificate]: decodeCertificate,
  [handshakeType.serverKeyExchange]: decodeServerKeyExchange,
  [handshakeType.certificateRequest]: decodeCertificateRequest,
  [handshakeType.serverHelloDone]: () => ({ fields: {} }),
  [handshakeType.certificateVerify]: decodeCertificateVerify,
  [handshakeType.clientKeyExchange]: (reader, { suite, version }) => ({
    fields: readClientKeyExchange(reader, suite, version),
  }),
  [handshakeType.finished]: (reader) => ({ fields: { verifyData: shownHex(reader.rest('the verify data')) } }),
  [handshakeType.certificateStatus]: decodeCertificateStatus,
  [handshakeType.keyUpdate]: (reader) => ({
    fields: {
      updateRequested:
        reader.u8('the request', (request) => (request === 1 ? 'update_requested' : 'update_not_requested')) === 1,
    },
  }),
  [handshakeType.compressedCertificate]: decodeCompressedCertificate,
};

/**
 * Always an answer: what could not be read is named in `fields.undecoded`.
 *
 * @param reader of the body; outline.ts gives one that takes notes
 */
export function decodeMessage(message: RawMessage, context: DecodeContext, reader = new Reader(message.body)): Decoded {
  const name = handshakeTypeName(message.type);
  const decoder = decoders[message.type];
  if (decoder === undefined) return { name, fields: { hex: shownHex(message.body), undecoded: 'an unknown message' } };
  const content = decoder(reader, context);
  reader.end('the message');
  const fields = reader.fault === undefined ? content.fields : { ...content.fields, undecoded: reader.fault };
  return { name, ...content, fields };
}

function decodeClientHello(reader: Reader): Content {
  const clientHello = readClientHello(reader);
  return { clientHello, fields: describeClientHello(clientHello), secrets: ticketsIn(clientHello.extensions) };
}

/** The tickets a client offers to resume with (RFC 5077 §3.2, RFC 8446 §4.2.11). */
function ticketsIn(extensions: readonly Extension[]): readonly Uint8Array[] {
  const ticket = findExtension(extensions, extensionType.sessionTicket);
  const offered = openExtension(extensions, extensionType.preSharedKey);
  return [...(ticket ? [ticket] : []), ...(offered ? readIdentities(offered).map(({ identity }) => identity) : [])];
}

function decodeServerHello(reader: Reader): Content {
  const serverHello = readServerHello(reader);
  const fields = describeServerHello(serverHello);
  return serverHello.retry ? { name: 'HelloRetryRequest', serverHello, fields } : { serverHello, fields };
}

function decodeEncryptedExtensions(reader: Reader): Content {
  const encryptedExtensions = readExtensions(reader, 'EncryptedExtensions');
  return {
    encryptedExtensions,
    fields: { extensions: describeExtensions(encryptedExtensions, 'EncryptedExtensions') },
  };
}

function decodeCertificate(reader: Reader, { version }: DecodeContext): Content {
  const certificates = version === TLS13 ? readCertificates13(reader) : readCertificates(reader);
  return withCertificates(certificates, {});
}

/** RFC 8879 §4: a Certificate message, compressed. */
function decodeCompressedCertificate(reader: Reader, { inflate }: DecodeContext): Content {
  const algorithm = compressionName(reader.u16('the algorithm', compressionName));
  const uncompressedBytes = reader.u24('the length');
  const compressed = reader.opaque(3, 'the message', shownSize);
  const fields = { algorithm, compressedBytes: compressed.length, uncompressedBytes };
  if (algorithm !== 'zlib' && algorithm !== 'brotli' && algorithm !== 'zstd')
    return { fields: { ...fields, undecoded: algorithm } };
  const inflated = inflate(algorithm, compressed, uncompressedBytes);
  if (inflated === undefined) return { fields: { ...fields, undecoded: 'the message could not be decompressed' } };
  const inner = new Reader(inflated);
  const certificates = readCertificates13(inner);
  inner.end('the message');
  const undecoded = inner.fault === undefined ? {} : { undecoded: inner.fault };
  return { ...withCertificates(certificates, { ...fields, ...undecoded }), compression: fields };
}

function withCertificates(certificates: CertificateMessage, more: Record<string, FieldValue>): Content {
  const staple = stapleOf(certificates);
  const fields = { ...more, ...describeCertificates(certificates) };
  return { certificates, fields, ...(staple === undefined ? {} : { staple }) };
}

function decodeServerKeyExchange(reader: Reader, { suite, version }: DecodeContext): Content {
  const keyExchange = readServerKeyExchange(reader, suite, version);
  return { keyExchange, fields: keyExchange.fields };
}

function decodeCertificateRequest(reader: Reader, { version }: DecodeContext): Content {
  const certificateRequest =
    version === TLS13
      ? readCertificateRequest13(reader)
      : readCertificateRequest(reader, version === TLS12 ? 'with-schemes' : 'without-schemes');
  return { certificateRequest, fields: describeCertificateRequest(certificateRequest) };
}

function decodeCertificateVerify(reader: Reader, { version }: DecodeContext): Content {
  const signed = readSigned(reader, version);
  return { signed, fields: { ...describeScheme(signed), signatureBytes: signed.signature.length } };
}

function decodeCertificateStatus(reader: Reader): Content {
  const { response, fields } = readCertificateStatus(reader);
  return { staple: response, fields };
}
