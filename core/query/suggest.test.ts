import { describe, expect, test } from 'vitest';
import { suggest, type QueryWord } from './suggest.ts';

const words: readonly QueryWord[] = [
  { word: 'is', help: 'state', values: [{ value: 'on' }, { value: 'off', help: 'switched off' }] },
  { word: 'issuer', help: 'name', values: [] },
];
const offered = (text: string) => suggest(text, text.length, words).map((each) => each.text);

describe('while a query is typed', () => {
  test('every word is offered at first, then those that begin so', () => {
    expect(offered('')).toEqual(['is:', 'issuer:']);
    expect(offered('corp iss')).toEqual(['issuer:']);
    expect(offered('-is')).toEqual(['-is:', '-issuer:']);
    expect(offered('corp')).toEqual([]);
  });

  test('after a word its values are offered, but not one that stands there already', () => {
    expect(offered('is:')).toEqual(['is:on', 'is:off']);
    expect(offered('is:of')).toEqual(['is:off']);
    expect(offered('is:off')).toEqual([]);
    expect(offered('nothing:')).toEqual([]);
  });

  test('nothing is offered within quotes', () => {
    expect(offered('issuer:"is')).toEqual([]);
  });

  test('what is taken replaces what was typed of it, and leaves the rest', () => {
    const [first] = suggest('corp is:o more', 9, words);

    expect(first?.taken).toEqual({ text: 'corp is:on more', cursor: 11 });
  });
});
