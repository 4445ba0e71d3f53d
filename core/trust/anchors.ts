import type { Certificate, Name } from '#core/certificate/certificate.ts';
import { canonicalName, nameKey } from '#core/certificate/name.ts';
import type { AnchorSource } from './verdict.ts';

/** A certificate with its identity: the SHA-256 of its DER, lower-case hex. */
export interface KnownCertificate {
  readonly sha256: string;
  readonly certificate: Certificate;
  /** canonicalName of its subject, where that is known without decoding it: thousands are only ever looked up by it. */
  readonly subjectName?: string | undefined;
  /** SHA-256 of its SubjectPublicKeyInfo, likewise. */
  readonly keySha256?: string | undefined;
}

/** canonicalName of the subject. */
export function subjectNameOf(known: KnownCertificate): string {
  // Not taken apart in the parameter: that would decode a certificate that is decoded when it is looked at.
  return known.subjectName ?? canonicalName(known.certificate.subject);
}

/** A certificate a path may end in. */
export interface PathAnchor extends KnownCertificate {
  readonly source: AnchorSource;
  readonly label: string;
  readonly scope: readonly string[];
}

/** What is trusted for one host and port. */
export interface PathAnchors {
  /** By the raw bytes of the subject in hex (nameKey). */
  readonly bySubject: ReadonlyMap<string, readonly PathAnchor[]>;
  readonly bySha256: ReadonlyMap<string, PathAnchor>;
  /** Would be trusted, but not for this host: they explain a refusal, never lift it. */
  readonly outOfScope: readonly PathAnchor[];
}

/** A set of anchors for exactly these certificates; for tools and tests that have no trust store. */
export function pathAnchors(anchors: readonly PathAnchor[], outOfScope: readonly PathAnchor[] = []): PathAnchors {
  const bySubject = new Map<string, PathAnchor[]>();
  for (const anchor of anchors) {
    const key = nameKey(anchor.certificate.subject);
    const same = bySubject.get(key);
    if (same === undefined) bySubject.set(key, [anchor]);
    else same.push(anchor);
  }
  return { bySubject, bySha256: new Map(anchors.map((anchor) => [anchor.sha256, anchor])), outOfScope };
}

const scopedElsewhere = new WeakMap<readonly PathAnchor[], PathAnchors>();

/** Those that would be trusted for other hosts, as a set to look in. Made once for each list; none of it is decoded by that. */
export function anchorsElsewhere({ outOfScope }: PathAnchors): PathAnchors {
  const known = scopedElsewhere.get(outOfScope);
  if (known !== undefined) return known;
  const bySha256 = new Map(outOfScope.map((anchor) => [anchor.sha256, anchor]));
  // By canonical name alone (anchorsNamed): the bytes of a name are known only once the certificate is decoded.
  const made: PathAnchors = { bySubject: new Map(), bySha256, outOfScope: [] };
  scopedElsewhere.set(outOfScope, made);
  return made;
}

/** Indexes by canonical name, made when a name is first not found by its bytes, and kept as long as the set they are of. */
const canonicalIndexes = new WeakMap<PathAnchors, ReadonlyMap<string, readonly PathAnchor[]>>();

/**
 * Anchors whose subject is this name: by its bytes, else by RFC 5280 §7.1, for issuers that wrote the same name with another
 * string type.
 */
export function anchorsNamed(anchors: PathAnchors, name: Name): readonly PathAnchor[] {
  return anchors.bySubject.get(nameKey(name)) ?? canonicalIndex(anchors).get(canonicalName(name)) ?? [];
}

function canonicalIndex(anchors: PathAnchors): ReadonlyMap<string, readonly PathAnchor[]> {
  const known = canonicalIndexes.get(anchors);
  if (known !== undefined) return known;
  const index = new Map<string, PathAnchor[]>();
  for (const anchor of anchors.bySha256.values()) {
    const key = subjectNameOf(anchor);
    const same = index.get(key);
    if (same === undefined) index.set(key, [anchor]);
    else same.push(anchor);
  }
  canonicalIndexes.set(anchors, index);
  return index;
}
