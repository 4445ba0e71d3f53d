/**
 * Certificates as a PKCS#7 bundle without signatures (RFC 5652 §5: "certs-only"), DER: what .p7b files hold.
 *
 * The certificates go in as they are, byte by byte, in their order.
 */
export function certsOnly(ders: readonly Uint8Array[]): Uint8Array {
  const signedData = value(SEQUENCE, [
    Uint8Array.of(0x02, 0x01, 0x01), // version 1
    value(SET, []), // no digest algorithms
    value(SEQUENCE, [DATA]), // no content
    value(0xa0, ders), // [0] IMPLICIT certificates
    value(SET, []), // no signers
  ]);
  return value(SEQUENCE, [SIGNED_DATA, value(0xa0, [signedData])]);
}

const SEQUENCE = 0x30;
const SET = 0x31;
/** 1.2.840.113549.1.7.1 and .2, with their tag and length. */
const DATA = Uint8Array.of(0x06, 0x09, 0x2a, 0x86, 0x48, 0x86, 0xf7, 0x0d, 0x01, 0x07, 0x01);
const SIGNED_DATA = Uint8Array.of(0x06, 0x09, 0x2a, 0x86, 0x48, 0x86, 0xf7, 0x0d, 0x01, 0x07, 0x02);

function value(tag: number, parts: readonly Uint8Array[]): Uint8Array {
  const length = parts.reduce((total, part) => total + part.length, 0);
  const header = [tag, ...lengthBytes(length)];
  const bytes = new Uint8Array(header.length + length);
  bytes.set(header);
  let at = header.length;
  for (const part of parts) {
    bytes.set(part, at);
    at += part.length;
  }
  return bytes;
}

/** Shortest form (X.690 §10.1). */
function lengthBytes(length: number): readonly number[] {
  if (length < 0x80) return [length];
  const bytes: number[] = [];
  for (let rest = length; rest > 0; rest = Math.floor(rest / 256)) bytes.unshift(rest % 256);
  return [0x80 | bytes.length, ...bytes];
}
