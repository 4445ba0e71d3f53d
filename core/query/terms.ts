/** One part of what a person typed to find something. Parts stand side by side; all of them must hold. */
export type Term =
  /** A word of its own, looked for anywhere. */
  | { readonly kind: 'text'; readonly value: string; readonly isNegated: boolean }
  /** `issuer:"Corp Root"`: a word of the language and its value; '' while it is still being typed. */
  | { readonly kind: 'word'; readonly word: string; readonly value: string; readonly isNegated: boolean }
  /** `isuer:x`: it looks like a word of the language, but is none. */
  | { readonly kind: 'unknown'; readonly word: string };

const PART = /(-?)(?:([a-z][a-z0-9-]*):)?(?:"([^"]*)"?|([^\s"]+))?/giy;

/**
 * The parts of a query, in their order. Never fails: what is no word of the language is text.
 *
 * Quotes keep words together; one that is not closed reaches to the end. A minus before a part turns it round. What people
 * paste is text: a pair of fingerprint digits (`AB:C1:00`) and a port (`localhost:8443`).
 *
 * @param words the words of the language, lower case
 */
export function parseTerms(text: string, words: readonly string[]): readonly Term[] {
  const terms: Term[] = [];
  PART.lastIndex = 0;
  while (PART.lastIndex < text.length) {
    if (/\s/.test(text.charAt(PART.lastIndex))) {
      PART.lastIndex++;
      continue;
    }
    const part = PART.exec(text);
    // A part that matches nothing would be read for ever.
    if (part === null || part[0] === '') break;
    const term = termOf(part, words);
    if (term !== undefined) terms.push(term);
  }
  return terms;
}

function termOf(part: RegExpExecArray, words: readonly string[]): Term | undefined {
  const [whole, minus = '', name, quoted, bare] = part;
  const value = quoted ?? bare ?? '';
  const isNegated = minus !== '';
  if (name === undefined) {
    if (value === '' && quoted === undefined)
      return whole === '-' ? { kind: 'text', value: '-', isNegated: false } : undefined;
    return value === '' ? undefined : { kind: 'text', value, isNegated };
  }
  const word = name.toLowerCase();
  if (words.includes(word)) return { kind: 'word', word, value, isNegated };
  if (/^[0-9a-f]{2}$/.test(word) || /^\d+$/.test(value)) return { kind: 'text', value: `${name}:${value}`, isNegated };
  return { kind: 'unknown', word };
}
