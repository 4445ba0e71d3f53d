import { shownHex } from './bytes.ts';

/** Why a reading stopped; shared by a reader and the readers of its parts. */
interface Fault {
  reason?: string;
}

/** Something that was read, with its place: what outline.ts makes an outline of. */
export interface Span {
  readonly name: string;
  /** For people. Absent for what only holds its children. */
  readonly value?: string;
  /** In bytes, from the first byte that is outlined. */
  readonly offset: number;
  readonly length: number;
  readonly children?: readonly Span[];
}

/** Where a reader writes down what it reads. */
export interface Notes {
  /** Of the reader's first byte. */
  readonly offset: number;
  spans: Span[];
}

/**
 * Reads the presentation language of TLS (RFC 8446 §3) out of bytes that anyone may have sent.
 *
 * It never throws and never reads past its end: after the first thing that does not fit, it is `broken`, has nothing left,
 * and answers 0 and empty. So loops over `left` always end, and one look at `fault` afterwards says whether all was read.
 *
 * With `notes` it also writes down what it reads, so that one grammar serves for facts and for the outline. `what` names the
 * thing in both: 'the random' that ends early, 'random' in the outline. `show` says what the outline shows for its value.
 */
export class Reader {
  readonly #bytes: Uint8Array;
  readonly #fault: Fault;
  readonly #notes: Notes | undefined;
  #at = 0;

  constructor(bytes: Uint8Array, fault: Fault = {}, notes?: Notes) {
    this.#bytes = bytes;
    this.#fault = fault;
    this.#notes = notes;
  }

  /** Bytes not read yet. */
  get left(): number {
    return this.#fault.reason === undefined ? this.#bytes.length - this.#at : 0;
  }

  /** All bytes it was made for, as a view. */
  get bytes(): Uint8Array {
    return this.#bytes;
  }

  /** The bytes read so far, as a view. */
  get done(): Uint8Array {
    return this.#bytes.subarray(0, this.#at);
  }

  /** Whether what it reads is written down. */
  get notes(): boolean {
    return this.#notes !== undefined;
  }

  /** What did not fit, in the words of `what`; undefined while all did. */
  get fault(): string | undefined {
    return this.#fault.reason;
  }

  u8(what: string, show?: (value: number) => string): number {
    return this.#noted(1, what, show);
  }

  u16(what: string, show?: (value: number) => string): number {
    return this.#noted(2, what, show);
  }

  u24(what: string, show?: (value: number) => string): number {
    return this.#noted(3, what, show);
  }

  u32(what: string, show?: (value: number) => string): number {
    return this.#noted(4, what, show);
  }

  /** The next `length` bytes, as a view. */
  take(length: number, what: string, show: (bytes: Uint8Array) => string = shownHex): Uint8Array {
    const bytes = this.#take(length, what);
    if (this.#notes && bytes.length > 0) this.#note(what, bytes.length, show(bytes));
    return bytes;
  }

  /** Everything that is left, as a view. */
  rest(what = 'the rest', show?: (bytes: Uint8Array) => string): Uint8Array {
    return this.take(this.left, what, show);
  }

  /** A reader of a part whose length stands before it in `lengthBytes` bytes. */
  vector(lengthBytes: 1 | 2 | 3, what: string): Reader {
    const content = this.#counted(lengthBytes, what);
    if (!this.#notes || this.#fault.reason !== undefined) return new Reader(content, this.#fault);
    const spans: Span[] = [];
    const start = this.#note(what, lengthBytes + content.length, undefined, spans);
    spans.push({ name: 'length', value: String(content.length), offset: start, length: lengthBytes });
    return new Reader(content, this.#fault, { offset: start + lengthBytes, spans });
  }

  /** The same, but its faults stay its own: what is wrong in it does not spoil what comes after. */
  separate(lengthBytes: 1 | 2 | 3, what: string): Reader {
    const content = this.#counted(lengthBytes, what);
    if (!this.#notes || this.#fault.reason !== undefined) return new Reader(content, {});
    const { offset, spans } = this.#notes;
    const start = offset + this.#at - content.length - lengthBytes;
    spans.push({ name: 'length', value: String(content.length), offset: start, length: lengthBytes });
    return new Reader(content, {}, { offset: start + lengthBytes, spans });
  }

  /** The bytes of a part whose length stands before it. */
  opaque(lengthBytes: 1 | 2 | 3, what: string, show: (bytes: Uint8Array) => string = shownHex): Uint8Array {
    const content = this.#counted(lengthBytes, what);
    if (this.#notes && this.#fault.reason === undefined) this.#note(what, lengthBytes + content.length, show(content));
    return content;
  }

  /** Every byte of a part whose length stands before it; `what` is the plural. */
  list8(lengthBytes: 1 | 2, what: string, show?: (value: number) => string): number[] {
    const part = this.vector(lengthBytes, what);
    const numbers: number[] = [];
    while (part.left > 0) numbers.push(part.u8(what.replace(/s$/, ''), show));
    return numbers;
  }

  /** Every 16-bit number of a part whose length stands before it; `what` is the plural. */
  list16(lengthBytes: 1 | 2, what: string, show?: (value: number) => string): number[] {
    const part = this.vector(lengthBytes, what);
    const numbers: number[] = [];
    while (part.left > 0) numbers.push(part.u16(what.replace(/s$/, ''), show));
    return numbers;
  }

  /** What `read` reads of this reader, as one part of the outline. */
  group<T>(name: string | ((value: T) => string), read: () => T): T {
    if (!this.#notes) return read();
    const outer = this.#notes.spans;
    const start = this.#at;
    const children: Span[] = [];
    this.#notes.spans = children;
    const value = read();
    this.#notes.spans = outer;
    const title = typeof name === 'string' ? name : name(value);
    if (this.#at > start) this.#note(title, this.#at - start, undefined, children);
    return value;
  }

  /** Reports that nothing should be left. */
  end(what: string): void {
    if (this.left > 0) this.fail(`${what} has ${this.left} bytes too many`);
  }

  fail(reason: string): void {
    this.#fault.reason ??= reason;
  }

  #take(length: number, what: string): Uint8Array {
    if (length > this.left) {
      this.fail(`${what} ends early`);
      return new Uint8Array(0);
    }
    this.#at += length;
    return this.#bytes.subarray(this.#at - length, this.#at);
  }

  #counted(lengthBytes: number, what: string): Uint8Array {
    const start = this.#at;
    const content = this.#take(this.#number(lengthBytes, what), what);
    // A part that ends early is not read at all: neither is its length.
    if (this.#fault.reason !== undefined) this.#at = start;
    return content;
  }

  #number(length: number, what: string): number {
    let value = 0;
    for (const byte of this.#take(length, what)) value = value * 256 + byte;
    return value;
  }

  #noted(length: number, what: string, show: (value: number) => string = String): number {
    const value = this.#number(length, what);
    if (this.#notes && this.#fault.reason === undefined) this.#note(what, length, show(value));
    return value;
  }

  /** Notes the `length` bytes before the place where reading stands. Returns where they begin. */
  #note(what: string, length: number, value?: string, children?: readonly Span[]): number {
    const offset = (this.#notes?.offset ?? 0) + this.#at - length;
    this.#notes?.spans.push({
      name: what.replace(/^(?:the|an?) /, ''),
      ...(value === undefined ? {} : { value }),
      offset,
      length,
      ...(children === undefined ? {} : { children }),
    });
    return offset;
  }
}
