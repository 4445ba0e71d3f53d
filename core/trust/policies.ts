import { extensionOf, type Certificate } from '#core/certificate/certificate.ts';
import { isSelfIssued, type FoundPath } from './search.ts';

const ANY_POLICY = '2.5.29.32.0';

/**
 * The index of the first certificate, from the top, at which an authority's demand for a policy is not met (RFC 5280
 * §6.1.3 f, §6.1.5 g), or undefined.
 *
 * We ask for no policy of our own, so what counts is whether any is valid all the way down. Of the tree of §6.1.2 a only the
 * lowest row is kept: whether it is empty is all that matters, and it cannot grow beyond what one certificate names
 * (the tree can, which RFC 9618 mends).
 */
export function unmetPolicy({ chain, anchor }: FoundPath): number | undefined {
  // Nearly no certificate demands anything, and without a demand nothing is to be met.
  if (!chain.some(({ certificate }) => demands(certificate))) return undefined;
  // An anchor is a name and a key (RFC 5280 §6.1.1 d), and so would a root be that nobody trusts: what they say of policies
  // is not looked at.
  const last = chain[chain.length - 1];
  const isRooted = anchor !== undefined || (last !== undefined && isSelfIssued(last.certificate));
  const top = chain.length - (isRooted ? 2 : 1);
  let state: State = {
    valid: new Map([[ANY_POLICY, new Set([ANY_POLICY])]]),
    explicit: Infinity,
    mapping: Infinity,
    any: Infinity,
  };
  for (let index = top; index >= 0; index--) {
    const certificate = chain[index]?.certificate;
    if (certificate === undefined) return undefined;
    state = { ...state, valid: narrowed(state, certificate, index) };
    if (state.explicit <= 0 && state.valid.size === 0) return index;
    state = index > 0 ? prepared(state, certificate) : state;
  }
  const leaf = chain[0]?.certificate;
  const demand = leaf && extensionOf(leaf, 'policyConstraints')?.requireExplicitPolicy;
  // §6.1.5 a and b: the count goes down once more, and a demand of the leaf counts only when it holds at once.
  const explicit = demand === 0 ? 0 : state.explicit - 1;
  return explicit <= 0 && state.valid.size === 0 ? 0 : undefined;
}

interface State {
  /** The lowest row of the tree: each valid policy with those that may stand for it one certificate below. */
  readonly valid: ReadonlyMap<string, ReadonlySet<string>>;
  /** How many more certificates may come before the rule is in force. */
  readonly explicit: number;
  readonly mapping: number;
  readonly any: number;
}

function demands(certificate: Certificate): boolean {
  return extensionOf(certificate, 'policyConstraints')?.requireExplicitPolicy !== undefined;
}

/** §6.1.3 d and e: what is still valid, by what this certificate names. */
function narrowed({ valid, any }: State, certificate: Certificate, index: number): State['valid'] {
  const policies = extensionOf(certificate, 'certificatePolicies')?.policies;
  if (policies === undefined) return new Map();
  const expected = new Set([...valid.values()].flatMap((set) => [...set]));
  const next = new Map<string, ReadonlySet<string>>();
  const own = new Set(policies.map(({ oid }) => oid));
  for (const oid of own)
    if (oid !== ANY_POLICY && (expected.has(oid) || valid.has(ANY_POLICY))) next.set(oid, new Set([oid]));
  const takesAny = own.has(ANY_POLICY) && (any > 0 || (index > 0 && isSelfIssued(certificate)));
  if (takesAny) for (const oid of expected) if (!next.has(oid)) next.set(oid, new Set([oid]));
  return next;
}

/** §6.1.4 b, h, i, j: what holds for the certificate below. */
function prepared(state: State, certificate: Certificate): State {
  const step = isSelfIssued(certificate) ? 0 : 1;
  const constraints = extensionOf(certificate, 'policyConstraints');
  const skip = extensionOf(certificate, 'inhibitAnyPolicy')?.skipCertificates;
  const valid = mapped(state, certificate);
  return {
    valid,
    explicit: Math.min(Math.max(0, state.explicit - step), constraints?.requireExplicitPolicy ?? Infinity),
    mapping: Math.min(Math.max(0, state.mapping - step), constraints?.inhibitPolicyMapping ?? Infinity),
    any: Math.min(Math.max(0, state.any - step), skip ?? Infinity),
  };
}

/** §6.1.4 b: other policies stand for those that are mapped; where mapping is forbidden those are gone. */
function mapped({ valid, mapping }: State, certificate: Certificate): State['valid'] {
  const mappings = extensionOf(certificate, 'policyMappings')?.mappings ?? [];
  if (mappings.length === 0) return valid;
  const next = new Map(valid);
  if (mapping <= 0) {
    for (const { issuerDomain } of mappings) next.delete(issuerDomain.oid);
    return next;
  }
  const stands = new Map<string, Set<string>>();
  for (const { issuerDomain, subjectDomain } of mappings)
    stands.set(issuerDomain.oid, (stands.get(issuerDomain.oid) ?? new Set()).add(subjectDomain.oid));
  for (const [oid, set] of stands) if (valid.has(oid) || valid.has(ANY_POLICY)) next.set(oid, set);
  return next;
}
