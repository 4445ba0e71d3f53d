import type { Socket } from 'node:net';
import { Duplex } from 'node:stream';
import type { TLSSocket } from 'node:tls';
import { createRecordKeys, type RecordKeys } from './decrypt.ts';

/**
 * Bytes of both directions that are kept, in bytes. The largest handshakes seen (long chains, ML-DSA, thousands of CA
 * names) are below 200 kB; what comes after a megabyte is not a handshake.
 */
export const MAX_RECORDED_BYTES = 1_048_576;

/** What the tap needs of its surroundings. */
export interface TapPowers {
  /** Monotonic milliseconds with fractions (performance.now). */
  readonly clock: () => number;
  /** When TCP was connected, on the same clock. Default: now. With a proxy this is when the way through was open. */
  readonly connectedAt?: number;
}

/** Bytes as they passed, in their order. */
export interface TapChunk {
  readonly from: 'client' | 'server';
  /** ms after TCP was connected. */
  readonly atMs: number;
  readonly bytes: Uint8Array;
}

/** A stream between a TCP socket and TLS that remembers what passed through it until it is told to stop. */
export interface Tap {
  /** For `tls.connect({ socket: tap.stream })`, which must be its only reader. */
  readonly stream: Duplex;
  /** A line of the 'keylog' event. Needed to read TLS 1.3; never kept longer than the recording. */
  addSecret(keylogLine: Uint8Array): void;
  /** Gathers the key log of `socket`, and makes its setNoDelay, setKeepAlive, ref and unref reach the TCP socket. */
  serve(socket: TLSSocket): void;
  /**
   * Asked before each piece that TLS wants to write: false keeps it from leaving and ends the connection. Undefined: everything may
   * pass.
   */
  guard(mayWrite: ((piece: Uint8Array) => boolean) | undefined): void;
  /** From here on bytes only pass through. What was recorded can still be read once more. */
  stopRecording(): void;
  readonly recording: boolean;
  /** The first bytes the server sent, at most 256: tells what it speaks when that is not TLS. */
  readonly firstServerBytes: Uint8Array;
  /** Bytes on the wire since the tap was made. */
  readonly bytesIn: number;
  readonly bytesOut: number;
  /** For report.ts: hands over the chunks recorded since the last call, in their order. */
  takeChunks(): readonly TapChunk[];
  /** For report.ts. */
  readonly keys: RecordKeys;
  /** True when the recording ended because it was full, not because it was stopped. */
  readonly overflowed: boolean;
}

const FIRST_BYTES = 256;

/** Puts a tap on a connected socket, which from then on belongs to it: destroying the stream destroys the socket. */
export function createTap(socket: Socket, powers: TapPowers): Tap {
  const origin = powers.connectedAt ?? powers.clock();
  const bytesReadBefore = socket.bytesRead;
  const bytesWrittenBefore = socket.bytesWritten;
  const keys = createRecordKeys();
  let chunks: TapChunk[] = [];
  let room = MAX_RECORDED_BYTES;
  let overflowed = false;
  let first: Uint8Array = new Uint8Array(0);

  const record = (from: 'client' | 'server', bytes: Uint8Array) => {
    if (from === 'server' && first.length < FIRST_BYTES) first = appendUpTo(first, bytes, FIRST_BYTES);
    room -= bytes.length;
    if (room < 0) {
      overflowed = true;
      stream.record = undefined;
      return;
    }
    chunks.push({ from, atMs: powers.clock() - origin, bytes });
  };
  const stream = new TapStream(socket, record);
  // Small TLS messages must not wait for the acknowledgement of the last one (Nagle): https.Agent asks for this too, but its
  // request ends at the TLS socket, which does not know the TCP socket behind a stream.
  socket.setNoDelay(true);

  return {
    stream,
    addSecret: (line) => {
      if (stream.record) keys.add(line);
    },
    serve: (tlsSocket) => {
      tlsSocket.on('keylog', (line: Uint8Array) => {
        if (stream.record) keys.add(line);
      });
      forwardOptions(tlsSocket, socket);
    },
    guard: (mayWrite) => {
      stream.mayWrite = mayWrite;
    },
    stopRecording: () => {
      stream.record = undefined;
      if (chunks.length === 0) keys.drop();
    },
    takeChunks: () => {
      const taken = chunks;
      chunks = [];
      return taken;
    },
    keys,
    get recording() {
      return stream.record !== undefined;
    },
    get overflowed() {
      return overflowed;
    },
    get firstServerBytes() {
      return first;
    },
    get bytesIn() {
      return socket.bytesRead - bytesReadBefore;
    },
    get bytesOut() {
      return socket.bytesWritten - bytesWrittenBefore;
    },
  };
}

