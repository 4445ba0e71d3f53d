/**
 * Whether a row holds every word of a filter, whatever the case. A word that is a fingerprint, or the beginning or the end of one,
 * may have colons.
 *
 * @param texts what the row says
 * @param prints SHA-256 of what it is about, lower-case hex
 */
export function rowHolds(filter: string, texts: readonly string[], prints: readonly string[]): boolean {
  const said = texts.map((text) => text.toLowerCase());
  return filter
    .toLowerCase()
    .split(/\s+/)
    .filter((word) => word !== '')
    .every((word) => said.some((text) => text.includes(word)) || holdsPrint(word, prints));
}

/** Shorter than this, a number would be found in every second fingerprint. */
const LEAST_DIGITS = 4;

function holdsPrint(word: string, prints: readonly string[]): boolean {
  // As it is shown where there is little room: '5e:c1…0b'.
  const [begin = '', end = ''] = word.replaceAll(':', '').split('…');
  const digits = begin + end;
  if (digits.length < LEAST_DIGITS || !/^[0-9a-f]+$/.test(digits)) return false;
  if (word.includes('…')) return prints.some((print) => print.startsWith(begin) && print.endsWith(end));
  return prints.some((print) => print.startsWith(digits) || print.endsWith(digits));
}
