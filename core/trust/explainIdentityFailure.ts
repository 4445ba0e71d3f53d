import { formatBytes } from '#core/format.ts';
import { unreachable } from '#core/result.ts';
import type { IdentityFailure } from './identity.ts';

/** Why a client certificate was not read, kept or changed, and what to do, in one or two sentences. */
export function explainIdentityFailure(failure: IdentityFailure): string {
  switch (failure.kind) {
    case 'wrong-password':
      return failure.tried
        ? `The password does not open ${failure.name}.`
        : `${failure.name} is locked. It opens with its password.`;
    case 'no-certificate':
      return `There is no certificate in ${failure.name}: it is ${failure.what}.`;
    case 'no-key':
      return `There is no private key in ${failure.name}. Add the file with the key: a certificate alone proves nothing.`;
    case 'key-mismatch':
      return `The private key is not that of ${failure.subject}. Choose the key the certificate was made for.`;
    case 'unsupported':
      return `${failure.name} uses ${failure.what}, which cannot be used here.`;
    case 'damaged-file':
      return `${failure.name} is damaged: ${withStop(failure.reason)}`;
    case 'unreadable':
      return `${failure.path} could not be read (${failure.code}).`;
    case 'too-large':
      return `${formatBytes(failure.bytes)} is too much; up to ${formatBytes(failure.limitBytes)} are read as a client certificate.`;
    case 'bad-pattern':
      return `“${failure.pattern}” is no host pattern. ${failure.reason}`;
    case 'token-gone':
      return 'What was read is no longer kept: ten minutes have passed, or another file was read. Choose the file again.';
    case 'unknown-identity':
      return 'This client certificate is no longer in your list.';
    case 'no-secret-store':
      return `The key cannot be kept on disk. ${withStop(failure.reason)} It can be kept until Wireglass is closed.`;
    case 'cannot-write':
      return `${failure.path} could not be written (${failure.code}). Nothing was changed.`;
    case 'damaged':
      return `The trust file ${failure.path} is damaged (${failure.reason}). Nothing is sent until it is repaired.`;
    default:
      return unreachable(failure);
  }
}

function withStop(reason: string): string {
  return /[.!?]$/.test(reason) ? reason : `${reason}.`;
}
