import {
  content,
  expectTag,
  guarded,
  guardedLater,
  readWhole,
  sequence,
  tags,
  type DerNode,
} from '#core/certificate/der.ts';
import { decryptWithPassword, type Opening } from './pkcs12Cipher.ts';
import { passwordForms, type PasswordForm } from './pkcs12Password.ts';
import { openJavaKey } from './javaKey.ts';
import { openPemKey } from './pemKey.ts';
import { readPrivateKey, type ClosedKey, type FoundKey } from './privateKey.ts';

/** The key of an EncryptedPrivateKeyInfo (RFC 5208 §6), by the first reading of the password that opens it; else why it stays closed. */
export async function openEncryptedKey(
  node: DerNode,
  forms: readonly PasswordForm[],
  opening: Opening,
): Promise<FoundKey> {
  const read = await guardedLater(async (): Promise<FoundKey | ClosedKey> => {
    const [algorithm, encrypted] = sequence(node, 'an encrypted key', node);
    const bytes = content(expectTag(encrypted, tags.octetString, 'an encrypted key', node));
    for (const form of forms) {
      const plain = await decryptWithPassword(algorithm ?? node, form, bytes, opening);
      if (plain.kind === 'unsupported') return plain;
      const key = plain.kind === 'plain' ? readPrivateKey(plain.bytes, opening.powers) : undefined;
      if (key !== undefined) return key;
    }
    return { kind: 'wrong-password' };
  });
  if (!read.ok) return { encrypted: true, closed: { kind: 'unsupported', name: read.error.reason } };
  return 'encrypted' in read.value ? { ...read.value, encrypted: true } : { encrypted: true, closed: read.value };
}

/** A key that was found locked, opened with the password or with the reason why not. One that is open stays as it is. */
export async function unlockKey(found: FoundKey, password: string | undefined, opening: Opening): Promise<FoundKey> {
  const { locked, ...rest } = found;
  if (locked === undefined) return found;
  if (password === undefined) return { ...rest, closed: { kind: 'password-needed' } };
  switch (locked.kind) {
    case 'pkcs8': {
      const node = guarded(() => readWhole(locked.der));
      const opened = node.ok ? await openEncryptedKey(node.value, passwordForms(password), opening) : undefined;
      return { ...rest, ...(opened ?? { closed: { kind: 'wrong-password' } }) };
    }
    case 'java':
      return { ...rest, ...openJavaKey(locked.der, password, opening.powers), encrypted: true };
    case 'pem':
      return { ...rest, ...openPemKey(locked, password, opening.powers), encrypted: true };
  }
}
