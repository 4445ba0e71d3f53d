import { decodeCertificate } from '#core/certificate/decode.ts';
import { cipherSuiteName } from '#core/tls/cipherSuite.ts';
import { groupName, groups as groupNames } from '#core/tls/group.ts';
import { SSL3, TLS13 } from '#core/tls/version.ts';
import { agreed, ask, fullOffer, oldVersion, type Asking, type Plan, type ScanTarget } from './asking.ts';
import { eliminate, findPreference, type Choose } from './eliminate.ts';
import { acceptedVersions, putAnswer, type Findings } from './findings.ts';
import { groupsOf, versionNumber } from './offerable.ts';
import type { Preference, ScannedVersion } from './report.ts';
import { suitesOf } from './suite.ts';

/** Which groups keys are agreed on: curves, hybrids with ML-KEM, finite fields. */
export function* planGroups(target: ScanTarget, findings: Findings): Plan {
  if (acceptedVersions(findings).includes('TLSv1.3')) {
    yield* planGroupsOf(findings, 'TLSv1.3', function* (groups) {
      const answer = yield* ask('groups', 'choice', { ...fullOffer(target, TLS13), groups });
      return agreed(answer, TLS13)?.choice.group;
    });
  }
  const version = oldVersion(findings);
  if (version === undefined) return;
  const number = versionNumber(version);
  if (number > SSL3) yield* planCurves(target, findings, version);
  const ciphers = suitesLike(number, /^TLS_DHE_|^TLS_DH_anon_/);
  const answer = yield* ask('groups', 'flight', { ...fullOffer(target, number), ciphers });
  const hello = agreed(answer, number);
  const { primeBits: bits, group } = hello?.flight ?? {};
  if (hello === undefined && answer.kind !== 'alert' && answer.kind !== 'closed') return;
  findings.dhe = {
    accepted: hello !== undefined,
    ...(bits === undefined ? {} : { bits }),
    ...(group === undefined ? {} : { group }),
  };
}

/** Before TLS 1.3 the curve stands in ServerKeyExchange, after the certificate. */
function* planCurves(target: ScanTarget, findings: Findings, version: ScannedVersion): Plan {
  const number = versionNumber(version);
  let ciphers = suitesLike(number, /^TLS_ECDHE_RSA_/);
  // The curve of an ECDSA key counts as a group too (RFC 8422 §5.1): without it on offer, the certificate cannot be used at all.
  let anchor: number | undefined;
  const choose = function* (groups: readonly number[]): Asking<number | undefined> {
    const answer = yield* ask('groups', 'flight', { ...fullOffer(target, number), ciphers, groups });
    const flight = agreed(answer, number)?.flight;
    if (isEcdsa) anchor ??= curveOf(flight?.certificates[0]);
    return groupNumber(flight?.group);
  };
  let isEcdsa = false;
  const first = yield* choose(groupsOf(number));
  if (first === undefined) {
    isEcdsa = true;
    ciphers = suitesLike(number, /^TLS_ECDHE_|^TLS_ECDH_anon_/);
  }
  yield* planGroupsOf(findings, version, choose, { first, keep: () => anchor });
}

function suitesLike(version: number, test: RegExp): readonly number[] {
  return suitesOf(version).filter((suite) => test.test(cipherSuiteName(suite)));
}

function* planGroupsOf(
  findings: Findings,
  version: ScannedVersion,
  choose: Choose,
  { first, keep }: { readonly first?: number | undefined; readonly keep?: () => number | undefined } = {},
): Plan {
  const all = groupsOf(versionNumber(version));
  const put = (found: readonly number[], rest: { readonly finished: boolean; readonly preference?: Preference }) => {
    const refused = rest.finished ? all.filter((group) => !found.includes(group)).map(groupName) : [];
    findings.groups = putAnswer(findings.groups, { version, accepted: found.map(groupName), refused, ...rest });
  };
  put([], { finished: false });
  // What was chosen of all is known already where it had to be asked for.
  let known = first;
  const chooseNext: Choose = function* (offered) {
    const chosen = known ?? (yield* choose(offered));
    known = undefined;
    return chosen;
  };
  const found = yield* eliminate(all, chooseNext, (sofar) => put(sofar, { finished: false }), keep);
  const preference = yield* findPreference(found, choose);
  put(found, { finished: true, ...(preference === undefined ? {} : { preference }) });
}

function groupNumber(name: string | undefined): number | undefined {
  const found = Object.entries(groupNames).find(([, known]) => known === name);
  return found === undefined ? undefined : Number(found[0]);
}

/** The group that an EC certificate's key lies in. */
function curveOf(der: Uint8Array | undefined): number | undefined {
  const certificate = der && decodeCertificate(der);
  const key = certificate?.ok === true ? certificate.value.publicKey : undefined;
  return groupNumber(key?.curve);
}
