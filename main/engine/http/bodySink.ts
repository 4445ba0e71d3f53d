import { hash } from 'node:crypto';
import { INLINE_BODY_BYTES, type KeptBody } from '#main/engine/history/body.ts';
import type { BodyFile, BodyThread } from './bodyThread.ts';

/** Bytes handed over at once. Every handing-over wakes a thread, which costs as much as copying a quarter of a block. */
const BLOCK_BYTES = 1024 * 1024;
/** Blocks that may wait for the disk before the sender is asked to pause, 8 MiB: a disk that stalls for a moment stops nobody. */
const MAX_QUEUED_BLOCKS = 8;
/** Blocks still waiting when the sender may go on: pausing and resuming for every block costs more than the block. */
const RESUME_AT_BLOCKS = 2;

/**
 * Takes a body in pieces and keeps it: in memory while it is small, else in a file named by its SHA-256.
 *
 * Memory is bounded by a few blocks whatever the body's size. Until `finish`, the file has a temporary name ending in
 * `.part`; `discard` removes it.
 */
export class BodySink {
  readonly #thread: BodyThread;
  readonly #folder: string;
  readonly #onDrain: () => void;
  #bytes = 0;
  /** Until the body is too large for memory. */
  #small: Uint8Array[] | undefined = [];
  #file: BodyFile | undefined;
  #block: Uint8Array<ArrayBuffer> = new Uint8Array(0);
  #used = 0;
  /** Blocks handed over and not yet written. */
  #queued = 0;
  readonly #spare: Uint8Array<ArrayBuffer>[] = [];
  #error: Error | undefined;

  /** @param onDrain called when writing may go on, or when the disk failed */
  constructor(thread: BodyThread, folder: string, onDrain: () => void) {
    this.#thread = thread;
    this.#folder = folder;
    this.#onDrain = onDrain;
  }

  /** Decoded bytes taken so far. */
  get bytes(): number {
    return this.#bytes;
  }

  /** True once the body is too large for memory: pieces are copied then, and nothing holds on to them. */
  get copies(): boolean {
    return this.#small === undefined;
  }

  /** What the disk answered, when it did not take the body. */
  get error(): Error | undefined {
    return this.#error;
  }

  /** Takes a piece, which must not be changed afterwards. False: pause until `onDrain`. */
  write(piece: Uint8Array): boolean {
    this.#bytes += piece.byteLength;
    if (this.#small) {
      this.#small.push(piece);
      if (this.#bytes <= INLINE_BODY_BYTES) return true;
      this.#spill(this.#small);
    } else {
      this.#append(piece);
    }
    return this.#queued < MAX_QUEUED_BLOCKS;
  }

  /** The body as it is kept. Rejects with the file system's error when the disk did not take it; nothing is left behind then. */
  async finish(): Promise<KeptBody> {
    if (this.#small || !this.#file) {
      const inline = joined(this.#small ?? [], this.#bytes);
      return { ref: hash('sha256', inline, 'hex'), bytes: inline.byteLength, inline };
    }
    if (this.#used > 0) this.#handOver(this.#file);
    return { ref: await this.#file.finish(), bytes: this.#bytes };
  }

  /** Forgets the body and removes its file. Never rejects. */
  async discard(): Promise<void> {
    this.#small = undefined;
    await this.#file?.discard();
  }

  #spill(small: readonly Uint8Array[]): void {
    this.#small = undefined;
    this.#file = this.#thread.begin(this.#folder, {
      onWritten: (bytes) => {
        this.#spare.push(bytes);
        this.#queued -= 1;
        if (this.#queued === RESUME_AT_BLOCKS) this.#onDrain();
      },
      onFailed: (error) => {
        this.#error = error;
        this.#onDrain();
      },
    });
    this.#block = this.#freshBlock();
    for (const piece of small) this.#append(piece);
  }

  #freshBlock(): Uint8Array<ArrayBuffer> {
    return this.#spare.pop() ?? new Uint8Array(BLOCK_BYTES);
  }

  #append(piece: Uint8Array): void {
    let from = 0;
    while (from < piece.byteLength) {
      const copied = Math.min(piece.byteLength - from, BLOCK_BYTES - this.#used);
      const whole = from === 0 && copied === piece.byteLength;
      this.#block.set(whole ? piece : piece.subarray(from, from + copied), this.#used);
      this.#used += copied;
      from += copied;
      if (this.#used === BLOCK_BYTES && this.#file) this.#handOver(this.#file);
    }
  }

  #handOver(file: BodyFile): void {
    this.#queued += 1;
    file.write(this.#block, this.#used);
    this.#block = this.#freshBlock();
    this.#used = 0;
  }
}

/** A copy of its own: a view of a pooled buffer would keep, and clone on its way to history, all that surrounds it. */
function joined(pieces: readonly Uint8Array[], bytes: number): Uint8Array {
  const whole = new Uint8Array(bytes);
  let at = 0;
  for (const piece of pieces) {
    whole.set(piece, at);
    at += piece.byteLength;
  }
  return whole;
}
