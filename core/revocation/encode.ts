/** One DER value: its tag, its length in the shortest form (X.690 §10.1), its parts. */
export function encode(tag: number, ...parts: readonly Uint8Array[]): Uint8Array {
  const body = join(parts);
  return join([Uint8Array.of(tag), lengthOctets(body.length), body]);
}

/** Content of an OBJECT IDENTIFIER from its dotted text. Arcs up to 2^31: those written here are our own constants. */
export function oidOctets(text: string): Uint8Array {
  const [first = 0, second = 0, ...rest] = text.split('.').map(Number);
  const octets = [first * 40 + second, ...rest].flatMap((arc) => {
    const groups = [arc & 0x7f];
    for (let left = arc >>> 7; left > 0; left >>>= 7) groups.unshift((left & 0x7f) | 0x80);
    return groups;
  });
  return Uint8Array.from(octets);
}

function lengthOctets(length: number): Uint8Array {
  if (length < 0x80) return Uint8Array.of(length);
  const octets: number[] = [];
  for (let left = length; left > 0; left = Math.floor(left / 256)) octets.unshift(left % 256);
  return Uint8Array.of(0x80 | octets.length, ...octets);
}

function join(parts: readonly Uint8Array[]): Uint8Array {
  const joined = new Uint8Array(parts.reduce((sum, part) => sum + part.length, 0));
  let at = 0;
  for (const part of parts) {
    joined.set(part, at);
    at += part.length;
  }
  return joined;
}
