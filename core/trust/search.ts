import { extensionOf, type Certificate } from '#core/certificate/certificate.ts';
import { canonicalName, sameBytes, sameName } from '#core/certificate/name.ts';
import { validityAt } from '#core/certificate/validity.ts';
import { anchorsNamed, type KnownCertificate, type PathAnchor, type PathAnchors } from './anchors.ts';

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
const MAX_ISSUERS = 16;

/** Verifies each pair once, and at most MAX_VERIFICATIONS pairs. */
export class Links {
  readonly #verify: VerifySignature;
  readonly #known = new Map<string, boolean>();

  constructor(verify: VerifySignature) {
    this.#verify = verify;
  }

  get exhausted(): boolean {
    return this.#known.size >= MAX_VERIFICATIONS;
  }

  verified(child: KnownCertificate, issuer: KnownCertificate): boolean {
    const key = `${child.sha256}<${issuer.sha256}`;
    const known = this.#known.get(key);
    if (known !== undefined) return known;
    if (this.exhausted) return false;
    const verified = this.#verify(child.certificate, issuer.certificate);
    this.#known.set(key, verified);
    return verified;
  }
}

export interface SearchInput {
  readonly leaf: KnownCertificate;
  readonly sent: readonly KnownCertificate[];
  readonly anchors: PathAnchors;
  readonly now: number;
}

/**
 * Every way up from the leaf, shortest first: paths that reach an anchor, and those that end without one.
 *
 * Breadth first, so that the caller may stop at the first path that satisfies it and has the shortest. Work is bounded; a
 * certificate stands on a path once, and so does a name with its key, which is what ends cycles.
 */
export function* searchPaths(given: SearchInput, links: Links): Generator<FoundPath> {
  const input = { ...given, sentBySubject: bySubject(given.sent) };
  let layer: readonly FoundPath[] = [startOf(input)];
  let steps = 0;
  while (layer.length > 0) {
    const next: FoundPath[] = [];
    for (const path of layer) {
      if (path.anchor !== undefined) {
        yield path;
        continue;
      }
      const longer = ++steps > MAX_STEPS || links.exhausted ? [] : extend(path, input, links);
      if (longer.length === 0) yield path;
      next.push(...longer);
    }
    layer = next;
  }
}

/** With the sent certificates by their subject, so that long chains are not compared each with each. */
type Indexed = SearchInput & { readonly sentBySubject: ReadonlyMap<string, readonly KnownCertificate[]> };

function bySubject(sent: readonly KnownCertificate[]): ReadonlyMap<string, readonly KnownCertificate[]> {
  const index = new Map<string, KnownCertificate[]>();
  for (const known of sent) {
    const key = canonicalName(known.certificate.subject);
    const same = index.get(key);
    if (same === undefined) index.set(key, [known]);
    else same.push(known);
  }
  return index;
}

function startOf({ leaf, anchors }: SearchInput): FoundPath {
  const anchor = anchors.bySha256.get(leaf.sha256);
  return { chain: [leaf], broken: [], ...(anchor !== undefined && { anchor }) };
}

/** The path with one more issuer, once for each that signed its top; if none did, with the one that should have. */
function extend(path: FoundPath, input: Indexed, links: Links): readonly FoundPath[] {
  const top = path.chain[path.chain.length - 1];
  if (top === undefined) return [];
  const candidates = issuersOf(top, path, input);
  const signers = candidates.filter((issuer) => links.verified(top, issuer));
  if (signers.length > 0) return signers.map((issuer) => grow(path, issuer, input.anchors, 'signed'));
  if (links.exhausted || isSelfSigned(top, links)) return [];
  // Somebody of that name is known, and is not who signed: that is said, rather than that nobody of that name is known.
  const [claimed] = candidates;
  return claimed === undefined ? [] : [grow(path, claimed, input.anchors, 'broken')];
}

function grow(path: FoundPath, issuer: KnownCertificate, anchors: PathAnchors, link: 'signed' | 'broken'): FoundPath {
  const anchor = anchors.bySha256.get(issuer.sha256);
  return {
    chain: [...path.chain, issuer],
    broken: link === 'broken' ? [...path.broken, path.chain.length - 1] : path.broken,
    ...(anchor !== undefined && { anchor }),
  };
}

/** Anchors and sent certificates with the name of the issuer, most promising first. */
function issuersOf(top: KnownCertificate, path: FoundPath, input: Indexed): readonly KnownCertificate[] {
  const { issuer } = top.certificate;
  const sent = input.sentBySubject.get(canonicalName(issuer)) ?? [];
  const unique = new Map<string, KnownCertificate>();
  for (const candidate of [...anchorsNamed(input.anchors, issuer), ...sent])
    if (!unique.has(candidate.sha256) && !standsOn(path, candidate)) unique.set(candidate.sha256, candidate);
  const ranked = [...unique.values()].map((candidate) => ({ candidate, rank: rank(candidate, top, input) }));
  ranked.sort((a, b) => a.rank - b.rank);
  return ranked.slice(0, MAX_ISSUERS).map(({ candidate }) => candidate);
}

/** Lower is better: the key it names, then anchors, then certificates that are valid now. */
function rank(candidate: KnownCertificate, top: KnownCertificate, { anchors, now }: SearchInput): number {
  const keyId = { agree: 0, unknown: 1, differ: 2 }[keyIdsAgree(top.certificate, candidate.certificate)];
  const anchored = anchors.bySha256.has(candidate.sha256) ? 0 : 1;
  const valid = validityAt(candidate.certificate, now) === 'valid' ? 0 : 1;
  return keyId * 4 + anchored * 2 + valid;
}

/** Whether the key the child says signed it is the key of this issuer (RFC 5280 §4.2.1.1); a hint, not a proof. */
function keyIdsAgree(child: Certificate, issuer: Certificate): 'agree' | 'differ' | 'unknown' {
  const wanted = extensionOf(child, 'authorityKeyIdentifier')?.id;
  const offered = extensionOf(issuer, 'subjectKeyIdentifier')?.id;
  if (wanted === undefined || offered === undefined) return 'unknown';
  return sameBytes(wanted, offered) ? 'agree' : 'differ';
}

function standsOn(path: FoundPath, { sha256, certificate }: KnownCertificate): boolean {
  return path.chain.some(
    (other) =>
      other.sha256 === sha256 ||
      (sameBytes(other.certificate.subject.der, certificate.subject.der) &&
        sameBytes(other.certificate.publicKey.spki, certificate.publicKey.spki)),
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
