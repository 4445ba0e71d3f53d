import { createHash, createPublicKey } from 'node:crypto';
import { describe, expect, test } from 'vitest';
import { toHex } from '#core/certificate/fingerprint.ts';
import { fromBase64 } from '#core/certificate/pem.ts';
import { ctLog, ctLogText } from './ctLog.ts';
import { ctLogKey } from './ctLogKey.ts';
import { ctLogKeys } from './logKeys.ts';
import { CT_LIST_DATE, ctLogs } from './logs.ts';

const idsInHex = ctLogs.map(([id]) => toHex(fromBase64(id) ?? new Uint8Array()));

describe('the list of transparency logs', () => {
  test('has for each log the key whose hash its ID is (RFC 6962 §3.2)', () => {
    expect(ctLogKeys).toHaveLength(ctLogs.length);
    for (const id of idsInHex) {
      const key = ctLogKey(id) ?? new Uint8Array();
      expect(createHash('sha256').update(key).digest('hex')).toBe(id);
      expect(['ec', 'rsa']).toContain(
        createPublicKey({ key: Buffer.from(key), format: 'der', type: 'spki' }).asymmetricKeyType,
      );
    }
  });

  test('names each log once, with its operator', () => {
    expect(new Set(idsInHex).size).toBe(ctLogs.length);
    for (const [, operator, name] of ctLogs) {
      expect(operator).not.toBe('');
      expect(name).toMatch(/^[^'"]+$/);
    }
    expect(ctLogs.filter(([, , , state]) => state === 'accepted').length).toBeGreaterThan(30);
  });

  test('knows logs of today and of former years, and says of all others that it does not', () => {
    const argon = 'd76d7d10d1a7f577c2c7e95fd700bff982c9335a65e1d0b3017317c0c8c56977';
    const pilot = 'a4b90990b418581487bb13a2cc67700a3c359804f91bdfb8e377cd0ec80ddc10';

    expect(ctLog(argon)).toEqual({ operator: 'Google', name: 'Argon2026h2', state: 'accepted' });
    expect(ctLogText(pilot)).toBe('Google Pilot (retired)');
    expect(ctLogText('00'.repeat(32))).toBe(`a log unknown to the list of ${CT_LIST_DATE}`);
    expect(ctLogKey('00'.repeat(32))).toBeUndefined();
  });
});
