import { readAlgorithm } from './algorithm.ts';
import type { Certificate, Extension } from './certificate.ts';
import {
  children,
  content,
  context,
  expectTag,
  guarded,
  malformed,
  readBitString,
  readBoolean,
  readInteger,
  readSmallInteger,
  readWhole,
  sequence,
  tags,
  whole,
  type DerFailure,
  type DerNode,
} from './der.ts';
import { extensionName, readExtensionValue } from './extensions/table.ts';
import { toHex } from './fingerprint.ts';
import { readName, sameBytes } from './name.ts';
import { readOid } from './oid.ts';
import { readPublicKey } from './publicKey.ts';
import { readTime } from './time.ts';
import type { Result } from '#core/result.ts';

export type CertificateFailure = DerFailure;

/** Largest certificate that is read, in bytes. A TLS message holds 16 MiB; the largest real ones (1 000 names) are ~40 kB. */
const MAX_CERTIFICATE_BYTES = 1_000_000;

/**
 * A certificate from its DER (RFC 5280 §4.1), or where and why it is none.
 *
 * Strict in the frame: trailing bytes, indefinite lengths and unknown fields are refused. An extension whose own content is
 * wrong does not spoil the rest: its value says `malformed`, and the path check reports it. The bytes are copied.
 */
export function decodeCertificate(bytes: Uint8Array): Result<Certificate, CertificateFailure> {
  return guarded(() => {
    if (bytes.length > MAX_CERTIFICATE_BYTES)
      return malformed(`longer than ${MAX_CERTIFICATE_BYTES} bytes`, readWhole(tooLong));
    return readCertificate(readWhole(new Uint8Array(bytes)));
  });
}

/** An empty SEQUENCE to point at: what is too long is not looked into. */
const tooLong = Uint8Array.of(tags.sequence, 0);

function readCertificate(top: DerNode): Certificate {
  const parts = sequence(top, 'the certificate', top);
  if (parts.length !== 3) malformed(`the certificate has ${parts.length} parts, not 3`, top);
  const [tbs, outer, signature] = parts;
  const signed = expectTag(tbs, tags.sequence, 'the signed part', top);
  const signatureAlgorithm = readAlgorithm(outer, 'the signature algorithm', top);
  const bits = readBitString(expectTag(signature, tags.bitString, 'the signature', top));
  if (bits.unused !== 0) malformed('the signature does not end at a byte', top);
  const { inner, ...fields } = readSigned(signed);
  return {
    der: top.source,
    ...fields,
    signatureAlgorithm,
    signatureMatches: outer !== undefined && sameBytes(whole(inner), whole(outer)),
    tbs: whole(signed),
    signature: bits.bytes,
  };
}

type SignedPart = Pick<
  Certificate,
  'version' | 'serial' | 'issuer' | 'subject' | 'notBefore' | 'notAfter' | 'publicKey' | 'extensions'
> & { readonly inner: DerNode };

function readSigned(node: DerNode): SignedPart {
  const parts = [...children(node)];
  const versionNode = parts[0]?.tag === context(0, 'constructed') ? parts.shift() : undefined;
  const [serial, inner, issuer, validity, subject, key, ...rest] = parts;
  const version = readVersion(versionNode);
  const [from, to, more] = sequence(validity, 'the validity', node);
  if (from === undefined || to === undefined || more !== undefined) malformed('the validity is not two times', node);
  return {
    version,
    serial: toHex(readInteger(expectTag(serial, tags.integer, 'the serial number', node))),
    inner: expectTag(inner, tags.sequence, 'the inner signature algorithm', node),
    issuer: readName(issuer, 'the issuer', node),
    notBefore: readTime(from),
    notAfter: readTime(to),
    subject: readName(subject, 'the subject', node),
    publicKey: readPublicKey(key, node),
    extensions: readTail(rest, version),
  };
}

/** [0] EXPLICIT INTEGER, 0 for version 1, which DER leaves out but old roots write. */
function readVersion(node: DerNode | undefined): number {
  if (node === undefined) return 1;
  const [value, more] = children(node);
  const version = readSmallInteger(expectTag(value, tags.integer, 'the version', node), 'the version') + 1;
  if (more !== undefined || version > 3) malformed(`version ${version} does not exist`, node);
  return version;
}

/** After the key: issuerUniqueID [1], subjectUniqueID [2], extensions [3], each at most once and in this order. */
function readTail(nodes: readonly DerNode[], version: number): readonly Extension[] {
  let last = 0;
  let extensions: readonly Extension[] = [];
  for (const node of nodes) {
    const isUniqueId = node.tag === context(1, 'primitive') || node.tag === context(2, 'primitive');
    if (!isUniqueId && node.tag !== context(3, 'constructed')) malformed('an unknown field after the key', node);
    if (node.number <= last) malformed('a field after the key is repeated or out of order', node);
    if (version === 1) malformed('a version 1 certificate with fields of a later version', node);
    last = node.number;
    if (node.number === 3) extensions = readExtensions(node);
  }
  return extensions;
}

/** The extensions inside an EXPLICIT tag. @throws Malformed */
export function readExtensions(node: DerNode): readonly Extension[] {
  const [list, more] = children(node);
  if (more !== undefined) malformed('something follows the extensions', more);
  return sequence(list, 'the extensions', node).map(readExtension);
}

/** One extension, in a certificate or beside one (OCSP, revocation lists). @throws Malformed */
export function readExtension(node: DerNode): Extension {
  const parts = [...sequence(node, 'an extension', node)];
  const oid = readOid(parts.shift(), 'the type of an extension', node);
  // An explicit FALSE, which DER forbids, is read: old and private CAs write it, and it means what it says.
  const critical = parts[0]?.tag === tags.boolean ? readBoolean(parts.shift() ?? node) : false;
  const [value, more] = parts;
  if (more !== undefined) malformed('an extension with more than a type and a value', more);
  const der = content(expectTag(value, tags.octetString, 'the value of an extension', node));
  const name = extensionName(oid);
  return { oid, ...(name !== undefined && { name }), critical, der, value: readExtensionValue(oid, der) };
}
