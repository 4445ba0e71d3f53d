import { joinBytes } from '#core/tls/bytes.ts';

/** Numbers and vectors in the presentation language of TLS (RFC 8446 §3): what core/tls/reader.ts reads. */
export function u8(value: number): Uint8Array {
  return Uint8Array.of(value);
}

export function u16(value: number): Uint8Array {
  return Uint8Array.of(value >> 8, value & 0xff);
}

/** The parts behind their length in `lengthBytes` bytes. */
export function vector(lengthBytes: 1 | 2 | 3, ...parts: readonly Uint8Array[]): Uint8Array {
  const content = joinBytes(parts);
  const length = content.length;
  const head = Uint8Array.of(length >> 16, (length >> 8) & 0xff, length & 0xff).subarray(3 - lengthBytes);
  return joinBytes([head, content]);
}

/** 16-bit numbers behind their length. */
export function list16(lengthBytes: 1 | 2, values: readonly number[]): Uint8Array {
  return vector(lengthBytes, ...values.map(u16));
}

/** ASCII only: host and protocol names. */
export function ascii(text: string): Uint8Array {
  return Uint8Array.from(text, (letter) => letter.charCodeAt(0));
}

/** A handshake message: type, 24-bit length, body (RFC 8446 §4). */
export function message(type: number, ...body: readonly Uint8Array[]): Uint8Array {
  return joinBytes([u8(type), vector(3, ...body)]);
}

/** Longest content of a record (RFC 8446 §5.1). */
const MAX_PLAINTEXT_BYTES = 2 ** 14;

/** Content in as many records as it needs. */
export function records(type: number, version: number, content: Uint8Array): Uint8Array {
  const pieces: Uint8Array[] = [];
  for (let at = 0; at < content.length; at += MAX_PLAINTEXT_BYTES) {
    const piece = content.subarray(at, at + MAX_PLAINTEXT_BYTES);
    pieces.push(u8(type), u16(version), u16(piece.length), piece);
  }
  return joinBytes(pieces);
}
