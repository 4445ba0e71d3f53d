import { readAlgorithm } from '#core/certificate/algorithm.ts';
import type { Algorithm, Certificate, Extension, Name } from '#core/certificate/certificate.ts';
import { decodeCertificate, readExtensions } from '#core/certificate/decode.ts';
import {
  children,
  content,
  context,
  expectTag,
  guarded,
  malformed,
  readBitString,
  readInteger,
  readSmallInteger,
  readWhole,
  sequence,
  tags,
  whole,
  type DerFailure,
  type DerNode,
} from '#core/certificate/der.ts';
import { toHex } from '#core/certificate/fingerprint.ts';
import { readName } from '#core/certificate/name.ts';
import { readOid } from '#core/certificate/oid.ts';
import type { Signed } from '#core/certificate/signed.ts';
import { readTime } from '#core/certificate/time.ts';
import type { Result } from '#core/result.ts';
import { readCause, readEnumerated } from './cause.ts';
import type { RevocationCause } from './status.ts';

/** An OCSP response (RFC 6960 §4.2.1). Plain data; views of the bytes that were given, copied once. */
export interface OcspResponse {
  readonly status: OcspStatus;
  /** Present when, and only when, the status is 'successful'. */
  readonly basic?: BasicOcsp;
}

export type OcspStatus =
  'successful' | 'malformedRequest' | 'internalError' | 'tryLater' | 'sigRequired' | 'unauthorized';

/** id-pkix-ocsp-basic, the one type of response there is. */
export interface BasicOcsp extends Signed {
  readonly responder: { readonly by: 'name'; readonly name: Name } | { readonly by: 'key'; readonly keyHash: string };
  /** ms UTC. */
  readonly producedAt: number;
  readonly responses: readonly SingleOcsp[];
  /** Hex of the nonce, when one came back. */
  readonly nonce?: string;
  readonly extensions: readonly Extension[];
  /** What came along to verify the signature with; those that cannot be decoded are counted, not kept. */
  readonly certificates: readonly Certificate[];
  readonly unreadableCertificates: number;
}

/** What is said about one certificate. */
export interface SingleOcsp {
  readonly id: OcspCertId;
  readonly status: 'good' | 'revoked' | 'unknown';
  /** ms UTC; present when revoked. */
  readonly revokedAt?: number;
  readonly reason?: RevocationCause;
  /** ms UTC. */
  readonly thisUpdate: number;
  /** ms UTC; absent: newer word can be had at any time. */
  readonly nextUpdate?: number;
  readonly extensions: readonly Extension[];
}

/** How OCSP names a certificate (RFC 6960 §4.1.1). Hex, lower case. */
export interface OcspCertId {
  readonly hashAlgorithm: Algorithm;
  readonly issuerNameHash: string;
  readonly issuerKeyHash: string;
  readonly serial: string;
}

const BASIC = '1.3.6.1.5.5.7.48.1.1';
const NONCE = '1.3.6.1.5.5.7.48.1.2';

const statuses: Readonly<Record<number, OcspStatus>> = {
  0: 'successful',
  1: 'malformedRequest',
  2: 'internalError',
  3: 'tryLater',
  5: 'sigRequired',
  6: 'unauthorized',
};

/** Largest response that is read, in bytes. Real ones have 500 to 5 000; a TLS message could hold 16 MiB. */
const MAX_OCSP_BYTES = 262_144;
/** Certificates looked at inside a response: one is needed, a chain of four would be odd. */
const MAX_CERTIFICATES = 8;

/** An OCSP response from its DER, or where and why it is none. Trailing bytes are refused. */
export function decodeOcspResponse(der: Uint8Array): Result<OcspResponse, DerFailure> {
  return guarded(() => {
    if (der.length > MAX_OCSP_BYTES) return malformed(`longer than ${MAX_OCSP_BYTES} bytes`, readWhole(nothing));
    return readResponse(readWhole(new Uint8Array(der)));
  });
}

/** An empty SEQUENCE to point at: what is too long is not looked into. */
const nothing = Uint8Array.of(tags.sequence, 0);

function readResponse(top: DerNode): OcspResponse {
  const [code, explicit, more] = sequence(top, 'the response', top);
  if (code === undefined || more !== undefined) return malformed('the response is not a status and an answer', top);
  const status = statuses[readEnumerated(code, 'the status')] ?? malformed('a status that does not exist', code);
  if (status !== 'successful') {
    if (explicit !== undefined) malformed('an answer together with a refusal', explicit);
    return { status };
  }
  const [bytes] = children(expectTag(explicit, context(0, 'constructed'), 'the answer', top));
  const [type, inner, rest] = sequence(bytes, 'the answer', top);
  if (readOid(type, 'the type of the answer', top) !== BASIC || rest !== undefined)
    return malformed('an answer of an unknown type', top);
  const basic = readWhole(content(expectTag(inner, tags.octetString, 'the bytes of the answer', top)));
  return { status, basic: readBasic(basic) };
}

