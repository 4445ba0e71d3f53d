import { createHash, randomBytes } from 'node:crypto';
import type { Socket } from 'node:net';
import { AnswerReader, type AnswerPowers, type Depth, type Ending } from '#core/scan/answerReader.ts';
import { buildClientHello, type HelloOffer } from '#core/scan/clientHello.ts';
import { ownGroups } from '#core/scan/offerable.ts';
import type { HelloAnswer } from '#core/scan/probe.ts';
import { message, records, u8, vector } from '#core/scan/writer.ts';
import { openExtension } from '#core/tls/extension.ts';
import { extensionType } from '#core/tls/extensionType.ts';
import { handshakeType } from '#core/tls/handshakeType.ts';
import { contentType } from '#core/tls/record.ts';
import { detectSpoken } from '#core/tls/spoken.ts';
import { Transcript, type TranscriptItem } from '#core/tls/transcript.ts';
import { TLS13 } from '#core/tls/version.ts';
import { createRecordKeys } from '#main/engine/tls/decrypt.ts';
import { printable } from '#main/engine/http/tlsFailure.ts';
import { inflate } from '#main/engine/tls/report.ts';
import { hashOf, KeySchedule, messageHash, sealFirst, type TrafficSecrets } from './keySchedule.ts';
import { makeKey, type OwnKey } from './keyExchange.ts';

export interface Conversation {
  /** Connected; closed when this is over. */
  readonly tcp: Socket;
  readonly offer: HelloOffer;
  readonly depth: Depth;
  /** For all of it, ms. */
  readonly timeoutMs: number;
  readonly signal: AbortSignal;
}

/** What is read at most: a flight with a long chain has 10 kB, and a server that talks without end must find one. */
const MAX_BYTES = 2 ** 18;
/** How long to wait for session tickets after the handshake, ms, and for more once one came. */
const TICKET_MS = 400;
const MORE_TICKETS_MS = 30;

/**
 * Says one hello and reads the answer. Nothing but handshake is ever written, and never a certificate of ours. Always
 * resolves, within the time; rejects only when aborted (with the signal's reason), after the connection was closed.
 */
export function converse(conversation: Conversation): Promise<HelloAnswer> {
  const { tcp, signal, timeoutMs } = conversation;
  return new Promise((resolve, reject) => {
    const talk = new Talk(conversation, (answer) => {
      clearTimeout(timer);
      signal.removeEventListener('abort', abort);
      tcp.destroy();
      resolve(answer);
    });
    const timer = setTimeout(() => talk.end({ kind: 'timeout' }), timeoutMs);
    const abort = () => {
      clearTimeout(timer);
      tcp.destroy();
      reject(signal.reason as Error);
    };
    signal.addEventListener('abort', abort, { once: true });
    if (signal.aborted) return abort();
    tcp.on('error', (error: NodeJS.ErrnoException) => {
      talk.end({ kind: error.code === 'ECONNRESET' || error.code === 'EPIPE' ? 'reset' : 'closed' });
    });
    tcp.on('data', (bytes: Buffer) => talk.hear(bytes));
    tcp.once('close', () => talk.end({ kind: 'closed' }));
    talk.begin();
  });
}

/** One conversation from hello to answer. */
class Talk {
  readonly #conversation: Conversation;
  readonly #done: (answer: HelloAnswer) => void;
  readonly #reader: AnswerReader;
  readonly #keys = createRecordKeys();
  readonly #transcript = new Transcript(this.#keys);
  readonly #begunAt = performance.now();
  #own: OwnKey | undefined;
  #said: Uint8Array[] = [];
  #schedule: KeySchedule | undefined;
  #secrets: TrafficSecrets | undefined;
  #first: Buffer = Buffer.alloc(0);
  #bytes = 0;
  #over = false;
  #waiting: NodeJS.Timeout | undefined;

  constructor(conversation: Conversation, done: (answer: HelloAnswer) => void) {
    this.#conversation = conversation;
    this.#done = done;
    this.#reader = new AnswerReader(conversation.depth, powers);
  }

  begin(): void {
    const { offer, depth } = this.#conversation;
    const wanted = ownGroups.find((group) => offer.groups?.includes(group) === true);
    if (offer.version === TLS13 && depth !== 'choice' && wanted !== undefined) this.#own = makeKey(wanted);
    this.#sayHello();
  }

