import type { IncomingMessage } from 'node:http';
import type { Transform } from 'node:stream';
import type { KeptBody } from '#main/engine/history/body.ts';
import { YoungGarbage } from './youngGarbage.ts';
import { BodySink } from './bodySink.ts';
import type { BodyThread } from './bodyThread.ts';
import { codingsOf, createContentDecoder, MAX_ENCODINGS } from './contentDecoder.ts';
import type { Interrupt } from './interrupt.ts';

export interface ReceiveOptions {
  readonly folder: string;
  readonly bodies: BodyThread;
  readonly maxBodyBytes: number;
  /** Silence that ends the reception, ms; 0 = none does. */
  readonly idleTimeoutMs: number;
  /** Content-Encoding as received. */
  readonly contentEncoding: string | undefined;
  readonly interrupt: Interrupt;
  /** Decoded bytes so far; called for every piece. */
  readonly onBytes?: ((bytes: number) => void) | undefined;
}

/** Why reception ended. All but `complete` leave what came. */
export type BodyEnd =
  | { readonly kind: 'complete' }
  /** The connection was lost, or closed before the announced end. */
  | { readonly kind: 'truncated'; readonly error?: Error }
  | { readonly kind: 'decode-failed'; readonly message: string }
  | { readonly kind: 'too-large' }
  | { readonly kind: 'idle' }
  /** Ended from outside: see the interrupt. */
  | { readonly kind: 'interrupted' }
  | { readonly kind: 'disk'; readonly error: Error };

export interface ReceivedBody {
  readonly end: BodyEnd;
  /** Bytes as they came, without chunk framing. */
  readonly wireBytes: number;
  /** Absent when the exchange was cancelled or the disk failed: nothing is left behind then. */
  readonly kept?: KeptBody;
}

/**
 * The body of a response, decoded, counted and kept as far as it came. Never rejects.
 *
 * When it ends in any way but `complete`, the rest of the response is not read and its connection is destroyed.
 */
export async function receiveBody(response: IncomingMessage, options: ReceiveOptions): Promise<ReceivedBody> {
  const reception = new Reception(response, options);
  const end = await reception.over;
  if (end.kind === 'interrupted' && options.interrupt.ending?.kind === 'cancelled') {
    await reception.sink.discard();
    return { end, wireBytes: reception.wireBytes };
  }
  try {
    return { end, wireBytes: reception.wireBytes, kept: await reception.sink.finish() };
  } catch (error) {
    return { end: { kind: 'disk', error: error as Error }, wireBytes: reception.wireBytes };
  }
}

/** One response body on its way: response → decoders (none for most) → sink, with back-pressure from right to left. */
class Reception {
  readonly over: Promise<BodyEnd>;
  readonly sink: BodySink;
  wireBytes = 0;
  readonly #garbage = new YoungGarbage();
  readonly #response: IncomingMessage;
  readonly #options: ReceiveOptions;
  readonly #codings: readonly string[];
  /** Outermost coding (applied last) first; made with the first piece. */
  #decoders: Transform[] = [];
  /** Set when the body as such has ended and only the decoders still work. */
  #sourceEnd: BodyEnd | undefined;
  #settled = false;
  readonly #settle: (end: BodyEnd) => void;
  readonly #idle: NodeJS.Timeout | undefined;
  #stopListening: () => void = () => undefined;

