import { createHash, hash, randomUUID, type Hash } from 'node:crypto';
import { mkdir, open, rename, rm, type FileHandle } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { bodyFile, INLINE_BODY_BYTES, type KeptBody } from '#main/engine/history/body.ts';

/**
 * Bytes hashed and handed to the file system at once. A block of this size is still in the processor's cache when it is hashed
 * and written: 1 MiB takes a third more system time for the same body (256 MiB, ext4, November 2026).
 */
const BLOCK_BYTES = 256 * 1024;
/** Blocks that may wait for the disk before the sender is asked to pause: 2 MiB. */
const MAX_QUEUED_BLOCKS = 8;

interface Block {
  readonly bytes: Buffer;
  used: number;
}

/**
 * Takes a body in pieces and keeps it: in memory while it is small, else in a file named by its SHA-256.
 *
 * Memory is bounded by a few blocks whatever the body's size. Until `finish`, the file has a temporary name ending in
 * `.part`; `discard` removes it.
 */
export class BodySink {
  readonly #folder: string;
  readonly #onDrain: () => void;
  #bytes = 0;
  /** Until the body is too large for memory. */
  #small: Uint8Array[] | undefined = [];
  #hash: Hash | undefined;
  #block: Block = { bytes: Buffer.alloc(0), used: 0 };
  readonly #queue: Block[] = [];
  readonly #spare: Buffer[] = [];
  #path: string | undefined;
  #file: FileHandle | undefined;
  #writing: Promise<void> | undefined;
  #error: Error | undefined;

  /** @param onDrain called when writing may go on, or when the disk failed */
  constructor(folder: string, onDrain: () => void) {
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
    return this.#queue.length < MAX_QUEUED_BLOCKS;
  }

  /** The body as it is kept. Rejects with the file system's error when the disk did not take it; nothing is left behind then. */
  async finish(): Promise<KeptBody> {
    if (this.#small) {
      const inline = joined(this.#small, this.#bytes);
      return { ref: hash('sha256', inline, 'hex'), bytes: inline.byteLength, inline };
    }
    try {
      return await this.#finishFile();
    } catch (error) {
      await this.discard();
      throw error;
    }
  }

  /** Forgets the body and removes its file. Never rejects. */
  async discard(): Promise<void> {
    this.#small = undefined;
    this.#queue.length = 0;
    await this.#writing;
    await this.#file?.close().catch(() => undefined);
    this.#file = undefined;
    if (this.#path !== undefined) await rm(this.#path, { force: true }).catch(() => undefined);
  }

  #spill(small: readonly Uint8Array[]): void {
    this.#small = undefined;
    this.#hash = createHash('sha256');
    this.#block = this.#freshBlock();
    for (const piece of small) this.#append(piece);
  }

  #freshBlock(): Block {
    return { bytes: this.#spare.pop() ?? Buffer.allocUnsafeSlow(BLOCK_BYTES), used: 0 };
  }

  #append(piece: Uint8Array): void {
    let from = 0;
    while (from < piece.byteLength) {
      const copied = Math.min(piece.byteLength - from, BLOCK_BYTES - this.#block.used);
      this.#block.bytes.set(
        from === 0 && copied === piece.byteLength ? piece : piece.subarray(from, from + copied),
        this.#block.used,
      );
      this.#block.used += copied;
      from += copied;
      if (this.#block.used === BLOCK_BYTES) this.#enqueue();
    }
  }

  #enqueue(): void {
    const full = this.#block;
    this.#hash?.update(full.bytes.subarray(0, full.used));
    this.#queue.push(full);
    this.#block = this.#freshBlock();
    this.#writing ??= this.#writeQueue();
  }

  async #writeQueue(): Promise<void> {
    try {
      if (!this.#file) {
        await mkdir(this.#folder, { recursive: true });
        this.#path = join(this.#folder, `${randomUUID()}.part`);
        this.#file = await open(this.#path, 'wx');
      }
      for (let block = this.#queue[0]; block; block = this.#queue[0]) {
        await writeAll(this.#file, block);
        this.#queue.shift();
        this.#spare.push(block.bytes);
        if (this.#queue.length === MAX_QUEUED_BLOCKS - 1) this.#onDrain();
      }
    } catch (error) {
      this.#error = error as Error;
      this.#queue.length = 0;
      this.#onDrain();
    } finally {
      this.#writing = undefined;
    }
  }

  async #finishFile(): Promise<KeptBody> {
    if (this.#block.used > 0) this.#enqueue();
    await this.#writing;
    if (this.#error) throw this.#error;
    await this.#file?.close();
    this.#file = undefined;
    const ref = this.#hash?.digest('hex') ?? '';
    const path = bodyFile(this.#folder, ref);
    await mkdir(dirname(path), { recursive: true });
    await rename(this.#path ?? '', path);
    return { ref, bytes: this.#bytes };
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

async function writeAll(file: FileHandle, block: Block): Promise<void> {
  for (let from = 0; from < block.used;) {
    const { bytesWritten } = await file.write(block.bytes, from, block.used - from);
    from += bytesWritten;
  }
}
