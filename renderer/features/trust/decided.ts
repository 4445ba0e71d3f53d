import type { ExceptionBearing } from './exceptionBearing.ts';
import { endWords } from './exceptionUntil.ts';
import type { FindingAction } from './findingActions.ts';
import type { TrustEffect } from './trustEffect.ts';
import { formatPlural } from '#core/format.ts';
import { patternFor } from '#core/trust/pattern.ts';

/** What was decided since the refusal. */
export interface Decided {
  readonly words: string;
  /** 'just now': on this page, so that the next step takes the focus. */
  readonly when: 'just now' | 'before';
}

/**
 * What was decided about a refusal, and whether sending again will help; undefined while nothing was.
 *
 * @param told    a sentence about a decision made on this page
 * @param actions what can be done about each finding: an authority trusted in the meantime is among them
 * @param effect  what trusting it leaves of the problems
 * @param bearing an exception made in the meantime
 * @param now     ms since the Unix epoch, UTC
 */
export function decidedAbout(
  told: string | undefined,
  actions: readonly (FindingAction | undefined)[],
  effect: TrustEffect | undefined,
  bearing: ExceptionBearing | undefined,
  now: number,
): Decided | undefined {
  const trusted = actions.find((action) => action?.kind === 'trusted-now');
  const helps = bearing?.kind === 'helps' ? bearing : undefined;
  // Whatever takes a problem away: what neither does, stops it again.
  const lefts = [
    ...(trusted === undefined ? [] : [effect?.kind === 'still-stops' ? effect.remaining : []]),
    ...(helps === undefined ? [] : [helps.remaining]),
  ];
  const [first, ...others] = lefts;
  const rest = remainsWords((first ?? []).filter((number) => others.every((left) => left.includes(number))));
  if (told !== undefined) return { words: `${told}${rest}`, when: 'just now' };
  if (helps !== undefined) return { words: `${exceptedWords(helps, now)}${rest}`, when: 'before' };
  if (trusted === undefined) return undefined;
  return { words: `${trusted.name} is trusted for this host by now.${rest}`, when: 'before' };
}

function exceptedWords({ exception }: Extract<ExceptionBearing, { readonly kind: 'helps' }>, now: number): string {
  const { host, port, accepted, end } = exception;
  const kinds = formatPlural(accepted.length, 'kind');
  return `You accept ${kinds} of problem of this certificate for ${patternFor(host, port)} ${endWords(end, now)}.`;
}

function remainsWords(remaining: readonly number[]): string {
  if (remaining.length === 0) return '';
  const [verb, noun] = remaining.length === 1 ? ['remains', 'Problem'] : ['remain', 'Problems'];
  return ` ${noun} ${remaining.join(' and ')} ${verb}: it will stop again.`;
}
