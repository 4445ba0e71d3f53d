import type { ReadFailure } from './importRead.ts';
import { explainOpenFailure } from '#core/certificate/explainOpenFailure.ts';
import type { OpenFailure } from '#core/certificate/opened.ts';
import { formatCount, formatPlural } from '#core/format.ts';

/** Why what was to be imported was not read, and what to do, in one or two sentences. */
export function explainReadFailure(failure: OpenFailure | ReadFailure): string {
  switch (failure.kind) {
    case 'read-gone':
      return 'What was read is no longer kept: ten minutes have passed, or something else was read. Read it again.';
    case 'cancelled':
      return 'Reading was stopped. Nothing was kept.';
    case 'broken-certificate':
      return `Certificate ${failure.index + 1} in it is damaged: ${withStop(failure.reason)}`;
    case 'more-broken':
      return `${formatPlural(failure.count, 'more certificate', 'more certificates')} in it ${failure.count === 1 ? 'is' : 'are'} damaged.`;
    case 'gave-up':
      return `Reading it was given up: ${withStop(failure.reason)}`;
    case 'too-many':
      return `There are more than ${formatCount(failure.limit)} ${failure.what}. Import them in parts.`;
    case 'nothing-there':
      return `There is no certificate file in ${failure.path}.`;
    case 'not-fetched':
      return withStop(failure.reason);
    default:
      return explainOpenFailure(failure);
  }
}

function withStop(reason: string): string {
  return /[.!?]$/.test(reason) ? reason : `${reason}.`;
}
