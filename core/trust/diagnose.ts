import { extensionOf, type Certificate } from '#core/certificate/certificate.ts';
import { formatMoment } from '#core/certificate/validity.ts';
import type { RevocationStatus } from '#core/revocation/status.ts';
import type { KnownCertificate } from './anchors.ts';
import { makerOf, type KnownMaker } from './issuerName.ts';
import { isPrivateHost } from './privateHost.ts';
import { siteOf } from './site.ts';
import type { AnchorSource } from './verdict.ts';

/** What is at hand when a chain is judged. All but the chain and the time may be unknown, and then says nothing. */
export interface DiagnosisFacts {
  /** The best chain, leaf first, proven or not. */
  readonly chain: readonly KnownCertificate[];
  readonly host?: string;
  /** ms UTC. */
  readonly now: number;
  /** Somebody trusted stands at its end. */
  readonly proven?: boolean;
  /** Lists that hold an authority of the name and source, whether they are switched on or off. */
  readonly listed?: (authority: KnownCertificate) => readonly AnchorSource[];
  /** Timestamps of transparency logs that came beside the certificate: in the handshake or the OCSP response. */
  readonly timestampsBeside?: number;
  readonly revocation?: RevocationStatus;
  /** Other hosts for which history has the same issuer. */
  readonly hostsOfIssuer?: readonly string[];
  /** History has a public authority for this host. */
  readonly wasPublic?: boolean;
  /** Requests go through an HTTP proxy. */
  readonly throughProxy?: boolean;
  /** How far this computer's clock was behind the Date header of an answer that was believed, in ms; negative: ahead. */
  readonly behindServerMs?: number;
}

/** Reasons in words, each to stand in a list: 'its issuer is called as Zscaler calls its own'. */
export interface Diagnosis {
  /** Somebody on the way seems to open the connection; empty when too little speaks for it. */
  readonly interception: readonly string[];
  /** The authority seems to be a private one. */
  readonly privateAuthority: readonly string[];
  /** Lists that hold the authority the chain leads to. */
  readonly listedIn: readonly AnchorSource[];
  /** This computer's clock seems to be wrong; empty when too little speaks for it. */
  readonly clock: readonly string[];
}

/** From this sum on a suspicion is told. One weak signal is met everywhere; a product's name alone is enough. */
const SUSPICIOUS = 3;
/** A certificate younger than this was made for the occasion, or the server was set up just now. */
const FRESH_MS = 3_600_000;
/** Clocks differ, and issuers date back a little: less than this says nothing. */
const CLOCK_MS = 300_000;

/**
 * What most likely lies behind a chain that is not public (facts gathered from what proxies and private authorities make).
 * Reasons are told, nothing is asserted: every one of them has an innocent explanation.
 */
export function diagnose(facts: DiagnosisFacts): Diagnosis {
  const [leaf] = facts.chain;
  const top = facts.chain[facts.chain.length - 1];
  if (leaf === undefined || top === undefined) return nothing;
  const makers = makersOf(facts.chain);
  const suspicion = interceptionReasons(leaf.certificate, makers, facts);
  const clock = clockReasons(facts);
  // The lists are long, and nearly every chain is proven and unsuspicious.
  if (facts.proven === true && suspicion.length === 0) return { ...nothing, clock };
  const listedIn = facts.listed?.(top) ?? [];
  const isPublic = listedIn.includes('bundled');
  return {
    interception: isPublic ? [] : suspicion,
    privateAuthority: isPublic ? [] : privateReasons(makers, facts),
    listedIn,
    clock,
  };
}

const nothing: Diagnosis = { interception: [], privateAuthority: [], listedIn: [], clock: [] };

function makersOf(chain: readonly KnownCertificate[]): readonly KnownMaker[] {
  const names = chain.flatMap(({ certificate }) => [certificate.issuer]);
  return names.flatMap((name) => makerOf(name) ?? []);
}

interface Signal {
  readonly weight: number;
  readonly reason: string;
}

