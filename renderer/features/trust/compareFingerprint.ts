/** What comparing a pasted fingerprint with the shown one came to. */
export type FingerprintComparison =
  | { readonly kind: 'empty' }
  | { readonly kind: 'equal' }
  /** `bytes`: positions that differ, counted from 0. */
  | { readonly kind: 'differs'; readonly bytes: readonly number[] }
  /** Not all 32 bytes are there. `differs` is true when those that are there already differ. */
  | { readonly kind: 'incomplete'; readonly bytes: number; readonly differs: boolean }
  | { readonly kind: 'too-long'; readonly bytes: number }
  /** 20 or 16 bytes: the fingerprint of an older hash, which can be forged. */
  | { readonly kind: 'other-hash'; readonly hash: 'SHA-1' | 'MD5' }
  /** 'sha256/…=': the hash of the key alone, not of the certificate. */
  | { readonly kind: 'pin' }
  | { readonly kind: 'not-hex'; readonly found: string };

/** Length of a SHA-256 fingerprint, bytes. */
const FINGERPRINT_BYTES = 32;

/** How other tools begin the line: 'sha256 Fingerprint=', 'SHA-256:', 'SHA256 Fingerprint:'. */
const prefix = /^\s*sha-?256(?:\s*\(?[^)=:]*fingerprint\)?)?\s*[=:]\s*/i;

/**
 * Whether what the owner published is what the server showed. Colons, spaces, dashes, line ends and case do not matter.
 *
 * @param shown SHA-256, 64 hex digits
 * @param typed what was pasted
 */
export function compareFingerprint(shown: string, typed: string): FingerprintComparison {
  if (/^\s*sha256\/[A-Za-z0-9+/]{20,}=*\s*$/.test(typed)) return { kind: 'pin' };
  const digits = typed
    .replace(prefix, '')
    .replace(/[\s:.\u00b7\u2010-\u2015-]/g, '')
    .toLowerCase();
  if (digits === '') return { kind: 'empty' };
  const stranger = /[^0-9a-f]/u.exec(digits)?.[0];
  if (stranger !== undefined) return { kind: 'not-hex', found: stranger };
  const bytes = Math.ceil(digits.length / 2);
  if (bytes > FINGERPRINT_BYTES) return { kind: 'too-long', bytes };
  if (bytes === FINGERPRINT_BYTES && digits.length % 2 === 0) return compareWhole(shown.toLowerCase(), digits);
  return comparePart(shown.toLowerCase(), digits);
}

function compareWhole(shown: string, digits: string): FingerprintComparison {
  const bytes = Array.from({ length: FINGERPRINT_BYTES }, (_, index) => index).filter(
    (index) => shown.slice(index * 2, index * 2 + 2) !== digits.slice(index * 2, index * 2 + 2),
  );
  return bytes.length === 0 ? { kind: 'equal' } : { kind: 'differs', bytes };
}

/** A part that fits is no proof: eight hex digits can be searched for. It is only called unfinished. */
function comparePart(shown: string, digits: string): FingerprintComparison {
  const differs = !shown.startsWith(digits);
  if (differs && digits.length === 40) return { kind: 'other-hash', hash: 'SHA-1' };
  if (differs && digits.length === 32) return { kind: 'other-hash', hash: 'MD5' };
  return { kind: 'incomplete', bytes: Math.floor(digits.length / 2), differs };
}

/** The comparison in a sentence. @param notFrom from where the published one must not come */
export function comparisonWords(comparison: FingerprintComparison, notFrom = 'this server'): string {
  switch (comparison.kind) {
    case 'empty':
      return `Paste the fingerprint its owner published, from another place than ${notFrom}.`;
    case 'equal':
      return 'All 32 bytes are equal. Colons, spaces and case do not matter.';
    case 'differs':
      return `${differing(comparison.bytes)}: this is another certificate.`;
    case 'incomplete': {
      const have = comparison.bytes === 1 ? '1 byte' : `${comparison.bytes} bytes`;
      return comparison.differs ? `Already different within the first ${have}.` : `Equal so far: ${have} of 32.`;
    }
    case 'too-long':
      return `${comparison.bytes} bytes are too many: a SHA-256 fingerprint has 32.`;
    case 'other-hash':
      return `That is a ${comparison.hash} fingerprint. Ask for the one in SHA-256: 64 hex digits.`;
    case 'pin':
      return 'That is a pin of the public key. Ask for the fingerprint of the certificate: 64 hex digits.';
    case 'not-hex':
      return `“${comparison.found}” is no hex digit.`;
  }
}

function differing(bytes: readonly number[]): string {
  const first = (bytes[0] ?? 0) + 1;
  if (bytes.length === 1) return `Byte ${first} differs`;
  return `${bytes.length} of 32 bytes differ, the first is byte ${first}`;
}
