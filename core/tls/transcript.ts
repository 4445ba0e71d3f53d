import { MessageReader, type RawMessage } from './message.ts';
import { contentType, RecordReader, type Side, type TlsRecord } from './record.ts';
import { handshakeType, handshakeTypeName } from './handshakeType.ts';
import { findExtension } from './extension.ts';
import { extensionType } from './extensionType.ts';
import { readServerHello } from './hello.ts';
import { Reader } from './reader.ts';
import { TLS13 } from './version.ts';

/** Where a protected record stands: what decides the key and the nonce it is opened with. */
export interface RecordPlace {
  readonly from: Side;
  readonly version: number;
  readonly suite: number;
  /** TLS 1.3: which traffic secret. Before: 'application' throughout. */
  readonly epoch: 'handshake' | 'application';
  /** How many KeyUpdates (before TLS 1.3: renegotiations) came before. */
  readonly generation: number;
  /** Of the record under its key. */
  readonly sequence: number;
  readonly clientRandom: Uint8Array;
  readonly serverRandom: Uint8Array;
  /** Before TLS 1.3: agreed on (RFC 7366). */
  readonly encryptThenMac: boolean;
}

/**
 * The power to open protected records. TLS 1.3: answers TLSInnerPlaintext (RFC 8446 §5.2), padding and type still at its end.
 * 'no-secret' when the secret has not come yet, 'unable' when the record cannot be opened at all.
 */
export interface RecordOpener {
  open(place: RecordPlace, record: TlsRecord): Uint8Array | 'no-secret' | 'unable';
}

/** One thing that was said on the connection, in the clear or opened. */
export type TranscriptItem = {
  readonly from: Side;
  readonly atMs: number;
  /** It travelled protected. */
  readonly encrypted: boolean;
} & (
  | { readonly kind: 'message'; readonly message: RawMessage }
  | { readonly kind: 'alert'; readonly level: number; readonly number: number }
  | { readonly kind: 'change-cipher-spec' }
  /** A protected record that could not be opened; `type` is what its header says. */
  | { readonly kind: 'sealed'; readonly type: number; readonly bytes: number }
);

/**
 * Records of application data that are looked through per direction for what may stand between them (session tickets, key
 * updates, alerts). Servers send tickets before their first response; what comes later is not part of a handshake.
 */
const MAX_APPLICATION_RECORDS = 16;

interface Direction {
  readonly from: Side;
  readonly records: RecordReader;
  messages: MessageReader;
  epoch: 'clear' | 'handshake' | 'application';
  generation: number;
  sequence: number;
  /** Records whose secret has not come yet. */
  waiting: TlsRecord[];
  applicationRecords: number;
  done: boolean;
  fault: string | undefined;
}

/**
 * Follows a connection from its bytes: records, keys, messages. Feed it chunks in their order; it can be asked at any time.
 * It is the only place that knows when keys change (RFC 8446 §7; RFC 5246 §7.1).
 */
