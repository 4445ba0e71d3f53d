import { createDecipheriv, createHash, createHmac, createPrivateKey, createPublicKey, pbkdf2 } from 'node:crypto';
import { setImmediate as nextTurn } from 'node:timers/promises';
import { promisify } from 'node:util';
import type { ContainerPowers } from '#core/certificate/container/powers.ts';

const derive = promisify(pbkdf2);

/** The cryptography that reading key stores takes, from node:crypto. PBKDF2 runs on another thread. */
export const containerPowers: ContainerPowers = {
  hash: (name, bytes) => createHash(name).update(bytes).digest(),
  hmac: (name, key, bytes) => createHmac(name, key).update(bytes).digest(),
  pbkdf2: (name, password, salt, rounds, length) => derive(password, salt, rounds, length, name),
  decrypt: (cipher, key, iv, bytes) => {
    try {
      const decipher = createDecipheriv(cipher, key, iv);
      return Buffer.concat([decipher.update(bytes), decipher.final()]);
    } catch {
      return undefined;
    }
  },
  publicKeyOf: (der, type) => {
    try {
      const key = createPrivateKey({ key: Buffer.from(der), format: 'der', type });
      return createPublicKey(key).export({ format: 'der', type: 'spki' });
    } catch {
      // BoringSSL, in Electron, reads fewer kinds than OpenSSL: then nobody says to which certificate the key belongs.
      return undefined;
    }
  },
  pause: () => nextTurn(),
};
