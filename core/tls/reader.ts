/** Why a reading stopped; shared by a reader and the readers of its parts. */
interface Fault {
  reason?: string;
}

/**
 * Reads the presentation language of TLS (RFC 8446 §3) out of bytes that anyone may have sent.
 *
 * It never throws and never reads past its end: after the first thing that does not fit, it is `broken`, has nothing left,
 * and answers 0 and empty. So loops over `left` always end, and one look at `fault` afterwards says whether all was read.
 */
export class Reader {
  readonly #bytes: Uint8Array;
  readonly #fault: Fault;
  #at = 0;

  constructor(bytes: Uint8Array, fault: Fault = {}) {
    this.#bytes = bytes;
    this.#fault = fault;
  }

  /** Bytes not read yet. */
  get left(): number {
    return this.#fault.reason === undefined ? this.#bytes.length - this.#at : 0;
  }

  /** What did not fit, in the words of `what`; undefined while all did. */
  get fault(): string | undefined {
    return this.#fault.reason;
  }

  u8(what: string): number {
    return this.#number(1, what);
  }

  u16(what: string): number {
    return this.#number(2, what);
  }

  u24(what: string): number {
    return this.#number(3, what);
  }

  u32(what: string): number {
    return this.#number(4, what);
  }

  /** The next `length` bytes, as a view. */
  take(length: number, what: string): Uint8Array {
    if (length > this.left) {
      this.fail(`${what} ends early`);
      return new Uint8Array(0);
    }
    this.#at += length;
    return this.#bytes.subarray(this.#at - length, this.#at);
  }

  /** Everything that is left, as a view. */
  rest(): Uint8Array {
    return this.take(this.left, 'the rest');
  }

  /** A reader of a part whose length stands before it in `lengthBytes` bytes. */
  vector(lengthBytes: 1 | 2 | 3, what: string): Reader {
    return new Reader(this.opaque(lengthBytes, what), this.#fault);
  }

  /** The bytes of a part whose length stands before it. */
  opaque(lengthBytes: 1 | 2 | 3, what: string): Uint8Array {
    return this.take(this.#number(lengthBytes, what), what);
  }

  /** Every 16-bit number of a part whose length stands before it. */
  list16(lengthBytes: 1 | 2, what: string): number[] {
    const part = this.vector(lengthBytes, what);
    const numbers: number[] = [];
    while (part.left > 0) numbers.push(part.u16(what));
    return numbers;
  }

  /** Reports that nothing should be left. */
  end(what: string): void {
    if (this.left > 0) this.fail(`${what} has ${this.left} bytes too many`);
  }

  fail(reason: string): void {
    this.#fault.reason ??= reason;
  }

  #number(length: number, what: string): number {
    let value = 0;
    for (const byte of this.take(length, what)) value = value * 256 + byte;
    return value;
  }
}
