import { describe, expect, test } from 'vitest';
import { parseTerms } from './terms.ts';

const words = ['issuer', 'is', 'expires'];
const read = (text: string) => parseTerms(text, words);

describe('a query', () => {
  test('is words of the language and text, in their order', () => {
    expect(read('corp issuer:"Corp Root" -is:off')).toEqual([
      { kind: 'text', value: 'corp', isNegated: false },
      { kind: 'word', word: 'issuer', value: 'Corp Root', isNegated: false },
      { kind: 'word', word: 'is', value: 'off', isNegated: true },
    ]);
  });

  test('keeps quoted words together, also while the second quote is missing', () => {
    expect(read('"two words"')).toEqual([{ kind: 'text', value: 'two words', isNegated: false }]);
    expect(read('issuer:"two wor')).toEqual([{ kind: 'word', word: 'issuer', value: 'two wor', isNegated: false }]);
  });

  test('takes fingerprints, ports and addresses as text', () => {
    for (const text of ['AB:C1:00', 'localhost:8443', 'api.corp:8443', '[fd00::]/8', '10.0.0.0/8', '::1'])
      expect(read(text)).toEqual([{ kind: 'text', value: text, isNegated: false }]);
  });

  test('names a word that is none', () => {
    expect(read('isuer:corp')).toEqual([{ kind: 'unknown', word: 'isuer' }]);
  });

  test('has a word without a value while it is being typed', () => {
    expect(read('expires:')).toEqual([{ kind: 'word', word: 'expires', value: '', isNegated: false }]);
  });

  test('reads any string to its end', () => {
    // A seeded generator: the letters that mean something, in every order.
    const letters = ['"', ':', '-', ' ', 'is', 'a', '<', '30d', '\t', '\u202e', '::', '""'];
    let seed = 7;
    for (let round = 0; round < 5000; round++) {
      let text = '';
      for (let length = 0; length < 12; length++) {
        seed = (seed * 1_103_515_245 + 12_345) % 2 ** 31;
        text += letters[seed % letters.length] ?? '';
      }
      expect(Array.isArray(read(text))).toBe(true);
    }
  });
});