  /** Takes what came. A fault of ours must not end the program: it is unreadable then. */
  hear(bytes: Buffer): void {
    if (this.#over) return;
    if (this.#first.length < FIRST_BYTES) this.#first = Buffer.concat([this.#first, bytes]).subarray(0, FIRST_BYTES);
    this.#bytes += bytes.length;
    try {
      this.#take(bytes);
    } catch {
      this.end({ kind: 'unreadable' });
    }
  }

  end(ending: Ending): void {
    if (this.#over) return;
    this.#over = true;
    clearTimeout(this.#waiting);
    this.#keys.drop();
    this.#done(this.#reader.answer(this.#notTls() ?? ending));
  }

  #take(bytes: Buffer): void {
    this.#transcript.push('server', bytes, performance.now() - this.#begunAt);
    for (let items = this.#transcript.takeItems(); items.length > 0; items = this.#transcript.takeItems()) {
      this.#reader.add(items);
      for (const item of items) this.#follow(item);
      if (this.#over) return;
    }
    if (this.#reader.progress === 'settled') return this.#settle();
    const broken = this.#transcript
      .faults()
      .some((fault) => fault.startsWith('server:') && !fault.endsWith('no secret'));
    if (broken || this.#bytes > MAX_BYTES) this.end({ kind: 'unreadable' });
  }

  #notTls(): (HelloAnswer & { readonly kind: 'not-tls' }) | undefined {
    const spoken = this.#reader.hello === undefined ? detectSpoken(this.#first) : undefined;
    return spoken === undefined ? undefined : { kind: 'not-tls', spoken, firstBytes: printable(this.#first) };
  }

  /** All that the server wanted to say was said; after our own Finished it may still give tickets. */
  #settle(): void {
    if (this.#conversation.depth !== 'finish' || this.#secrets === undefined) return this.end({ kind: 'closed' });
    const waitMs = this.#reader.tickets > 0 ? MORE_TICKETS_MS : TICKET_MS;
    clearTimeout(this.#waiting);
    this.#waiting = setTimeout(() => this.end({ kind: 'closed' }), waitMs);
  }

  /** Keeps up with the keys of TLS 1.3. */
  #follow(item: TranscriptItem): void {
    if (item.kind === 'alert' && item.from === 'server' && this.#secrets) return this.end({ kind: 'closed' });
    if (item.kind !== 'message' || item.from !== 'server') return;
    const { type, bytes } = item.message;
    if (type === handshakeType.serverHello) {
      if (this.#reader.hello?.retry === true && this.#schedule === undefined) this.#repeat(bytes);
      else this.#agree(bytes);
      return;
    }
    if (this.#schedule === undefined || this.#waiting !== undefined) return;
    this.#schedule.hear(bytes);
    if (type === handshakeType.finished && this.#conversation.depth === 'finish') this.#finish();
  }

  /** The hello once more, with a key in the group that was asked for (RFC 8446 §4.1.2). */
  #repeat(retryHello: Uint8Array): void {
    const retry = this.#reader.retry();
    const hash = hashOf(this.#reader.hello?.cipherSuite ?? 0);
    if (this.#conversation.depth === 'choice' || retry === undefined || this.#said.length > 1) return;
    const key = retry.group === undefined ? this.#own : makeKey(retry.group);
    if (key === undefined || hash === undefined) return this.end({ kind: 'unreadable' });
    this.#own = key;
    this.#said = [messageHash(hash, this.#said[0] ?? new Uint8Array(0)), retryHello];
    this.#sayHello(retry.cookie);
  }

  #agree(serverHello: Uint8Array): void {
    const hello = this.#reader.hello;
    const share = openExtension(hello?.extensions ?? [], extensionType.keyShare);
    if (hello?.version !== TLS13 || share === undefined || this.#own === undefined) return;
    share.u16('the group');
    const shared = this.#own.agree(share.opaque(2, 'the key'));
    const hash = hashOf(hello.cipherSuite);
    if (shared === undefined || hash === undefined) return this.end({ kind: 'unreadable' });
    this.#schedule = new KeySchedule(hash, [...this.#said, serverHello], shared);
    const secrets = this.#schedule.handshakeSecrets();
    this.#addKey('SERVER_HANDSHAKE_TRAFFIC_SECRET', secrets.server);
    this.#secrets = secrets;
  }

  /** The end of our side: no certificate where one is asked for, and Finished. */
  #finish(): void {
    const hash = hashOf(this.#reader.hello?.cipherSuite ?? 0);
    if (this.#schedule === undefined || this.#secrets === undefined || hash === undefined) return;
    this.#addKey('SERVER_TRAFFIC_SECRET_0', this.#schedule.serverApplicationSecret());
    const empty = this.#reader.asksForCertificate ? [message(handshakeType.certificate, u8(0), vector(3))] : [];
    this.#schedule.hear(...empty);
    const finished = message(handshakeType.finished, this.#schedule.verifyData(this.#secrets.client));
    const sealed = sealFirst(
      hash,
      this.#reader.hello?.cipherSuite ?? 0,
      this.#secrets.client,
      Buffer.concat([...empty, finished]),
    );
    this.#conversation.tcp.write(Buffer.concat([CHANGE_CIPHER_SPEC, sealed]));
    this.#waiting = setTimeout(() => this.end({ kind: 'closed' }), TICKET_MS);
  }

  #sayHello(cookie?: Uint8Array): void {
    const { offer, tcp } = this.#conversation;
    const nonces = { random: this.#random, sessionId: this.#sessionId };
    const shares = this.#own === undefined ? [] : [this.#own.share];
    const hello = buildClientHello(offer, nonces, { shares, ...(cookie === undefined ? {} : { cookie }) });
    this.#said.push(hello);
    // The record says 3.1 whatever is offered (RFC 8446 §5.1, RFC 5246 §E.1); SSL 3.0 knew only itself.
    const bytes = records(contentType.handshake, Math.min(offer.version, 0x0301), hello);
    this.#transcript.push('client', bytes, performance.now() - this.#begunAt);
    tcp.write(bytes);
  }

  readonly #random = randomBytes(32);
  readonly #sessionId = randomBytes(32);

  #addKey(label: string, secret: Buffer): void {
    this.#keys.add(Buffer.from(`${label} ${this.#random.toString('hex')} ${secret.toString('hex')}`));
  }
}

/** Looked at to tell what is spoken instead of TLS. */
const FIRST_BYTES = 512;
/** For middleboxes (RFC 8446 §D.4). */
const CHANGE_CIPHER_SPEC = Buffer.from([contentType.changeCipherSpec, 3, 3, 0, 1, 1]);

const powers: AnswerPowers = {
  inflate,
  hash: (bytes) => createHash('sha256').update(bytes).digest('hex'),
};
