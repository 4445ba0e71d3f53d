import { createCipheriv, createDecipheriv, randomBytes } from 'node:crypto';
import { fail, ok } from '#core/result.ts';
import { sealedByText, type SecretFailure, type Secrets } from './secrets.ts';

/** A secret store for tests: it encrypts for real, and can be locked. */
export interface TestKeyring {
  readonly secrets: Secrets;
  /** What is there now does not open, as after a log-out; `store` names it. */
  lock(store: string): void;
  unlock(): void;
  /** Called while a key is being opened, as when a keyring asks the user. */
  onOpen(work: () => void): void;
}

export function createTestKeyring(): TestKeyring {
  const key = randomBytes(32);
  let locked: string | undefined;
  let work: () => void = () => undefined;
  const by = sealedByText('async', 'GNOME Keyring');
  const refuse = (store: string): SecretFailure => {
    return { kind: 'no-secret-store', store, reason: `${store} is locked.`, message: 'Locked.' };
  };
  const secrets: Secrets = {
    state: () =>
      Promise.resolve(
        locked === undefined
          ? { available: true, store: 'GNOME Keyring' }
          : { available: false, store: locked, reason: `${locked} is locked.` },
      ),
    seal: (text) => {
      if (locked !== undefined) return Promise.resolve(fail(refuse(locked)));
      const nonce = randomBytes(12);
      const cipher = createCipheriv('aes-256-gcm', key, nonce);
      const body = Buffer.concat([nonce, cipher.update(text, 'utf8'), cipher.final(), cipher.getAuthTag()]);
      return Promise.resolve(ok({ bytes: new Uint8Array(body), by }));
    },
    open: async (sealed) => {
      await Promise.resolve();
      work();
      if (locked !== undefined) return fail(refuse(locked));
      try {
        const bytes = Buffer.from(sealed.bytes);
        const decipher = createDecipheriv('aes-256-gcm', key, bytes.subarray(0, 12));
        decipher.setAuthTag(bytes.subarray(-16));
        return ok(Buffer.concat([decipher.update(bytes.subarray(12, -16)), decipher.final()]).toString('utf8'));
      } catch {
        return fail(refuse('GNOME Keyring'));
      }
    },
  };
  return {
    secrets,
    lock: (store) => {
      locked = store;
    },
    unlock: () => {
      locked = undefined;
    },
    onOpen: (next) => {
      work = next;
    },
  };
}
