import type { SpokenProtocol } from '#core/http/exchange.ts';
import { alertName } from './alert.ts';
import { boundedInflate } from './boundedInflate.ts';
import { certificateTypeName, timestampsOf, type CertificateRequest } from './certificateMessage.ts';
import { cipherSuiteName } from './cipherSuite.ts';
import { decodeMessage, type Decoded, type Inflate } from './decode.ts';
import { findExtension, openExtension, type Extension } from './extension.ts';
import { fragmentBytes, readProtocols, readScts, readServerName } from './extensionTable.ts';
import { extensionType } from './extensionType.ts';
import { ja3sText, ja3Text, ja4 } from './fingerprint.ts';
import { groupName } from './group.ts';
import { handshakeType } from './handshakeType.ts';
import { compressionName, type ClientHello, type ServerHello } from './hello.ts';
import type { RawMessage } from './message.ts';
import { RawMessages } from './rawMessages.ts';
import { contentType, type Side } from './record.ts';
import type { Offered, SctRecord, SessionTicket, TlsAlert, TlsMessage, TlsReport } from './report.ts';
import { ServerSignature, type SignaturePowers } from './serverSignature.ts';
import { signatureSchemeName } from './signatureScheme.ts';
import type { TranscriptItem } from './transcript.ts';
import { TLS13, versionName } from './version.ts';

/** Everything of a TlsReport that the recorded bytes alone can say, with the certificates themselves. */
export interface HandshakeFacts extends Omit<TlsReport, 'verdict' | 'chain'> {
  readonly chain: { readonly sent: readonly string[] };
  /** DER of the server's certificates, in the order they were sent. */
  readonly certificates: readonly Uint8Array[];
  /** DER of the certificates we sent, leaf first; empty when none was. */
  readonly clientCertificates: readonly Uint8Array[];
  /** What the server spoke when its first bytes are not TLS. */
  readonly spoken?: SpokenProtocol;
}

/** What decoding needs beside the bytes. */
export interface HandshakePowers extends SignaturePowers {
  readonly inflate: Inflate;
  readonly base64: (bytes: Uint8Array) => string;
}

/** 'verdict': what a verdict needs. 'report': all; what is dear (bytes as text, fingerprints, the server's signature) is done then. */
export type Detail = 'verdict' | 'report';

/** Facts that are known so far; the same names and meanings as in HandshakeFacts. */
interface Known {
  version?: number;
  suite?: number;
  group?: string;
  signatureScheme?: string;
  alpnOffered: readonly string[];
  alpnAccepted: string | null;
  sniSent: string | null;
  sniAcknowledged: boolean;
  resumed: boolean;
  helloRetry: boolean;
  extendedMasterSecret: boolean;
  secureRenegotiation: boolean;
  encryptThenMac?: boolean;
  compression?: string;
  maxFragmentLength?: number;
  recordSizeLimit: { client?: number; server?: number };
  certificateCompression?: NonNullable<TlsReport['certificateCompression']>;
  ech?: NonNullable<TlsReport['ech']>;
  earlyData?: NonNullable<TlsReport['earlyData']>;
  ocspStaple?: NonNullable<TlsReport['ocspStaple']>;
  request?: CertificateRequest;
  ja3?: string;
  ja3s?: string;
  ja4?: string;
  offered: Offered;
}

/**
 * Messages and alerts told one by one. A handshake has ten to thirty; a server that sends a megabyte of alerts of two bytes
 * would make a report a hundred times as large.
 */
const MAX_TOLD = 500;
/** Certificates looked at: ten times what libraries take as a chain. One record holds tens of thousands of tiny ones. */
const MAX_CERTIFICATES = 1000;

/** Longest OCSP response that is kept, in bytes. With a chain of certificates in it a response has 2 to 6 kB. */
const MAX_STAPLE_BYTES = 32_768;

