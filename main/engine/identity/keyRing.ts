import { createPrivateKey, X509Certificate } from 'node:crypto';
import { fail, ok, type Result } from '#core/result.ts';
import type { KeyProtection } from '#core/trust/identity.ts';
import { noSecrets, storeOf, type Sealed, type SecretFailure, type Secrets } from './secrets.ts';

/** Whose key it is: a sealed one opens for nobody else. */
export interface KeyOwner {
  readonly id: string;
  /** SHA-256 of the leaf. */
  readonly leaf: string;
}

/** What is sealed: the key with its owner, so that a sealed key that was moved to another row is noticed. */
interface SealedContent extends KeyOwner {
  /** Version of this form. */
  readonly v: 1;
  /** PKCS#8 DER, base64: the secret store takes text. */
  readonly key: string;
}

const SESSION_OVER = 'It was kept for that session only.';

/**
 * The private keys of this run: those kept for the session, and sealed ones as far as they were opened. As bytes, which
 * can be overwritten when they are no longer wanted.
 */
export class KeyRing {
  readonly #secrets: Secrets;
  readonly #session = new Map<string, Buffer>();
  readonly #opened = new Map<string, { readonly sealed: Uint8Array; readonly key: Buffer }>();
  /** Why a sealed key does not open, by the identity. */
  readonly #troubles = new Map<string, { readonly sealed: Uint8Array; readonly reason: string }>();
  #store = 'none';

  constructor(secrets: Secrets = noSecrets) {
    this.#secrets = secrets;
  }

  async state() {
    const state = await this.#secrets.state();
    this.#store = state.store;
    return state;
  }

  /** Where the key of an identity is, as far as is known without asking the secret store. */
  protectionOf(id: string, sealed: Sealed | undefined): KeyProtection {
    if (sealed === undefined) {
      return this.#session.has(id)
        ? { kind: 'session', store: this.#store }
        : { kind: 'missing', reason: SESSION_OVER };
    }
    const trouble = this.#troubles.get(id);
    if (trouble !== undefined && sameBytes(trouble.sealed, sealed.bytes))
      return { kind: 'missing', reason: trouble.reason };
    if (this.#secrets !== noSecrets) return { kind: 'protected', store: storeOf(sealed.by) };
    return { kind: 'missing', reason: `${storeOf(sealed.by)} protects it, which only the app can open.` };
  }

  /** Keeps a copy until `close`. */
  keep(id: string, key: Uint8Array): void {
    this.forget(id);
    this.#session.set(id, Buffer.from(key));
  }

  /** The key that was kept for the session. */
  kept(id: string): Uint8Array | undefined {
    return this.#session.get(id);
  }

  forget(id: string): void {
    this.#session.get(id)?.fill(0);
    this.#session.delete(id);
  }

  async seal(owner: KeyOwner, key: Uint8Array): Promise<Result<Sealed, SecretFailure>> {
    const content: SealedContent = { v: 1, ...owner, key: Buffer.from(key).toString('base64') };
    return this.#secrets.seal(JSON.stringify(content));
  }

  /**
   * PKCS#8 DER of a sealed key, from memory once it was opened. A failure is remembered, and from then on part of
   * `protectionOf`.
   *
   * @param leaf DER of the certificate the key must fit
   */
  async open(owner: KeyOwner, leaf: Uint8Array, sealed: Sealed): Promise<Result<Uint8Array, SecretFailure>> {
    const known = this.#opened.get(owner.id);
    if (known !== undefined && sameBytes(known.sealed, sealed.bytes)) return ok(known.key);
    const key = await this.#unsealed(owner, leaf, sealed);
    if (!key.ok) {
      this.#troubles.set(owner.id, { sealed: sealed.bytes, reason: key.error.reason });
      return key;
    }
    this.#troubles.delete(owner.id);
    this.#opened.get(owner.id)?.key.fill(0);
    this.#opened.set(owner.id, { sealed: sealed.bytes, key: key.value });
    return key;
  }

  /** Nothing is left to be used. */
  close(): void {
    for (const key of this.#session.values()) key.fill(0);
    for (const { key } of this.#opened.values()) key.fill(0);
    this.#session.clear();
    this.#opened.clear();
  }

  async #unsealed(owner: KeyOwner, leaf: Uint8Array, sealed: Sealed): Promise<Result<Buffer, SecretFailure>> {
    const text = await this.#secrets.open(sealed);
    if (!text.ok) return text;
    const content = contentOf(text.value);
    if (content === undefined) return broken(sealed, 'What the secret store gave back is no key.');
    if (content.id !== owner.id || content.leaf !== owner.leaf)
      return broken(sealed, 'What is stored here is the key of another certificate.');
    const key = Buffer.from(content.key, 'base64');
    return fits(key, leaf) ? ok(key) : broken(sealed, 'What is stored here is not the key of this certificate.');
  }
}

function contentOf(text: string): SealedContent | undefined {
  try {
    const value = JSON.parse(text) as Partial<Record<keyof SealedContent, unknown>> | null;
    if (value?.v !== 1) return undefined;
    const { id, leaf, key } = value;
    if (typeof id !== 'string' || typeof leaf !== 'string' || typeof key !== 'string') return undefined;
    return { v: 1, id, leaf, key };
  } catch {
    return undefined; // JSON.parse throws for what is no JSON, and its words would quote the text.
  }
}

/** Whether a key (PKCS#8 DER) is that of a certificate. */
function fits(key: Uint8Array, leaf: Uint8Array): boolean {
  try {
    const privateKey = createPrivateKey({ key: Buffer.from(key), format: 'der', type: 'pkcs8' });
    return new X509Certificate(leaf).checkPrivateKey(privateKey);
  } catch {
    return false; // A key of a kind that this library does not read.
  }
}

function broken(sealed: Sealed, reason: string): Result<never, SecretFailure> {
  return fail({ kind: 'no-secret-store', store: storeOf(sealed.by), reason, message: reason });
}

function sameBytes(a: Uint8Array, b: Uint8Array): boolean {
  return Buffer.compare(a, b) === 0;
}
