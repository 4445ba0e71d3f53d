import { unreachable } from '#core/result.ts';
import { formatBytes } from '#core/report/measure.ts';
import type { TrustFailure } from '#core/trust/anchor.ts';

/** What is wrong with a file of certificates, or with the trust store, in one sentence for the terminal. */
export function explainTrust(failure: TrustFailure): string {
  switch (failure.kind) {
    case 'not-a-certificate':
      return `It holds no certificate: it is ${failure.what}.`;
    case 'not-a-ca':
      return `${failure.subject} is no authority but ${failure.what}.`;
    case 'malformed-certificate':
      return `Certificate ${failure.index + 1} is damaged: ${failure.reason}`;
    case 'too-large':
      return `${formatBytes(failure.bytes)} are more than the ${formatBytes(failure.limitBytes)} that are read as certificates.`;
    case 'unreadable':
      return `${failure.path} cannot be read (${failure.code}).`;
    case 'bad-pattern':
      return `"${failure.pattern}" is no host pattern: ${failure.reason}`;
    case 'already-there':
      return `It is there already, as ${failure.label}.`;
    case 'unknown-anchor':
      return `No authority has the fingerprint ${failure.sha256}.`;
    case 'cannot-write':
      return `${failure.path} cannot be written (${failure.code}).`;
    case 'damaged':
      return `${failure.path} is damaged: ${failure.reason} Open the profile in the app to repair it.`;
    default:
      return unreachable(failure);
  }
}
