import { shortName } from '#core/certificate/name.ts';
import type { TrustState } from '#core/trust/anchor.ts';
import type { EveryAnchor, KnownAnchor } from '#main/engine/diagnose/knownElsewhere.ts';
import { decodeAuthorities, type Authority } from '#main/engine/trust/authority.ts';
import type { TrustSource } from '#main/engine/trust/effective.ts';
import { toCustomAnchor, TrustSelector, type CustomAnchor } from '#main/engine/trust/selection.ts';
import type { CliPowers } from './powers.ts';

/** What one run of the command line trusts beside, or instead of, what a profile says. */
export interface RunTrust {
  /** Anchors of --ca: without scope, for this run. */
  readonly authorities: readonly Authority[];
  /** False for --no-system and --no-bundled. */
  readonly system: boolean;
  readonly bundled: boolean;
}

/** Trust that lives as long as the run. It changes no file; a profile's decisions, if there is one, stay as they are. */
export function createRunTrust(
  run: RunTrust,
  profile: TrustState | undefined,
  powers: Pick<CliPowers, 'now' | 'systemRoots' | 'bundledRoots'>,
): TrustSource {
  const sources = sourcesOf(run, profile);
  const given = new Map(run.authorities.map((authority) => [authority.sha256, authority]));
  // The system's list and the bundled one are much alike: each certificate is decoded once.
  const known = new Map(given);
  const selector = new TrustSelector({
    revision: profile?.revision ?? 0,
    sources,
    customs: [...run.authorities.map(givenAnchor), ...profileAnchors(profile, given, known)],
    system: decodeAuthorities(sources.system ? powers.systemRoots() : [], known),
    bundled: decodeAuthorities(sources.bundled ? powers.bundledRoots() : [], known),
  });
  return {
    effective: (host, port) => selector.effective(host, port, powers.now()),
    // Nobody changes it while it lives.
    onChange: () => () => undefined,
  };
}

function sourcesOf(run: RunTrust, profile: TrustState | undefined): TrustState['sources'] {
  return {
    system: run.system && (profile?.sources.system ?? true),
    bundled: run.bundled && (profile?.sources.bundled ?? true),
  };
}

/** Every anchor that this run knows, also of a list that it was told not to use: for saying where a chain leads. */
export function everyAnchorOf(
  run: RunTrust,
  profile: TrustState | undefined,
  powers: Pick<CliPowers, 'systemRoots' | 'bundledRoots'>,
): EveryAnchor {
  const listed = (source: 'system' | 'bundled', pems: readonly string[]): readonly KnownAnchor[] =>
    [...decodeAuthorities(pems, new Map()).values()].map(({ sha256, pem, certificate }) => {
      return { sha256, pem, label: shortName(certificate.subject), source, enabled: true, scope: [] };
    });
  return {
    sources: sourcesOf(run, profile),
    anchors: profile?.anchors ?? [
      ...listed('system', powers.systemRoots()),
      ...listed('bundled', powers.bundledRoots()),
    ],
  };
}

function givenAnchor(authority: Authority): CustomAnchor {
  const { sha256, certificate } = authority;
  return toCustomAnchor(
    {
      sha256,
      der: certificate.der,
      label: shortName(certificate.subject),
      enabled: true,
      scope: [],
      origin: { kind: 'file', name: '--ca' },
      addedAt: 0,
    },
    authority,
  );
}

function profileAnchors(
  profile: TrustState | undefined,
  given: ReadonlyMap<string, Authority>,
  known: Map<string, Authority>,
): readonly CustomAnchor[] {
  const customs = (profile?.anchors ?? []).filter(({ source, sha256 }) => source === 'custom' && !given.has(sha256));
  return customs.flatMap(({ pem, sha256, label, enabled, scope, trustedUntil, origin, addedAt }) => {
    const authority = decodeAuthorities([pem], known).get(sha256);
    if (!authority) return [];
    const stored = {
      sha256,
      der: authority.certificate.der,
      label,
      enabled,
      scope,
      ...(trustedUntil === undefined ? {} : { trustedUntil }),
      origin: origin ?? { kind: 'paste' as const },
      addedAt: addedAt ?? 0,
    };
    return [toCustomAnchor(stored, authority)];
  });
}
