import { createCipheriv, createDecipheriv, randomBytes } from 'node:crypto';
import { existsSync, readFileSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

type Backend = 'basic_text' | 'gnome_libsecret' | 'kwallet5' | 'kwallet6';

/** Chromium's words for its flag, by what Electron answers for them. */
const flags: Readonly<Record<string, Backend>> = {
  'gnome-libsecret': 'gnome_libsecret',
  kwallet5: 'kwallet5',
  kwallet6: 'kwallet6',
};

/**
 * Electron's safeStorage.
 *
 * Without a flag there is no secret store and no pretence of one, as under Playwright's Electron. With
 * `--password-store=gnome-libsecret` (or kwallet5, kwallet6) there is one whose key lies in a file, outside the profile as a keyring does:
 * WIREGLASS_HOST_KEYRING names it. Tests replace the functions, to lock it.
 */
export function createSafeStorage(argv: readonly string[]) {
  const flag = argv.find((word) => word.startsWith('--password-store='))?.split('=')[1] ?? '';
  const backend = flags[flag] ?? 'basic_text';
  const encryptString = (text: string): Buffer => {
    if (backend === 'basic_text') return refuse();
    const nonce = randomBytes(12);
    const cipher = createCipheriv('aes-256-gcm', keyringKey(), nonce);
    return Buffer.concat([PREFIX, nonce, cipher.update(text, 'utf8'), cipher.final(), cipher.getAuthTag()]);
  };
  const decryptString = (encrypted: Buffer): string => {
    if (backend === 'basic_text') return refuse();
    const nonce = encrypted.subarray(PREFIX.length, PREFIX.length + 12);
    const decipher = createDecipheriv('aes-256-gcm', keyringKey(), nonce);
    decipher.setAuthTag(encrypted.subarray(-16));
    const body = encrypted.subarray(PREFIX.length + 12, -16);
    return Buffer.concat([decipher.update(body), decipher.final()]).toString('utf8');
  };
  return {
    isEncryptionAvailable: () => backend !== 'basic_text',
    isAsyncEncryptionAvailable: () => Promise.resolve(backend !== 'basic_text'),
    getSelectedStorageBackend: () => backend,
    setUsePlainTextEncryption: () => undefined,
    encryptString,
    decryptString,
    encryptStringAsync: (text: string) => Promise.resolve().then(() => encryptString(text)),
    decryptStringAsync: (encrypted: Buffer) =>
      Promise.resolve().then(() => ({ result: decryptString(encrypted), shouldReEncrypt: false })),
  };
}

/** Chromium's mark of what a keyring's key encrypted. */
const PREFIX = Buffer.from('v11');

function refuse(): never {
  throw new Error('Encryption is not available: the Chromium host has no secret store.');
}

function keyringKey(): Buffer {
  const path =
    process.env['WIREGLASS_HOST_KEYRING'] ?? join(tmpdir(), `wireglass-host-keyring-${process.getuid?.() ?? 0}`);
  if (!existsSync(path)) writeFileSync(path, randomBytes(32), { mode: 0o600 });
  return readFileSync(path);
}
