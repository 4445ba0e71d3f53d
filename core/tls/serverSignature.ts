import { fromHex, joinBytes } from './bytes.ts';
import { cipherSuiteName } from './cipherSuite.ts';
import type { Decoded } from './decode.ts';
import { findExtension } from './extension.ts';
import { extensionType } from './extensionType.ts';
import { handshakeType } from './handshakeType.ts';
import type { Signed } from './keyExchange.ts';
import type { RawMessage } from './message.ts';
import type { Side } from './record.ts';
import { TLS13 } from './version.ts';

/** What a server signed in a handshake, and how. */
export interface SignedHandshake extends Signed {
  /** DER of the certificate whose key must have signed. */
  readonly leaf: Uint8Array;
  readonly content: Uint8Array;
}

/** What is needed of a crypto library. */
export interface SignaturePowers {
  /** Lower-case hex. */
  readonly hash: (algorithm: 'md5' | 'sha256' | 'sha384', data: Uint8Array | string) => string;
  /**
   * Whether the leaf's key made the signature; undefined when the library cannot use the key or does not know the scheme. Without
   * a scheme (before TLS 1.2) it is MD5 and SHA-1 with an RSA key, SHA-1 with any other (RFC 4346 §7.4.3). Never throws.
   */
  readonly verifyHandshake: (signed: SignedHandshake) => boolean | undefined;
}

interface Found {
  readonly signed: Signed;
  /** Of a ServerKeyExchange. */
  readonly parameters?: Uint8Array;
}

/** Messages before a CertificateVerify: eight at most where both sides keep to RFC 8446 §2, and a retry. More is not one. */
const MAX_BEFORE = 16;

/** Gathers what the server's signature covers, message by message, and has it checked once, when somebody wants to know. */
export class ServerSignature {
  /** Of both sides, in their order; given up when the signature was found. */
  #before: RawMessage[] = [];
  #clientRandom: Uint8Array | undefined;
  #serverRandom: Uint8Array | undefined;
  #version = 0;
  #suite = 0;
  #leaf: Uint8Array | undefined;
  #found: Found | undefined;
  #verdict: 'good' | 'bad' | 'unchecked' | undefined;

  /** Takes the next message. True when it holds the signature. */
  see(from: Side, message: RawMessage, decoded: Decoded): boolean {
    if (this.#found) return false;
    const { clientHello, serverHello, certificates, keyExchange, signed } = decoded;
    if (from === 'client' && clientHello) this.#clientRandom = clientHello.random;
    if (from === 'server') {
      if (serverHello && !serverHello.retry) {
        this.#serverRandom = serverHello.random;
        this.#version = serverHello.version;
        this.#suite = serverHello.cipherSuite;
      }
      const [leaf] = certificates?.entries ?? [];
      // A delegated credential signs in the leaf's place (RFC 9345), with a key of its own.
      if (leaf && findExtension(leaf.extensions, extensionType.delegatedCredential) === undefined)
        this.#leaf ??= leaf.der;
      if (this.#version === TLS13 && signed) this.#found = { signed };
      if (this.#version !== TLS13 && keyExchange?.signed)
        this.#found = { signed: keyExchange.signed, parameters: keyExchange.signed.parameters };
      if (this.#found) return true;
    }
    if (this.#before.length < MAX_BEFORE) this.#before.push(message);
    return false;
  }

  /** Undefined when there is no signature, or none that could be checked. */
  verdict(powers: SignaturePowers): 'good' | 'bad' | undefined {
    if (this.#found && this.#verdict === undefined) this.#check(powers, this.#found);
    return this.#verdict === 'unchecked' ? undefined : this.#verdict;
  }

  #check(powers: SignaturePowers, { signed, parameters }: Found): void {
    const content = parameters === undefined ? this.#transcript(powers.hash) : this.#withRandoms(parameters);
    const leaf = this.#leaf;
    const good = content && leaf && powers.verifyHandshake({ ...signed, leaf, content });
    this.#verdict = good === undefined ? 'unchecked' : good ? 'good' : 'bad';
    this.#before = [];
  }

  /** RFC 5246 §7.4.3. */
  #withRandoms(parameters: Uint8Array): Uint8Array | undefined {
    if (!this.#clientRandom || !this.#serverRandom) return undefined;
    return joinBytes([this.#clientRandom, this.#serverRandom, parameters]);
  }

  /** RFC 8446 §4.4.3. */
  #transcript(hash: SignaturePowers['hash']): Uint8Array | undefined {
    if (this.#before.length >= MAX_BEFORE || this.#before[0]?.type !== handshakeType.clientHello) return undefined;
    const algorithm = cipherSuiteName(this.#suite).endsWith('SHA384') ? 'sha384' : 'sha256';
    const pieces = this.#before.map(({ bytes }) => bytes);
    // After a HelloRetryRequest the hash of the first ClientHello stands for it (RFC 8446 §4.4.1).
    if (this.#before[2]?.type === handshakeType.clientHello) {
      const first = fromHex(hash(algorithm, this.#before[0].bytes));
      pieces[0] = Uint8Array.of(handshakeType.messageHash, 0, 0, first.length, ...first);
    }
    return joinBytes([CONTEXT, fromHex(hash(algorithm, joinBytes(pieces)))]);
  }
}

/** Sixty-four spaces, what is signed, a zero (RFC 8446 §4.4.3). */
const CONTEXT = new TextEncoder().encode(`${' '.repeat(64)}TLS 1.3, server CertificateVerify\0`);