  constructor(response: IncomingMessage, options: ReceiveOptions) {
    this.#response = response;
    this.#options = options;
    this.#codings = (codingsOf(options.contentEncoding) ?? []).toReversed();
    this.sink = new BodySink(options.bodies, options.folder, () => this.#resume());
    const { promise, resolve } = Promise.withResolvers<BodyEnd>();
    this.over = promise;
    this.#settle = resolve;
    if (options.idleTimeoutMs > 0) this.#idle = setTimeout(() => this.#stop({ kind: 'idle' }), options.idleTimeoutMs);
    response.on('data', (piece: Buffer) => this.#receive(piece));
    response.on('end', () => this.#sourceEnded({ kind: response.complete ? 'complete' : 'truncated' }));
    // 'error' comes before 'close' and says why; a response that is cut off has both, a complete one only 'end' and 'close'.
    response.on('error', (error) => this.#sourceEnded({ kind: 'truncated', error }));
    response.on('close', () => this.#sourceEnded({ kind: 'truncated' }));
    this.#stopListening = options.interrupt.onEnd(() => this.#stop({ kind: 'interrupted' }));
    if (this.#codings.length > MAX_ENCODINGS)
      this.#stop({ kind: 'decode-failed', message: `${this.#codings.length} encodings` });
  }

  #receive(piece: Buffer): void {
    if (this.#settled) return;
    this.wireBytes += piece.byteLength;
    this.#idle?.refresh();
    if (this.#codings.length === 0) {
      this.#keep(piece, this.#response);
      if (this.sink.copies) this.#garbage.add(piece.byteLength);
      return;
    }
    if (this.#decoders.length === 0) this.#decoders = this.#connectDecoders(piece);
    if (this.#decoders[0]?.write(piece) === false) this.#response.pause();
  }

  #keep(piece: Buffer, source: IncomingMessage | Transform): void {
    if (this.#settled) return;
    const room = this.#options.maxBodyBytes - this.sink.bytes;
    const fits = piece.byteLength <= room;
    const goOn = this.sink.write(fits ? piece : piece.subarray(0, room));
    this.#options.onBytes?.(this.sink.bytes);
    if (this.sink.error) this.#stop({ kind: 'disk', error: this.sink.error });
    else if (!fits) this.#stop({ kind: 'too-large' });
    else if (!goOn) source.pause();
  }

  /** The disk caught up, or failed. */
  #resume(): void {
    if (this.sink.error) this.#stop({ kind: 'disk', error: this.sink.error });
    else (this.#decoders.at(-1) ?? this.#response).resume();
  }

  #connectDecoders(first: Buffer): Transform[] {
    const decoders: Transform[] = [];
    for (const [index, coding] of this.#codings.entries()) {
      // Only the outermost sees the first piece as it came; for those inside, zlib's form of deflate is taken for granted.
      const decoder = createContentDecoder(coding, index === 0 ? first : zlibHeader);
      const source = decoders.at(-1) ?? this.#response;
      decoder.on('drain', () => source.resume());
      decoder.on('error', (error) => this.#decoderFailed(error));
      decoder.on('end', () => this.#decoderEnded(index));
      decoder.on('data', (piece: Buffer) => {
        const next = decoders[index + 1];
        if (!next) this.#keep(piece, decoder);
        else if (!next.write(piece)) decoder.pause();
      });
      decoders.push(decoder);
    }
    return decoders;
  }

  #decoderEnded(index: number): void {
    const next = this.#decoders[index + 1];
    if (next) next.end();
    else if (this.#sourceEnd) this.#finish(this.#sourceEnd);
    // A decoder that ends while the body still comes ignores the rest, as browsers do: bytes after the end of a gzip stream.
  }

  /** A body that was cut off cannot decode to its end: that is not the encoding's fault. */
  #decoderFailed(error: Error): void {
    if (this.#sourceEnd?.kind === 'truncated') this.#finish(this.#sourceEnd);
    else this.#stop({ kind: 'decode-failed', message: error.message });
  }

  #sourceEnded(end: BodyEnd): void {
    if (this.#settled || this.#sourceEnd) return;
    this.#sourceEnd = end;
    clearTimeout(this.#idle);
    if (this.#decoders.length === 0 || this.#decoders.at(-1)?.readableEnded === true) this.#finish(end);
    else this.#decoders[0]?.end();
  }

  #stop(end: BodyEnd): void {
    if (this.#settled) return;
    this.#finish(end);
    this.#response.destroy();
  }

  #finish(end: BodyEnd): void {
    if (this.#settled) return;
    this.#settled = true;
    clearTimeout(this.#idle);
    this.#stopListening();
    for (const decoder of this.#decoders) decoder.destroy();
    this.#settle(end);
  }
}

/** The header of a zlib stream with default settings (RFC 1950 §2.2). */
const zlibHeader = Buffer.from([0x78, 0x9c]);
