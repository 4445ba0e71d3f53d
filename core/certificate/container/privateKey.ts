import { algorithmName } from '#core/certificate/algorithm.ts';
import { children, content, guarded, readWhole, sequence, tags } from '#core/certificate/der.ts';
import { readOid } from '#core/certificate/oid.ts';
import { keyTypeName } from '#core/certificate/publicKey.ts';
import type { ContainedKey } from './contained.ts';
import type { ContainerPowers } from './powers.ts';

/** The DER of a private key that is not encrypted, and what it is: PKCS#8, PKCS#1 or SEC 1. */
export interface PlainKey {
  readonly form: 'pkcs8' | 'pkcs1' | 'sec1';
  readonly der: Uint8Array;
}

/** A key as it lies in the file, encrypted by itself. */
export type LockedKey =
  /** EncryptedPrivateKeyInfo (RFC 5208 §6), of a PEM block or a bare file. */
  | { readonly kind: 'pkcs8'; readonly der: Uint8Array }
  /** The same with Java's own cipher. */
  | { readonly kind: 'java'; readonly der: Uint8Array }
  /** Encrypted inside the armour: `info` is the value of DEK-Info (RFC 1421 §4.6.1.3), 'AES-256-CBC,0A0B…'. */
  | { readonly kind: 'pem'; readonly info: string; readonly bytes: Uint8Array };

/** Why an encrypted key stayed closed. `name`: of the cipher or derivation that is not read. */
export type ClosedKey =
  { readonly kind: 'password-needed' | 'wrong-password' } | { readonly kind: 'unsupported'; readonly name: string };

/** A key of the file before it is answered: with the public key that belongs to it, to find its certificate. */
export interface FoundKey extends ContainedKey {
  readonly spki?: Uint8Array;
  /** What `openContainer` leaves out of its answer; only `openWithKeys` gives it. */
  readonly plain?: PlainKey;
  /** Present while nobody tried to open it. */
  readonly locked?: LockedKey;
  /** Present when it was tried in vain. */
  readonly closed?: ClosedKey;
}

/**
 * What private key the bytes are: PKCS#8 plain or encrypted (RFC 5208), PKCS#1 (RFC 8017 §A.1.2) or SEC 1 (RFC 5915).
 * Undefined when they are none.
 */
export function readPrivateKey(der: Uint8Array, powers: Pick<ContainerPowers, 'publicKeyOf'>): FoundKey | undefined {
  const read = guarded(() => outlineOf(der));
  if (!read.ok || read.value === undefined) return undefined;
  const { form, kind } = read.value;
  if (form === 'encrypted') return { encrypted: true, locked: { kind: 'pkcs8', der } };
  const spki = powers.publicKeyOf(der, form);
  return { encrypted: false, kind, plain: { form, der }, ...(spki !== undefined && { spki }) };
}

type Outline =
  | { readonly form: 'encrypted'; readonly kind?: undefined }
  | { readonly form: 'pkcs8' | 'pkcs1' | 'sec1'; readonly kind: string };

function outlineOf(der: Uint8Array): Outline | undefined {
  const top = readWhole(der);
  const [first, second, third] = sequence(top, 'the key', top);
  if (first?.tag === tags.sequence && second?.tag === tags.octetString && third === undefined)
    return { form: 'encrypted' };
  if (first?.tag !== tags.integer) return undefined;
  if (second?.tag === tags.sequence && third?.tag === tags.octetString) {
    const oid = readOid(children(second)[0], 'the algorithm of the key', second);
    return { form: 'pkcs8', kind: keyTypeName(algorithmName(oid) ?? oid) };
  }
  if (second?.tag === tags.octetString && content(first)[0] === 1) return { form: 'sec1', kind: 'EC' };
  return second?.tag === tags.integer && third?.tag === tags.integer ? { form: 'pkcs1', kind: 'RSA' } : undefined;
}
