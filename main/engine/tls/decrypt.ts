import type { KeyObject } from 'node:crypto';
import { cipherSuites } from '#core/tls/cipherSuite.ts';
import type { RecordOpener, RecordPlace } from '#core/tls/transcript.ts';
import { TLS10, TLS13 } from '#core/tls/version.ts';
import { authenticatedCipher } from './authenticatedCipher.ts';
import { macCipher } from './macCipher.ts';
import { secretKey, type MakeCipher, type RecordCipher } from './recordCipher.ts';

/**
 * The secrets of one connection. They come as key log lines, open recorded handshake records, and go: nothing gives them out,
 * and `drop` forgets them and every key made from them.
 */
export interface RecordKeys extends RecordOpener {
  /** A line of the key log (RFC 9850): label, client random, secret. Anything else is ignored. */
  add(line: Uint8Array): void;
  drop(): void;
}

/** Labels of the key log (RFC 9850 §2) for the traffic secrets of TLS 1.3, and for the master secret before. */
const secretLabels = {
  client: { handshake: 'CLIENT_HANDSHAKE_TRAFFIC_SECRET', application: 'CLIENT_TRAFFIC_SECRET_0' },
  server: { handshake: 'SERVER_HANDSHAKE_TRAFFIC_SECRET', application: 'SERVER_TRAFFIC_SECRET_0' },
} as const;
const MASTER_SECRET = 'CLIENT_RANDOM';
const usedLabels: ReadonlySet<string> = new Set([
  MASTER_SECRET,
  ...Object.values(secretLabels).flatMap((labels) => Object.values(labels)),
]);

/** Opens records with keys made from secrets, as RFC 8446 §7, RFC 5246 §6.3 and RFC 2246 §6.3 make them. */
export function createRecordKeys(): RecordKeys {
  /** By label and client random: a renegotiation before TLS 1.3 has a random and a master secret of its own. */
  const secrets = new Map<string, KeyObject>();
  const made = new Map<string, RecordCipher>();

  const cipherAt = (place: RecordPlace): RecordCipher | 'no-secret' | 'unable' => {
    const name = `${place.from} ${place.epoch} ${place.generation}`;
    const known = made.get(name);
    if (known) return known;
    const make = makerOf(place);
    if (make === undefined) return 'unable';
    const label = place.version === TLS13 ? secretLabels[place.from][place.epoch] : MASTER_SECRET;
    const secret = secrets.get(`${label} ${Buffer.from(place.clientRandom).toString('hex')}`);
    if (secret === undefined) return 'no-secret';
    const cipher = make(secret, place);
    made.set(name, cipher);
    return cipher;
  };

  return {
    add: (line) => {
      const [label, random, secret] = Buffer.from(line).toString('latin1').trim().split(' ');
      if (label === undefined || random === undefined || secret === undefined || secret === '') return;
      if (!usedLabels.has(label)) return;
      secrets.set(`${label} ${random.toLowerCase()}`, secretKey(Buffer.from(secret, 'hex')));
    },
    drop: () => {
      secrets.clear();
      made.clear();
    },
    open: (place, record) => {
      const cipher = cipherAt(place);
      return typeof cipher === 'string' ? cipher : cipher.open(place, record);
    },
  };
}

/** By the name of the suite; undefined for ciphers that are not opened here (RC4, single DES, national ones), and for SSL 3.0. */
function makerOf({ suite, version }: RecordPlace): MakeCipher | undefined {
  if (version < TLS10) return undefined;
  const name = cipherSuites[suite] ?? '';
  return authenticatedCipher(name, version) ?? macCipher(name);
}
