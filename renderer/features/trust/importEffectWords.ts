import type { Plan } from './importPlan.ts';
import type { ImportEffect } from './useImportEffect.ts';
import { formatPlural } from '#core/format.ts';

/** What the plan does to the hosts of the history, or where that is not known, for which hosts it counts. */
export function importEffectWords(
  { anchors, hints }: Plan,
  scopes: readonly (readonly string[])[],
  effect: ImportEffect | undefined,
): string {
  if (anchors.length === 0) {
    return hints.length === 0 ? 'Nothing is ticked.' : 'Nobody more is trusted: intermediates only complete chains.';
  }
  if (effect !== undefined) {
    if (effect.trusted === 0) return 'Effect: no host in your history becomes trusted.';
    const become = effect.trusted === 1 ? 'becomes' : 'become';
    return `Effect: ${formatPlural(effect.trusted, 'host')} in your history ${become} trusted.`;
  }
  const who = anchors.length === 1 ? 'It' : 'They';
  if (scopes.some((scope) => scope.length === 0)) return `${who} will be believed for every host.`;
  const hosts = [...new Set(scopes.flat())];
  const more = hosts.length - 2;
  return `${who} will be believed only for ${hosts.slice(0, 2).join(', ')}${more > 0 ? ` and ${more} more` : ''}.`;
}
