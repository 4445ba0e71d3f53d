import { decodeCertificate } from '#core/certificate/decode.ts';
import { sameBytes } from '#core/certificate/name.ts';
import { fail, ok, type Result } from '#core/result.ts';
import { concat } from '#core/certificate/bytes.ts';
import type { ContainedCertificate, ContainerFailure, Integrity } from './contained.ts';
import { javaPassword } from './javaKey.ts';
import type { ContainerPowers } from './powers.ts';
import type { FoundKey } from './privateKey.ts';

/*
 * Java's own key stores, JKS and JCEKS, as OpenJDK writes them (sun.security.provider.JavaKeyStore and
 * com.sun.crypto.provider.JceKeyStore): numbers in big-endian, names in Java's UTF-8, and at the end a SHA-1
 * over the password, a phrase and all that came before. Certificates are not encrypted, so they are shown without it too.
 */

const MAGIC_JKS = 0xfeedfeed;
const MAGIC_JCEKS = 0xcececece;

/** The digest at the end (SHA-1). */
const DIGEST_BYTES = 20;
const PHRASE = new TextEncoder().encode('Mighty Aphrodite');

export interface JksContents {
  readonly format: 'jks' | 'jceks';
  readonly certificates: readonly ContainedCertificate[];
  readonly keys: readonly FoundKey[];
  readonly integrity: Integrity;
}

/** Which of the two the bytes begin like; undefined when like neither. */
export function jksFormat(bytes: Uint8Array): 'jks' | 'jceks' | undefined {
  const magic = uint(bytes, 0, 4);
  if (magic === MAGIC_JKS) return 'jks';
  return magic === MAGIC_JCEKS ? 'jceks' : undefined;
}

/** Every certificate: trusted ones, and the chains of keys, each under its alias. */
export function readJks(
  bytes: Uint8Array,
  format: 'jks' | 'jceks',
  password: string | undefined,
  powers: Pick<ContainerPowers, 'hash'>,
): Result<JksContents, ContainerFailure> {
  const version = uint(bytes, 4, 4);
  const count = uint(bytes, 8, 4) ?? 0;
  if (version !== 1 && version !== 2) return damaged(format, `version ${version ?? 'nothing'} does not exist`);
  const entries = readEntries(
    { bytes, end: bytes.length - DIGEST_BYTES, version, stepsLeft: MAX_STEPS, secretsLeft: MAX_SECRETS },
    12,
    count,
  );
  if (entries === undefined) return damaged(format, 'its entries do not fill it');
  const isProven = password !== undefined && isWholeWith(password, bytes, powers);
  if (password !== undefined && !isProven) return fail({ kind: 'wrong-password', format, message: 'Digest differs.' });
  return ok({
    format,
    certificates: entries.flatMap(certificatesOf),
    keys: entries.flatMap(keyOf),
    integrity: isProven ? 'proven' : 'unproven',
  });
}

type Entry =
  | { readonly kind: 'key'; readonly alias: string; readonly key: Uint8Array; readonly chain: readonly Uint8Array[] }
  | { readonly kind: 'trusted'; readonly alias: string; readonly chain: readonly Uint8Array[] }
  | { readonly kind: 'secret'; readonly alias: string };

interface Source {
  readonly bytes: Uint8Array;
  readonly end: number;
  readonly version: number;
  /** Entries and certificates that may still be read, and places at which an entry may be looked for. */
  stepsLeft: number;
  secretsLeft: number;
}

/**
 * A secret key is a serialized Java object without a length: where it ends is found by trying. Each try may read to the end of
 * the file, so all of them are counted together; no store has as many certificates as this.
 */
const MAX_STEPS = 200_000;
/** Secret keys gone behind, one inside the other's search. */
const MAX_SECRETS = 500;

/** As many entries as announced, ending exactly where the digest begins; undefined when they do not. */
function readEntries(source: Source, start: number, count: number): readonly Entry[] | undefined {
  const entries: Entry[] = [];
  let at = start;
  while (entries.length < count) {
    const read = source.stepsLeft-- > 0 ? readEntry(source, at) : undefined;
    if (read === undefined) return undefined;
    entries.push(read.entry);
    at = read.next;
    if (read.entry.kind !== 'secret') continue;
    const rest = entriesAfterSecret(source, at, count - entries.length);
    return rest === undefined ? undefined : [...entries, ...rest];
  }
  return at === source.end ? entries : undefined;
}

