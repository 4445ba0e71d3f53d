import { readAlgorithm } from '#core/certificate/algorithm.ts';
import type { Extension, GeneralName, Name, NameAttribute, RevocationReason } from '#core/certificate/certificate.ts';
import { readExtensions } from '#core/certificate/decode.ts';
import {
  children,
  content,
  context,
  expectTag,
  guarded,
  malformed,
  readBitString,
  readBoolean,
  readInteger,
  readSmallInteger,
  readWhole,
  sequence,
  tags,
  whole,
  type DerFailure,
  type DerNode,
} from '#core/certificate/der.ts';
import { readPointName, readReasons } from '#core/certificate/extensions/crlDistributionPoints.ts';
import { toHex } from '#core/certificate/fingerprint.ts';
import { readName, sameBytes } from '#core/certificate/name.ts';
import type { Signed } from '#core/certificate/signed.ts';
import { readTime } from '#core/certificate/time.ts';
import type { Result } from '#core/result.ts';
import { countEntries } from './crlEntry.ts';

/**
 * A certificate revocation list (RFC 5280 §5). Its entries stay bytes: lists of large authorities have a hundred thousand, and
 * one is looked for. findRevoked looks it up, revokedEntries reads a page of them.
 */
export interface Crl extends Signed {
  /** 1 or 2. */
  readonly version: number;
  readonly issuer: Name;
  /** False when the algorithm inside and the one outside differ. */
  readonly signatureMatches: boolean;
  /** ms UTC. */
  readonly thisUpdate: number;
  /** ms UTC; required by RFC 5280 §5.1.2.5, yet some lists have none. */
  readonly nextUpdate?: number;
  /** Hex; every list has a higher one than the last. */
  readonly number?: string;
  /** Present on a list of changes: the number of the whole list it belongs to. */
  readonly deltaBase?: string;
  /** What the list covers; absent: all certificates of its issuer, for all reasons. */
  readonly scope?: CrlScope;
  readonly extensions: readonly Extension[];
  /** How many certificates are on it. */
  readonly count: number;
  /** The entries one after the other, as received. */
  readonly entries: Uint8Array;
}

/** issuingDistributionPoint (RFC 5280 §5.2.5). */
export interface CrlScope {
  readonly names: readonly GeneralName[];
  readonly relativeName?: readonly NameAttribute[];
  readonly only?: 'user-certificates' | 'ca-certificates' | 'attribute-certificates';
  /** Absent: every reason. */
  readonly reasons?: readonly RevocationReason[];
  /** It holds certificates of other issuers, too. */
  readonly indirect: boolean;
}

const CRL_NUMBER = '2.5.29.20';
const DELTA = '2.5.29.27';
const ISSUING_POINT = '2.5.29.28';

/** Largest list that is read, in bytes. The largest public ones were about 30 MB (2024, before they were split in shards). */
const MAX_CRL_BYTES = 64 * 1024 ** 2;

/**
 * A revocation list from its DER, or where and why it is none. Trailing bytes are refused.
 *
 * Its bytes are views of what is given, which must not change: of 410 000 entries (20 MB) a copy alone took 100 ms, the whole
 * decoding takes 10 (2026-11-25, on two busy cores).
 */
export function decodeCrl(der: Uint8Array): Result<Crl, DerFailure> {
  return guarded(() => {
    if (der.length > MAX_CRL_BYTES) return malformed(`longer than ${MAX_CRL_BYTES} bytes`, readWhole(nothing));
    return readCrl(readWhole(der));
  });
}

/** An empty SEQUENCE to point at: what is too long is not looked into. */
const nothing = Uint8Array.of(tags.sequence, 0);