function readBasic(top: DerNode): BasicOcsp {
  const [data, algorithm, signature, extra, more] = sequence(top, 'the signed answer', top);
  if (more !== undefined) malformed('something follows the certificates', more);
  const signed = expectTag(data, tags.sequence, 'the signed part', top);
  const signatureAlgorithm = readAlgorithm(algorithm, 'the signature algorithm', top);
  const bits = readBitString(expectTag(signature, tags.bitString, 'the signature', top));
  const sent = extra === undefined ? [] : readCertificates(extra);
  const certificates = sent.flatMap((certificate) => (certificate === undefined ? [] : [certificate]));
  return {
    ...readData(signed),
    tbs: whole(signed),
    signatureAlgorithm,
    signature: bits.bytes,
    certificates,
    unreadableCertificates: sent.length - certificates.length,
  };
}

function readCertificates(explicit: DerNode): readonly (Certificate | undefined)[] {
  const [list] = children(expectTag(explicit, context(0, 'constructed'), 'the certificates', explicit));
  return sequence(list, 'the certificates', explicit)
    .slice(0, MAX_CERTIFICATES)
    .map((node) => {
      const decoded = decodeCertificate(whole(node));
      return decoded.ok ? decoded.value : undefined;
    });
}

function readData(node: DerNode): Pick<BasicOcsp, 'responder' | 'producedAt' | 'responses' | 'nonce' | 'extensions'> {
  const parts = [...children(node)];
  if (parts[0]?.tag === context(0, 'constructed')) readVersion(parts.shift());
  const [id, produced, list, last, more] = parts;
  if (id === undefined || more !== undefined)
    return malformed('the signed part is not responder, time and answers', node);
  const extensions =
    last === undefined ? [] : readExtensions(expectTag(last, context(1, 'constructed'), 'extensions', node));
  const nonce = extensions.find(({ oid }) => oid === NONCE)?.der;
  return {
    responder: readResponder(id),
    producedAt: readTime(expectTag(produced, tags.generalizedTime, 'the time of signing', node)),
    responses: sequence(list, 'the answers', node).map(readSingle),
    ...(nonce !== undefined && { nonce: toHex(nonce) }),
    extensions,
  };
}

/** [0] EXPLICIT INTEGER, of which only 0 (v1) is defined. */
function readVersion(node: DerNode | undefined): void {
  if (node === undefined) return;
  const [value] = children(node);
  if (readSmallInteger(expectTag(value, tags.integer, 'the version', node), 'the version') !== 0)
    malformed('a version that does not exist', node);
}

function readResponder(node: DerNode): BasicOcsp['responder'] {
  const [inner] = children(node);
  if (node.tag === context(1, 'constructed')) return { by: 'name', name: readName(inner, 'the responder', node) };
  if (node.tag !== context(2, 'constructed')) return malformed('the responder is neither a name nor a key', node);
  return { by: 'key', keyHash: toHex(content(expectTag(inner, tags.octetString, 'the hash of its key', node))) };
}

function readSingle(node: DerNode): SingleOcsp {
  const [id, state, from, ...rest] = sequence(node, 'an answer', node);
  if (state === undefined) return malformed('an answer without a status', node);
  const base = {
    id: readCertId(id, node),
    ...readState(state),
    thisUpdate: readTime(expectTag(from, tags.generalizedTime, 'the time of the answer', node)),
  };
  const next = rest[0]?.tag === context(0, 'constructed') ? rest.shift() : undefined;
  const extra = rest[0]?.tag === context(1, 'constructed') ? rest.shift() : undefined;
  if (rest.length > 0) malformed('an unknown field in an answer', node);
  return {
    ...base,
    ...(next !== undefined && {
      nextUpdate: readTime(only(next, tags.generalizedTime, 'the time of the next answer')),
    }),
    extensions: extra === undefined ? [] : readExtensions(extra),
  };
}

function readCertId(node: DerNode | undefined, parent: DerNode): OcspCertId {
  const [algorithm, name, key, serial, more] = sequence(node, 'the name of a certificate', parent);
  if (more !== undefined) malformed('the name of a certificate has too many parts', more);
  return {
    hashAlgorithm: readAlgorithm(algorithm, 'the hash algorithm', parent),
    issuerNameHash: toHex(content(expectTag(name, tags.octetString, 'the hash of the issuer’s name', parent))),
    issuerKeyHash: toHex(content(expectTag(key, tags.octetString, 'the hash of the issuer’s key', parent))),
    serial: toHex(readInteger(expectTag(serial, tags.integer, 'the serial number', parent))),
  };
}

/** CHOICE of IMPLICIT tags: [0] NULL good, [1] RevokedInfo, [2] NULL unknown. */
function readState(node: DerNode): Pick<SingleOcsp, 'status' | 'revokedAt' | 'reason'> {
  switch (node.tag) {
    case context(0, 'primitive'):
      return { status: 'good' };
    case context(2, 'primitive'):
      return { status: 'unknown' };
    case context(1, 'constructed'): {
      const [at, reason] = children(node);
      const revokedAt = readTime(expectTag(at, tags.generalizedTime, 'the time of revocation', node));
      if (reason === undefined) return { status: 'revoked', revokedAt };
      const [value] = children(expectTag(reason, context(0, 'constructed'), 'the reason', node));
      if (value === undefined) return malformed('an empty reason', node);
      return { status: 'revoked', revokedAt, reason: readCause(value) };
    }
    default:
      return malformed('a status that does not exist', node);
  }
}

/** The one value inside an EXPLICIT tag. */
function only(node: DerNode, tag: number, what: string): DerNode {
  const [value, more] = children(node);
  if (more !== undefined) malformed(`more than one value where ${what} must be`, more);
  return expectTag(value, tag, what, node);
}