/** Turns what was said on a connection into facts, item by item. `facts()` may be asked again whenever more was added. */
export class Handshake {
  readonly #powers: HandshakePowers;
  readonly #known: Known = {
    alpnOffered: [],
    alpnAccepted: null,
    sniSent: null,
    sniAcknowledged: false,
    resumed: false,
    helloRetry: false,
    extendedMasterSecret: false,
    secureRenegotiation: false,
    recordSizeLimit: {},
    offered: { versions: [], ciphers: [], groups: [], signatureSchemes: [] },
  };
  readonly #messages: TlsMessage[] = [];
  readonly #alerts: TlsAlert[] = [];
  readonly #tickets: SessionTicket[] = [];
  readonly #scts: SctRecord[] = [];
  readonly #certificates: Record<Side, Uint8Array[]> = { client: [], server: [] };
  readonly #hashes: Record<Side, string[]> = { client: [], server: [] };
  readonly #undecoded: string[] = [];
  readonly #raw = new RawMessages();
  /** Bytes that are kept and not yet written as text, by place in #messages. */
  readonly #unwritten = new Map<number, Uint8Array>();
  readonly #signature = new ServerSignature();
  /** Hellos whose fingerprints have not been taken: the first of the client, the one of the server that is no retry. */
  #clientHello: ClientHello | undefined;
  #serverHello: ServerHello | undefined;
  #heardClient = false;
  /** Place in #messages of the message that holds it. */
  #signedAt: number | undefined;
  #serverSaidMore = false;
  #untold = 0;
  #unread = 0;

  constructor(powers: HandshakePowers) {
    this.#powers = { ...powers, inflate: boundedInflate(powers.inflate) };
  }

  /** Items in their order. Never throws, whatever they hold. */
  add(items: readonly TranscriptItem[]): void {
    for (const item of items) this.#addItem(item);
  }

  /** A snapshot. `faults`: what could not be read below the messages. */
  facts(faults: readonly string[] = [], detail: Detail = 'report'): HandshakeFacts {
    if (detail === 'report') this.complete();
    const known = this.#known;
    const serverSignature = detail === 'report' ? this.#signature.verdict(this.#powers) : undefined;
    const untold = this.#untold === 0 ? [] : [`${this.#untold} messages beyond the first ${MAX_TOLD}`];
    if (this.#unread > 0) untold.push(`${this.#unread} certificates beyond the first ${MAX_CERTIFICATES}`);
    const undecoded = [...faults, ...this.#undecoded, ...untold];
    return {
      ...(known.version === undefined ? {} : { version: versionName(known.version) }),
      ...(known.suite === undefined ? {} : { cipher: cipherSuiteName(known.suite) }),
      ...present('group', known.group),
      ...present('signatureScheme', known.signatureScheme),
      ...present('serverSignature', serverSignature),
      alpn: { offered: known.alpnOffered, accepted: known.alpnAccepted },
      sni: { sent: known.sniSent, acknowledged: known.sniAcknowledged },
      resumed: known.resumed,
      helloRetry: known.helloRetry,
      extendedMasterSecret: known.extendedMasterSecret,
      secureRenegotiation: known.secureRenegotiation,
      ...present('encryptThenMac', known.encryptThenMac),
      ...present('compression', known.compression),
      ...present('maxFragmentLength', known.maxFragmentLength),
      ...(Object.keys(known.recordSizeLimit).length === 0 ? {} : { recordSizeLimit: { ...known.recordSizeLimit } }),
      ...present('certificateCompression', known.certificateCompression),
      ...present('ech', known.ech),
      ...present('earlyData', known.earlyData),
      tickets: [...this.#tickets],
      ...present('ocspStaple', known.ocspStaple),
      scts: [...this.#scts],
      clientAuth: {
        requested: known.request !== undefined,
        authorities: known.request?.authorities ?? [],
        signatureSchemes: known.request?.schemes.map(signatureSchemeName) ?? [],
        ...present('certificateTypes', known.request?.types?.map(certificateTypeName)),
        offered: this.#hashes.client[0] ?? null,
      },
      ...present('ja3', known.ja3),
      ...present('ja3s', known.ja3s),
      ...present('ja4', known.ja4),
      offered: known.offered,
      messages: [...this.#messages],
      alerts: [...this.#alerts],
      chain: { sent: [...this.#hashes.server] },
      certificates: [...this.#certificates.server],
      clientCertificates: [...this.#certificates.client],
      ...(undecoded.length === 0 ? {} : { undecoded: undecoded.join('; ') }),
    };
  }

  /** Does what a report needs and a verdict does not, so that it is done when the report is asked for. */
  complete(): void {
    for (const [place, bytes] of this.#unwritten) this.#amend(place, { raw: this.#powers.base64(bytes) });
    this.#unwritten.clear();
    this.#takeFingerprints();
    if (this.#signedAt === undefined) return;
    const signature = this.#signature.verdict(this.#powers);
    const { fields } = this.#messages[this.#signedAt] ?? {};
    if (signature !== undefined && fields) this.#amend(this.#signedAt, { fields: { ...fields, signature } });
    this.#signedAt = undefined;
  }

  #takeFingerprints(): void {
    const known = this.#known;
    const md5 = (text: string) => this.#powers.hash('md5', text);
    if (this.#clientHello) {
      known.ja3 = md5(ja3Text(this.#clientHello));
      known.ja4 = ja4(this.#clientHello, (text) => this.#powers.hash('sha256', text));
    }
    if (this.#serverHello) known.ja3s = md5(ja3sText(this.#serverHello));
    this.#clientHello = undefined;
    this.#serverHello = undefined;
  }

  #amend(place: number, more: Partial<TlsMessage>): void {
    const message = this.#messages[place];
    if (message) this.#messages[place] = { ...message, ...more };
  }

  #addItem(item: TranscriptItem): void {
    const { from, atMs, encrypted } = item;
    if (this.#messages.length >= MAX_TOLD) {
      this.#untold += 1;
      return;
    }
    switch (item.kind) {
      case 'message':
        return this.#addMessage(item, item.message);
      case 'alert': {
        const level = item.level === 1 ? 'warning' : 'fatal';
        const name = alertName(item.number);
        this.#alerts.push({ from, level, number: item.number, name });
        this.#messages.push({
          from,
          type: 'Alert',
          bytes: 2,
          atMs,
          encrypted,
          fields: { level, number: item.number, name },
        });
        return;
      }
      case 'change-cipher-spec':
        this.#messages.push({ from, type: 'ChangeCipherSpec', bytes: 1, atMs, encrypted, fields: {} });
        // Before TLS 1.3, a server that has nothing more to say after its hello has resumed a session (RFC 5246 §7.3).
        if (from === 'server' && !this.#serverSaidMore && this.#isOld()) this.#known.resumed = true;
        return;
      case 'sealed':
        return this.#addSealed(item);
    }
  }

  /** Before TLS 1.3 the first protected message of each side is its Finished. */
  #addSealed(item: Extract<TranscriptItem, { kind: 'sealed' }>): void {
    const { from, atMs, encrypted, bytes } = item;
    const type =
      item.type === contentType.alert ? 'Alert' : this.#isOld() && !this.#finished(from) ? 'Finished' : 'Encrypted';
    this.#messages.push({ from, type, bytes, atMs, encrypted, fields: { undecoded: 'encrypted' } });
  }

  #finished(from: Side): boolean {
    return this.#messages.some((message) => message.from === from && message.type === 'Finished');
  }

  #isOld(): boolean {
    return this.#known.version !== undefined && this.#known.version !== TLS13;
  }

  #addMessage({ from, atMs, encrypted }: TranscriptItem, message: RawMessage): void {
    const { version = 0, suite = 0 } = this.#known;
    const decoded = decodeMessage(message, { version, suite, inflate: this.#powers.inflate });
    const { name: type, fields, secrets = [] } = decoded;
    const place = this.#messages.length;
    const kept = this.#raw.keep(message, secrets);
    if (kept) this.#unwritten.set(place, kept);
    if (this.#signature.see(from, message, decoded)) this.#signedAt = place;
    this.#messages.push({ from, type, bytes: message.bytes.length, atMs, encrypted, fields });
    if (typeof fields['undecoded'] === 'string') this.#undecoded.push(`${type}: ${fields['undecoded']}`);
    if (from === 'server' && !settling.has(message.type)) this.#serverSaidMore = true;
    this.#learn(from, decoded);
  }

  #learn(from: Side, decoded: Decoded): void {
    const known = this.#known;
    if (from === 'client' && decoded.clientHello) this.#learnClientHello(decoded.clientHello);
    if (from === 'server' && decoded.serverHello) this.#learnServerHello(decoded.serverHello);
    if (decoded.encryptedExtensions) this.#learnAnswers(decoded.encryptedExtensions);
    if (decoded.certificates && this.#certificates[from].length === 0) {
      this.#unread += Math.max(0, decoded.certificates.entries.length - MAX_CERTIFICATES);
      this.#certificates[from] = decoded.certificates.entries.slice(0, MAX_CERTIFICATES).map(({ der }) => der);
      this.#hashes[from] = this.#certificates[from].map((der) => this.#powers.hash('sha256', der));
      if (from === 'server') this.#scts.push(...timestampsOf(decoded.certificates));
    }
    if (decoded.certificateRequest && from === 'server') known.request = decoded.certificateRequest;
    if (decoded.keyExchange?.group !== undefined) known.group = decoded.keyExchange.group;
    const scheme = (decoded.signed ?? decoded.keyExchange?.signed)?.scheme;
    if (from === 'server' && scheme !== undefined) known.signatureScheme = signatureSchemeName(scheme);
    if (from === 'server' && decoded.ticket) this.#tickets.push(decoded.ticket);
    if (from === 'server' && decoded.compression) known.certificateCompression = decoded.compression;
    if (from === 'server' && decoded.staple) this.#learnStaple(decoded.staple);
  }

  #learnStaple(response: Uint8Array): void {
    const bytes = response.length;
    if (bytes === 0) return;
    this.#known.ocspStaple = bytes > MAX_STAPLE_BYTES ? { bytes } : { bytes, response: this.#powers.base64(response) };
  }

  /** The first hello is the client's own; a second one, after HelloRetryRequest, repeats it with another share. */
  #learnClientHello(hello: ClientHello): void {
    const known = this.#known;
    if (this.#heardClient) return;
    this.#heardClient = true;
    this.#clientHello = hello;
    const open = (type: number) => openExtension(hello.extensions, type);
    const protocols = open(extensionType.alpn);
    const serverName = open(extensionType.serverName);
    known.alpnOffered = protocols ? readProtocols(protocols) : [];
    known.sniSent = (serverName && readServerName(serverName)) ?? null;
    known.offered = {
      versions: (open(extensionType.supportedVersions)?.list16(1, 'the versions') ?? [hello.legacyVersion]).map(
        versionName,
      ),
      ciphers: hello.cipherSuites.map(cipherSuiteName),
      groups: (open(extensionType.supportedGroups)?.list16(2, 'the groups') ?? []).map(groupName),
      signatureSchemes: (open(extensionType.signatureAlgorithms)?.list16(2, 'the schemes') ?? []).map(
        signatureSchemeName,
      ),
    };
    const limit = open(extensionType.recordSizeLimit);
    if (limit) known.recordSizeLimit.client = limit.u16('the limit');
    known.ech = open(extensionType.encryptedClientHello) ? 'offered' : 'not-offered';
    known.earlyData = open(extensionType.earlyData) ? 'rejected' : 'not-offered';
  }

  #learnServerHello(hello: ServerHello): void {
    const known = this.#known;
    if (hello.retry) {
      known.helloRetry = true;
      return;
    }
    const has = (type: number) => findExtension(hello.extensions, type) !== undefined;
    const modern = hello.version === TLS13;
    known.version = hello.version;
    known.suite = hello.cipherSuite;
    this.#serverHello = hello;
    known.extendedMasterSecret = modern || has(extensionType.extendedMasterSecret);
    known.secureRenegotiation = modern || has(extensionType.renegotiationInfo);
    if (!modern) known.compression = compressionName(hello.compression);
    // Ciphers that authenticate by themselves have no MAC to come before or after (RFC 7366 §3).
    if (/_CBC_/.test(cipherSuiteName(hello.cipherSuite))) known.encryptThenMac = has(extensionType.encryptThenMac);
    if (modern && has(extensionType.preSharedKey)) known.resumed = true;
    const share = openExtension(hello.extensions, extensionType.keyShare);
    if (share) known.group = groupName(share.u16('the group'));
    const timestamps = openExtension(hello.extensions, extensionType.signedCertificateTimestamp);
    if (timestamps) this.#scts.push(...readScts(timestamps));
    this.#learnAnswers(hello.extensions);
  }

  /** Answers to the client's offers: in ServerHello until TLS 1.2, in EncryptedExtensions since. */
  #learnAnswers(extensions: readonly Extension[]): void {
    const protocols = openExtension(extensions, extensionType.alpn);
    if (protocols) this.#known.alpnAccepted = readProtocols(protocols)[0] ?? null;
    if (findExtension(extensions, extensionType.serverName) !== undefined) this.#known.sniAcknowledged = true;
    const fragment = openExtension(extensions, extensionType.maxFragmentLength);
    if (fragment) this.#known.maxFragmentLength = fragmentBytes(fragment.u8('the length'));
    const limit = openExtension(extensions, extensionType.recordSizeLimit);
    if (limit) this.#known.recordSizeLimit.server = limit.u16('the limit');
    if (findExtension(extensions, extensionType.encryptedClientHello) !== undefined) this.#known.ech = 'rejected';
    if (findExtension(extensions, extensionType.earlyData) !== undefined) this.#known.earlyData = 'accepted';
  }
}

/** Messages of a server that a resumed handshake of TLS 1.2 and before has too (RFC 5246 §7.3, RFC 5077 §3.1). */
const settling: ReadonlySet<number> = new Set([
  handshakeType.helloRequest,
  handshakeType.serverHello,
  handshakeType.newSessionTicket,
  handshakeType.finished,
]);

function present<K extends string, V>(name: K, value: V | undefined): { readonly [N in K]?: V } {
  return value === undefined ? {} : ({ [name]: value } as { [N in K]?: V });
}
