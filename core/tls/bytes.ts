import { concat } from '#core/certificate/bytes.ts';
import { toHex } from '#core/certificate/fingerprint.ts';

/** The longest value that is shown in full, in bytes: a random, a Finished, a session id. Longer ones are cut. */
const SHOWN_BYTES = 64;

/** Lower-case hex of a value for people to look at: cut with '…' after 64 bytes. */
export function shownHex(bytes: Uint8Array): string {
  return bytes.length <= SHOWN_BYTES ? toHex(bytes) : `${toHex(bytes.subarray(0, SHOWN_BYTES))}…`;
}

/** Text when all bytes are visible ASCII (protocol and host names), else '0x' and hex. */
export function shownText(bytes: Uint8Array): string {
  return bytes.every((byte) => byte > 0x20 && byte < 0x7f) ? String.fromCharCode(...bytes) : `0x${shownHex(bytes)}`;
}

/** '32 bytes': for what tells nothing by itself, or what is nobody's business. */
export function shownSize(bytes: Uint8Array): string {
  return bytes.length === 1 ? '1 byte' : `${bytes.length} bytes`;
}

/** Bytes of a hex text that we made ourselves. */
export function fromHex(hex: string): Uint8Array {
  const bytes = new Uint8Array(hex.length >> 1);
  for (let at = 0; at < bytes.length; at++) bytes[at] = Number.parseInt(hex.slice(at * 2, at * 2 + 2), 16);
  return bytes;
}

/** One piece out of several. The only piece is returned as it is, for records and messages mostly come in one. */
export function joinBytes(pieces: readonly Uint8Array[]): Uint8Array {
  const [first] = pieces;
  return first !== undefined && pieces.length === 1 ? first : concat(pieces);
}
