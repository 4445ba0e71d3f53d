import type { Extension, GeneralName } from '#core/certificate/certificate.ts';
import { readExtension } from '#core/certificate/decode.ts';
import {
  children,
  guarded,
  malformed,
  readInteger,
  readWhole,
  sequence,
  tags,
  type DerFailure,
} from '#core/certificate/der.ts';
import { readGeneralNames } from '#core/certificate/extensions/generalName.ts';
import { toHex } from '#core/certificate/fingerprint.ts';
import { readTime } from '#core/certificate/time.ts';
import { ok, type Result } from '#core/result.ts';
import { readCause } from './cause.ts';
import type { RevocationCause } from './status.ts';

/** One revoked certificate on a list (RFC 5280 §5.3). */
export interface CrlEntry {
  /** Hex of the INTEGER content, as in a certificate. */
  readonly serial: string;
  /** ms UTC. */
  readonly revokedAt: number;
  readonly reason?: RevocationCause;
  /** Since when the key is thought to be lost, ms UTC. */
  readonly invalidAt?: number;
  /** On an indirect list: whose certificate this and the following entries are. */
  readonly certificateIssuer?: readonly GeneralName[];
  readonly extensions: readonly Extension[];
}

const REASON = '2.5.29.21';
const INVALIDITY_DATE = '2.5.29.24';
const CERTIFICATE_ISSUER = '2.5.29.29';

/** Extensions of an entry that are understood; another that is critical makes the list unusable (RFC 5280 §5.3). */
export const knownEntryExtensions: ReadonlySet<string> = new Set([REASON, INVALIDITY_DATE, CERTIFICATE_ISSUER]);

/**
 * The entry of one serial number, or undefined when it is not on the list. Nothing is made for the others: a list of 100 000
 * entries takes a few milliseconds.
 *
 * @param entries as a decoded list has them: what is no entry ends the search
 */
export function findRevoked(entries: Uint8Array, serial: string): Result<CrlEntry | undefined, DerFailure> {
  const wanted = Uint8Array.from(serial.match(/../g) ?? [], (pair) => parseInt(pair, 16));
  for (let at = 0; at >= 0 && at < entries.length;) {
    const end = valueEnd(entries, at);
    const number = contentStart(entries, contentStart(entries, at));
    if (isAt(entries, number, valueEnd(entries, contentStart(entries, at)), wanted))
      return decodeEntry(entries.subarray(at, end));
    at = end;
  }
  return ok(undefined);
}

/** Some of the entries in their order, for showing: those from `skip` on, at most `take`. */
export function revokedEntries(
  entries: Uint8Array,
  skip: number,
  take: number,
): Result<readonly CrlEntry[], DerFailure> {
  const found: CrlEntry[] = [];
  let index = 0;
  for (let at = 0; at >= 0 && at < entries.length && found.length < take; index++) {
    const end = valueEnd(entries, at);
    if (index >= skip) {
      const entry = decodeEntry(entries.subarray(at, end));
      if (!entry.ok) return entry;
      found.push(entry.value);
    }
    at = end;
  }
  return ok(found);
}

/** How many entries there are; undefined when they are not one SEQUENCE beginning with an INTEGER after the other. */
export function countEntries(entries: Uint8Array): number | undefined {
  let count = 0;
  for (let at = 0; at < entries.length; count++) {
    const end = valueEnd(entries, at);
    const inner = contentStart(entries, at);
    // -1 is a length that is not DER or runs past the end.
    if (end < 0 || inner < 0 || entries[at] !== tags.sequence || entries[inner] !== tags.integer) return undefined;
    const numberEnd = valueEnd(entries, inner);
    if (numberEnd < 0 || numberEnd > end) return undefined;
    at = end;
  }
  return count;
}

function decodeEntry(der: Uint8Array): Result<CrlEntry, DerFailure> {
  return guarded(() => {
    const node = readWhole(der);
    const [serial, date, extra, more] = sequence(node, 'an entry', node);
    if (serial === undefined || date === undefined || more !== undefined)
      return malformed('an entry that is not a number, a time and extensions', node);
    const extensions = extra === undefined ? [] : children(extra).map(readExtension);
    const value = (oid: string) => {
      const found = extensions.find((extension) => extension.oid === oid);
      return found === undefined ? undefined : readWhole(found.der);
    };
    const [reason, invalid, issuer] = [value(REASON), value(INVALIDITY_DATE), value(CERTIFICATE_ISSUER)];
    return {
      serial: toHex(readInteger(serial)),
      revokedAt: readTime(date),
      ...(reason !== undefined && { reason: readCause(reason) }),
      ...(invalid !== undefined && { invalidAt: readTime(invalid) }),
      ...(issuer !== undefined && { certificateIssuer: readGeneralNames(issuer) }),
      extensions,
    };
  });
}

/** Where the content of the value at `at` begins; -1 when its length is not DER. */
function contentStart(bytes: Uint8Array, at: number): number {
  const first = bytes[at + 1];
  if (first === undefined || first === 0x80 || first > 0x84) return -1;
  return first < 0x80 ? at + 2 : at + 2 + (first & 0x7f);
}

/** Where the value at `at` ends; -1 when that is not to be told or past the end. */
function valueEnd(bytes: Uint8Array, at: number): number {
  const start = contentStart(bytes, at);
  if (start < 0) return -1;
  let length = 0;
  if (start === at + 2) length = bytes[at + 1] ?? 0;
  else for (let octet = at + 2; octet < start; octet++) length = length * 256 + (bytes[octet] ?? 0);
  return start + length > bytes.length ? -1 : start + length;
}

function isAt(bytes: Uint8Array, start: number, end: number, wanted: Uint8Array): boolean {
  if (end - start !== wanted.length) return false;
  for (let index = 0; index < wanted.length; index++) if (bytes[start + index] !== wanted[index]) return false;
  return true;
}
