import { signatureSchemeName } from '#core/tls/signatureScheme.ts';
import { TLS13 } from '#core/tls/version.ts';
import {
  agreed,
  ask,
  canReadModern,
  readableOffer,
  suitesBy,
  type Asking,
  type Plan,
  type ScanTarget,
} from './asking.ts';
import { eliminate } from './eliminate.ts';
import { acceptedVersions, putAnswer, type Findings } from './findings.ts';
import { allSchemes, versionNumber } from './offerable.ts';
import type { ScannedVersion } from './report.ts';
import { suitesOf } from './suite.ts';

/** With which schemes the server signs a handshake. */
export function* planSignatures(target: ScanTarget, findings: Findings): Plan {
  for (const version of ['TLSv1.3', 'TLSv1.2'] as const) {
    if (!acceptedVersions(findings).includes(version)) continue;
    const number = versionNumber(version);
    const ciphers = number === TLS13 ? suitesOf(TLS13) : suitesBy(findings, version, /^TLS_(?:ECDHE|DHE)_/);
    if (ciphers.length === 0 || (number === TLS13 && !canReadModern(findings))) continue;
    yield* planSignaturesOf(target, findings, version, ciphers);
  }
}

function* planSignaturesOf(
  target: ScanTarget,
  findings: Findings,
  version: ScannedVersion,
  ciphers: readonly number[],
): Plan {
  const number = versionNumber(version);
  const choose = function* (signatureSchemes: readonly number[]): Asking<number | undefined> {
    const offer = { ...readableOffer(target, number), ciphers, signatureSchemes, certificateSchemes: allSchemes };
    const flight = agreed(yield* ask('signatures', 'flight', offer), number)?.flight;
    findings.leaf ??= flight?.sent[0];
    return signatureSchemes.find((scheme) => signatureSchemeName(scheme) === flight?.signatureScheme);
  };
  const put = (found: readonly number[], finished: boolean) => {
    const accepted = found.map(signatureSchemeName);
    findings.signatureSchemes = putAnswer(findings.signatureSchemes, { version, accepted, finished });
  };
  put([], false);
  put(yield* eliminate(allSchemes, choose, (sofar) => put(sofar, false)), true);
}
