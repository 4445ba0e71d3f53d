import type { ImportedCertificate } from '#core/trust/importRead.ts';
import type { TrustSources } from '#core/trust/anchor.ts';

/** What a certificate may become: 'anchor' may end a path, 'hint' only completes one. */
export type Role = 'anchor' | 'hint';

/** What may be made of one certificate of an import. */
export interface Offer {
  /** The first is what ticking it means; empty when it cannot be ticked, and `why` says why. */
  readonly roles: readonly Role[];
  readonly why?: string;
  /** What it may be used for instead. */
  readonly instead?: 'exception' | 'identity';
}

/** What may become of one certificate. Every certificate is listed: none is left out silently, and a leaf never becomes a CA. */
export function offerOf(found: ImportedCertificate, sources: TrustSources): Offer {
  if (found.refused) return no('Refused by you. Take the refusal back first');
  if (found.kind === 'leaf') return leafOffer(found);
  const { custom } = found;
  if (custom !== undefined) {
    return no(`Already trusted for ${custom.scope.length === 0 ? 'every host' : custom.scope.join(', ')}`);
  }
  if (found.time === 'expired') return no('Would trust nothing');
  if (found.weak.length > 0) return no(`Would trust nothing: ${found.weak.join(' and ')} is too weak`);
  if (found.presentIn.includes('system') && sources.system) return no('Already in the list of this computer');
  if (found.presentIn.includes('bundled') && sources.bundled) return no('Already in the bundled list');
  if (found.kind === 'root') return { roles: ['anchor'] };
  return found.presentIn.includes('hint') ? { roles: ['anchor'] } : { roles: ['hint', 'anchor'] };
}

function no(why: string): Offer {
  return { roles: [], why };
}

function leafOffer(found: ImportedCertificate): Offer {
  const { what = '', pem } = found;
  if (what.includes('client certificate')) return { roles: [], why: 'Not a CA', ...(found.hasKey ? identity : {}) };
  // A certificate for code, mail or OCSP is no server's: an exception would stand for nothing.
  const isServers = found.hosts.length > 0 || /server|end-entity/.test(what);
  return { roles: [], why: 'Not a CA', ...(isServers && pem !== undefined ? exception : {}) };
}

const exception = { instead: 'exception' } as const;
const identity = { instead: 'identity' } as const;

/** 'Root CA', 'Intermediate CA', or what it is instead: 'Server certificate'. */
export function kindWords(found: ImportedCertificate): string {
  if (found.kind === 'root') return 'Root CA';
  if (found.kind === 'intermediate') return 'Intermediate CA';
  // 'a server certificate for api.corp': its name stands in another column.
  const bare = (found.what ?? 'no CA').replace(/^(?:an?|the) /, '').replace(/ for .*$/, '');
  return bare.charAt(0).toUpperCase() + bare.slice(1);
}

/** What happens to it, in two parts: the first is set in bold. @param role what it was ticked for; undefined when it was not */
export function happensWords(
  found: ImportedCertificate,
  offer: Offer,
  role: Role | undefined,
): readonly [string, string] {
  if (offer.why !== undefined) return ['', offer.why];
  if (role === undefined)
    return ['', found.presentIn.includes('hint') ? 'Kept already to complete chains' : 'Left out'];
  if (role === 'hint') return ['', 'Keep to complete chains. Not trusted by itself'];
  const later = found.time === 'not-yet-valid' ? ', once it is valid' : '';
  return found.kind === 'root'
    ? ['Trust', ` within the limits below${later}`]
    : ['Trust', ` by itself, without the root above it${later}`];
}

/** 'Signed by itself · ECDSA P-384 · only for .corp': the second line of a certificate. */
export function originWords(found: ImportedCertificate): string {
  const { issuer, permitted, pathLength } = found;
  return [
    found.kind === 'root' || found.issuer === found.subject ? 'Signed by itself' : `Issued by ${issuer}`,
    ...(found.hasKey ? ['with its private key'] : []),
    found.key,
    ...(found.kind === 'leaf' ? [] : weakWords(found)),
    ...(permitted.length === 0 ? [] : [`only for ${someOf(permitted)}`]),
    ...(found.kind === 'leaf' || pathLength === undefined ? [] : [pathWords(pathLength)]),
  ].join(' · ');
}

function weakWords({ weak }: ImportedCertificate): readonly string[] {
  return weak.length === 0 ? [] : ['weak'];
}

function pathWords(length: number): string {
  if (length === 0) return 'no CA below it';
  return length === 1 ? '1 CA below it' : `${length} CAs below it`;
}

function someOf(patterns: readonly string[]): string {
  const more = patterns.length - 2;
  return more > 0 ? `${patterns.slice(0, 2).join(', ')} and ${more} more` : patterns.join(', ');
}
