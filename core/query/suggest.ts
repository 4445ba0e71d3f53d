/** A word of a query language, as it is offered while somebody types. */
export interface QueryWord {
  readonly word: string;
  /** What it looks for, in a few words. */
  readonly help: string;
  /** The values it takes when these are few; otherwise one or two examples. */
  readonly values: readonly { readonly value: string; readonly help?: string }[];
}

export interface Suggestion {
  /** What is offered: 'expires:' or 'is:off'. */
  readonly text: string;
  readonly help: string;
  /** The whole field after it was taken, and where the cursor then stands. */
  readonly taken: { readonly text: string; readonly cursor: number };
}

/** What may stand at the cursor: words of the language that begin as what is being typed does, or the values of a word just written. */
export function suggest(text: string, cursor: number, words: readonly QueryWord[]): readonly Suggestion[] {
  const before = /(^|\s)(-?)([^\s"]*)$/.exec(text.slice(0, cursor));
  // Within quotes nothing is offered: there the words are the person's own.
  if (before === null || (text.slice(0, cursor).split('"').length - 1) % 2 === 1) return [];
  const minus = before[2] ?? '';
  const typed = (before[3] ?? '').toLowerCase();
  const start = cursor - typed.length;
  const rest = text.slice(cursor).replace(/^[^\s]*/, '');
  const taking = (inserted: string, end: string): Suggestion['taken'] => {
    const head = `${text.slice(0, start)}${inserted}${end}`;
    return { text: `${head}${rest.trimStart()}`, cursor: head.length };
  };
  const [name = '', value] = splitWord(typed);
  if (value === undefined) {
    return words
      .filter(({ word }) => word.startsWith(name))
      .map(({ word, help }) => ({ text: `${minus}${word}:`, help, taken: taking(`${word}:`, '') }));
  }
  const known = words.find(({ word }) => word === name);
  if (known === undefined) return [];
  return known.values
    .filter((each) => each.value.toLowerCase().startsWith(value) && each.value.toLowerCase() !== value)
    .map((each) => ({
      text: `${minus}${name}:${each.value}`,
      help: each.help ?? known.help,
      taken: taking(`${name}:${each.value}`, ' '),
    }));
}

function splitWord(typed: string): readonly [name: string, value?: string] {
  const colon = typed.indexOf(':');
  return colon === -1 ? [typed] : [typed.slice(0, colon), typed.slice(colon + 1)];
}
