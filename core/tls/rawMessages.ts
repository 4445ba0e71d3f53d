import type { RawMessage } from './message.ts';

/** Longest message whose bytes are kept, in bytes: longer ones are chains of dozens of certificates or thousands of CA names. */
const MAX_MESSAGE_BYTES = 16_384;
/** For a whole connection: ten times an ordinary handshake. */
const MAX_TOTAL_BYTES = 98_304;

/** The bytes of handshake messages as a report keeps them: bounded, and without session tickets. */
export class RawMessages {
  #room = MAX_TOTAL_BYTES;

  /**
   * A copy in which the secrets are zeros; undefined when it is too long.
   *
   * @param secrets views of `message.bytes`
   */
  keep({ bytes }: RawMessage, secrets: readonly Uint8Array[]): Uint8Array | undefined {
    if (bytes.length > MAX_MESSAGE_BYTES || bytes.length > this.#room) return undefined;
    this.#room -= bytes.length;
    // Not slice(): of a Buffer that is the same memory, which may not even have been sent yet.
    const copy = new Uint8Array(bytes);
    for (const { byteOffset, length } of secrets) {
      const at = byteOffset - bytes.byteOffset;
      copy.fill(0, at, at + length);
    }
    return copy;
  }
}
