import type { Certificate } from '#core/certificate/certificate.ts';
import { formatDay } from '#core/certificate/validity.ts';
import { misfitOf, type IdentityMisfit, type IdentityWish } from '#core/trust/chooseIdentity.ts';
import type { Identity } from '#core/trust/identity.ts';

/** A client certificate of the user's beside what a server asked for. */
export interface IdentityFit {
  readonly id: string;
  readonly label: string;
  /** 'fits': it would be shown to this server; 'sent': it was. */
  readonly state: 'fits' | 'sent' | 'no';
  /** Why not, or what stands against it all the same. */
  readonly words: string;
}

export interface FitFacts {
  readonly wish: IdentityWish;
  /** SHA-256 of the certificate that was shown; null when none was. */
  readonly offered: string | null;
  /** The chains, as far as they are known. */
  readonly certificates: ReadonlyMap<string, Certificate>;
  /** ms UTC. */
  readonly now: number;
}

const rank = { sent: 0, fits: 1, no: 2 } as const;

/** Every identity with whether it is for this server, those that are first. */
export function identityFits(identities: readonly Identity[], facts: FitFacts): readonly IdentityFit[] {
  return identities
    .map((identity) => ({ id: identity.id, label: identity.label, ...fitOf(identity, facts) }))
    .toSorted((one, other) => rank[one.state] - rank[other.state]);
}

function fitOf(
  identity: Identity,
  { wish, offered, certificates, now }: FitFacts,
): Pick<IdentityFit, 'state' | 'words'> {
  if (offered !== null && identity.chain[0] === offered) {
    return { state: 'sent', words: `it was shown${dated(identity, now)}` };
  }
  const chain = identity.chain.flatMap((sha256) => certificates.get(sha256) ?? []);
  const misfit = misfitOf({ ...identity, chain }, wish);
  if (misfit !== undefined) return { state: 'no', words: misfitWords(misfit, identity) };
  if (identity.protection.kind === 'missing') {
    return { state: 'no', words: `its key is not at hand: ${identity.protection.reason}` };
  }
  return { state: 'fits', words: `it is shown when you send again${dated(identity, now)}` };
}

function misfitWords(misfit: IdentityMisfit, { hosts, issuer, key }: Identity): string {
  switch (misfit) {
    case 'off':
      return 'it is switched off';
    case 'other-hosts':
      return `it is for ${hosts.join(', ')} only`;
    case 'other-authorities':
      return `${issuer} issued it, and the server did not name that authority`;
    case 'other-algorithms':
      return `the server takes no signature of its key (${key})`;
  }
}

function dated({ notAfter, notBefore }: Identity, now: number): string {
  if (notAfter < now) return `, but it expired on ${formatDay(notAfter)}`;
  return notBefore > now ? `, but it is valid only from ${formatDay(notBefore)}` : '';
}
