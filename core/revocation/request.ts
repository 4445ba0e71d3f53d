import type { Certificate } from '#core/certificate/certificate.ts';
import { context, tags } from '#core/certificate/der.ts';
import type { Hash } from '#core/certificate/signed.ts';
import { keyBits } from './certId.ts';
import { encode, oidOctets } from './encode.ts';

const SHA1 = '1.3.14.3.2.26';
const NONCE = '1.3.6.1.5.5.7.48.1.2';

/**
 * An OCSP request about one certificate (RFC 6960 §4.1), unsigned.
 *
 * The issuer is named by SHA-1: RFC 5019 §2.1.1 asks for it, and many responders know nothing else. It only finds the issuer;
 * what is relied on is the signature.
 *
 * @param nonce 1 to 32 bytes (RFC 9654 §2.1) that a fresh response repeats; responders that sign in advance leave it out
 */
export function encodeOcspRequest(
  certificate: Certificate,
  issuer: Certificate,
  hash: Hash,
  nonce?: Uint8Array,
): Uint8Array {
  const algorithm = encode(tags.sequence, encode(tags.oid, oidOctets(SHA1)), encode(tags.null));
  const id = encode(
    tags.sequence,
    algorithm,
    encode(tags.octetString, hash('SHA-1', certificate.issuer.der)),
    encode(tags.octetString, hash('SHA-1', keyBits(issuer))),
    encode(tags.integer, fromHex(certificate.serial)),
  );
  const requests = encode(tags.sequence, encode(tags.sequence, id));
  return encode(
    tags.sequence,
    encode(tags.sequence, requests, ...(nonce === undefined ? [] : [nonceExtension(nonce)])),
  );
}

function nonceExtension(nonce: Uint8Array): Uint8Array {
  const extension = encode(
    tags.sequence,
    encode(tags.oid, oidOctets(NONCE)),
    encode(tags.octetString, encode(tags.octetString, nonce)),
  );
  return encode(context(2, 'constructed'), encode(tags.sequence, extension));
}

function fromHex(hex: string): Uint8Array {
  return Uint8Array.from(hex.match(/../g) ?? [], (pair) => parseInt(pair, 16));
}
