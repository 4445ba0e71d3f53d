import type { CompareOptions, Compared } from './comparison.ts';
import { isAuthority, isSelfIssued, namesOf, sameKey, sameLifetime } from './differences.ts';
import type { Certificate } from '#core/certificate/certificate.ts';
import { sameName, shortName } from '#core/certificate/name.ts';
import { formatDay } from '#core/certificate/validity.ts';

export interface Headline {
  readonly headline: string;
  readonly summary: string;
}

/** What two certificates are to each other, in a line and a sentence or two. */
export function headlineOf(a: Compared, b: Compared, { host }: CompareOptions): Headline {
  const [one, other] = [a.certificate, b.certificate];
  if (a.sha256 === b.sha256) return { headline: 'The same certificate', summary: 'Both are equal, byte for byte.' };
  if (isAuthority(one) && isAuthority(other) && sameName(one.subject, other.subject)) return twoAuthorities(one, other);
  const names = sameNames(one, other);
  if (sameName(one.issuer, other.issuer) && !(isSelfIssued(one) && !sameName(one.subject, other.subject)) && names)
    return renewal(one, other);
  if (sameKey(one, other))
    return {
      headline: 'Not a renewal, but the same key',
      summary: 'Whoever holds the key of one holds the key of the other. Pins to the key fit both.',
    };
  return changed(one, other, host);
}

function sameNames(a: Certificate, b: Certificate): boolean {
  const [one, other] = [namesOf(a), new Set(namesOf(b))];
  if (one.length === 0 && other.size === 0) return sameName(a.subject, b.subject);
  return one.length === other.size && one.every((name) => other.has(name));
}

function renewal(a: Certificate, b: Certificate): Headline {
  const isForward = b.notBefore >= a.notBefore;
  const [old, fresh] = isForward ? [a, b] : [b, a];
  const key = sameKey(a, b) ? 'keeps its key' : 'has a new key';
  const which = isForward ? 'The second renews the first' : 'The first renews the second';
  return {
    headline: sameKey(a, b) ? 'A renewal with the same key' : 'A renewal with a new key',
    summary:
      `${which}: issuer and names are the same. It ${key} and lasts until ${formatDay(fresh.notAfter)} ` +
      `instead of ${formatDay(old.notAfter)}.`,
  };
}

function twoAuthorities(a: Certificate, b: Certificate): Headline {
  const name = shortName(a.subject);
  if (!sameKey(a, b))
    return {
      headline: 'Two authorities of one name',
      summary: `Both are called ${name}, but each has a key of its own: what one signed, the other did not.`,
    };
  if (!sameName(a.issuer, b.issuer))
    return {
      headline: 'The same authority, signed by two others',
      summary: `Name and key are the same: whatever ${name} signed fits both. They differ in who vouches for it.`,
    };
  return {
    headline: 'The same authority, issued anew',
    summary: `Name, key and issuer are the same: whatever ${name} signed fits both.`,
  };
}

function changed(a: Certificate, b: Certificate, host: string | undefined): Headline {
  const what = [
    sameKey(a, b) ? '' : 'key',
    sameName(a.issuer, b.issuer) ? '' : 'issuer',
    sameNames(a, b) ? '' : 'names',
    sameLifetime(a, b) ? '' : 'lifetime',
  ].filter((word) => word !== '');
  const isKin =
    host !== undefined || sameName(a.subject, b.subject) || namesOf(a).some((name) => namesOf(b).includes(name));
  if (!isKin)
    return {
      headline: 'Two different certificates',
      summary: 'They have no name in common: neither replaces the other.',
    };
  const last = what.length > 1 ? ` and ${what.at(-1) ?? ''}` : '';
  const list = `${what.slice(0, what.length > 1 ? -1 : 1).join(', ')}${last}`;
  return {
    headline: `Not a renewal: ${list}${what.length > 2 ? ' all' : ''} changed`,
    summary: `A renewal keeps the issuer and usually the names. ${guess(a, b)}`,
  };
}

function guess(a: Certificate, b: Certificate): string {
  if (isSelfIssued(b) && !isSelfIssued(a))
    return 'The second looks like a default certificate that a server made for itself, for example after a reinstall.';
  if (isSelfIssued(a) && !isSelfIssued(b))
    return 'The first was made by the server itself; the second was issued by an authority.';
  if (!sameName(a.issuer, b.issuer))
    return 'Either the server has moved to another authority, or somebody stands in between and shows a certificate of their own.';
  return 'The same authority issued both, for other names.';
}
