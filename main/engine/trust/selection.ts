import { createHash } from 'node:crypto';
import { nameKey, sameBytes, sameName } from '#core/certificate/name.ts';
import type { Certificate } from '#core/certificate/certificate.ts';
import type { TrustSources } from '#core/trust/anchor.ts';
import type { KnownCertificate } from '#core/trust/anchors.ts';
import { parsePattern, type HostPattern } from '#core/trust/pattern.ts';
import type { AnchorSource } from '#core/trust/verdict.ts';
import { KeptCertificate, rootAnchor, type Authority } from './authority.ts';
import type { DecodedAnchor, EffectiveTrust } from './effective.ts';
import type { Refusals } from './refusals.ts';
import { ScopeIndex } from './scopeIndex.ts';
import type { StoredAnchor } from './stored.ts';

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
  /** Intermediates that may complete a chain. */
  readonly hints: readonly KnownCertificate[];
  readonly refusals: Refusals;
  /** SHA-256 of single roots that are switched off in both lists. */
  readonly off: ReadonlySet<string>;
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

/** The custom anchors between two ends: as long as none passes, the same are in force. */
interface Epoch {
  readonly id: number;
  /** The last moment that belongs to it. */
  readonly until: number;
  readonly active: readonly Candidate[];
  readonly scopes: ScopeIndex<Candidate>;
}

/** Selectors made in this run. */
let selectors = 0;

/** Answers "who is trusted for this host now" from one revision; a new revision gets a new selector. */
export class TrustSelector {
  readonly #material: TrustMaterial;
  /** A revision may come again, with something else in it: of a file that was set back, or of what would be. */
  readonly #number = ++selectors;
  readonly #byHost = new Map<string, HostAnswer>();
  readonly #byKey = new Map<string, EffectiveTrust>();
  /** When enabled anchors end, in order. */
  readonly #ends: readonly number[];
  #epoch: Epoch | undefined;
  #roots: Roots | undefined;
  #hints: readonly KnownCertificate[] | undefined;

  constructor(material: TrustMaterial) {
    this.#material = material;
    const ends = material.customs.flatMap(({ enabled, trustedUntil }) => (enabled ? (trustedUntil ?? []) : []));
    this.#ends = [...new Set(ends)].sort((a, b) => a - b);
  }

  /** The same object as long as the same anchors apply. @param now ms UTC */
  effective(host: string, port: number, now: number): EffectiveTrust {
    const name = `${host.toLowerCase()} ${port}`;
    const known = this.#byHost.get(name);
    if (known !== undefined && known.from <= now && now <= known.until) return known.trust;
    const epoch = this.#epochAt(now);
    const trust = this.#forSet(epoch, epoch.scopes.covering(host, port));
    if (this.#byHost.size >= MAX_HOSTS) this.#byHost.clear();
    this.#byHost.set(name, { trust, from: now, until: epoch.until });
    return trust;
  }

  #epochAt(now: number): Epoch {
    const id = this.#ends.findIndex((end) => now <= end);
    const passed = id < 0 ? this.#ends.length : id;
    if (this.#epoch?.id === passed) return this.#epoch;
    const until = this.#ends[passed] ?? Infinity;
    const active = this.#material.customs
      .filter((anchor) => anchor.enabled && (anchor.trustedUntil === undefined || anchor.trustedUntil >= until))
      .map((anchor) => candidateOf(anchor));
    this.#epoch = { id: passed, until, active, scopes: new ScopeIndex(active) };
    return this.#epoch;
  }

  #forSet(epoch: Epoch, covering: ReadonlySet<Candidate>): EffectiveTrust {
    // In one order, so that equal sets have equal keys.
    const chosen = [...covering].sort((a, b) => (a.anchor.sha256 < b.anchor.sha256 ? -1 : 1));
    const hash = createHash('sha256');
    for (const { anchor } of chosen) hash.update(anchor.sha256);
    const key = `${this.#material.revision}.${this.#number}.${epoch.id}.${hash.digest('hex').slice(0, 32)}`;
    const known = this.#byKey.get(key);
    if (known !== undefined) return known;
    const made = this.#build(key, epoch, chosen);
    if (this.#byKey.size >= MAX_SETS) this.#byKey.clear();
    this.#byKey.set(key, made);
    return made;
  }

  #build(key: string, { active }: Epoch, chosen: readonly Candidate[]): EffectiveTrust {
    const { refusals, system, bundled } = this.#material;
    const roots = this.#rootsThatCount();
    const believed = chosen.filter(({ anchor }) => refusals.of(anchor) === undefined);
    const anchors = [...believed.map(({ anchor }) => anchor), ...roots.anchors];
    const refused =
      chosen.length === believed.length ? [] : chosen.filter((candidate) => !believed.includes(candidate));
    let outOfScope: readonly DecodedAnchor[] | undefined;
    return {
      key,
      pems: [...believed.map(({ custom }) => custom.authority.pem), ...roots.pems],
      bySha256: new Map(anchors.map((anchor) => [anchor.sha256, anchor])),
      bySubject: indexBySubject(anchors),
      // Only a refusal is explained by it, and of thousands it is long.
      get outOfScope() {
        outOfScope ??= outsideOf(active, new Set(chosen), refusals);
        return outOfScope;
      },
      hints: this.#hintsThatCount(),
      refused: (certificate) => refusals.of(certificate),
      refusedAnchors: [...refused.map(({ anchor }) => anchor), ...roots.refused],
      listed: (authority) => listedIn(authority, system, bundled),
    };
  }

