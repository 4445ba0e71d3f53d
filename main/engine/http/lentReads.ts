import type { OnReadOpts, Socket } from 'node:net';

/** Bytes of one read at most; libuv's own buffers have this size (uv__read, 64 KiB). */
const READ_BYTES = 64 * 1024;

/**
 * Reads of a socket through one buffer (the `onread` option of net.connect), told by 'data' events as its readers expect.
 * Without it every read of 64 KiB is a new buffer outside the heap, and those pile up until the garbage collector comes.
 *
 * For a reader that copies at once, as TLS does. (tls.connect over a stream takes no `onread`: what it decrypts is copied, see
 * youngGarbage.ts.)
 */
export class LentReads {
  readonly onread: OnReadOpts;
  readonly #buffer = Buffer.allocUnsafeSlow(READ_BYTES);
  #allowed: () => boolean = () => false;
  #socket: Socket | undefined;

  constructor() {
    this.onread = { buffer: this.#buffer, callback: (length) => this.#tell(length) };
  }

  /** The socket that was made with `onread`. Must be called before its first bytes come. */
  serve(socket: Socket): void {
    this.#socket = socket;
  }

  /** From here on, whenever `allowed` says so, the bytes of a 'data' event are only good until it returns; else they are its own. */
  lendWhen(allowed: () => boolean): void {
    this.#allowed = allowed;
  }

  #tell(length: number): true {
    const bytes = this.#buffer.subarray(0, length);
    this.#socket?.emit('data', this.#allowed() ? bytes : Buffer.from(bytes));
    return true;
  }
}
