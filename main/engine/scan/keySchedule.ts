import { createCipheriv, createHash, createHmac, type CipherGCMTypes } from 'node:crypto';
import { cipherSuiteName } from '#core/tls/cipherSuite.ts';
import { contentType } from '#core/tls/record.ts';

type Hash = 'sha256' | 'sha384';

/** The hash that a TLS 1.3 suite is named after; undefined for suites whose records are not opened here. */
export function hashOf(suite: number): Hash | undefined {
  const [, name] =
    /^TLS_(?:AES_\d+_(?:GCM|CCM)(?:_8)?|CHACHA20_POLY1305)_SHA(256|384)$/.exec(cipherSuiteName(suite)) ?? [];
  return name === undefined ? undefined : `sha${name as '256' | '384'}`;
}

export interface TrafficSecrets {
  readonly client: Buffer;
  readonly server: Buffer;
}

/**
 * The key schedule of a TLS 1.3 handshake without pre-shared key (RFC 8446 §7.1), as far as a scan needs it: to read what the
 * server says after its hello, and to finish.
 */
export class KeySchedule {
  readonly #hash: Hash;
  readonly #secret: Buffer;
  readonly #transcript: Uint8Array[];

  /**
   * @param messages ClientHello to ServerHello; after a retry the first one as `messageHash` made it
   * @param shared what the key exchange agreed on
   */
  constructor(hash: Hash, messages: readonly Uint8Array[], shared: Uint8Array) {
    this.#hash = hash;
    this.#transcript = [...messages];
    const early = this.#extract(this.#zeros(), this.#zeros());
    this.#secret = this.#extract(this.#derive(early, 'derived', this.#digest([])), shared);
  }

  /** What the messages after the hello are protected with. */
  handshakeSecrets(): TrafficSecrets {
    const digest = this.#digest(this.#transcript);
    return {
      client: this.#derive(this.#secret, 'c hs traffic', digest),
      server: this.#derive(this.#secret, 's hs traffic', digest),
    };
  }

  /** Adds messages that were said since, in their order. */
  hear(...messages: readonly Uint8Array[]): void {
    // Added to, not copied: a hostile flight has sixty thousand messages of four bytes.
    for (const message of messages) this.#transcript.push(message);
  }

  /** What the server says after the handshake is protected with this. To be asked when its Finished was heard, and no later. */
  serverApplicationSecret(): Buffer {
    const master = this.#extract(this.#derive(this.#secret, 'derived', this.#digest([])), this.#zeros());
    return this.#derive(master, 's ap traffic', this.#digest(this.#transcript));
  }

  /** verify_data of a Finished under this secret (RFC 8446 §4.4.4). */
  verifyData(secret: Uint8Array): Uint8Array {
    const key = expandLabel(this.#hash, secret, 'finished', new Uint8Array(0), this.#zeros().length);
    return createHmac(this.#hash, key).update(this.#digest(this.#transcript)).digest();
  }

  #zeros(): Buffer {
    return Buffer.alloc(this.#hash === 'sha384' ? 48 : 32);
  }

  #digest(messages: readonly Uint8Array[]): Buffer {
    return digestOf(this.#hash, messages);
  }

  /** HKDF-Extract (RFC 5869 §2.2). */
  #extract(salt: Uint8Array, material: Uint8Array): Buffer {
    return createHmac(this.#hash, salt).update(material).digest();
  }

  #derive(secret: Uint8Array, label: string, digest: Uint8Array): Buffer {
    return expandLabel(this.#hash, secret, label, digest, this.#zeros().length);
  }
}

/** What stands for the first ClientHello when it had to be repeated (RFC 8446 §4.4.1). */
export function messageHash(hash: Hash, hello: Uint8Array): Uint8Array {
  const digest = digestOf(hash, [hello]);
  return Buffer.concat([Buffer.from([254, 0, 0, digest.length]), digest]);
}

function digestOf(hash: Hash, messages: readonly Uint8Array[]): Buffer {
  const sum = createHash(hash);
  for (const message of messages) sum.update(message);
  return sum.digest();
}

/** HKDF-Expand-Label (RFC 8446 §7.1). One block is enough for every length here. */
function expandLabel(hash: Hash, secret: Uint8Array, label: string, context: Uint8Array, length: number): Buffer {
  const text = `tls13 ${label}`;
  const head = Buffer.from([0, length, text.length]);
  const info = [head, Buffer.from(text, 'latin1'), Buffer.from([context.length]), context, Buffer.from([1])];
  return createHmac(hash, secret).update(Buffer.concat(info)).digest().subarray(0, length);
}

/** The first record under a secret, with handshake messages in it (RFC 8446 §5.2). */
export function sealFirst(hash: Hash, suite: number, secret: Uint8Array, content: Uint8Array): Uint8Array {
  const { cipher, keyBytes, tagBytes } = protectionOf(suite);
  const inner = Buffer.concat([content, Buffer.from([contentType.handshake])]);
  const header = Buffer.from([contentType.applicationData, 3, 3, 0, 0]);
  header.writeUInt16BE(inner.length + tagBytes, 3);
  const key = expandLabel(hash, secret, 'key', new Uint8Array(0), keyBytes);
  // Of the first record the sequence number is zero: the nonce is the IV itself (RFC 8446 §5.3).
  const iv = expandLabel(hash, secret, 'iv', new Uint8Array(0), 12);
  // Node's types name each cipher; the options are those of all authenticated ones.
  const seal = createCipheriv(cipher as CipherGCMTypes, key, iv, { authTagLength: tagBytes });
  seal.setAAD(header, { plaintextLength: inner.length });
  const sealed = [header, seal.update(inner), seal.final()];
  return Buffer.concat([...sealed, seal.getAuthTag()]);
}

function protectionOf(suite: number): {
  readonly cipher: string;
  readonly keyBytes: number;
  readonly tagBytes: number;
} {
  const [, bits, mode, short] = /_AES_(128|256)_(GCM|CCM)(_8)?_/.exec(cipherSuiteName(suite)) ?? [];
  return {
    cipher: bits === undefined ? 'chacha20-poly1305' : `aes-${bits}-${mode?.toLowerCase()}`,
    keyBytes: bits === undefined ? 32 : Number(bits) / 8,
    tagBytes: short === undefined ? 16 : 8,
  };
}
