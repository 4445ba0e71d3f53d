import type { ImportCandidate } from '#core/trust/anchor.ts';

export interface CandidateWords {
  /** 'Root CA', 'Intermediate CA', or what it is instead. */
  readonly kind: string;
  /** What happens to it, or why nothing does. */
  readonly happens: string;
  /** Whether it may be ticked. */
  readonly state: 'offered' | 'refused';
}

/** What becomes of one certificate of an import. Every certificate of the file is listed: none is left out silently. */
export function candidateWords(candidate: ImportCandidate): CandidateWords {
  const { verdict } = candidate;
  const kind = candidate.selfIssued ? 'Root CA' : 'Intermediate CA';
  switch (verdict.kind) {
    case 'ca':
      if (candidate.expired) return { kind, happens: 'Expired: it would vouch for nobody', state: 'refused' };
      return candidate.selfIssued
        ? { kind, happens: 'Trust within the limits below', state: 'offered' }
        : { kind, happens: 'Trust by itself, without the root above it', state: 'offered' };
    case 'already-custom':
      return { kind, happens: `Already trusted as ${verdict.label}`, state: 'refused' };
    case 'already-system':
      return { kind, happens: 'Already in the list of this computer', state: 'refused' };
    case 'already-bundled':
      return { kind, happens: 'Already in the bundled list', state: 'refused' };
    case 'not-a-ca':
      return { kind: capital(verdict.what), happens: 'Not a CA: it can vouch for nobody else', state: 'refused' };
  }
}

/** 'a server certificate for api.corp' → 'Server certificate': its name stands in another column. */
function capital(what: string): string {
  const bare = what.replace(/^(?:an?|the) /, '').replace(/ for .*$/, '');
  return bare.charAt(0).toUpperCase() + bare.slice(1);
}

/**
 * Which certificates are ticked when the list opens: the roots, or a single certificate that was picked on purpose. An
 * intermediate among others is not, also where its root is trusted already: the root is the one to trust.
 */
export function initiallyTicked(candidates: readonly ImportCandidate[]): ReadonlySet<string> {
  const offered = candidates.filter((candidate) => candidateWords(candidate).state === 'offered');
  const roots = offered.filter((candidate) => candidate.selfIssued);
  const ticked = candidates.length === 1 ? offered : roots;
  return new Set(ticked.map((candidate) => candidate.sha256));
}

/** The same certificate twice (in two files, or twice in one) is one certificate. */
export function distinctCandidates(candidates: readonly ImportCandidate[]): readonly ImportCandidate[] {
  return [...new Map(candidates.map((candidate) => [candidate.sha256, candidate])).values()];
}
