import { readPkcs7 } from '#core/certificate/container/pkcs7.ts';
import { decodeCertificate } from '#core/certificate/decode.ts';
import { parsePem } from '#core/certificate/pem.ts';

/** Most certificates looked at in one answer: a .p7c with every cross-certificate of an authority has a handful. */
const MAX_CERTIFICATES = 20;

/**
 * DER of the certificates in what an authority's server answered: one in DER, a bundle of them (.p7c, RFC 5280 §4.2.2.1), or PEM,
 * which many send against the rules. Empty when there is none.
 */
export function readFetched(body: Uint8Array): readonly Uint8Array[] {
  // 0x30 SEQUENCE is how DER begins (X.690 §8.9.1), and '0' as a letter, which begins no PEM file.
  if (body[0] !== 0x30) {
    const blocks = parsePem(new TextDecoder('latin1').decode(body));
    return blocks.ok ? blocks.value.slice(0, MAX_CERTIFICATES) : [];
  }
  if (decodeCertificate(body).ok) return [body];
  const bundle = readPkcs7(body);
  return bundle.ok ? bundle.value.certificates.slice(0, MAX_CERTIFICATES).map(({ der }) => der) : [];
}
