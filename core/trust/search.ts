import type { Certificate } from '#core/certificate/certificate.ts';
import { canonicalName, sameBytes, sameName } from '#core/certificate/name.ts';
import { anchorsNamed, subjectNameOf, type KnownCertificate, type PathAnchor, type PathAnchors } from './anchors.ts';
import { keyIdsAgree } from './keyId.ts';

/** True when the issuer's key made the child's signature. Never throws. */
export type VerifySignature = (child: Certificate, issuer: Certificate) => boolean;

/** A chain of issuers upward from the leaf, as far as it goes. */
export interface FoundPath {
  /** Leaf first. */
  readonly chain: readonly KnownCertificate[];
  /** Present when the last of the chain is an anchor. */
  readonly anchor?: PathAnchor;
  /** Indexes of certificates whose signature the next one did not make. */
  readonly broken: readonly number[];
}

/** Most signatures verified for one chain: the longest chain libraries take (100) with room for alternatives; ~20 ms of P-256. */
const MAX_VERIFICATIONS = 200;
/** Most partial paths looked at. Chains built to explode (every certificate issues every other) stop here. */
const MAX_STEPS = 1000;
/** Most issuers tried for one certificate. Real roots share a name and differ in key three or four times at most. */
const MAX_ISSUERS = 32;
/** Most certificates of one name that are looked at among those sent; more than a handful is an attack. */
const MAX_SAME_NAME = 256;

/** Verifies each pair once, and at most MAX_VERIFICATIONS pairs. */
export class Links {
  readonly #verify: VerifySignature;
  readonly #known = new Map<string, boolean>();
  #refused = false;

  constructor(verify: VerifySignature) {
    this.#verify = verify;
  }

  get exhausted(): boolean {
    return this.#known.size >= MAX_VERIFICATIONS;
  }

  /** A pair was left unverified: what was found may not be all there is. */
  get gaveUp(): boolean {
    return this.#refused;
  }

  verified(child: KnownCertificate, issuer: KnownCertificate): boolean {
    const key = `${child.sha256}<${issuer.sha256}`;
    const known = this.#known.get(key);
    if (known !== undefined) return known;
    this.#refused ||= this.exhausted;
    if (this.exhausted) return false;
    const verified = this.#verify(child.certificate, issuer.certificate);
    this.#known.set(key, verified);
    return verified;
  }
}

export interface SearchInput {
  readonly leaf: KnownCertificate;
  /** Certificates that may stand on a path, with those that may end one. */
  readonly pool: Pool;
}

/** Who may have issued a certificate: anchors, certificates that were sent, and hints, found by the name of the issuer. */
export class Pool {
  readonly anchors: PathAnchors;
  readonly #sent: ReadonlyMap<string, readonly KnownCertificate[]>;
  readonly #hints: ReadonlyMap<string, readonly KnownCertificate[]>;
  readonly #issuers = new Map<string, readonly KnownCertificate[]>();

  constructor(sent: readonly KnownCertificate[], anchors: PathAnchors, hints: readonly KnownCertificate[] = []) {
    this.anchors = anchors;
    this.#sent = bySubject(sent);
    this.#hints = bySubject(hints);
  }