  #hintsThatCount(): readonly KnownCertificate[] {
    const { hints, refusals } = this.#material;
    this.#hints ??= hints.filter((hint) => refusals.of(hint) === undefined);
    return this.#hints;
  }

  /** The same for every host. */
  #rootsThatCount(): Roots {
    this.#roots ??= rootsOf(this.#material);
    return this.#roots;
  }
}

/** Anchors of the lists that count wherever one asks. */
interface Roots {
  readonly anchors: readonly DecodedAnchor[];
  readonly pems: readonly string[];
  readonly refused: readonly DecodedAnchor[];
}

function rootsOf({ sources, customs, off, refusals, system, bundled }: TrustMaterial): Roots {
  const found = new Map<string, DecodedAnchor>();
  const pems: string[] = [];
  const refused: DecodedAnchor[] = [];
  // What the user said about a certificate stands above the sources, whether it covers a host or not.
  const decided = new Set(customs.map((anchor) => anchor.sha256));
  for (const [source, authorities] of [
    ['system', system],
    ['bundled', bundled],
  ] as const) {
    if (!sources[source]) continue;
    for (const [sha256, authority] of authorities) {
      if (decided.has(sha256) || off.has(sha256) || found.has(sha256)) continue;
      const anchor = rootAnchor(authority, source);
      if (refusals.of(anchor) !== undefined) refused.push(anchor);
      else {
        found.set(sha256, anchor);
        pems.push(authority.pem);
      }
    }
  }
  return { anchors: [...found.values()], pems, refused };
}

/** Active ones that are not for this host. Of a refused one it would be no word that it is for others. */
function outsideOf(
  active: readonly Candidate[],
  chosen: ReadonlySet<Candidate>,
  refusals: Refusals,
): readonly DecodedAnchor[] {
  return active.flatMap((candidate) =>
    chosen.has(candidate) || refusals.of(candidate.anchor) !== undefined ? [] : [candidate.anchor],
  );
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

/** A custom anchor as the scope index and as the path check take it. */
interface Candidate {
  readonly custom: CustomAnchor;
  readonly anchor: CustomPathAnchor;
  readonly scope: readonly string[];
  readonly patterns: readonly HostPattern[];
}

const candidates = new WeakMap<CustomAnchor, Candidate>();

/** The same object for the same anchor, in every revision and set. */
function candidateOf(custom: CustomAnchor): Candidate {
  const known = candidates.get(custom);
  if (known !== undefined) return known;
  const { scope, patterns } = custom;
  const made = { custom, anchor: new CustomPathAnchor(custom), scope, patterns };
  candidates.set(custom, made);
  return made;
}

/** For the path check; decoded when it is looked at. */
class CustomPathAnchor implements DecodedAnchor {
  readonly sha256: string;
  readonly source = 'custom';
  readonly label: string;
  readonly scope: readonly string[];
  readonly #authority: Authority;

  constructor({ sha256, label, scope, authority }: CustomAnchor) {
    this.sha256 = sha256;
    this.label = label;
    this.scope = scope;
    this.#authority = authority;
  }

  get certificate(): Certificate {
    return this.#authority.certificate;
  }

  get subjectName(): string | undefined {
    return this.#authority instanceof KeptCertificate ? this.#authority.facts.subjectName : undefined;
  }

  get keySha256(): string | undefined {
    return this.#authority instanceof KeptCertificate ? this.#authority.facts.keySha256 : undefined;
  }
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