function entriesAfterSecret(source: Source, start: number, count: number): readonly Entry[] | undefined {
  if (source.secretsLeft-- <= 0) return undefined;
  if (count === 0) return [];
  for (let at = start; at < source.end && source.stepsLeft > 0; at++) {
    const tag = uint(source.bytes, at, 4);
    if (tag === undefined || tag < 1 || tag > 3) continue;
    const rest = readEntries(source, at, count);
    if (rest !== undefined) return rest;
  }
  return undefined;
}

interface ReadEntry {
  readonly entry: Entry;
  readonly next: number;
}

const KEY = 1;
const TRUSTED = 2;
const SECRET = 3;

function readEntry(source: Source, start: number): ReadEntry | undefined {
  const { bytes, end } = source;
  const tag = uint(bytes, start, 4);
  const name = takeSized(bytes, start + 4, 2, end);
  // Behind the alias stands when it was made: eight bytes.
  const body = name === undefined ? undefined : name.next + 8;
  if (name === undefined || body === undefined || body > end) return undefined;
  const alias = new TextDecoder().decode(name.bytes);
  if (tag === SECRET) return { entry: { kind: 'secret', alias }, next: body };
  if (tag === TRUSTED) {
    const chain = readChain(source, body, 1);
    return chain && { entry: { kind: 'trusted', alias, chain: chain.ders }, next: chain.next };
  }
  const key = tag === KEY ? takeSized(bytes, body, 4, end) : undefined;
  const count = key === undefined ? undefined : uint(bytes, key.next, 4);
  if (key === undefined || count === undefined) return undefined;
  const chain = readChain(source, key.next + 4, count);
  return chain && { entry: { kind: 'key', alias, key: key.bytes, chain: chain.ders }, next: chain.next };
}

function readChain(
  source: Source,
  start: number,
  count: number,
): { readonly ders: readonly Uint8Array[]; readonly next: number } | undefined {
  const { bytes, end, version } = source;
  const ders: Uint8Array[] = [];
  let at = start;
  while (ders.length < count) {
    if (source.stepsLeft-- <= 0) return undefined;
    // Version 2 names the type of each certificate; it has always been X.509.
    const type = version === 2 ? takeSized(bytes, at, 2, end) : { next: at };
    const der = type && takeSized(bytes, type.next, 4, end);
    if (der === undefined) return undefined;
    ders.push(der.bytes.slice());
    at = der.next;
  }
  return { ders, next: at };
}

function certificatesOf(entry: Entry): readonly ContainedCertificate[] {
  if (entry.kind === 'secret') return [];
  return entry.chain.map((der, at) => ({ der, alias: entry.alias, hasKey: entry.kind === 'key' && at === 0 }));
}

/** Of which kind a key is stands in its certificate; the key itself stays closed. */
function keyOf(entry: Entry): readonly FoundKey[] {
  if (entry.kind === 'trusted') return [];
  if (entry.kind === 'secret') return [{ alias: entry.alias, encrypted: true, kind: 'secret' }];
  const { alias, key, chain } = entry;
  const first = chain[0] === undefined ? undefined : decodeCertificate(chain[0]);
  const kind = first?.ok === true ? { kind: first.value.publicKey.type } : {};
  return [{ alias, encrypted: true, ...kind, locked: { kind: 'java', der: key } }];
}

function isWholeWith(password: string, bytes: Uint8Array, { hash }: Pick<ContainerPowers, 'hash'>): boolean {
  const body = bytes.subarray(0, bytes.length - DIGEST_BYTES);
  return sameBytes(hash('sha1', concat([javaPassword(password), PHRASE, body])), bytes.subarray(body.length));
}

/** Undefined past the end. */
function uint(bytes: Uint8Array, at: number, width: number): number | undefined {
  if (at + width > bytes.length) return undefined;
  return bytes.subarray(at, at + width).reduce((value, byte) => value * 256 + byte, 0);
}

function takeSized(
  bytes: Uint8Array,
  at: number,
  width: 2 | 4,
  end: number,
): { readonly bytes: Uint8Array; readonly next: number } | undefined {
  const size = uint(bytes, at, width);
  if (size === undefined || at + width + size > end) return undefined;
  const start = at + width;
  return { bytes: bytes.subarray(start, start + size), next: start + size };
}

function damaged(format: 'jks' | 'jceks', reason: string): Result<never, ContainerFailure> {
  return fail({ kind: 'damaged', format, reason, message: reason });
}
