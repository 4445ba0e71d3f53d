import { extensionOf, type Certificate } from '#core/certificate/certificate.ts';
import { isSelfIssued, type FoundPath } from './search.ts';

const ANY_POLICY = '2.5.29.32.0';

/**
 * The index of the first certificate, from the top, at which an authority's demand for a policy is not met (RFC 5280
 * §6.1.3 f, §6.1.5 g), or undefined.
 *
 * We ask for no policy of our own, so what counts is whether any is valid all the way down. Where an authority maps policies
 * to others they are taken as met: mapping only ever joins what would be apart.
 */
export function unmetPolicy({ chain, anchor }: FoundPath): number | undefined {
  let explicit = Infinity;
  let valid: ReadonlySet<string> | 'any' = 'any';
  let mapped = false;
  // An anchor is a name and a key (RFC 5280 §6.1.1 d), and so would a root be that nobody trusts: what they say of policies
  // is not looked at.
  const last = chain[chain.length - 1];
  const isRooted = anchor !== undefined || (last !== undefined && isSelfIssued(last.certificate));
  const top = chain.length - (isRooted ? 2 : 1);
  for (let index = top; index >= 0; index--) {
    const certificate = chain[index]?.certificate;
    if (certificate === undefined) return undefined;
    valid = narrowed(valid, certificate, mapped);
    if (explicit <= 0 && isEmpty(valid)) return index;
    if (explicit > 0 && (index === 0 || !isSelfIssued(certificate))) explicit -= 1;
    const demand = extensionOf(certificate, 'policyConstraints')?.requireExplicitPolicy;
    // The server's own certificate has none below it: only a demand that holds at once concerns it.
    if (demand !== undefined && (index > 0 || demand === 0)) explicit = Math.min(explicit, demand);
    mapped ||= certificate.extensions.some(({ name }) => name === 'policyMappings');
  }
  return explicit <= 0 && isEmpty(valid) ? 0 : undefined;
}

function isEmpty(valid: ReadonlySet<string> | 'any'): boolean {
  return valid !== 'any' && valid.size === 0;
}

/** What is still valid below this certificate: the policies it names among those above it. */
function narrowed(
  valid: ReadonlySet<string> | 'any',
  certificate: Certificate,
  mapped: boolean,
): ReadonlySet<string> | 'any' {
  const policies = extensionOf(certificate, 'certificatePolicies')?.policies;
  if (policies === undefined || isEmpty(valid)) return new Set();
  const own = new Set(policies.map(({ oid }) => oid));
  if (own.has(ANY_POLICY)) return valid;
  return valid === 'any' || mapped ? own : new Set([...own].filter((oid) => valid.has(oid)));
}
