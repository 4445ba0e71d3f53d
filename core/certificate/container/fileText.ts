/** The text of a file: UTF-8, or UTF-16 with its mark, which PowerShell's `>` writes. All that PEM needs is ASCII. */
export function fileText(bytes: Uint8Array): string {
  if (bytes[0] === 0xff && bytes[1] === 0xfe) return new TextDecoder('utf-16le').decode(bytes);
  if (bytes[0] === 0xfe && bytes[1] === 0xff) return new TextDecoder('utf-16be').decode(bytes);
  // Latin-1 never fails, and a bundle may hold comments in any encoding.
  return new TextDecoder('latin1').decode(bytes);
}

/** Bytes of a text of hex digits, with or without spaces, colons and `0x`; undefined when it is none. */
export function fromHex(text: string): Uint8Array | undefined {
  const digits = text.replace(/^\s*0x/i, '').replace(/[\s:]+/g, '');
  if (digits.length === 0 || digits.length % 2 !== 0 || !/^[0-9a-f]*$/i.test(digits)) return undefined;
  const bytes = new Uint8Array(digits.length / 2);
  for (let at = 0; at < bytes.length; at++) bytes[at] = parseInt(digits.slice(2 * at, 2 * at + 2), 16);
  return bytes;
}
