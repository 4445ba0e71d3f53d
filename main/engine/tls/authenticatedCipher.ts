import { createDecipheriv, createHmac, type CipherGCMTypes, type KeyObject } from 'node:crypto';
import type { TlsRecord } from '#core/tls/record.ts';
import type { RecordPlace } from '#core/tls/transcript.ts';
import { TLS13 } from '#core/tls/version.ts';
import { writeKeys } from './keyBlock.ts';
import { authenticatedHeader, secretKey, type MakeCipher } from './recordCipher.ts';

interface Protection {
  readonly cipher: string;
  readonly keyBytes: number;
  readonly tagBytes: number;
  readonly hash: 'sha256' | 'sha384';
  /** Part of the nonce that is sent with each record before TLS 1.3 (RFC 5288 §3); 0: none is (RFC 7905 §2). */
  readonly explicitNonceBytes: number;
}

/** Secrets are key objects: they stay outside the heap, and node:crypto takes them four times faster than bytes (Node 24.21). */
interface Keys {
  readonly key: KeyObject;
  readonly iv: Uint8Array;
}

/** A cipher that authenticates by itself, by the name of the suite: AES and ARIA in GCM and CCM mode, ChaCha20-Poly1305. */
export function authenticatedCipher(suite: string, version: number): MakeCipher | undefined {
  const protection = protectionOf(suite, version);
  if (protection === undefined) return undefined;
  return (secret, place) => {
    const keys =
      place.version === TLS13 ? trafficKeys(secret, place, protection) : blockKeys(secret, place, protection);
    return { open: (where, record) => openRecord(keys, protection, where, record) };
  };
}

function protectionOf(suite: string, version: number): Protection | undefined {
  const match = /_((AES|ARIA)_(128|256)_(GCM|CCM)(_8)?|CHACHA20_POLY1305)(?:_|$)/.exec(suite);
  if (match === null || suite.startsWith('OLD_')) return undefined;
  const [, , algorithm, bits, mode, short] = match;
  const chacha = bits === undefined;
  return {
    cipher: chacha ? 'chacha20-poly1305' : `${algorithm}-${bits}-${mode}`.toLowerCase(),
    keyBytes: chacha ? 32 : Number(bits) / 8,
    tagBytes: short === undefined ? 16 : 8,
    hash: suite.endsWith('SHA384') ? 'sha384' : 'sha256',
    explicitNonceBytes: version === TLS13 || chacha ? 0 : 8,
  };
}

const IV_BYTES = 12;

/** RFC 8446 §7.3, after as many updates as there were (§7.2). */
function trafficKeys(secret: KeyObject, { generation }: RecordPlace, { hash, keyBytes }: Protection): Keys {
  let current = secret;
  for (let done = 0; done < generation; done++) {
    current = secretKey(expandLabel(hash, current, 'traffic upd', hash === 'sha384' ? 48 : 32));
  }
  return {
    key: secretKey(expandLabel(hash, current, 'key', keyBytes)),
    iv: expandLabel(hash, current, 'iv', IV_BYTES),
  };
}

/** HKDF-Expand-Label with an empty context (RFC 8446 §7.1; RFC 5869 §2.3). One block is enough for every length here. */
function expandLabel(hash: string, secret: KeyObject, label: string, length: number): Uint8Array {
  const text = `tls13 ${label}`;
  const info = Buffer.concat([Buffer.from([0, length, text.length]), Buffer.from(text, 'latin1'), Buffer.from([0, 1])]);
  return createHmac(hash, secret).update(info).digest().subarray(0, length);
}

function blockKeys(master: KeyObject, place: RecordPlace, protection: Protection): Keys {
  const { hash, keyBytes, explicitNonceBytes } = protection;
  const { key, iv } = writeKeys(master, place, hash, { macBytes: 0, keyBytes, ivBytes: IV_BYTES - explicitNonceBytes });
  return { key: secretKey(key), iv };
}

function openRecord(keys: Keys, protection: Protection, place: RecordPlace, record: TlsRecord): Uint8Array | 'unable' {
  const { explicitNonceBytes, tagBytes } = protection;
  const length = record.fragment.length - explicitNonceBytes - tagBytes;
  if (length < 0) return 'unable';
  const sealed = record.fragment.subarray(explicitNonceBytes, explicitNonceBytes + length);
  const nonce =
    explicitNonceBytes > 0
      ? Buffer.concat([keys.iv, record.fragment.subarray(0, explicitNonceBytes)])
      : nonceOf(keys.iv, place.sequence);
  const header = place.version === TLS13 ? record.header : authenticatedHeader(place.sequence, record.header, length);
  try {
    // Node's types name each cipher; the options are those of all authenticated ones.
    const decipher = createDecipheriv(protection.cipher as CipherGCMTypes, keys.key, nonce, {
      authTagLength: tagBytes,
    });
    decipher.setAuthTag(record.fragment.subarray(explicitNonceBytes + length));
    decipher.setAAD(header, { plaintextLength: length });
    const opened = decipher.update(sealed);
    decipher.final(); // throws when the tag is not right
    return opened;
  } catch {
    return 'unable';
  }
}

/** RFC 8446 §5.3, RFC 7905 §2: the sequence number, padded on the left, xor the IV. */
function nonceOf(iv: Uint8Array, sequence: number): Uint8Array {
  const nonce = Buffer.from(iv);
  const low = nonce.length - 4;
  nonce.writeUInt32BE((nonce.readUInt32BE(low) ^ sequence) >>> 0, low);
  return nonce;
}