function interceptionReasons(
  leaf: Certificate,
  makers: readonly KnownMaker[],
  facts: DiagnosisFacts,
): readonly string[] {
  const { host, now, throughProxy, wasPublic, hostsOfIssuer = [] } = facts;
  if (makers.some(({ kind }) => kind === 'development')) return [];
  const isPublicHost = host !== undefined && !isPrivateHost(host);
  const opener = makers[0];
  const others = isPublicHost ? unrelated(host, hostsOfIssuer) : [];
  const signals: readonly (Signal | false | undefined)[] = [
    opener && { weight: 3, reason: `its issuer is named as by ${opener.product}, ${makerText[opener.kind]}` },
    wasPublic === true && { weight: 3, reason: 'the same host had a certificate of a public authority before' },
    others.length > 0 && {
      weight: 3,
      reason: `the same issuer vouches for ${others.slice(0, 3).join(', ')}, which have nothing in common`,
    },
    isPublicHost && bareness(leaf, facts.timestampsBeside ?? 0),
    isPublicHost &&
      now >= leaf.notBefore &&
      now - leaf.notBefore < FRESH_MS && { weight: 1, reason: 'the certificate is less than an hour old' },
    isPublicHost && throughProxy === true && { weight: 1, reason: 'requests go through a proxy' },
  ];
  const found = signals.filter((signal) => typeof signal === 'object');
  const score = found.reduce((sum, { weight }) => sum + weight, 0);
  return score >= SUSPICIOUS ? found.map(({ reason }) => reason) : [];
}

const makerText: Readonly<Record<KnownMaker['kind'], string>> = {
  proxy: 'which inspects the traffic of networks',
  debugger: 'a tool for reading HTTPS',
  antivirus: 'which scans HTTPS on this computer',
  development: 'a tool for developers',
};

/** What every public authority puts into its certificates, and a proxy does not trouble with. */
function bareness(leaf: Certificate, timestampsBeside: number): Signal | undefined {
  const logged = timestampsBeside > 0 || extensionOf(leaf, 'signedCertificateTimestampList') !== undefined;
  const missing = [
    ...(logged ? [] : ['log timestamps']),
    ...(extensionOf(leaf, 'certificatePolicies') === undefined ? ['policy'] : []),
    ...(extensionOf(leaf, 'authorityInfoAccess') === undefined &&
    extensionOf(leaf, 'cRLDistributionPoints') === undefined
      ? ['address of its authority']
      : []),
  ];
  if (missing.length === 0) return undefined;
  return {
    weight: missing.length,
    reason: `the host is a public one, yet its certificate has no ${missing.join(', no ')}`,
  };
}

/** Public hosts of other sites. */
function unrelated(host: string, others: readonly string[]): readonly string[] {
  const own = siteOf(host);
  return [...new Set(others.filter((other) => !isPrivateHost(other) && siteOf(other) !== own))];
}

function privateReasons(makers: readonly KnownMaker[], { host }: DiagnosisFacts): readonly string[] {
  const tool = makers.find(({ kind }) => kind === 'development');
  return [
    ...(tool === undefined ? [] : [`its name is the one that ${tool.product} gives`]),
    ...(host !== undefined && isPrivateHost(host)
      ? [`${host} exists inside a network only, so no public authority may vouch for it`]
      : []),
  ];
}

/**
 * Several things that agree, or one that cannot lie: what was signed in the future was not. That several certificates have
 * expired is no sign of a clock: old chains expire together when nobody looks after them.
 */
function clockReasons({ chain, now, revocation, behindServerMs = 0 }: DiagnosisFacts): readonly string[] {
  const dates = chain.map(({ certificate }) => certificate);
  const future = dates.filter(({ notBefore }) => notBefore > now + CLOCK_MS).length;
  const past = dates.filter(({ notAfter }) => notAfter < now).length;
  if (future > 0)
    return [
      ...signedLater(dates, revocation).flatMap(({ at, by }) =>
        at > now + CLOCK_MS ? [`${by} at ${formatMoment(at)}, which is still to come`] : [],
      ),
      ...(future > 1 ? [`${future} certificates of the chain are not valid yet`] : []),
      ...(behindServerMs > CLOCK_MS ? ['another server’s clock is ahead of it'] : []),
    ];
  return past > 0 && behindServerMs < -CLOCK_MS ? ['another server’s clock is behind it'] : [];
}

/** When others signed something about the leaf, which must have been before now. */
function signedLater(
  [leaf]: readonly Certificate[],
  revocation: RevocationStatus | undefined,
): readonly { readonly at: number; readonly by: string }[] {
  const stamps = leaf === undefined ? [] : (extensionOf(leaf, 'signedCertificateTimestampList')?.timestamps ?? []);
  const stamped = stamps.map(({ timestamp }) => ({ at: timestamp, by: 'a transparency log stamped the certificate' }));
  // Without a signature that fits, it could say any time.
  const verified = revocation?.problems.every((problem) => problem === 'not-yet-valid' || problem === 'outdated');
  const said = verified === true ? revocation?.producedAt : undefined;
  return [
    ...stamped.slice(0, 1),
    ...(said === undefined ? [] : [{ at: said, by: 'the authority signed its word on it' }]),
  ];
}
