import { shownHex } from './bytes.ts';
import {
  describeCertificateRequest,
  describeCertificates,
  readCertificateRequest,
  readCertificateRequest13,
  readCertificates,
  readCertificates13,
  readCertificateStatus,
  stapleOf,
  type CertificateMessage,
  type CertificateRequest,
} from './certificateMessage.ts';
import { describeExtensions, readExtensions, type Extension } from './extension.ts';
import { compressionName } from './extensionTable.ts';
import { handshakeType, handshakeTypeName } from './handshakeType.ts';
import {
  describeClientHello,
  describeServerHello,
  readClientHello,
  readServerHello,
  type ClientHello,
  type ServerHello,
} from './hello.ts';
import { readClientKeyExchange, readServerKeyExchange, type ServerKeyExchange } from './keyExchange.ts';
import type { RawMessage } from './message.ts';
import { Reader } from './reader.ts';
import type { FieldValue, SessionTicket } from './report.ts';
import { signatureSchemeName } from './signatureScheme.ts';
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
  readonly signatureScheme?: string;
  readonly ticket?: SessionTicket;
  /** Length of a stapled OCSP response. */
  readonly staple?: number;
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
  [handshakeType.finished]: (reader) => ({ fields: { verifyData: shownHex(reader.rest()) } }),
  [handshakeType.certificateStatus]: decodeCertificateStatus,
  [handshakeType.keyUpdate]: (reader) => ({ fields: { updateRequested: reader.u8('the request') === 1 } }),
  [handshakeType.compressedCertificate]: decodeCompressedCertificate,
};

/** Always an answer: what could not be read is named in `fields.undecoded`. */
export function decodeMessage(message: RawMessage, context: DecodeContext): Decoded {
  const name = handshakeTypeName(message.type);
  const decoder = decoders[message.type];
  if (decoder === undefined) return { name, fields: { hex: shownHex(message.body), undecoded: 'an unknown message' } };
  const reader = new Reader(message.body);
  const content = decoder(reader, context);
  reader.end('the message');
  const fields = reader.fault === undefined ? content.fields : { ...content.fields, undecoded: reader.fault };
  return { name, ...content, fields };
}

function decodeClientHello(reader: Reader): Content {
  const clientHello = readClientHello(reader);
  return { clientHello, fields: describeClientHello(clientHello) };
}

function decodeServerHello(reader: Reader): Content {
  const serverHello = readServerHello(reader);
  const fields = describeServerHello(serverHello);
  return serverHello.retry ? { name: 'HelloRetryRequest', serverHello, fields } : { serverHello, fields };
}

function decodeEncryptedExtensions(reader: Reader): Content {
  const encryptedExtensions = readExtensions(reader);
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
  const algorithm = compressionName(reader.u16('the algorithm'));
  const length = reader.u24('the length');
  const compressed = reader.opaque(3, 'the message');
  const fields = { algorithm, compressedBytes: compressed.length, uncompressedBytes: length };
  if (algorithm !== 'zlib' && algorithm !== 'brotli' && algorithm !== 'zstd')
    return { fields: { ...fields, undecoded: algorithm } };
  const inflated = inflate(algorithm, compressed, length);
  if (inflated === undefined) return { fields: { ...fields, undecoded: 'the message could not be decompressed' } };
  const inner = new Reader(inflated);
  const certificates = readCertificates13(inner);
  inner.end('the message');
  return withCertificates(certificates, inner.fault === undefined ? fields : { ...fields, undecoded: inner.fault });
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
  const signatureScheme = version >= TLS12 ? signatureSchemeName(reader.u16('the scheme')) : undefined;
  const signatureBytes = reader.opaque(2, 'the signature').length;
  const facts = signatureScheme === undefined ? {} : { signatureScheme };
  return { ...facts, fields: { ...facts, signatureBytes } };
}

function decodeCertificateStatus(reader: Reader): Content {
  const status = readCertificateStatus(reader);
  return { staple: status.responseBytes, fields: { ...status } };
}
