import { formatNames } from './container/contained.ts';
import type { OpenFailure } from './opened.ts';
import { formatBytes } from '#core/format.ts';
import { unreachable } from '#core/result.ts';

/** Why a file of certificates could not be opened, and what to do, in one or two sentences. */
export function explainOpenFailure(failure: OpenFailure): string {
  switch (failure.kind) {
    case 'not-a-certificate':
      return `This is not a certificate but ${failure.what}.`;
    case 'damaged':
      return `The ${formatNames[failure.format]} file is damaged: ${withStop(failure.reason)}`;
    case 'password-needed':
      return `The ${formatNames[failure.format]} file is locked. It opens with its password.`;
    case 'wrong-password':
      return `The password does not open this ${formatNames[failure.format]} file.`;
    case 'unsupported-algorithm':
      return `The ${formatNames[failure.format]} file is locked with ${failure.name}, which Wireglass does not read.`;
    case 'only-keys':
      return `There ${failure.keys.length === 1 ? 'is a private key' : `are ${failure.keys.length} private keys`} in it, but no certificate.`;
    case 'too-large':
      return `${formatBytes(failure.bytes)} is too much; up to ${formatBytes(failure.limitBytes)} are read as certificates.`;
    case 'unreadable':
      return `${failure.path} could not be read (${failure.code}).`;
    default:
      return unreachable(failure);
  }
}

function withStop(reason: string): string {
  return reason.endsWith('.') ? reason : `${reason}.`;
}
