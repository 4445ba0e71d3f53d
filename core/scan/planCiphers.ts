import { cipherSuiteName } from '#core/tls/cipherSuite.ts';
import { TLS13 } from '#core/tls/version.ts';
import { agreed, ask, fullOffer, type Asking, type Plan, type ScanTarget } from './asking.ts';
import { eliminate, findPreference } from './eliminate.ts';
import { putAnswer, type Findings } from './findings.ts';
import { versionNumber } from './offerable.ts';
import type { Preference, ScannedVersion } from './report.ts';
import { suitesOf } from './suite.ts';

/** Which cipher suites of a version are accepted, in whose order. */
export function* planCiphers(target: ScanTarget, findings: Findings, version: ScannedVersion): Plan {
  const number = versionNumber(version);
  const put = (found: readonly number[], rest: { readonly finished: boolean; readonly preference?: Preference }) => {
    findings.ciphers = putAnswer(findings.ciphers, { version, accepted: found.map(cipherSuiteName), ...rest });
  };
  const choose = function* (ciphers: readonly number[]): Asking<number | undefined> {
    const answer = yield* ask('ciphers', 'choice', { ...fullOffer(target, number), ciphers });
    const chosen = agreed(answer, number)?.choice;
    if (chosen && number < TLS13) noteSessionId(findings, chosen.sessionIdBytes);
    if (chosen && !ciphers.includes(chosen.cipher)) {
      note(findings, `${version}: chose ${cipherSuiteName(chosen.cipher)}, which was not offered.`);
    }
    return chosen?.cipher;
  };
  put([], { finished: false });
  const found = yield* eliminate(suitesOf(number), choose, (sofar) => put(sofar, { finished: false }));
  const preference = yield* findPreference(found, choose);
  put(found, { finished: true, ...(preference === undefined ? {} : { preference }) });
}

/** Given by a server that can find a session again by its id (RFC 5246 §7.4.1.3). */
function noteSessionId(findings: Findings, bytes: number): void {
  findings.extras = { ...findings.extras, sessionId: findings.extras.sessionId === true || bytes > 0 };
}

function note(findings: Findings, oddity: string): void {
  if (!findings.oddities.includes(oddity)) findings.oddities.push(oddity);
}
