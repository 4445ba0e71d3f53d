import { createPublicKey, hash, verify } from 'node:crypto';
import type { TimestampPowers } from '#core/certificate/ct/checkTimestamp.ts';

/** The cryptography that checking timestamps takes, from node:crypto. Logs sign with SHA-256 alone (RFC 6962 §2.1.4). */
export const timestampPowers: TimestampPowers = {
  sha256: (bytes) => hash('sha256', bytes, 'buffer'),
  verify: (spki, algorithm, signature, signed) => {
    if (!algorithm.endsWith('with SHA-256')) return false;
    try {
      const key = createPublicKey({ key: Buffer.from(spki), format: 'der', type: 'spki' });
      const scheme = key.asymmetricKeyType === 'ec' ? 'ECDSA' : 'RSA';
      return algorithm.startsWith(scheme) && verify('sha256', signed, key, signature);
    } catch {
      return false;
    }
  },
};
