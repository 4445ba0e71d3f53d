/** The text of a file: UTF-8, or UTF-16 with its mark, which PowerShell's `>` writes. All that PEM needs is ASCII. */
export function fileText(bytes: Uint8Array): string {
  if (bytes[0] === 0xff && bytes[1] === 0xfe) return new TextDecoder('utf-16le').decode(bytes);
  if (bytes[0] === 0xfe && bytes[1] === 0xff) return new TextDecoder('utf-16be').decode(bytes);
  // Latin-1 never fails, and a bundle may hold comments in any encoding.
  return new TextDecoder('latin1').decode(bytes);
}

/** Bytes of a text of hex digits, with or without spaces, colons and `0x`; undefined when it is none. */
export function fromHex(text: string): Uint8Array | undefined {
  const start = /^\s*0x/i.exec(text)?.[0].length ?? 0;
  const bytes = new Uint8Array((text.length - start) >> 1);
  let digits = 0;
  // Not by pattern: sixteen megabytes of pairs and colons take seconds to be cut up.
  for (let at = start; at < text.length; at++) {
    const digit = hexDigit(text.charCodeAt(at));
    if (digit === undefined) return undefined;
    if (digit < 0) continue;
    bytes[digits >> 1] = ((bytes[digits >> 1] ?? 0) << 4) | digit;
    digits += 1;
  }
  return digits === 0 || digits % 2 !== 0 ? undefined : bytes.slice(0, digits >> 1);
}

/** -1 for what may stand between digits; undefined for what may not. */
function hexDigit(code: number): number | undefined {
  if (code >= 0x30 && code <= 0x39) return code - 0x30;
  const letter = code | 0x20;
  if (letter >= 0x61 && letter <= 0x66) return letter - 0x61 + 10;
  const isBetween =
    code === 0x3a || code === 0x20 || (code >= 0x09 && code <= 0x0d) || code === 0xa0 || code === 0xfeff;
  return isBetween ? -1 : undefined;
}
