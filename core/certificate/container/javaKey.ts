import { concat } from '#core/certificate/bytes.ts';
import { children, content, expectTag, guarded, readWhole, sequence, tags } from '#core/certificate/der.ts';
import { sameBytes } from '#core/certificate/name.ts';
import { readOid } from '#core/certificate/oid.ts';
import type { ContainerPowers } from './powers.ts';
import { readPrivateKey, type ClosedKey, type FoundKey } from './privateKey.ts';

/** The cipher of JKS (sun.security.provider.KeyProtector), and that of JCEKS, which is not read. */
const JKS_PROTECTION = '1.3.6.1.4.1.42.2.17.1.1';
const unreadNames: Readonly<Record<string, string>> = { '1.3.6.1.4.1.42.2.19.1': 'PBEWithMD5AndTripleDES of JCEKS' };

const SALT_BYTES = 20;
const DIGEST_BYTES = 20;

/**
 * A key of a Java key store: EncryptedPrivateKeyInfo whose bytes are a salt, the key under a stream of SHA-1 of password and
 * salt, and SHA-1 of password and key. Else why it stays closed.
 */
export function openJavaKey(
  der: Uint8Array,
  password: string,
  powers: Pick<ContainerPowers, 'hash' | 'publicKeyOf'>,
): Partial<FoundKey> & { readonly closed?: ClosedKey } {
  const read = guarded(() => {
    const top = readWhole(der);
    const [algorithm, encrypted] = sequence(top, 'an encrypted key', top);
    const oid = readOid(children(algorithm ?? top)[0], 'the encryption', top);
    return { oid, bytes: content(expectTag(encrypted, tags.octetString, 'an encrypted key', top)) };
  });
  if (!read.ok) return { closed: { kind: 'unsupported', name: read.error.reason } };
  const { oid, bytes } = read.value;
  if (oid !== JKS_PROTECTION) return { closed: { kind: 'unsupported', name: unreadNames[oid] ?? oid } };
  const plain = opened(bytes, javaPassword(password), powers);
  const key = plain === undefined ? undefined : readPrivateKey(plain, powers);
  return key?.encrypted === false ? key : { closed: { kind: 'wrong-password' } };
}

function opened(
  bytes: Uint8Array,
  password: Uint8Array,
  { hash }: Pick<ContainerPowers, 'hash'>,
): Uint8Array | undefined {
  if (bytes.length < SALT_BYTES + DIGEST_BYTES) return undefined;
  const plain = bytes.slice(SALT_BYTES, bytes.length - DIGEST_BYTES);
  let digest: Uint8Array = bytes.subarray(0, SALT_BYTES);
  for (let at = 0; at < plain.length; at += DIGEST_BYTES) {
    digest = hash('sha1', concat([password, digest]));
    for (const [index, byte] of digest.entries())
      if (at + index < plain.length) plain[at + index] = (plain[at + index] ?? 0) ^ byte;
  }
  return sameBytes(hash('sha1', concat([password, plain])), bytes.subarray(bytes.length - DIGEST_BYTES))
    ? plain
    : undefined;
}

/** Java's chars: UTF-16 in big-endian, without an end. */
export function javaPassword(password: string): Uint8Array {
  return Uint8Array.from({ length: 2 * password.length }, (_, at) => {
    const unit = password.charCodeAt(at >> 1);
    return at % 2 === 0 ? unit >> 8 : unit & 0xff;
  });
}
