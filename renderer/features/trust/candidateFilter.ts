import { roleOf, type Candidate, type Choices } from './importPlan.ts';
import { formatCount } from '#core/format.ts';

/** The candidates that have every word somewhere: in names, key, alias, hosts, or at the head of the fingerprint. */
export function filterCandidates(candidates: readonly Candidate[], filter: string): readonly Candidate[] {
  const words = filter.toLowerCase().split(/\s+/).filter(Boolean);
  if (words.length === 0) return candidates;
  return candidates.filter(({ found }) => {
    const text = [found.subject, found.issuer, found.organization, found.key, found.alias ?? '', ...found.hosts]
      .join('\n')
      .toLowerCase();
    return words.every((word) => text.includes(word) || found.sha256.startsWith(word.replaceAll(':', '')));
  });
}

/** What can be ticked of one kind. */
export interface CandidateKind {
  /** '12 root CAs' */
  readonly label: string;
  readonly members: readonly Candidate[];
  /** How many of them are. */
  readonly ticked: number;
}

/** The kinds of which something can be ticked. */
export function candidateKinds(shown: readonly Candidate[], choices: Choices): readonly CandidateKind[] {
  return (['root', 'intermediate'] as const).flatMap((kind) => {
    const members = shown.filter(({ found, offer }) => found.kind === kind && offer.roles.length > 0);
    if (members.length === 0) return [];
    const name = `${kind} ${members.length === 1 ? 'CA' : 'CAs'}`;
    const ticked = members.filter((candidate) => roleOf(candidate, choices) !== undefined).length;
    return [{ label: `${formatCount(members.length)} ${name}`, members, ticked }];
  });
}
