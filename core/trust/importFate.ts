import type { ImportedCertificate } from './importRead.ts';

/** What importing a certificate would come to, before anybody ticked anything. */
export type ImportFate =
  /** A CA that is not an anchor of the user's yet. `listedIn`: it counts for every host already, where that list is on. */
  | { readonly kind: 'trust'; readonly listedIn: readonly ('system' | 'bundled')[] }
  /** A CA of another one: kept to complete chains, it vouches for nobody by itself. */
  | { readonly kind: 'keep' }
  | { readonly kind: 'already-trusted'; readonly label: string; readonly scope: readonly string[] }
  | { readonly kind: 'already-kept' }
  /** It would vouch for nobody: its time is over, its key too weak, or the user refused it. */
  | { readonly kind: 'nothing'; readonly why: 'expired' | 'weak' | 'refused' }
  /** `what`: 'a server certificate for api.corp'. An exception may fit. */
  | { readonly kind: 'not-a-ca'; readonly what: string };

/** As what it may be imported; the first is what is usually meant. An exception is made elsewhere, for its host. */
export type ImportOffer = 'anchor' | 'hint' | 'exception';

/** What happens to a certificate of a read when it is imported. */
export function importFate(certificate: ImportedCertificate): ImportFate {
  const { kind, custom, presentIn } = certificate;
  if (kind === 'leaf') return { kind: 'not-a-ca', what: certificate.what ?? 'an end-entity certificate' };
  if (custom !== undefined) return { kind: 'already-trusted', ...custom };
  if (certificate.refused) return { kind: 'nothing', why: 'refused' };
  if (certificate.time === 'expired') return { kind: 'nothing', why: 'expired' };
  if (certificate.weak.length > 0) return { kind: 'nothing', why: 'weak' };
  if (kind === 'intermediate') return { kind: presentIn.includes('hint') ? 'already-kept' : 'keep' };
  return { kind: 'trust', listedIn: presentIn.filter((source) => source === 'system' || source === 'bundled') };
}

/**
 * As what it may be imported; empty when importing it changes nothing. An intermediate may also be an anchor (RFC 5280 §6.1.1):
 * for who said it should, not by default.
 */
export function importOffers(certificate: ImportedCertificate): readonly ImportOffer[] {
  const fate = importFate(certificate);
  switch (fate.kind) {
    case 'trust':
      return ['anchor'];
    case 'keep':
      return ['hint', 'anchor'];
    case 'already-kept':
      return ['anchor'];
    case 'not-a-ca':
      return certificate.refused || certificate.hosts.length === 0 ? [] : ['exception'];
    default:
      return [];
  }
}
