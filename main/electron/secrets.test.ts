import { describe, expect, test } from 'vitest';
import { createSecrets, type Safe } from './secrets.ts';

/** Electron's safeStorage as it is documented, with letters turned round for encryption and each interface's own mark. */
function safeStorage(more: Partial<Safe> = {}): Safe {
  const turned = (text: string) => Array.from(text).reverse().join('');
  const seal = (mark: string, text: string) => Buffer.from(`${mark}${turned(text)}`);
  const open = (mark: string, bytes: Buffer) => {
    const text = bytes.toString();
    if (!text.startsWith(mark)) throw new Error('Error while decrypting the ciphertext');
    return turned(text.slice(mark.length));
  };
  return {
    isAsyncEncryptionAvailable: () => Promise.resolve(true),
    encryptStringAsync: (text) => Promise.resolve(seal('a', text)),
    decryptStringAsync: async (bytes) => ({ result: await Promise.resolve(open('a', bytes)), shouldReEncrypt: false }),
    isEncryptionAvailable: () => true,
    encryptString: (text) => seal('s', text),
    decryptString: (bytes) => open('s', bytes),
    getSelectedStorageBackend: () => 'gnome_libsecret',
    ...more,
  };
}

const withoutAsync = { isAsyncEncryptionAvailable: () => Promise.resolve(false) };

describe('the secret store of a desktop', () => {
  test.each([
    ['linux', 'gnome_libsecret', 'GNOME Keyring'],
    ['linux', 'kwallet6', 'KWallet'],
    ['darwin', 'unknown', 'Keychain'],
    ['win32', 'unknown', 'DPAPI'],
  ] as const)('on %s (%s) is called %s', async (platform, backend, store) => {
    const secrets = createSecrets(safeStorage({ getSelectedStorageBackend: () => backend }), platform);

    expect(await secrets.state()).toEqual({ available: true, store });
  });

  test('seals by the asynchronous interface where it works, and says so', async () => {
    const secrets = createSecrets(safeStorage(), 'linux');

    const sealed = await secrets.seal('secret');

    expect(sealed).toMatchObject({ ok: true, value: { by: 'async · GNOME Keyring' } });
    expect(sealed.ok && (await secrets.open(sealed.value))).toEqual({ ok: true, value: 'secret' });
  });

  test('else by the synchronous one; each opens only what it sealed, whichever works now', async () => {
    const before = createSecrets(safeStorage(withoutAsync), 'linux');
    const after = createSecrets(safeStorage(), 'linux');

    const sealed = await before.seal('secret');

    expect(sealed).toMatchObject({ ok: true, value: { by: 'sync · GNOME Keyring' } });
    expect(sealed.ok && (await after.open(sealed.value))).toEqual({ ok: true, value: 'secret' });
    expect(sealed.ok && (await after.open({ ...sealed.value, by: 'async · GNOME Keyring' }))).toMatchObject({
      ok: false,
      error: { kind: 'no-secret-store' },
    });
  });

  test('of plain text counts as none, though it would encrypt', async () => {
    const secrets = createSecrets(safeStorage({ getSelectedStorageBackend: () => 'basic_text' }), 'linux');

    expect(await secrets.state()).toMatchObject({ available: false, store: 'plain text' });
    expect(await secrets.seal('secret')).toMatchObject({ ok: false, error: { store: 'plain text' } });
  });

  test('that is not known counts as none', async () => {
    const secrets = createSecrets(safeStorage({ getSelectedStorageBackend: () => 'unknown' }), 'linux');

    expect(await secrets.state()).toMatchObject({ available: false, store: 'none' });
  });

  test('that is locked is said to be, whatever it answers or throws', async () => {
    const locked = { ...withoutAsync, isEncryptionAvailable: () => false };
    const throwing = {
      isAsyncEncryptionAvailable: () => Promise.reject(new Error('not ready')),
      isEncryptionAvailable: () => {
        throw new Error('not ready');
      },
    };
    for (const more of [locked, throwing])
      expect(await createSecrets(safeStorage(more), 'darwin').state()).toEqual({
        available: false,
        store: 'Keychain',
        reason: 'Keychain is locked, or refuses this app.',
      });
    const refusing = { encryptStringAsync: () => Promise.reject(new Error('User canceled')) };
    expect(await createSecrets(safeStorage(refusing), 'darwin').seal('secret')).toMatchObject({
      error: { reason: 'Keychain did not take it (User canceled).' },
    });
  });

  test('does not open what another store sealed, or what was changed, and never throws', async () => {
    const secrets = createSecrets(safeStorage(), 'linux');
    const bytes = Buffer.from('changed');

    expect(await secrets.open({ bytes, by: 'async · KWallet' })).toMatchObject({
      error: { reason: 'It was protected by KWallet; what this system has now is GNOME Keyring.' },
    });
    expect(await secrets.open({ bytes: Buffer.from('x'), by: 'async · GNOME Keyring' })).toMatchObject({
      error: { reason: expect.stringContaining('GNOME Keyring does not open it') as string },
    });
  });
});
