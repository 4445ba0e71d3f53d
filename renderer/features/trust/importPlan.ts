import { offerOf, type Offer, type Role } from './candidateWords.ts';
import { untilOf, untilProblem, type Until } from './untilDate.ts';
import type { InputOf } from '#core/contract.ts';
import { formatCount, formatPlural } from '#core/format.ts';
import type { TrustSources } from '#core/trust/anchor.ts';
import type { ImportedCertificate } from '#core/trust/importRead.ts';

/** One certificate of an import, with what may be made of it and what it is ticked for when the list opens. */
export interface Candidate {
  readonly found: ImportedCertificate;
  readonly offer: Offer;
  readonly initial: Role | undefined;
}

/** Up to so many roots are ticked when the list opens. Of more, a person picks: nobody means to trust a whole list by opening it. */
export const MOST_TICKED = 20;

/**
 * The certificates of an import. Ticked at first: valid roots to be trusted, valid intermediates to be kept; of a longer list only
 * what trusts nobody.
 */
export function candidatesOf(found: readonly ImportedCertificate[], sources: TrustSources): readonly Candidate[] {
  const offers = found.map((each) => ({ found: each, offer: offerOf(each, sources) }));
  const roots = offers.filter(({ offer }) => offer.roles[0] === 'anchor').length;
  return offers.map(({ found: each, offer }) => {
    const [role] = offer.roles;
    const isTicked =
      each.time === 'valid' && (role === 'hint' || (role === 'anchor' && each.kind === 'root' && roots <= MOST_TICKED));
    return { found: each, offer, initial: isTicked ? role : undefined };
  });
}

/** What was ticked otherwise than at first, by SHA-256. It outlives another reading of the same files. */
export type Choices = ReadonlyMap<string, Role | 'none'>;

/** What a certificate is ticked for. A choice that is no longer offered counts for nothing. */
export function roleOf({ found, offer, initial }: Candidate, choices: Choices): Role | undefined {
  const chosen = choices.get(found.sha256);
  if (chosen === undefined) return initial;
  return chosen !== 'none' && offer.roles.includes(chosen) ? chosen : undefined;
}

/** The choices with some certificates ticked (for what ticking them means) or not. What cannot be ticked stays as it is. */
export function withTicks(choices: Choices, candidates: readonly Candidate[], tick: 'on' | 'off'): Choices {
  const next = new Map(choices);
  for (const candidate of candidates) {
    const [role] = candidate.offer.roles;
    if (role === undefined) continue;
    // One that was made an anchor by choice stays one.
    const is = roleOf(candidate, choices);
    next.set(candidate.found.sha256, tick === 'off' ? 'none' : (is ?? role));
  }
  return next;
}

/** For which hosts and until when. */
export interface Limits {
  /** Undefined until somebody typed: then the suggestion counts. */
  readonly scope: readonly string[] | undefined;
  readonly until: Until;
}

/** What is to be stored. */
export interface Plan {
  readonly anchors: readonly ImportedCertificate[];
  readonly hints: readonly ImportedCertificate[];
}

export function planOf(candidates: readonly Candidate[], choices: Choices): Plan {
  const anchors: ImportedCertificate[] = [];
  const hints: ImportedCertificate[] = [];
  for (const candidate of candidates) {
    const role = roleOf(candidate, choices);
    if (role === 'anchor') anchors.push(candidate.found);
    else if (role === 'hint') hints.push(candidate.found);
  }
  return { anchors, hints };
}

/** 'Trust 1 CA, keep 1 intermediate': what the button does. */
export function planWords({ anchors, hints }: Plan): string {
  const trust = anchors.length === 0 ? '' : `Trust ${countWords(anchors.length, 'CA')}`;
  const keep = hints.length === 0 ? '' : `keep ${countWords(hints.length, 'intermediate')}`;
  if (trust === '') return keep === '' ? 'Trust' : `K${keep.slice(1)}`;
  return keep === '' ? trust : `${trust}, ${keep}`;
}

/** '1 CA trusted, 1 intermediate kept': what it has done. */
export function doneWords({ anchors, hints }: Plan): string {
  return [
    ...(anchors.length === 0 ? [] : [`${countWords(anchors.length, 'CA')} trusted`]),
    ...(hints.length === 0 ? [] : [`${countWords(hints.length, 'intermediate')} kept`]),
  ].join(', ');
}

/** '10,000 CAs' */
function countWords(count: number, one: string): string {
  return count < 1000 ? formatPlural(count, one) : `${formatCount(count)} ${one}s`;
}

/** What stands against the plan; undefined when it may be carried out. */
export function planProblem(plan: Plan, limits: readonly Limits[], now: number): string | undefined {
  if (plan.anchors.length + plan.hints.length === 0) return 'Tick at least one certificate.';
  if (plan.anchors.length === 0) return undefined;
  return limits.map(({ until }) => untilProblem(until, now)).find((problem) => problem !== undefined);
}

/** What `trust.addRead` takes for it. @param limitsOf the limits of each anchor @param noteOf what is noted with it */
export function choicesOf(
  { anchors, hints }: Plan,
  limitsOf: (anchor: ImportedCertificate) => { readonly scope: readonly string[]; readonly until: Until },
  noteOf: (anchor: ImportedCertificate) => string | undefined,
): InputOf<'trust.addRead'>['choices'] {
  return [
    ...anchors.map((anchor) => {
      const { scope, until } = limitsOf(anchor);
      const end = untilOf(until);
      const note = noteOf(anchor);
      return {
        as: 'anchor' as const,
        sha256: anchor.sha256,
        scope: [...scope],
        ...(end === undefined ? {} : { trustedUntil: end }),
        ...(note === undefined ? {} : { note }),
      };
    }),
    ...hints.map(({ sha256 }) => ({ as: 'hint' as const, sha256 })),
  ];
}

/** '5 certificates, no private keys.': what was found. */
export function foundWords(found: readonly ImportedCertificate[]): string {
  const count = `${formatCount(found.length)} ${found.length === 1 ? 'certificate' : 'certificates'}`;
  const keys = found.filter(({ hasKey }) => hasKey).length;
  if (keys === 0) return `${count}, no private keys.`;
  return `${count}. ${keys === 1 ? 'A private key lies' : `${formatCount(keys)} private keys lie`} beside them and will not be taken.`;
}
