import { alertName } from '#core/tls/alert.ts';
import { versionName } from '#core/tls/version.ts';
import { ask, fullOffer, type Plan, type ScanTarget } from './asking.ts';
import { acceptedVersions, putAnswer, type Findings } from './findings.ts';
import { scannedVersions } from './offerable.ts';
import { planCiphers } from './planCiphers.ts';
import { planExtras } from './planExtras.ts';
import { planGroups } from './planGroups.ts';
import { planSignatures } from './planSignatures.ts';
import type { HelloAnswer } from './probe.ts';
import type { Refusal } from './report.ts';

/**
 * Everything a scan asks, in order, and what it concludes from the answers: written into `findings` as soon as it is known.
 *
 * Pure: whoever drives it makes the connections, decides about pauses, and may stop at any time. A list is found by taking
 * away what the server chose and asking again, so its order is the server's own.
 */
export function* scanPlan(target: ScanTarget, findings: Findings): Plan {
  yield* planVersions(target, findings);
  if (acceptedVersions(findings).length > 0) {
    findings.phase = 'certificate';
    const judged = yield { kind: 'judge', phase: 'certificate' };
    if (judged.kind === 'judged') findings.certificate = judged.certificate;
    findings.phase = 'groups';
    yield* planGroups(target, findings);
    findings.phase = 'ciphers';
    for (const version of acceptedVersions(findings)) yield* planCiphers(target, findings, version);
    findings.phase = 'signatures';
    yield* planSignatures(target, findings);
    yield* planExtras(target, findings);
  }
  findings.phase = undefined;
}

function* planVersions(target: ScanTarget, findings: Findings): Plan {
  for (const [number, version] of scannedVersions) {
    const answer = yield* ask('versions', 'choice', fullOffer(target, number));
    const refusal = refusalOf(answer, number);
    findings.versions = putAnswer(findings.versions, {
      version,
      accepted: refusal === undefined,
      ...(refusal === undefined ? {} : { refusal }),
    });
  }
}

function refusalOf(answer: HelloAnswer, version: number): Refusal | undefined {
  if (answer.kind === 'hello') {
    const { choice } = answer;
    return choice.version === version ? undefined : { kind: 'other-version', version: versionName(choice.version) };
  }
  if (answer.kind === 'alert') return { kind: 'alert', number: answer.number, name: alertName(answer.number) };
  return answer.kind === 'not-tls' ? { kind: 'not-tls', spoken: answer.spoken } : { kind: answer.kind };
}