function readCrl(top: DerNode): Crl {
  const [tbs, outer, signature, more] = sequence(top, 'the list', top);
  if (more !== undefined) malformed('something follows the signature', more);
  const signed = expectTag(tbs, tags.sequence, 'the signed part', top);
  const signatureAlgorithm = readAlgorithm(outer, 'the signature algorithm', top);
  const bits = readBitString(expectTag(signature, tags.bitString, 'the signature', top));
  const { inner, ...fields } = readSigned(signed);
  return {
    ...fields,
    tbs: whole(signed),
    signatureAlgorithm,
    signatureMatches: outer !== undefined && sameBytes(whole(inner), whole(outer)),
    signature: bits.bytes,
  };
}

type SignedPart = Omit<Crl, keyof Signed | 'signatureMatches'> & { readonly inner: DerNode };

function readSigned(node: DerNode): SignedPart {
  const parts = [...children(node)];
  const version = parts[0]?.tag === tags.integer ? readVersion(parts.shift() ?? node) : 1;
  const [inner, issuer, from, ...rest] = parts;
  if (from === undefined) return malformed('the list has no time', node);
  const next = isTime(rest[0]) ? rest.shift() : undefined;
  const revoked = rest[0]?.tag === tags.sequence ? rest.shift() : undefined;
  const extra = rest[0]?.tag === context(0, 'constructed') ? rest.shift() : undefined;
  if (rest[0] !== undefined) malformed('an unknown field in the list', rest[0]);
  if (extra !== undefined && version !== 2) malformed('a version 1 list with extensions', extra);
  const entries = revoked === undefined ? new Uint8Array() : content(revoked);
  const extensions = extra === undefined ? [] : readExtensions(extra);
  return {
    inner: expectTag(inner, tags.sequence, 'the inner signature algorithm', node),
    version,
    issuer: readName(issuer, 'the issuer', node),
    thisUpdate: readTime(from),
    ...(next !== undefined && { nextUpdate: readTime(next) }),
    ...readNumbers(extensions),
    extensions,
    count: countEntries(entries) ?? malformed('an entry that cannot be read', revoked ?? node),
    entries,
  };
}

/** INTEGER 1 for version 2; version 1 leaves it out. */
function readVersion(node: DerNode): number {
  return readSmallInteger(node, 'the version') === 1 ? 2 : malformed('a version that does not exist', node);
}

function isTime(node: DerNode | undefined): boolean {
  return node?.tag === tags.utcTime || node?.tag === tags.generalizedTime;
}

function readNumbers(extensions: readonly Extension[]): Pick<Crl, 'number' | 'deltaBase' | 'scope'> {
  const value = (oid: string) => {
    const found = extensions.find((extension) => extension.oid === oid);
    return found === undefined ? undefined : readWhole(found.der);
  };
  const [number, base, point] = [value(CRL_NUMBER), value(DELTA), value(ISSUING_POINT)];
  const integer = (node: DerNode) => toHex(readInteger(expectTag(node, tags.integer, 'a list’s number', node)));
  return {
    ...(number !== undefined && { number: integer(number) }),
    ...(base !== undefined && { deltaBase: integer(base) }),
    ...(point !== undefined && { scope: readScope(point) }),
  };
}

const kinds = { 1: 'user-certificates', 2: 'ca-certificates', 5: 'attribute-certificates' } as const;

function readScope(node: DerNode): CrlScope {
  let scope: CrlScope = { names: [], indirect: false };
  for (const part of sequence(node, 'the scope of the list', node)) {
    if (part.tag === context(0, 'constructed')) scope = { ...scope, ...readPointName(part) };
    else if (part.tag === context(3, 'primitive')) scope = { ...scope, reasons: readReasons(part) };
    else if (part.tag === context(4, 'primitive')) scope = { ...scope, indirect: readBoolean(part) };
    else if (part.tag >= 0x81 && part.tag <= 0x85) {
      const only = kinds[part.number as keyof typeof kinds];
      if (readBoolean(part)) scope = { ...scope, only };
    } else return malformed('the scope of the list holds something unknown', part);
  }
  return scope;
}
