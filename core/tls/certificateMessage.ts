import { shownHex, shownSize } from './bytes.ts';
import { describeExtensions, openExtension, readExtensions, type Extension } from './extension.ts';
import { readAuthorities, readScts } from './extensionTable.ts';
import { extensionType } from './extensionType.ts';
import type { Reader } from './reader.ts';
import type { FieldValue, SctRecord } from './report.ts';
import { signatureSchemeName } from './signatureScheme.ts';

/** What a Certificate message carries, in its order. Bytes are copies: they outlive the record they came in. */
export interface CertificateMessage {
  /** Identifies the request it answers; empty in a handshake. Absent before TLS 1.3. */
  readonly context?: Uint8Array;
  readonly entries: readonly CertificateEntry[];
}

export interface CertificateEntry {
  readonly der: Uint8Array;
  /** Per certificate in TLS 1.3; empty before. */
  readonly extensions: readonly Extension[];
}

/** RFC 5246 §7.4.2. */
export function readCertificates(reader: Reader): CertificateMessage {
  const list = reader.vector(3, 'the certificates');
  const entries: CertificateEntry[] = [];
  while (list.left > 0)
    entries.push({ der: new Uint8Array(list.opaque(3, 'a certificate', shownSize)), extensions: [] });
  return { entries };
}

/** RFC 8446 §4.4.2. */
export function readCertificates13(reader: Reader): CertificateMessage {
  const context = reader.opaque(1, 'the context');
  const list = reader.vector(3, 'the certificates');
  const entries: CertificateEntry[] = [];
  while (list.left > 0) entries.push(list.group('an entry', () => readEntry(list)));
  return { context, entries };
}

function readEntry(reader: Reader): CertificateEntry {
  const der = new Uint8Array(reader.opaque(3, 'a certificate', shownSize));
  return { der, extensions: readExtensions(reader, 'Certificate') };
}

export function describeCertificates(message: CertificateMessage): Record<string, FieldValue> {
  const context = message.context === undefined ? {} : { requestContext: shownHex(message.context) };
  const certificates = message.entries.map(({ der, extensions }) => ({
    bytes: der.length,
    ...(extensions.length > 0 ? { extensions: describeExtensions(extensions, 'Certificate') } : {}),
  }));
  return { ...context, certificates };
}

/** The OCSP response stapled to the first certificate (RFC 8446 §4.4.2.1), as a view; undefined when none was. */
export function stapleOf(message: CertificateMessage): Uint8Array | undefined {
  const reader = openExtension(message.entries[0]?.extensions ?? [], extensionType.statusRequest);
  if (reader?.u8('the status type') !== 1) return undefined;
  return reader.opaque(3, 'the response');
}

/** Timestamps that came with the first certificate (RFC 6962 §3.3.1), not inside it. */
export function timestampsOf(message: CertificateMessage): readonly SctRecord[] {
  const reader = openExtension(message.entries[0]?.extensions ?? [], extensionType.signedCertificateTimestamp);
  return reader ? readScts(reader) : [];
}

/** What the server asks of the client's certificate. */
export interface CertificateRequest {
  /** ClientCertificateType values; absent in TLS 1.3. */
  readonly types?: readonly number[];
  readonly schemes: readonly number[];
  readonly authorities: readonly string[];
  readonly extensions: readonly Extension[];
  readonly context?: Uint8Array;
}

/** RFC 5246 §7.4.4. Signature schemes came with TLS 1.2: `schemes` says whether they are there. */
export function readCertificateRequest(
  reader: Reader,
  schemes: 'with-schemes' | 'without-schemes',
): CertificateRequest {
  return {
    types: reader.list8(1, 'the types', certificateTypeName),
    schemes: schemes === 'with-schemes' ? reader.list16(2, 'the schemes', signatureSchemeName) : [],
    authorities: readAuthorities(reader),
    extensions: [],
  };
}

/** RFC 8446 §4.3.2. */
export function readCertificateRequest13(reader: Reader): CertificateRequest {
  const context = reader.opaque(1, 'the context');
  const extensions = readExtensions(reader, 'CertificateRequest');
  const authorities = openExtension(extensions, extensionType.certificateAuthorities);
  const schemes = openExtension(extensions, extensionType.signatureAlgorithms);
  return {
    context,
    schemes: schemes?.list16(2, 'the schemes') ?? [],
    authorities: authorities ? readAuthorities(authorities) : [],
    extensions,
  };
}

export function describeCertificateRequest(request: CertificateRequest): Record<string, FieldValue> {
  if (request.types === undefined)
    return {
      requestContext: shownHex(request.context ?? new Uint8Array(0)),
      extensions: describeExtensions(request.extensions, 'CertificateRequest'),
    };
  return {
    certificateTypes: request.types.map(certificateTypeName),
    signatureSchemes: request.schemes.map(signatureSchemeName),
    authorities: request.authorities,
  };
}

/** TLS ClientCertificateType Identifiers (https://www.iana.org/assignments/tls-parameters), as of 2025. */
export function certificateTypeName(number: number): string {
  const names: Readonly<Record<number, string>> = {
    1: 'rsa_sign',
    2: 'dss_sign',
    3: 'rsa_fixed_dh',
    4: 'dss_fixed_dh',
    5: 'rsa_ephemeral_dh',
    6: 'dss_ephemeral_dh',
    20: 'fortezza_dms',
    64: 'ecdsa_sign',
    65: 'rsa_fixed_ecdh',
    66: 'ecdsa_fixed_ecdh',
    67: 'gost_sign256',
    68: 'gost_sign512',
  };
  return names[number] ?? `type ${number}`;
}
