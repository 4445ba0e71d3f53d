import { createDecipheriv, createHmac, type KeyObject } from 'node:crypto';
import type { TlsRecord } from '#core/tls/record.ts';
import type { RecordPlace } from '#core/tls/transcript.ts';
import { TLS10 } from '#core/tls/version.ts';
import { writeKeys } from './keyBlock.ts';
import { authenticatedHeader, secretKey, type MakeCipher, type RecordCipher } from './recordCipher.ts';

interface Protection {
  /** Name in node:crypto; absent where nothing is encrypted. */
  readonly cipher?: string;
  readonly keyBytes: number;
  readonly blockBytes: number;
  readonly mac: string;
  readonly macBytes: number;
  /** Of the PRF of TLS 1.2. */
  readonly hash: 'sha256' | 'sha384';
}

const macs: Readonly<Record<string, readonly [name: string, bytes: number]>> = {
  MD5: ['md5', 16],
  SHA: ['sha1', 20],
  SHA256: ['sha256', 32],
  SHA384: ['sha384', 48],
};

/**
 * A block cipher in CBC mode, or none, with a MAC of its own, by the name of the suite (RFC 5246 §6.2.3.1 and §6.2.3.2). RC4 is left
 * out: no TLS library of today speaks it.
 */
export function macCipher(suite: string): MakeCipher | undefined {
  const protection = protectionOf(suite);
  if (protection === undefined) return undefined;
  return (secret, place) => createCipher(secret, place, protection);
}

function protectionOf(suite: string): Protection | undefined {
  const [, , algorithm, bits, macName = ''] =
    /_WITH_((?:(AES|ARIA|CAMELLIA)_(128|256)|3DES_EDE)_CBC|NULL)_(MD5|SHA\d*)$/.exec(suite) ?? [];
  const mac = macs[macName];
  if (mac === undefined) return undefined;
  const [name, macBytes] = mac;
  const hash = macName === 'SHA384' ? 'sha384' : 'sha256';
  const common = { mac: name, macBytes, hash } as const;
  if (suite.includes('_WITH_NULL_')) return { ...common, keyBytes: 0, blockBytes: 0 };
  if (algorithm === undefined || bits === undefined)
    return { ...common, cipher: 'des-ede3-cbc', keyBytes: 24, blockBytes: 8 };
  return { ...common, cipher: `${algorithm}-${bits}-cbc`.toLowerCase(), keyBytes: Number(bits) / 8, blockBytes: 16 };
}

function createCipher(secret: KeyObject, place: RecordPlace, protection: Protection): RecordCipher {
  const { keyBytes, blockBytes, macBytes, mac, hash } = protection;
  // Since TLS 1.1 each record brings its own IV; before, the last block of one record is the IV of the next (RFC 2246 §6.2.3.2).
  const chained = place.version <= TLS10;
  const made = writeKeys(secret, place, hash, { macBytes, keyBytes, ivBytes: chained ? blockBytes : 0 });
  const macKey = secretKey(made.mac);
  const key = keyBytes > 0 ? secretKey(made.key) : undefined;
  let next: Uint8Array = made.iv;

  /** Without its padding; undefined when that is not what RFC 5246 §6.2.3.2 says. */
  const decrypt = (sealed: Uint8Array): Uint8Array | undefined => {
    if (protection.cipher === undefined || key === undefined) return sealed;
    const iv = chained ? next : sealed.subarray(0, blockBytes);
    const blocks = chained ? sealed : sealed.subarray(blockBytes);
    if (blocks.length === 0 || blocks.length % blockBytes !== 0) return undefined;
    next = blocks.slice(-blockBytes);
    const decipher = createDecipheriv(protection.cipher, key, iv).setAutoPadding(false);
    const padded = Buffer.concat([decipher.update(blocks), decipher.final()]);
    const padding = padded.at(-1) ?? 0;
    const end = padded.length - padding - 1;
    return end < 0 || padded.subarray(end).some((byte) => byte !== padding) ? undefined : padded.subarray(0, end);
  };

  const isRight = ({ sequence }: RecordPlace, { header }: TlsRecord, content: Uint8Array, tag: Uint8Array): boolean =>
    createHmac(mac, macKey)
      .update(authenticatedHeader(sequence, header, content.length))
      .update(content)
      .digest()
      .equals(tag);

  return {
    open: (where, record) => {
      try {
        // RFC 7366 §3: the MAC comes after, and covers, what was encrypted.
        const outside = where.encryptThenMac && protection.cipher !== undefined;
        const { fragment } = record;
        if (fragment.length < macBytes) return 'unable';
        const sealed = outside ? fragment.subarray(0, -macBytes) : fragment;
        if (outside && !isRight(where, record, sealed, fragment.subarray(-macBytes))) return 'unable';
        const opened = decrypt(sealed);
        if (opened === undefined || outside) return opened ?? 'unable';
        if (opened.length < macBytes) return 'unable';
        const content = opened.subarray(0, -macBytes);
        return isRight(where, record, content, opened.subarray(-macBytes)) ? content : 'unable';
      } catch {
        return 'unable'; // a cipher this library does not have
      }
    },
  };
}