  /** Anchors first, then what was sent, then hints; each certificate once. */
  issuersOf({ certificate }: KnownCertificate): readonly KnownCertificate[] {
    const key = canonicalName(certificate.issuer);
    const known = this.#issuers.get(key);
    if (known !== undefined) return known;
    const unique = new Map<string, KnownCertificate>();
    for (const candidate of [
      ...anchorsNamed(this.anchors, certificate.issuer),
      ...(this.#sent.get(key) ?? []),
      ...(this.#hints.get(key) ?? []),
    ])
      if (!unique.has(candidate.sha256)) unique.set(candidate.sha256, candidate);
    const found = [...unique.values()];
    this.#issuers.set(key, found);
    return found;
  }
}

function bySubject(certificates: readonly KnownCertificate[]): ReadonlyMap<string, readonly KnownCertificate[]> {
  const index = new Map<string, KnownCertificate[]>();
  for (const known of certificates) {
    const key = subjectNameOf(known);
    const same = index.get(key);
    if (same === undefined) index.set(key, [known]);
    else if (same.length < MAX_SAME_NAME) same.push(known);
  }
  return index;
}

/**
 * Every way up from the leaf, shortest first, also those that end without anybody trusted: what there is to explain when
 * routes.ts found no good path.
 *
 * Work is bounded; a certificate stands on a path once, and so does a name with its key, which is what ends cycles.
 *
 * @param weightOf how little promising an issuer is: lower is tried first
 */
export function* searchPaths(
  { leaf, pool }: SearchInput,
  weightOf: (issuer: KnownCertificate) => number,
  links: Links,
): Generator<FoundPath> {
  const anchor = pool.anchors.bySha256.get(leaf.sha256);
  let layer: readonly FoundPath[] = [{ chain: [leaf], broken: [], ...(anchor !== undefined && { anchor }) }];
  let steps = 0;
  while (layer.length > 0) {
    const next: FoundPath[] = [];
    for (const path of layer) {
      if (path.anchor !== undefined) {
        yield path;
        continue;
      }
      const longer = ++steps > MAX_STEPS || links.exhausted ? [] : extend(path, pool, weightOf, links);
      if (longer.length === 0) yield path;
      next.push(...longer);
    }
    layer = next;
  }
}

/** The path with one more issuer, once for each that signed its top; if none did, with the one that should have. */
function extend(
  path: FoundPath,
  pool: Pool,
  weightOf: (issuer: KnownCertificate) => number,
  links: Links,
): readonly FoundPath[] {
  const top = path.chain[path.chain.length - 1];
  if (top === undefined) return [];
  const candidates = ranked(top, pool, weightOf).filter((candidate) => !standsOn(path.chain, candidate));
  const signers = candidates.filter((issuer) => links.verified(top, issuer));
  if (signers.length > 0) return signers.map((issuer) => grow(path, issuer, pool.anchors, 'signed'));
  if (links.exhausted || isSelfSigned(top, links)) return [];
  // Somebody of that name is known, and is not who signed: that is said, rather than that nobody of that name is known.
  const [claimed] = candidates;
  return claimed === undefined ? [] : [grow(path, claimed, pool.anchors, 'broken')];
}

function ranked(
  top: KnownCertificate,
  pool: Pool,
  weightOf: (issuer: KnownCertificate) => number,
): readonly KnownCertificate[] {
  const rankOf = (candidate: KnownCertificate) => {
    const anchored = pool.anchors.bySha256.has(candidate.sha256) ? 0 : 0.5;
    return keyIdRank[keyIdsAgree(top.certificate, candidate.certificate)] + anchored + weightOf(candidate);
  };
  const all = pool.issuersOf(top).map((candidate) => ({ candidate, rank: rankOf(candidate) }));
  return all
    .sort((a, b) => a.rank - b.rank)
    .slice(0, MAX_ISSUERS)
    .map(({ candidate }) => candidate);
}

/** The key that a certificate names weighs more than any fault: another one will hardly have signed it. */
export const keyIdRank = { agree: 0, unknown: 1_000, differ: 2_000 } as const;

function grow(path: FoundPath, issuer: KnownCertificate, anchors: PathAnchors, link: 'signed' | 'broken'): FoundPath {
  const anchor = anchors.bySha256.get(issuer.sha256);
  return {
    chain: [...path.chain, issuer],
    broken: link === 'broken' ? [...path.broken, path.chain.length - 1] : path.broken,
    ...(anchor !== undefined && { anchor }),
  };
}

/** The same certificate, or another of the same name and key: twice on a path it proves nothing new. */
function standsOn(chain: readonly KnownCertificate[], candidate: KnownCertificate): boolean {
  return chain.some((other) => isSame(other, candidate));
}

export function isSame(a: KnownCertificate, b: KnownCertificate): boolean {
  return (
    a.sha256 === b.sha256 ||
    (sameBytes(a.certificate.subject.der, b.certificate.subject.der) &&
      sameBytes(a.certificate.publicKey.spki, b.certificate.publicKey.spki))
  );
}

/** Subject and issuer are the same name (RFC 5280 §3.2). */
export function isSelfIssued(certificate: Certificate): boolean {
  return sameName(certificate.subject, certificate.issuer);
}

/** It made its own signature. */
export function isSelfSigned(known: KnownCertificate, links: Links): boolean {
  return isSelfIssued(known.certificate) && links.verified(known, known);
}