type Recorder = (from: 'client' | 'server', bytes: Uint8Array) => void;

/**
 * A Duplex whose data does not go through the two stream machines of Duplex: bytes read are emitted at once, bytes written go
 * straight to the socket, pausing pauses the socket. Ends, errors and closing do go through them, so those stay right.
 *
 * Downloading 256 MiB over TLS on loopback: 630 MiB/s, against 450 through an ordinary Duplex and 670 with no stream between
 * (Node 24.21, 2 cores, November 2026). The price: one reader, and by 'data' events only; tls.connect is such a reader.
 */
class TapStream extends Duplex {
  record: Recorder | undefined;
  mayWrite: ((piece: Uint8Array) => boolean) | undefined;
  readonly #socket: Socket;

  constructor(socket: Socket, record: Recorder) {
    super({ allowHalfOpen: true });
    this.#socket = socket;
    this.record = record;
    // An error that comes before tls.connect listens must not end the process; tls.connect hears of it by 'close'.
    this.on('error', ignore);
    socket.pause();
    socket.on('data', (chunk: Buffer) => {
      this.record?.('server', chunk);
      this.emit('data', chunk);
    });
    socket.on('end', () => this.#endReading());
    socket.on('error', (error) => this.destroy(error));
    socket.on('close', () => this.destroy());
    if (socket.destroyed) this.destroy();
    else if (socket.readableEnded) this.#endReading();
  }

  #endReading(): void {
    this.push(null);
    super.resume(); // lets the real machine emit 'end'
  }

  /** Adding a 'data' listener starts an ordinary stream; here only resume() does, or bytes came before TLS is ready. */
  override on(event: string | symbol, listener: (...values: never[]) => void): this {
    const paused = this.#socket.isPaused();
    super.on(event, listener as (...values: unknown[]) => void);
    if (paused) this.#socket.pause();
    return this;
  }

  override pause(): this {
    this.#socket.pause();
    return this;
  }

  override resume(): this {
    this.#socket.resume();
    return this;
  }

  override _read(): void {
    // Data is pushed by the socket's own 'data' events.
  }

  override write(chunk: Uint8Array, encodingOrDone?: unknown, maybeDone?: unknown): boolean {
    const done = typeof encodingOrDone === 'function' ? encodingOrDone : maybeDone;
    if (this.mayWrite?.(chunk) === false) {
      this.destroy();
      return false;
    }
    this.record?.('client', chunk);
    return this.#socket.write(chunk, typeof done === 'function' ? (done as (error?: Error | null) => void) : undefined);
  }

  override cork(): void {
    this.#socket.cork();
  }

  override uncork(): void {
    this.#socket.uncork();
  }

  override _final(done: (error?: Error | null) => void): void {
    if (this.#socket.destroyed || this.#socket.writableEnded) done();
    else this.#socket.end(done);
  }

  override _destroy(error: Error | null, done: (error?: Error | null) => void): void {
    this.record = undefined;
    this.#socket.destroy();
    done(error);
  }
}

function ignore(): void {
  // Nothing to do: the reader learns of the end by 'close'.
}

/** TLSSocket asks its handle for these, and the handle of a stream has none. */
function forwardOptions(from: TLSSocket, to: Socket): void {
  Object.assign(from, {
    setNoDelay: (on?: boolean) => (to.setNoDelay(on), from),
    setKeepAlive: (on?: boolean, delayMs?: number) => (to.setKeepAlive(on, delayMs), from),
    ref: () => (to.ref(), from),
    unref: () => (to.unref(), from),
  });
}

function appendUpTo(head: Uint8Array, tail: Uint8Array, limit: number): Uint8Array {
  const joined = new Uint8Array(Math.min(limit, head.length + tail.length));
  joined.set(head);
  joined.set(tail.subarray(0, joined.length - head.length), head.length);
  return joined;
}
