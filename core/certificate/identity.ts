import { extensionOf, type Certificate } from './certificate.ts';
import { children, guarded, readBitString, readWhole } from './der.ts';
import { toHex } from './fingerprint.ts';
import { sameBytes } from './name.ts';
import { toBase64 } from './pem.ts';
import { canonicalNameBytes, subjectHashText } from './subjectHash.ts';

/** The names that tools give a certificate: hashes of it, of its key and of its subject. */
export interface CertificateIdentity {
  /** Lower-case hex. */
  readonly sha256: string;
  readonly sha1: string;
  /** For very old tools only. */
  readonly md5: string;
  /** SHA-256 of the SubjectPublicKeyInfo: lower-case hex, and as a pin ('sha256/…', RFC 7469). */
  readonly spkiSha256: string;
  readonly pin: string;
  /** The name of its file in a folder of openssl, without the '.0'. */
  readonly subjectHash: string;
  /** SHA-1 of the key's bits, what most subjectKeyIdentifiers are (RFC 5280 §4.2.1.2 method 1). */
  readonly keySha1: string;
  /** Whether its subjectKeyIdentifier is that; absent when it has none. Others are allowed. */
  readonly keyIdentifierIsSha1?: boolean;
}

/** @param hash core has none of its own */
export function identityOf(
  certificate: Certificate,
  hash: (name: 'sha256' | 'sha1' | 'md5', bytes: Uint8Array) => Uint8Array,
): CertificateIdentity {
  const { der, publicKey, subject } = certificate;
  const spki = hash('sha256', publicKey.spki);
  const keySha1 = hash('sha1', keyBits(publicKey.spki));
  const keyIdentifier = extensionOf(certificate, 'subjectKeyIdentifier');
  return {
    sha256: toHex(hash('sha256', der)),
    sha1: toHex(hash('sha1', der)),
    md5: toHex(hash('md5', der)),
    spkiSha256: toHex(spki),
    pin: `sha256/${toBase64(spki)}`,
    subjectHash: subjectHashText(hash('sha1', canonicalNameBytes(subject))),
    keySha1: toHex(keySha1),
    ...(keyIdentifier !== undefined && { keyIdentifierIsSha1: sameBytes(keyIdentifier.id, keySha1) }),
  };
}

/** The BIT STRING of the key without its header and count of unused bits. */
function keyBits(spki: Uint8Array): Uint8Array {
  const read = guarded(() => {
    const top = readWhole(spki);
    return readBitString(children(top)[1] ?? top).bytes;
  });
  return read.ok ? read.value : new Uint8Array();
}
