import { shortName } from '#core/certificate/name.ts';
import type { TrustState } from '#core/trust/anchor.ts';
import { decodeAuthorities, type Authority } from '#main/engine/trust/authority.ts';
import { TrustDamaged, type TrustSource } from '#main/engine/trust/effective.ts';
import { Refusals } from '#main/engine/trust/refusals.ts';
import { toCustomAnchor, TrustSelector, type CustomAnchor, type TrustMaterial } from '#main/engine/trust/selection.ts';
import type { TrustStore } from '#main/engine/trust/store.ts';
import type { CliPowers } from './powers.ts';

/** What one run of the command line trusts beside, or instead of, what a profile says. */
export interface RunTrust {
  /** Anchors of --ca: without scope, for this run. */
  readonly authorities: readonly Authority[];
  /** False for --no-system and --no-bundled. */
  readonly system: boolean;
  readonly bundled: boolean;
}

/**
 * Trust that lives as long as the run. It changes no file; a profile's decisions, if there is one, stay as they are and count:
 * what is refused or switched off there is so here, also when --ca names it or a list holds it.
 */
export function createRunTrust(
  run: RunTrust,
  profile: TrustStore | undefined,
  powers: Pick<CliPowers, 'now' | 'systemRoots' | 'bundledRoots'>,
): TrustSource {
  const read = materialOf(run, profile, powers);
  let material = read();
  let selector = new TrustSelector(material);
  return {
    effective: (host, port) => {
      const now = read();
      if (now !== material) selector = new TrustSelector((material = now));
      return selector.effective(host, port, powers.now());
    },
    exceptionsFor: (host, port) => profile?.exceptionsFor(host, port) ?? [],
    spend: (id) => profile?.spend(id) ?? false,
    stopped: (id, stop) => profile?.stopped(id, stop),
    noteUnchecked: (exchangeId, host, port) => profile?.noteUnchecked(exchangeId, host, port) ?? true,
    onChange: (listener) => profile?.onChange(listener) ?? (() => undefined),
  };
}

/**
 * What decides in this run, the same object as long as the profile does not change.
 *
 * @throws TrustDamaged when the profile's trust cannot be read
 */
export function materialOf(
  run: RunTrust,
  profile: TrustStore | undefined,
  powers: Pick<CliPowers, 'systemRoots' | 'bundledRoots'>,
): () => TrustMaterial {
  const empty = withoutProfile(powers);
  let last: { readonly base: TrustMaterial; readonly material: TrustMaterial } | undefined;
  return () => {
    const base = profile === undefined ? empty : readProfile(profile);
    if (last?.base !== base) last = { base, material: withRun(base, run) };
    return last.material;
  };
}

function readProfile(profile: TrustStore): TrustMaterial {
  const material = profile.material();
  if (!material.ok) throw new TrustDamaged(material.error.message);
  return material.value;
}

function withRun(base: TrustMaterial, run: RunTrust): TrustMaterial {
  const given = new Set(run.authorities.map(({ sha256 }) => sha256));
  const { revision, hints, refusals, off } = base;
  return {
    ...{ revision, hints, refusals, off },
    sources: sourcesOf(run, base.sources),
    customs: [...run.authorities.map(givenAnchor), ...base.customs.filter(({ sha256 }) => !given.has(sha256))],
    // Read when they are asked for: a run may need neither.
    get system() {
      return base.system;
    },
    get bundled() {
      return base.bundled;
    },
  };
}

function sourcesOf(run: RunTrust, sources: TrustState['sources']): TrustState['sources'] {
  return { system: run.system && sources.system, bundled: run.bundled && sources.bundled };
}

function withoutProfile(powers: Pick<CliPowers, 'systemRoots' | 'bundledRoots'>): TrustMaterial {
  // The system's list and the bundled one are much alike: each certificate is decoded once.
  const known = new Map<string, Authority>();
  let system: ReadonlyMap<string, Authority> | undefined;
  let bundled: ReadonlyMap<string, Authority> | undefined;
  return {
    revision: 0,
    sources: { system: true, bundled: true },
    customs: [],
    hints: [],
    refusals: new Refusals([]),
    off: new Set(),
    get system() {
      system ??= decodeAuthorities(powers.systemRoots(), known);
      return system;
    },
    get bundled() {
      bundled ??= decodeAuthorities(powers.bundledRoots(), known);
      return bundled;
    },
  };
}

function givenAnchor(authority: Authority): CustomAnchor {
  const { sha256, certificate } = authority;
  return toCustomAnchor(
    {
      sha256,
      label: shortName(certificate.subject),
      enabled: true,
      scope: [],
      origin: { kind: 'file', name: '--ca' },
      addedAt: 0,
    },
    authority,
  );
}
