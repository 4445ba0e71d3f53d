import { extensionOf, type Certificate, type CertificateTimestamp } from '#core/certificate/certificate.ts';
import { concat } from '#core/certificate/bytes.ts';
import { ctLogKey } from './ctLogKey.ts';
import { precertificateTbs } from './precertificateTbs.ts';

/**
 * good         the log signed exactly this certificate
 * bad          it did not: another certificate, or a forgery
 * unknown-log  the shipped list does not know the log, so nobody can tell
 * not-checked  what the signature is over cannot be put together, mostly because the issuer is not at hand; or there are too many
 */
export type TimestampVerdict = 'good' | 'bad' | 'unknown-log' | 'not-checked';

/** What checking takes: core has no cryptography. */
export interface TimestampPowers {
  /** Another list of logs than the one shipped. */
  readonly keyOf?: (logId: string) => Uint8Array | undefined;
  readonly sha256: (bytes: Uint8Array) => Uint8Array | Promise<Uint8Array>;
  /** @param algorithm 'ECDSA with SHA-256' or 'RSA with SHA-256' (RFC 6962 §2.1.4) */
  readonly verify: (
    spki: Uint8Array,
    algorithm: string,
    signature: Uint8Array,
    signed: Uint8Array,
  ) => boolean | Promise<boolean>;
}

/** What a log put its timestamp on (RFC 6962 §3.1). */
export type LogEntry =
  /** Timestamps inside a certificate: its signed part without them, and the SHA-256 of the issuer's key. */
  | { readonly kind: 'precertificate'; readonly tbs: Uint8Array; readonly issuerKeyHash: Uint8Array }
  /** Timestamps that came beside it, in the handshake or in an OCSP response. */
  | { readonly kind: 'certificate'; readonly der: Uint8Array };

/** Timestamps checked of one certificate: it has two or three. Each takes hashing all of it, and there is room for a thousand. */
const MAX_CHECKED = 32;

/** Whether a log really signed this entry at that time. */
export async function checkTimestamp(
  timestamp: CertificateTimestamp,
  entry: LogEntry | undefined,
  powers: TimestampPowers,
): Promise<TimestampVerdict> {
  const key = (powers.keyOf ?? ctLogKey)(timestamp.logId);
  if (key === undefined) return 'unknown-log';
  if (entry === undefined) return 'not-checked';
  const { algorithm, signature } = timestamp;
  const isGood = await powers.verify(key, algorithm, signature, signedStructure(timestamp, entry));
  return isGood ? 'good' : 'bad';
}

/**
 * A verdict for each timestamp inside a certificate, in their order; none when it carries none.
 *
 * @param issuer who issued it; a certificate of the same key does as well, since the log signed the hash of the key
 */
export async function checkTimestamps(
  certificate: Certificate,
  issuer: Certificate | undefined,
  powers: TimestampPowers,
): Promise<readonly TimestampVerdict[]> {
  const timestamps = extensionOf(certificate, 'signedCertificateTimestampList')?.timestamps ?? [];
  const tbs = timestamps.length === 0 ? undefined : precertificateTbs(certificate);
  const issuerKeyHash = issuer === undefined ? undefined : await powers.sha256(issuer.publicKey.spki);
  const entry =
    tbs === undefined || issuerKeyHash === undefined
      ? undefined
      : ({ kind: 'precertificate', tbs, issuerKeyHash } as const);
  return Promise.all(
    timestamps.map((timestamp, at) => checkTimestamp(timestamp, at < MAX_CHECKED ? entry : undefined, powers)),
  );
}

/** The bytes under the signature of a v1 timestamp (RFC 6962 §3.2, `digitally-signed struct`). */
export function signedStructure({ timestamp, extensions }: CertificateTimestamp, entry: LogEntry): Uint8Array {
  const [version, certificateTimestamp] = [0, 0];
  const signed =
    entry.kind === 'certificate'
      ? [number(0, 2), sized(entry.der, 3)]
      : [number(1, 2), entry.issuerKeyHash, sized(entry.tbs, 3)];
  return concat([Uint8Array.of(version, certificateTimestamp), number(timestamp, 8), ...signed, sized(extensions, 2)]);
}

function sized(bytes: Uint8Array, width: number): Uint8Array {
  return concat([number(bytes.length, width), bytes]);
}

/** Big-endian; a timestamp has more bits than a bitwise operation holds. */
function number(value: number, width: number): Uint8Array {
  return Uint8Array.from({ length: width }, (_, at) => Math.floor(value / 256 ** (width - 1 - at)) % 256);
}
