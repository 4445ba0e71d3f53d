/** A part of a text, with whether the other text has it too. */
export interface Segment {
  readonly text: string;
  readonly kind: 'equal' | 'differs';
}

export interface MarkedPair {
  readonly a: readonly Segment[];
  readonly b: readonly Segment[];
}

/** Longer lists are told apart as sets; the order of a thousand names says nothing. */
const MAX_WORDS = 200;
/** With fewer equal words than this share the two texts have nothing in common, and all of them is marked. */
const LEAST_EQUAL = 0.3;

/** Two values with the part marked that the other one does not have: items of lists, words of sentences, else all of it. */
export function markPair(a: string, b: string): MarkedPair {
  if (a === b) return { a: [equal(a)], b: [equal(b)] };
  if (a.includes(', ') || b.includes(', ')) return markItems(a, b);
  return markWords(a, b);
}

const equal = (text: string): Segment => ({ text, kind: 'equal' });
const differs = (text: string): Segment => ({ text, kind: 'differs' });

function markItems(a: string, b: string): MarkedPair {
  const itemsA = a.split(', ');
  const itemsB = b.split(', ');
  return { a: itemsMarked(itemsA, itemsB), b: itemsMarked(itemsB, itemsA) };
}

function itemsMarked(items: readonly string[], others: readonly string[]): readonly Segment[] {
  const known = new Set(others);
  const keys = new Set(others.map(keyOf));
  return joined(
    items.flatMap((item, index) => {
      const comma = index === 0 ? [] : [equal(', ')];
      if (known.has(item)) return [...comma, equal(item)];
      const key = keyOf(item);
      // 'CN=' stands on both sides: only what it says differs.
      if (key === undefined || !keys.has(key)) return [...comma, differs(item)];
      return [...comma, equal(key), differs(item.slice(key.length))];
    }),
  );
}

function keyOf(item: string): string | undefined {
  return /^[A-Za-z0-9.]{1,40}=/.exec(item)?.[0];
}

function markWords(a: string, b: string): MarkedPair {
  const wordsA = a.split(/(?<= )/);
  const wordsB = b.split(/(?<= )/);
  if (wordsA.length > MAX_WORDS || wordsB.length > MAX_WORDS) return { a: [differs(a)], b: [differs(b)] };
  const common = commonWords(wordsA, wordsB);
  if (common.length < LEAST_EQUAL * Math.max(wordsA.length, wordsB.length)) return { a: [differs(a)], b: [differs(b)] };
  const inA = new Set(common.map(([at]) => at));
  const inB = new Set(common.map(([, at]) => at));
  const mark = (words: readonly string[], known: ReadonlySet<number>): readonly Segment[] =>
    joined(words.map((word, index) => (known.has(index) ? equal(word) : differs(word))));
  return { a: mark(wordsA, inA), b: mark(wordsB, inB) };
}

/** Longest common subsequence: pairs of places. */
function commonWords(a: readonly string[], b: readonly string[]): readonly (readonly [number, number])[] {
  const lengths = Array.from({ length: a.length + 1 }, () => new Array<number>(b.length + 1).fill(0));
  for (let i = a.length - 1; i >= 0; i--)
    for (let j = b.length - 1; j >= 0; j--) {
      const longer = Math.max(lengths[i + 1]?.[j] ?? 0, lengths[i]?.[j + 1] ?? 0);
      const row = lengths[i];
      if (row !== undefined) row[j] = same(a[i], b[j]) ? (lengths[i + 1]?.[j + 1] ?? 0) + 1 : longer;
    }
  const pairs: [number, number][] = [];
  for (let i = 0, j = 0; i < a.length && j < b.length;) {
    if (same(a[i], b[j])) pairs.push([i++, j++]);
    else if ((lengths[i + 1]?.[j] ?? 0) >= (lengths[i]?.[j + 1] ?? 0)) i += 1;
    else j += 1;
  }
  return pairs;
}

function same(one: string | undefined, other: string | undefined): boolean {
  return one?.trimEnd() === other?.trimEnd();
}

/** Neighbours of one kind become one; a mark does not reach over the space behind it. */
function joined(segments: readonly Segment[]): readonly Segment[] {
  const found: Segment[] = [];
  for (const segment of segments) {
    const last = found.at(-1);
    if (last?.kind === segment.kind) found[found.length - 1] = { ...last, text: last.text + segment.text };
    else found.push(segment);
  }
  return found.flatMap(({ text, kind }) => {
    const bare = text.trimEnd();
    return kind === 'equal' || bare === text ? [{ text, kind }] : [differs(bare), equal(text.slice(bare.length))];
  });
}
