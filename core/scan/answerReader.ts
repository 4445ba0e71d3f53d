import { decodeOcspResponse } from '#core/revocation/ocsp.ts';
import { boundedInflate } from '#core/tls/boundedInflate.ts';
import { decodeMessage, type Inflate } from '#core/tls/decode.ts';
import { findExtension, openExtension, type Extension } from '#core/tls/extension.ts';
import { readProtocols } from '#core/tls/extensionTable.ts';
import { extensionType } from '#core/tls/extensionType.ts';
import { handshakeType } from '#core/tls/handshakeType.ts';
import type { ServerHello } from '#core/tls/hello.ts';
import type { RawMessage } from '#core/tls/message.ts';
import { Reader } from '#core/tls/reader.ts';
import { signatureSchemeName } from '#core/tls/signatureScheme.ts';
import type { TranscriptItem } from '#core/tls/transcript.ts';
import { TLS13 } from '#core/tls/version.ts';
import type { Choice, Flight, HelloAnswer, Probe } from './probe.ts';
import type { StapleAnswer } from './report.ts';

/** What reading needs beside the bytes. */
export interface AnswerPowers {
  readonly inflate: Inflate;
  /** SHA-256, lower-case hex. */
  readonly hash: (bytes: Uint8Array) => string;
}

export type Depth = Extract<Probe, { kind: 'hello' }>['depth'];

/** How a conversation ended when the server did not end it with an answer. */
export type Ending = Exclude<HelloAnswer, { kind: 'hello' } | { kind: 'alert' }>;

const COOKIE = 44;
const FATAL = 2;
/** What the wire says in one word: the server is done with its flight. */
type Progress = 'more' | 'settled';