export class Transcript {
  readonly #opener: RecordOpener;
  readonly #directions: Readonly<Record<Side, Direction>> = {
    client: direction('client'),
    server: direction('server'),
  };
  #items: TranscriptItem[] = [];
  #version: number | undefined;
  #suite = 0;
  #clientRandom: Uint8Array = new Uint8Array(32);
  #serverRandom: Uint8Array = new Uint8Array(32);
  #encryptThenMac = false;

  constructor(opener: RecordOpener) {
    this.#opener = opener;
  }

  /** Takes bytes as they passed. Never throws, whatever they are. */
  push(from: Side, bytes: Uint8Array, atMs: number): void {
    const direction = this.#directions[from];
    if (direction.done) return;
    for (const record of direction.records.push(bytes, atMs)) this.#take(direction, record);
  }

  /** What was said since the last call, in the order of time. */
  takeItems(): readonly TranscriptItem[] {
    for (const direction of Object.values(this.#directions)) this.#retry(direction);
    const items = this.#items;
    this.#items = [];
    return items.sort((a, b) => a.atMs - b.atMs);
  }

  /** Both sides have sent all of their handshake: what was lost after that is no loss. */
  get settled(): boolean {
    return Object.values(this.#directions).every(
      ({ epoch, waiting }) => epoch === 'application' && waiting.length === 0,
    );
  }

  /** Nothing more will come: settled, and enough of the server's application data was looked through. */
  get done(): boolean {
    return this.settled && this.#directions.server.done;
  }

  /** What could not be read so far, in words. */
  faults(): readonly string[] {
    return Object.values(this.#directions).flatMap(({ from, records, fault, waiting, messages }) => [
      ...unfinished(from, messages),
      ...(records.fault === undefined ? [] : [`${from}: ${records.fault}`]),
      ...(fault === undefined ? [] : [`${from}: ${fault}`]),
      ...(waiting.length === 0 ? [] : [`${from}: ${waiting.length} encrypted records, no secret`]),
    ]);
  }

  #take(direction: Direction, record: TlsRecord): void {
    if (direction.done) return;
    if (!this.#isProtected(direction, record))
      return this.#read(direction, record.type, record.fragment, record, 'clear');
    if (direction.waiting.length > 0) direction.waiting.push(record);
    else this.#unlock(direction, record);
  }

  /** TLS 1.3 wraps what is protected in application data; before, everything after ChangeCipherSpec is protected. */
  #isProtected(direction: Direction, record: TlsRecord): boolean {
    if (direction.epoch === 'clear') return false;
    return this.#version !== TLS13 || record.type === contentType.applicationData;
  }

  #unlock(direction: Direction, record: TlsRecord): void {
    const opened = this.#opener.open(this.#placeOf(direction), record);
    if (opened === 'no-secret') return void direction.waiting.push(record);
    direction.sequence++;
    if (this.#version === TLS13) this.#unwrap(direction, record, opened);
    else if (typeof opened === 'string') this.#seal(direction, record);
    else this.#read(direction, record.type, opened, record, 'opened');
  }

  /** TLSInnerPlaintext: content, its type, zeros (RFC 8446 §5.4). */
  #unwrap(direction: Direction, record: TlsRecord, opened: Uint8Array | string): void {
    if (typeof opened === 'string') {
      direction.fault = 'a record could not be decrypted';
      direction.done = true;
      return this.#seal(direction, record);
    }
    let end = opened.length;
    while (end > 0 && opened[end - 1] === 0) end--;
    if (end > 0) this.#read(direction, opened[end - 1] ?? 0, opened.subarray(0, end - 1), record, 'opened');
  }

  #seal(direction: Direction, record: TlsRecord): void {
    if (record.type === contentType.applicationData) this.#countApplication(direction);
    if (record.type === contentType.applicationData && this.#version !== TLS13) return;
    const { from } = direction;
    this.#items.push({
      kind: 'sealed',
      from,
      atMs: record.atMs,
      encrypted: true,
      type: record.type,
      bytes: record.fragment.length,
    });
  }

  #placeOf(direction: Direction): RecordPlace {
    return {
      from: direction.from,
      version: this.#version ?? 0,
      suite: this.#suite,
      epoch: direction.epoch === 'handshake' ? 'handshake' : 'application',
      generation: direction.generation,
      sequence: direction.sequence,
      clientRandom: this.#clientRandom,
      serverRandom: this.#serverRandom,
      encryptThenMac: this.#encryptThenMac,
    };
  }

  #retry(direction: Direction): void {
    const waiting = direction.waiting;
    direction.waiting = [];
    for (const record of waiting) this.#take(direction, record);
  }

  #read(direction: Direction, type: number, fragment: Uint8Array, { atMs }: TlsRecord, how: 'clear' | 'opened'): void {
    const { from } = direction;
    const encrypted = how === 'opened';
    switch (type) {
      case contentType.handshake:
        for (const message of direction.messages.push(fragment)) {
          this.#items.push({ kind: 'message', from, atMs, encrypted, message });
          this.#follow(direction, message);
        }
        return;
      case contentType.alert:
        for (let at = 0; at + 1 < fragment.length; at += 2)
          this.#items.push({
            kind: 'alert',
            from,
            atMs,
            encrypted,
            level: fragment[at] ?? 0,
            number: fragment[at + 1] ?? 0,
          });
        return;
      case contentType.changeCipherSpec:
        this.#items.push({ kind: 'change-cipher-spec', from, atMs, encrypted });
        if (this.#version !== undefined && this.#version !== TLS13) this.#renew(direction);
        return;
      default:
        this.#countApplication(direction);
    }
  }

  /** Changes keys where this message says so. */
  #follow(direction: Direction, message: RawMessage): void {
    if (message.type === handshakeType.clientHello && direction.from === 'client') {
      this.#clientRandom = message.body.slice(2, 34);
    } else if (message.type === handshakeType.serverHello && direction.from === 'server') {
      const hello = readServerHello(new Reader(message.body));
      if (hello.retry) return;
      this.#version = hello.version;
      this.#suite = hello.cipherSuite;
      this.#serverRandom = hello.random;
      this.#encryptThenMac = findExtension(hello.extensions, extensionType.encryptThenMac) !== undefined;
      if (hello.version !== TLS13) return;
      this.#turn(this.#directions.server, 'handshake');
      this.#turn(this.#directions.client, 'handshake');
    } else if (this.#version === TLS13 && message.type === handshakeType.finished) {
      this.#turn(direction, 'application');
    } else if (this.#version === TLS13 && message.type === handshakeType.keyUpdate) {
      direction.generation++;
      direction.sequence = 0;
    }
  }

  /** ChangeCipherSpec before TLS 1.3. A second one ends a renegotiation: its keys are others. */
  #renew(direction: Direction): void {
    const again = direction.epoch === 'application';
    const generation = direction.generation + 1;
    this.#turn(direction, 'application');
    if (again) direction.generation = generation;
  }

  #turn(direction: Direction, epoch: 'handshake' | 'application'): void {
    direction.epoch = epoch;
    direction.generation = 0;
    direction.sequence = 0;
  }

  #countApplication(direction: Direction): void {
    direction.applicationRecords++;
    if (direction.applicationRecords >= MAX_APPLICATION_RECORDS) direction.done = true;
  }
}

/** A message that was announced and did not come whole. */
function unfinished(from: Side, messages: MessageReader): readonly string[] {
  const { unfinished: message } = messages;
  if (message === undefined) return [];
  const { type, bytes, received } = message;
  return [`${from}: ${handshakeTypeName(type)} of ${bytes} bytes was announced, ${received} came`];
}

function direction(from: Side): Direction {
  return {
    from,
    records: new RecordReader(),
    messages: new MessageReader(),
    epoch: 'clear',
    generation: 0,
    sequence: 0,
    waiting: [],
    applicationRecords: 0,
    done: false,
    fault: undefined,
  };
}
