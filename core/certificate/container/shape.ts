/** What the first bytes of BER promise, whether or not the rest keeps it: a file cut short must be called by its name. */
export function shapeOf(bytes: Uint8Array): 'pkcs7' | 'pkcs12' | undefined {
  if (bytes[0] !== 0x30) return undefined;
  const first = bytes[1] ?? 0;
  const start = first > 0x80 ? 2 + (first & 0x7f) : 2;
  const begins = (pattern: readonly number[]) => pattern.every((byte, at) => bytes[start + at] === byte);
  if (begins(signedData)) return 'pkcs7';
  // RFC 7292 §4: version 3, then the SEQUENCE of the authenticated safe. No certificate begins with a bare INTEGER.
  return begins([0x02, 0x01, 0x03, 0x30]) ? 'pkcs12' : undefined;
}

/** OBJECT IDENTIFIER 1.2.840.113549.1.7.2. */
const signedData = [0x06, 0x09, 0x2a, 0x86, 0x48, 0x86, 0xf7, 0x0d, 0x01, 0x07, 0x02] as const;
