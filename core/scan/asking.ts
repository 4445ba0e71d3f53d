import type { HelloOffer } from './clientHello.ts';
import { cipherSuiteName } from '#core/tls/cipherSuite.ts';
import { groupName } from '#core/tls/group.ts';
import { TLS12, TLS13 } from '#core/tls/version.ts';
import { acceptedVersions, type Findings } from './findings.ts';
import { allSchemes, groupsOf, ownGroups, versionNumber } from './offerable.ts';
import type { Answer, HelloAnswer, Probe } from './probe.ts';
import type { ScannedVersion, ScanPhase } from './report.ts';
import { suitesOf } from './suite.ts';

/** Questions of a scan: probes, each answered before the next is asked for. */
export type Asking<T> = Generator<Probe, T, Answer>;
/** Held between two probes, it is a scan that can go on. */
export type Plan = Asking<void>;

export interface ScanTarget {
  /** Name for server_name; absent for an address (RFC 6066 §3). */
  readonly serverName?: string;
}

/** Asks with a hello. The one cast of the plan: a hello is answered as one. */
export function* ask(phase: ScanPhase, depth: 'choice' | 'flight' | 'finish', offer: HelloOffer): Asking<HelloAnswer> {
  return (yield { kind: 'hello', phase, depth, offer }) as HelloAnswer;
}

/** The answer when it is a hello of the version that was offered. */
export function agreed(answer: HelloAnswer, version: number) {
  return answer.kind === 'hello' && answer.choice.version === version ? answer : undefined;
}

/** A hello that offers all there is in a version. */
export function fullOffer({ serverName }: ScanTarget, version: number): HelloOffer {
  return {
    version,
    ciphers: suitesOf(version),
    groups: groupsOf(version),
    ...(version >= TLS12 ? { signatureSchemes: allSchemes } : {}),
    ...(serverName === undefined ? {} : { serverName }),
  };
}

/** A hello whose answer can be read to its end: in TLS 1.3 only with keys of our own. */
export function readableOffer(target: ScanTarget, version: number): HelloOffer {
  const offer = fullOffer(target, version);
  return version === TLS13 ? { ...offer, groups: ownGroups } : offer;
}

/** True when the server agrees on a group this program has keys for. */
export function canReadModern(findings: Findings): boolean {
  const accepted = findings.groups.find(({ version }) => version === 'TLSv1.3')?.accepted ?? [];
  return ownGroups.some((group) => accepted.includes(groupName(group)));
}

/** Numbers of the accepted suites of a version whose key exchange is one of these. */
export function suitesBy(findings: Findings, version: ScannedVersion, test: RegExp): readonly number[] {
  const names = new Set(findings.ciphers.find((answer) => answer.version === version)?.accepted);
  return suitesOf(versionNumber(version)).filter((suite) => {
    const name = cipherSuiteName(suite);
    return names.has(name) && test.test(name);
  });
}

/** The highest accepted version below TLS 1.3. */
export function oldVersion(findings: Findings): ScannedVersion | undefined {
  return acceptedVersions(findings).find((version) => version !== 'TLSv1.3');
}