/** Collects what a server says in answer to one hello. Never throws, whatever it is. */
export class AnswerReader {
  readonly #depth: Depth;
  readonly #powers: AnswerPowers;
  #hello: ServerHello | undefined;
  #choice: Choice | undefined;
  #alert: number | undefined;
  #alpn: string | undefined;
  #whole = false;
  #sawCertificates = false;
  #flight: Omit<Flight, 'whole' | 'alpn' | 'alert'> = {
    sent: [],
    certificates: [],
    scts: 0,
    extensions: [],
    tickets: [],
  };

  constructor(depth: Depth, powers: AnswerPowers) {
    this.#depth = depth;
    this.#powers = { ...powers, inflate: boundedInflate(powers.inflate) };
  }

  /** The first hello that came: a retry is followed by another. */
  get hello(): ServerHello | undefined {
    return this.#hello;
  }

  /** Set when the server asked for a certificate. */
  get asksForCertificate(): boolean {
    return this.#flight.clientAuth !== undefined;
  }

  get tickets(): number {
    return this.#flight.tickets.length;
  }

  /** 'settled': nothing more is wanted, or will come. */
  get progress(): Progress {
    if (this.#alert !== undefined) return 'settled';
    if (this.#choice === undefined) return 'more';
    return this.#depth === 'choice' || this.#whole ? 'settled' : 'more';
  }

  add(items: readonly TranscriptItem[]): void {
    for (const item of items) {
      if (item.from !== 'server') continue;
      if (item.kind === 'alert') this.#addAlert(item.level, item.number);
      if (item.kind === 'message') this.#addMessage(item.message);
      // Before TLS 1.3 a server that says this after its hello takes up a session: there was none to take up.
      if (item.kind === 'change-cipher-spec' && this.#choice && this.#choice.version !== TLS13) this.#whole = true;
    }
  }

  /** The group a HelloRetryRequest names, and the cookie it wants back. */
  retry(): { readonly group: number | undefined; readonly cookie?: Uint8Array } | undefined {
    if (this.#hello?.retry !== true) return undefined;
    const cookie = openExtension(this.#hello.extensions, COOKIE)?.opaque(2, 'the cookie');
    return { group: this.#choice?.group, ...(cookie === undefined ? {} : { cookie }) };
  }

  answer(ending: Ending): HelloAnswer {
    const choice = this.#choice;
    if (choice === undefined) return this.#alert === undefined ? ending : { kind: 'alert', number: this.#alert };
    if (this.#depth === 'choice') return { kind: 'hello', choice };
    return {
      kind: 'hello',
      choice,
      flight: {
        ...this.#flight,
        ...(this.#alpn === undefined ? {} : { alpn: this.#alpn }),
        ...(this.#alert === undefined ? {} : { alert: this.#alert }),
        whole: this.#whole,
      },
    };
  }

  /** Warnings (unrecognized_name of old servers) do not end a handshake; TLS 1.3 knows only close_notify as one. */
  #addAlert(level: number, number: number): void {
    if (level === FATAL || (this.#choice?.version === TLS13 && number !== 0)) this.#alert ??= number;
  }

  #addMessage(message: RawMessage): void {
    const version = this.#choice?.version ?? 0;
    const decoded = decodeMessage(message, {
      version,
      suite: this.#choice?.cipher ?? 0,
      inflate: this.#powers.inflate,
    });
    if (decoded.serverHello) this.#addHello(decoded.serverHello);
    if (decoded.encryptedExtensions) this.#addExtensions(decoded.encryptedExtensions);
    if (decoded.certificates && !this.#sawCertificates) {
      this.#sawCertificates = true;
      const ders = decoded.certificates.entries.map(({ der }) => der);
      const compressedBy = decoded.fields['algorithm'];
      this.#learn({
        certificates: ders,
        sent: ders.map((der) => this.#powers.hash(der)),
        ...(message.type === handshakeType.compressedCertificate && typeof compressedBy === 'string'
          ? { compressedBy }
          : {}),
      });
      this.#addLeafExtensions(decoded.certificates.entries[0]?.extensions ?? []);
    }
    if (message.type === handshakeType.certificateStatus) this.#addStaple(message.body);
    const { keyExchange } = decoded;
    if (keyExchange) {
      const bits = keyExchange.fields['primeBits'];
      this.#learn({
        ...(keyExchange.group === undefined ? {} : { group: keyExchange.group }),
        ...(keyExchange.signatureScheme === undefined ? {} : { signatureScheme: keyExchange.signatureScheme }),
        ...(typeof bits === 'number' ? { primeBits: bits } : {}),
      });
    }
    // CertificateVerify of the server is a thing of TLS 1.3 (RFC 8446 §4.4.3).
    if (message.type === handshakeType.certificateVerify) {
      this.#learn({ signatureScheme: signatureSchemeName(new Reader(message.body).u16('the scheme')) });
    }
    if (decoded.certificateRequest)
      this.#learn({ clientAuth: { authorities: decoded.certificateRequest.authorities } });
    if (decoded.ticket) this.#learn({ tickets: [...this.#flight.tickets, decoded.ticket] });
    if (message.type === handshakeType.serverHelloDone || message.type === handshakeType.finished) this.#whole = true;
  }

  #addHello(hello: ServerHello): void {
    // After a retry comes the hello itself.
    if (this.#hello !== undefined && !this.#hello.retry) return;
    this.#hello = hello;
    const protocols = openExtension(hello.extensions, extensionType.alpn);
    const group = openExtension(hello.extensions, extensionType.keyShare)?.u16('the group');
    const alpn = protocols && readProtocols(protocols)[0];
    const scts = openExtension(hello.extensions, extensionType.signedCertificateTimestamp);
    if (scts) this.#learn({ scts: countScts(scts) });
    this.#choice = {
      version: hello.version,
      cipher: hello.cipherSuite,
      compression: hello.compression,
      ...(group === undefined ? {} : { group }),
      sessionIdBytes: hello.sessionId.length,
      extensions: hello.extensions.map(({ type }) => type),
      ...(alpn === undefined ? {} : { alpn }),
    };
  }

  #addExtensions(extensions: readonly Extension[]): void {
    const protocols = openExtension(extensions, extensionType.alpn);
    this.#alpn = protocols && readProtocols(protocols)[0];
    this.#learn({ extensions: extensions.map(({ type }) => type) });
  }

  /** TLS 1.3 hangs staple and timestamps on the certificate (RFC 8446 §4.4.2.1). */
  #addLeafExtensions(extensions: readonly Extension[]): void {
    const staple = findExtension(extensions, extensionType.statusRequest);
    if (staple) this.#addStaple(staple);
    const scts = openExtension(extensions, extensionType.signedCertificateTimestamp);
    if (scts) this.#learn({ scts: countScts(scts) });
  }

  /** CertificateStatus (RFC 6066 §8): the type, and for OCSP the response behind its length. */
  #addStaple(body: Uint8Array): void {
    const reader = new Reader(body);
    if (reader.u8('the status type') !== 1) return;
    const response = reader.opaque(3, 'the response');
    if (response.length > 0) this.#learn({ staple: stapleOf(response) });
  }

  #learn(more: Partial<Flight>): void {
    this.#flight = { ...this.#flight, ...more };
  }
}

function stapleOf(response: Uint8Array): StapleAnswer {
  const decoded = decodeOcspResponse(response);
  const first = decoded.ok ? decoded.value.basic?.responses[0] : undefined;
  return {
    bytes: response.length,
    ...(first === undefined ? {} : { status: first.status }),
    ...(first?.nextUpdate === undefined ? {} : { nextUpdate: first.nextUpdate }),
  };
}

/** How many timestamps a list of RFC 6962 §3.3 holds, of whatever version. */
function countScts(reader: Reader): number {
  const list = reader.vector(2, 'the timestamps');
  let count = 0;
  while (list.left > 0) {
    list.opaque(2, 'a timestamp');
    count += 1;
  }
  return count;
}
