import { joinBytes } from './bytes.ts';

const HEADER_BYTES = 4;

/** One handshake message with its header (RFC 8446 §4). */
export interface RawMessage {
  readonly type: number;
  readonly bytes: Uint8Array;
  readonly body: Uint8Array;
}

/** Joins handshake fragments and cuts them into messages: one record may hold several, one message several records. */
export class MessageReader {
  #pending: Uint8Array[] = [];
  #size = 0;
  #needed = HEADER_BYTES;

  /** The message that is not complete yet, once its header is there: its type, and how long with its header it will be. */
  get unfinished(): { readonly type: number; readonly bytes: number; readonly received: number } | undefined {
    const [first] = this.#pending;
    if (this.#size < HEADER_BYTES || first === undefined) return undefined;
    const header = first.length >= HEADER_BYTES ? first : joinBytes(this.#pending);
    return { type: header[0] ?? 0, bytes: lengthAt(header, 0), received: this.#size };
  }

  /** The messages that this fragment completes. */
  push(fragment: Uint8Array): readonly RawMessage[] {
    this.#pending.push(fragment);
    this.#size += fragment.length;
    if (this.#size < this.#needed) return [];
    const bytes = joinBytes(this.#pending);
    const messages: RawMessage[] = [];
    let at = 0;
    while (bytes.length - at >= HEADER_BYTES && bytes.length - at >= lengthAt(bytes, at)) {
      const whole = bytes.subarray(at, at + lengthAt(bytes, at));
      messages.push({ type: whole[0] ?? 0, bytes: whole, body: whole.subarray(HEADER_BYTES) });
      at += whole.length;
    }
    const rest = bytes.subarray(at);
    this.#pending = [rest];
    this.#size = rest.length;
    this.#needed = rest.length < HEADER_BYTES ? HEADER_BYTES : lengthAt(rest, 0);
    return messages;
  }
}

/** Length of the message that begins at `at`, header included. */
function lengthAt(bytes: Uint8Array, at: number): number {
  const [, high = 0, middle = 0, low = 0] = bytes.subarray(at, at + HEADER_BYTES);
  return HEADER_BYTES + high * 65_536 + middle * 256 + low;
}
