import type { Certificate } from '#core/certificate/certificate.ts';
import { guarded, readBitString, readWhole, sequence } from '#core/certificate/der.ts';
import { toHex } from '#core/certificate/fingerprint.ts';
import type { Hash, HashName } from '#core/certificate/signed.ts';
import type { OcspCertId } from './ocsp.ts';

/** Hash algorithms of CertIDs by OID. */
const certIdHashes: Readonly<Record<string, HashName>> = {
  '1.3.14.3.2.26': 'SHA-1',
  '2.16.840.1.101.3.4.2.1': 'SHA-256',
  '2.16.840.1.101.3.4.2.2': 'SHA-384',
  '2.16.840.1.101.3.4.2.3': 'SHA-512',
};

/** True when the CertID means this certificate of this issuer (RFC 6960 §4.1.1). A hash that is not known means nobody. */
export function isAbout(id: OcspCertId, certificate: Certificate, issuer: Certificate, hash: Hash): boolean {
  const name = certIdHashes[id.hashAlgorithm.oid];
  if (name === undefined || id.serial !== certificate.serial) return false;
  return (
    id.issuerNameHash === toHex(hash(name, certificate.issuer.der)) &&
    id.issuerKeyHash === toHex(hash(name, keyBits(issuer)))
  );
}

/** The BIT STRING of the key without its unused-bits byte: what OCSP hashes. */
export function keyBits({ publicKey }: Certificate): Uint8Array {
  const read = guarded(() => {
    const node = readWhole(publicKey.spki);
    const [, bits] = sequence(node, 'the public key', node);
    return bits === undefined ? new Uint8Array() : readBitString(bits).bytes;
  });
  return read.ok ? read.value : new Uint8Array();
}
