import { validityAt } from '#core/certificate/validity.ts';
import { formatCount, formatPlural } from '#core/format.ts';
import type { TrustState } from '#core/trust/anchor.ts';
import type { AnchorSubject } from '#core/trust/anchorQuery.ts';
import type { CustomEffect, EffectivePreview } from '#core/trust/effectivePreview.ts';

/** The sentence of the bar: who would be believed, and what is left out and why. */
export interface EffectiveWords {
  /** Custom authorities by name, set in bold. */
  readonly named: readonly string[];
  /** ' and 169 roots of the lists.', '2 more and 169 roots of the lists.' */
  readonly others: string;
  /** '3 custom CAs are for other hosts, 2 are off.' */
  readonly left: string;
}

/** As many are named; the rest is counted. */
const NAMED = 2;

export function effectiveWords(preview: EffectivePreview, over: ReadonlySet<string>): EffectiveWords {
  const counting = preview.custom.filter(({ counts, sha256 }) => counts && !over.has(sha256));
  const named = counting.slice(0, NAMED).map(({ label }) => label);
  const more = counting.length - named.length;
  // A certificate can be in both lists: it is one root.
  const custom = new Set(counting.map(({ sha256 }) => sha256));
  const listed = preview.anchors.filter((sha256) => !custom.has(sha256) && !over.has(sha256)).length;
  const parts = [
    ...(more === 0 ? [] : [`${formatCount(more)} more of yours`]),
    ...(listed === 0 ? [] : [formatPlural(listed, 'root of the lists', 'roots of the lists')]),
  ];
  const others =
    named.length === 0 && parts.length === 0
      ? 'Nobody: every request to it would be stopped.'
      : `${named.length > 0 && parts.length > 0 ? (parts.length > 1 ? ', ' : ' and ') : ''}${parts.join(' and ')}.`;
  return { named, others, left: leftWords(preview.custom, over) };
}

function leftWords(custom: readonly CustomEffect[], over: ReadonlySet<string>): string {
  const count = (kind: CustomEffect['why']['kind']) => custom.filter(({ why }) => why.kind === kind).length;
  const [others, ended, off, refused] = [count('other-hosts'), count('ended'), count('off'), count('refused')];
  const expired = custom.filter(({ counts, sha256 }) => counts && over.has(sha256)).length;
  const parts = [
    ...(others === 0 ? [] : [`${formatCount(others)} custom ${others === 1 ? 'CA is' : 'CAs are'} for other hosts`]),
    ...(ended === 0 ? [] : [`${formatCount(ended)} ${ended === 1 ? 'has' : 'have'} ended`]),
    ...(off === 0 ? [] : [`${formatCount(off)} ${off === 1 ? 'is' : 'are'} off`]),
    ...(expired === 0 ? [] : [`${formatCount(expired)} ${expired === 1 ? 'is' : 'are'} not valid now`]),
    ...(refused === 0 ? [] : [`${formatCount(refused)} ${refused === 1 ? 'is' : 'are'} refused`]),
  ];
  return parts.length === 0 ? '' : `${parts.join(', ')}.`;
}

/** Whether an anchor counts for the host, and the word of its row. The order is that of sorting. */
export interface HostEffect {
  readonly counts: boolean;
  readonly words: 'yes' | 'other host' | 'not valid' | 'ended' | 'off' | 'refused';
}

/** Certificates that are over or not valid yet: they are anchors, but every path that ends in one is refused for its time. */
export function notValidNow({ anchors }: Pick<TrustState, 'anchors'>, now: number): ReadonlySet<string> {
  return new Set(anchors.flatMap((anchor) => (validityAt(anchor, now) === 'valid' ? [] : [anchor.sha256])));
}

/** The word for each row. What the user decided about a certificate stands above the lists, so it explains its twins there too. */
export function hostEffects(
  preview: EffectivePreview,
  over: ReadonlySet<string>,
): (subject: Pick<AnchorSubject, 'anchor' | 'state'>) => HostEffect {
  const counting = new Set(preview.anchors);
  const decided = new Map(preview.custom.map((effect) => [effect.sha256, effect]));
  return ({ anchor: { sha256, source }, state }) => {
    if (state === 'source-off' && source !== 'custom') return { counts: false, words: 'off' };
    if (counting.has(sha256))
      return over.has(sha256) ? { counts: false, words: 'not valid' } : { counts: true, words: 'yes' };
    const why = decided.get(sha256)?.why.kind;
    if (state === 'refused' || why === 'refused') return { counts: false, words: 'refused' };
    if (why === 'other-hosts') return { counts: false, words: 'other host' };
    return { counts: false, words: state === 'ended' || why === 'ended' ? 'ended' : 'off' };
  };
}

const ranks: Readonly<Record<HostEffect['words'], number>> = {
  yes: 0,
  'other host': 1,
  'not valid': 2,
  ended: 3,
  off: 4,
  refused: 5,
};
export function hostRank({ words }: HostEffect): number {
  return ranks[words];
}

/** What else would count for the host, to be named and opened. */
export interface EffectiveExtras {
  /** The exception for exactly this server; there is one at most in force. */
  readonly exception: { readonly id: string; readonly words: string } | undefined;
  /** The client certificate that would be tried first. */
  readonly identity: { readonly id: string; readonly label: string } | undefined;
}

export function effectiveExtras(preview: EffectivePreview, state: TrustState): EffectiveExtras {
  const standing = preview.exceptions.find(({ state: now }) => now !== 'ended');
  const exception = state.exceptions.find(({ id }) => id === standing?.id);
  const first = preview.identities[0];
  const identity = state.identities.find(({ id }) => id === first?.id);
  return {
    exception:
      exception === undefined
        ? undefined
        : {
            id: exception.id,
            words: `${formatPlural(exception.accepted.length, 'accepted problem')}${standing?.state === 'stopped' ? ', stopped again' : ''}`,
          },
    identity: identity === undefined ? undefined : { id: identity.id, label: identity.label },
  };
}
