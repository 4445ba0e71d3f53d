import type { FindingAction } from './findingActions.ts';
import type { TrustEffect } from './trustEffect.ts';

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
 */
export function decidedAbout(
  told: string | undefined,
  actions: readonly (FindingAction | undefined)[],
  effect: TrustEffect | undefined,
): Decided | undefined {
  const trusted = actions.find((action) => action?.kind === 'trusted-now');
  const rest = trusted === undefined ? '' : remainsWords(effect);
  if (told !== undefined) return { words: `${told}${rest}`, when: 'just now' };
  if (trusted === undefined) return undefined;
  return { words: `${trusted.name} is trusted for this host by now.${rest}`, when: 'before' };
}

function remainsWords(effect: TrustEffect | undefined): string {
  if (effect?.kind !== 'still-stops' || effect.remaining.length === 0) return '';
  const [verb, noun] = effect.remaining.length === 1 ? ['remains', 'Problem'] : ['remain', 'Problems'];
  return ` ${noun} ${effect.remaining.join(' and ')} ${verb}: it will stop again.`;
}
