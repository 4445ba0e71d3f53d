/** One reading of a password: `wide` for PKCS#12's own derivation, `plain` for PBKDF2. */
export interface PasswordForm {
  readonly wide: Uint8Array;
  readonly plain: Uint8Array;
}

/**
 * The ways in which tools turned this password into bytes, the standard one first (RFC 7292 appendix B.1: UTF-16 with a zero
 * at the end). OpenSSL before 1.1 widened each byte of UTF-8 by itself; and "no password" is the empty one with its zero, or
 * no bytes at all.
 */
export function passwordForms(password: string): readonly PasswordForm[] {
  const plain = new TextEncoder().encode(password);
  const standard = { wide: utf16(password), plain };
  if (password === '') return [standard, { wide: new Uint8Array(0), plain }];
  const isAscii = plain.length === password.length;
  return isAscii ? [standard] : [standard, { wide: widened(plain), plain }];
}

function utf16(text: string): Uint8Array {
  const bytes = new Uint8Array(2 * text.length + 2);
  for (let at = 0; at < text.length; at++) {
    bytes[2 * at] = text.charCodeAt(at) >> 8;
    bytes[2 * at + 1] = text.charCodeAt(at) & 0xff;
  }
  return bytes;
}

function widened(bytes: Uint8Array): Uint8Array {
  const wide = new Uint8Array(2 * bytes.length + 2);
  for (const [at, byte] of bytes.entries()) wide[2 * at + 1] = byte;
  return wide;
}
