import { createDecipheriv, createHmac, createSecretKey, type CipherGCMTypes, type KeyObject } from 'node:crypto';
import { cipherSuites } from '#core/tls/cipherSuite.ts';
import type { TlsRecord } from '#core/tls/record.ts';
import type { RecordOpener, RecordPlace } from '#core/tls/transcript.ts';
import { TLS12, TLS13 } from '#core/tls/version.ts';

/**
 * The secrets of one connection. They come as key log lines, open recorded handshake records, and go: nothing gives them out,
 * and `drop` forgets them and every key made from them.
 */
export interface RecordKeys extends RecordOpener {
  /** A line of the key log (RFC 9850): label, client random, secret. Anything else is ignored. */
  add(line: Uint8Array): void;
  drop(): void;
}

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

/** Labels of the key log (RFC 9850 §2) for the traffic secrets of TLS 1.3, and for the master secret before. */
const secretLabels = {
  client: { handshake: 'CLIENT_HANDSHAKE_TRAFFIC_SECRET', application: 'CLIENT_TRAFFIC_SECRET_0' },
  server: { handshake: 'SERVER_HANDSHAKE_TRAFFIC_SECRET', application: 'SERVER_TRAFFIC_SECRET_0' },
} as const;
const MASTER_SECRET = 'CLIENT_RANDOM';

/** Keys from secrets, as RFC 8446 §7 and RFC 5246 §6.3 make them. Ciphers without authenticated encryption stay closed. */
export function createRecordKeys(): RecordKeys {
  const secrets = new Map<string, KeyObject>();
  const made = new Map<string, Keys>();

  const keysFor = (place: RecordPlace, protection: Protection): Keys | 'no-secret' => {
    const name = `${place.from} ${place.epoch} ${place.generation}`;
    const known = made.get(name);
    if (known) return known;
    const label = place.version === TLS13 ? secretLabels[place.from][place.epoch] : MASTER_SECRET;
    const secret = secrets.get(label);
    if (secret === undefined) return 'no-secret';
    const keys = place.version === TLS13 ? trafficKeys(secret, place, protection) : keyBlock(secret, place, protection);
    made.set(name, keys);
    return keys;
  };

  return {
    add: (line) => {
      const [label, , secret] = Buffer.from(line).toString('latin1').trim().split(' ');
      if (label === undefined || secret === undefined || secret === '') return;
      secrets.set(label, secretKey(Buffer.from(secret, 'hex')));
    },
    drop: () => {
      for (const { iv } of made.values()) iv.fill(0);
      secrets.clear();
      made.clear();
    },
    open: (place, record) => {
      const protection = protectionOf(place);
      if (protection === undefined) return 'unable';
      const keys = keysFor(place, protection);
      return keys === 'no-secret' ? keys : openRecord(keys, protection, place, record);
    },
  };
}

/** By the name of the suite; undefined for ciphers that are not opened here (CBC, stream ciphers, national ones). */
function protectionOf({ suite, version, generation }: RecordPlace): Protection | undefined {
  // Before TLS 1.3 only TLS 1.2 has authenticated encryption, and a renegotiation has a master secret that replaces this one.
  if (version !== TLS13 && (version !== TLS12 || generation > 0)) return undefined;
  const name = cipherSuites[suite] ?? '';
  const match = /_(AES_(128|256)_(GCM|CCM)(_8)?|CHACHA20_POLY1305)(?:_|$)/.exec(name);
  if (match === null || name.startsWith('OLD_')) return undefined;
  const [, , bits, mode, short] = match;
  const hash = name.endsWith('SHA384') ? 'sha384' : 'sha256';
  const chacha = bits === undefined;
  return {
    cipher: chacha ? 'chacha20-poly1305' : `aes-${bits}-${mode?.toLowerCase()}`,
    keyBytes: chacha ? 32 : Number(bits) / 8,
    tagBytes: short === undefined ? 16 : 8,
    hash,
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

/** The bytes as a key object; the bytes themselves are overwritten. */
function secretKey(bytes: Uint8Array): KeyObject {
  const key = createSecretKey(bytes);
  bytes.fill(0);
  return key;
}

/** HKDF-Expand-Label with an empty context (RFC 8446 §7.1; RFC 5869 §2.3). One block is enough for every length here. */
function expandLabel(hash: string, secret: KeyObject, label: string, length: number): Uint8Array {
  const text = `tls13 ${label}`;
  const info = Buffer.concat([Buffer.from([0, length, text.length]), Buffer.from(text, 'latin1'), Buffer.from([0, 1])]);
  return createHmac(hash, secret).update(info).digest().subarray(0, length);
}

/** RFC 5246 §6.3; the ciphers here have no MAC keys. */
function keyBlock(master: KeyObject, place: RecordPlace, { hash, keyBytes, explicitNonceBytes }: Protection): Keys {
  const ivBytes = IV_BYTES - explicitNonceBytes;
  const seed = Buffer.concat([Buffer.from('key expansion', 'latin1'), place.serverRandom, place.clientRandom]);
  const block = prf(hash, master, seed, 2 * (keyBytes + ivBytes));
  const keyAt = place.from === 'client' ? 0 : keyBytes;
  const ivAt = 2 * keyBytes + (place.from === 'client' ? 0 : ivBytes);
  return { key: createSecretKey(block.subarray(keyAt, keyAt + keyBytes)), iv: block.subarray(ivAt, ivAt + ivBytes) };
}

/** P_hash (RFC 5246 §5). */
function prf(hash: string, secret: KeyObject, seed: Uint8Array, length: number): Buffer {
  const blocks: Buffer[] = [];
  let a: Uint8Array = seed;
  for (let size = 0; size < length; size += blocks.at(-1)?.length ?? length) {
    a = createHmac(hash, secret).update(a).digest();
    blocks.push(createHmac(hash, secret).update(a).update(seed).digest());
  }
  return Buffer.concat(blocks).subarray(0, length);
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
  const header = place.version === TLS13 ? record.header : header12(place.sequence, record.header, length);
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

/** Additional data of TLS 1.2 (RFC 5246 §6.2.3.3): sequence number, type, version, length of the content. */
function header12(sequence: number, header: Uint8Array, length: number): Uint8Array {
  const data = Buffer.alloc(13);
  data.writeUInt32BE(sequence, 4);
  data.set(header.subarray(0, 3), 8);
  data.writeUInt16BE(length, 11);
  return data;
}
