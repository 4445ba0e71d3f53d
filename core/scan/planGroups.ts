import { decodeCertificate } from '#core/certificate/decode.ts';
import { groupName, groups as groupNames } from '#core/tls/group.ts';
import { TLS13 } from '#core/tls/version.ts';
import { agreed, ask, fullOffer, oldVersion, suitesBy, type Asking, type Plan, type ScanTarget } from './asking.ts';
import { eliminate, findPreference, type Choose } from './eliminate.ts';
import { acceptedVersions, putAnswer, type Findings } from './findings.ts';
import { groupsOf, versionNumber } from './offerable.ts';
import type { Preference, ScannedVersion } from './report.ts';

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
  yield* planCurves(target, findings, version);
  const ciphers = suitesBy(findings, version, /^TLS_DHE_|^TLS_DH_anon_/);
  if (ciphers.length === 0) {
    findings.dhe = { accepted: false };
    return;
  }
  const number = versionNumber(version);
  const answer = yield* ask('groups', 'flight', { ...fullOffer(target, number), ciphers });
  const flight = agreed(answer, number)?.flight;
  findings.dhe = {
    accepted: true,
    ...(flight?.primeBits === undefined ? {} : { bits: flight.primeBits }),
    ...(flight?.group === undefined ? {} : { group: flight.group }),
  };
}

/** Before TLS 1.3 the curve stands in ServerKeyExchange, after the certificate. */
function* planCurves(target: ScanTarget, findings: Findings, version: ScannedVersion): Plan {
  const number = versionNumber(version);
  const rsa = suitesBy(findings, version, /^TLS_ECDHE_RSA_/);
  const ciphers = rsa.length > 0 ? rsa : suitesBy(findings, version, /^TLS_ECDHE_|^TLS_ECDH_anon_/);
  if (ciphers.length === 0) return;
  const choose = function* (groups: readonly number[]): Asking<number | undefined> {
    const answer = yield* ask('groups', 'flight', { ...fullOffer(target, number), ciphers, groups });
    const flight = agreed(answer, number)?.flight;
    anchor ??= rsa.length > 0 ? undefined : curveOf(flight?.certificates[0]);
    return groupNumber(flight?.group);
  };
  // The curve of an ECDSA key counts as a group too (RFC 8422 §5.1): without it on offer, the certificate cannot be used at all.
  let anchor: number | undefined;
  yield* planGroupsOf(findings, version, choose, () => anchor);
}

function* planGroupsOf(
  findings: Findings,
  version: ScannedVersion,
  choose: Choose,
  keep?: () => number | undefined,
): Plan {
  const all = groupsOf(versionNumber(version));
  const put = (found: readonly number[], rest: { readonly finished: boolean; readonly preference?: Preference }) => {
    const refused = rest.finished ? all.filter((group) => !found.includes(group)).map(groupName) : [];
    findings.groups = putAnswer(findings.groups, { version, accepted: found.map(groupName), refused, ...rest });
  };
  put([], { finished: false });
  const found = yield* eliminate(all, choose, (sofar) => put(sofar, { finished: false }), keep);
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
