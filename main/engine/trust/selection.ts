import { createHash } from 'node:crypto';
import { nameKey, sameBytes, sameName } from '#core/certificate/name.ts';
import type { KnownCertificate } from '#core/trust/anchors.ts';
import type { AnchorSource } from '#core/trust/verdict.ts';
import { covers, parsePattern, type HostPattern } from '#core/trust/pattern.ts';
import type { TrustSources } from '#core/trust/anchor.ts';
import { rootAnchor, type Authority } from './authority.ts';
import type { DecodedAnchor, EffectiveTrust } from './effective.ts';
import type { StoredAnchor } from './file.ts';
import { inForce } from './reach.ts';

/** A custom anchor, ready to be asked whether it covers a host. */
export interface CustomAnchor extends StoredAnchor {
  readonly authority: Authority;
  readonly patterns: readonly HostPattern[];
}

/** Everything that decides who is trusted, at one revision. */
export interface TrustMaterial {
  readonly revision: number;
  readonly sources: TrustSources;
  readonly customs: readonly CustomAnchor[];
  readonly system: ReadonlyMap<string, Authority>;
  readonly bundled: ReadonlyMap<string, Authority>;
}

/** Hosts whose answer is kept. One answer can be shared by all of them, so this bounds only the index. */
const MAX_HOSTS = 2000;
/** Different sets of anchors kept: with ~290 roots each about 60 kB. Few scopes exist, so more are a scan over many hosts. */
const MAX_SETS = 64;

interface HostAnswer {
  readonly trust: EffectiveTrust;
  /** The answer holds for these moments, both included: outside, a `trustedUntil` lies between. */
  readonly from: number;
  readonly until: number;
}

/** Answers "who is trusted for this host now" from one revision; a new revision gets a new selector. */
export class TrustSelector {
  readonly #material: TrustMaterial;
  readonly #byHost = new Map<string, HostAnswer>();
  readonly #byKey = new Map<string, EffectiveTrust>();

  constructor(material: TrustMaterial) {
    this.#material = material;
  }

  /** The same object as long as the same anchors apply. @param now ms UTC */
  effective(host: string, port: number, now: number): EffectiveTrust {
    const name = `${host.toLowerCase()} ${port}`;
    const known = this.#byHost.get(name);
    if (known !== undefined && known.from <= now && now <= known.until) return known.trust;
    const active = this.#material.customs.filter((anchor) => anchor.enabled && inForce(anchor.trustedUntil, now));
    const covering = new Set(active.filter((anchor) => isFor(anchor, host, port)));
    const trust = this.#forSets(active, covering);
    if (this.#byHost.size >= MAX_HOSTS) this.#byHost.clear();
    this.#byHost.set(name, { trust, from: now, until: this.#nextEnd(now) });
    return trust;
  }

  /** The last moment at which the same customs are in force as `now`. */
  #nextEnd(now: number): number {
    let end = Infinity;
    for (const { enabled, trustedUntil } of this.#material.customs) {
      if (enabled && trustedUntil !== undefined && now <= trustedUntil) end = Math.min(end, trustedUntil);
    }
    return end;
  }

  #forSets(active: readonly CustomAnchor[], covering: ReadonlySet<CustomAnchor>): EffectiveTrust {
    const hash = createHash('sha256');
    for (const anchor of active) hash.update(`${covering.has(anchor) ? '+' : '-'}${anchor.sha256}`);
    const key = `${this.#material.revision}.${hash.digest('hex').slice(0, 32)}`;
    const known = this.#byKey.get(key);
    if (known !== undefined) return known;
    const made = this.#build(key, active, covering);
    if (this.#byKey.size >= MAX_SETS) this.#byKey.clear();
    this.#byKey.set(key, made);
    return made;
  }

  #build(key: string, active: readonly CustomAnchor[], covering: ReadonlySet<CustomAnchor>): EffectiveTrust {
    const { sources, customs, system, bundled } = this.#material;
    const bySha256 = new Map<string, DecodedAnchor>();
    const pems: string[] = [];
    for (const anchor of covering) {
      bySha256.set(anchor.sha256, customAnchor(anchor));
      pems.push(anchor.authority.pem);
    }
    // What the user said about a certificate stands above the sources, whether it covers this host or not.
    const decided = new Set(customs.map((anchor) => anchor.sha256));
    for (const [source, authorities] of [
      ['system', system],
      ['bundled', bundled],
    ] as const) {
      if (!sources[source]) continue;
      for (const [sha256, authority] of authorities) {
        if (decided.has(sha256) || bySha256.has(sha256)) continue;
        bySha256.set(sha256, rootAnchor(authority, source));
        pems.push(authority.pem);
      }
    }
    const outOfScope = active.filter((anchor) => !covering.has(anchor)).map(customAnchor);
    const bySubject = indexBySubject(bySha256.values());
    return { key, pems, bySha256, bySubject, outOfScope, listed: (authority) => listedIn(authority, system, bundled) };
  }
}

/** By the same name and key; an authority whose issuer was not sent can only be told by the name it gives. */
function listedIn(
  { certificate }: KnownCertificate,
  system: ReadonlyMap<string, Authority>,
  bundled: ReadonlyMap<string, Authority>,
): readonly AnchorSource[] {
  const selfIssued = sameName(certificate.subject, certificate.issuer);
  const isMeant = ({ certificate: root }: Authority) =>
    (sameName(root.subject, certificate.subject) && sameBytes(root.publicKey.spki, certificate.publicKey.spki)) ||
    (!selfIssued && sameName(root.subject, certificate.issuer));
  const holds = (list: ReadonlyMap<string, Authority>) => [...list.values()].some(isMeant);
  return [...(holds(system) ? (['system'] as const) : []), ...(holds(bundled) ? (['bundled'] as const) : [])];
}

/** Ready for the selector. Patterns were checked when they were stored; one that no longer reads covers nothing. */
export function toCustomAnchor(stored: StoredAnchor, authority: Authority): CustomAnchor {
  const patterns = stored.scope.map(parsePattern).flatMap((parsed) => (parsed.ok ? [parsed.value] : []));
  return { ...stored, authority, patterns };
}

function isFor(anchor: CustomAnchor, host: string, port: number): boolean {
  return anchor.scope.length === 0 || anchor.patterns.some((pattern) => covers(pattern, host, port));
}

function customAnchor(anchor: CustomAnchor): DecodedAnchor {
  const { sha256, label, scope } = anchor;
  return { sha256, certificate: anchor.authority.certificate, source: 'custom', label, scope };
}

function indexBySubject(anchors: Iterable<DecodedAnchor>): ReadonlyMap<string, readonly DecodedAnchor[]> {
  const index = new Map<string, DecodedAnchor[]>();
  for (const anchor of anchors) {
    const subject = nameKey(anchor.certificate.subject);
    const same = index.get(subject);
    if (same === undefined) index.set(subject, [anchor]);
    else same.push(anchor);
  }
  return index;
}
