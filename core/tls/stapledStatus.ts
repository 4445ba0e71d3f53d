import { shownSize } from './bytes.ts';
import type { ExtensionPlace } from './extensionPlace.ts';
import type { Reader } from './reader.ts';
import type { FieldValue } from './report.ts';

type Fields = Record<string, FieldValue>;

/** CertificateStatusType (RFC 6066 §8, RFC 6961 §2.2). */
export function statusTypeName(number: number): string {
  return { 1: 'ocsp', 2: 'ocsp_multi' }[number] ?? `status ${number}`;
}

/** The extension status_request (RFC 6066 §8); in TLS 1.3 the response stands in the Certificate message (RFC 8446 §4.4.2.1). */
export function readStatus(reader: Reader, place: ExtensionPlace): Fields {
  if (reader.left === 0) return {};
  const statusType = statusTypeName(reader.u8('the status type', statusTypeName));
  if (place === 'Certificate') return { statusType, responseBytes: reader.opaque(3, 'the response', shownSize).length };
  return { statusType, ...readRequest(reader) };
}

/** The extension status_request_v2 of a ClientHello (RFC 6961 §2.2). */
export function readStatusV2(reader: Reader): Fields {
  const list = reader.vector(2, 'the requests');
  const requests: Fields[] = [];
  while (list.left > 0) {
    requests.push(
      list.group('a request', () => {
        const statusType = statusTypeName(list.u8('the status type', statusTypeName));
        return { statusType, ...readRequest(list.vector(2, 'the request')) };
      }),
    );
  }
  return { requests };
}

function readRequest(reader: Reader): Fields {
  const responderBytes = reader.opaque(2, 'the responders').length;
  return { responderBytes, requestExtensionBytes: reader.opaque(2, 'the extensions').length };
}

/** A CertificateStatus message of TLS 1.2 (RFC 6066 §8, RFC 6961 §2.2). `response` is the leaf's; empty when it has none. */
export interface CertificateStatus {
  readonly response: Uint8Array;
  readonly fields: Fields;
}

export function readCertificateStatus(reader: Reader): CertificateStatus {
  const type = reader.u8('the status type', statusTypeName);
  const statusType = statusTypeName(type);
  if (type === 1) {
    const response = reader.opaque(3, 'the response', shownSize);
    return { response, fields: { statusType, responseBytes: response.length } };
  }
  const list = reader.vector(3, 'the responses');
  const responses: Uint8Array[] = [];
  while (list.left > 0) responses.push(list.opaque(3, 'a response', shownSize));
  const [response = new Uint8Array(0)] = responses;
  return { response, fields: { statusType, responseBytes: response.length, responses: responses.length } };
}
